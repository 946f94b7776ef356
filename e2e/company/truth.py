"""All that truly happened in the example company, from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from e2e.company import deals, factory, service
from e2e.company import staff as company
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.server.blueprints.directory import read_directory

BUNDLE = Path(__file__).parent / "bundle"
SEED = 20250701


@dataclass(frozen=True)
class Truth:
    """What the company's systems would say if they were perfect."""

    people: list[company.Employee]
    moved: list[company.Employee]
    customers: dict[str, str]
    deals: list[deals.Deal]
    leave: list[service.Leave]
    roster: list[service.Duty]
    tickets: list[service.Step]
    shifts: list[factory.Shift]


def blueprint() -> Bundle:
    """The company's configuration."""
    return sound(read_directory(BUNDLE))


def truth(seed: int = SEED) -> Truth:
    """The same seed gives the same company."""
    random = Random(seed)  # noqa: S311  a story, not a secret
    people = company.staff(random)
    moved = company.moves(people)
    buyers = company.customers()
    away, duties = service.leave(random, people), service.roster(people)
    return Truth(
        people=people,
        moved=moved,
        customers=buyers,
        deals=deals.deals(random, people, moved, list(buyers)),
        leave=away,
        roster=duties,
        tickets=service.tickets(random, duties, away, list(buyers)),
        shifts=factory.shifts(random, people, blueprint().each(Calendar)["china"]),
    )
