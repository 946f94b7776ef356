"""The factory: six machines on three lines, two shifts a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from e2e.company.staff import FIRST_DAY, LAST_DAY, MACHINES, Employee
from zhunsheng.engine.calendar.calendar import Calendar

PLANNED = 480  # minutes of a shift
IDEAL = 4  # pieces a minute
WORN = "二线", date(2025, 6, 1)
"""Where a bearing wears out, and since when."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one machine; times in minutes."""

    day: date
    name: str
    line: str
    machine: str
    leader: str
    planned: int
    down: int
    pieces: int
    rejected: int
    ideal: int


def shifts(random: Random, people: Sequence[Employee], calendar: Calendar) -> list[Shift]:
    """Every shift of every machine on working days."""
    leaders = {
        (p.unit.rpartition("/")[2], p.position.removesuffix("班长")): p.number for p in people if "班长" in p.position
    }
    return [
        _shift(random, day, name, line, machine, leaders[line, name])
        for day in calendar.working_days(FIRST_DAY, LAST_DAY + timedelta(days=1))
        for name in ("早班", "晚班")
        for machine, line in MACHINES.items()
    ]


def _shift(random: Random, day: date, name: str, line: str, machine: str, leader: str) -> Shift:
    line_worn, since = WORN
    usual = 88 if line == line_worn and day >= since else 30
    down = min(PLANNED, round(random.lognormvariate(0, 0.45) * usual))
    pieces = round((PLANNED - down) * IDEAL * random.uniform(0.86, 0.96))
    rejected = round(pieces * random.uniform(0.006, 0.024))
    return Shift(day, name, line, machine, leader, PLANNED, down, pieces, rejected, IDEAL)
