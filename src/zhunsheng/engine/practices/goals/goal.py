"""What somebody is to reach: a number or a milestone, until when, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhunsheng.engine.practices.goals.term import Term

Level = Literal["company", "unit", "person"]
Nature = Literal["effort", "outcome"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose goal it is. `key`: a unit's code or a person's number; of the company, `company`."""

    level: Level
    key: str


COMPANY = Owner("company", "company")


@dataclass(frozen=True, slots=True)
class Measured:
    """What structure needs to know of a metric. `adds`: its values of parts add up to that of the whole."""

    unit: str
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, found by its code. It has a metric with a target, or a milestone.

    `accountable`: numbers of the people who answer for it, which should be one. `unit`: what its target is in,
    where it is said. `weight`: share of the owner's goals of the term, as a fraction.
    """

    code: str
    name: str
    owner: Owner
    term: Term
    accountable: tuple[str, ...] = ()
    metric: str | None = None
    unit: str | None = None
    target: float | None = None
    weight: float | None = None
    nature: Nature = "outcome"
    closed: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """Who answers for it: of a person's own goal the person, where nobody else is named."""
        return self.accountable or ((self.owner.key,) if self.owner.level == "person" else ())
