"""Frozen values that cross the border of this app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Payload = Mapping[str, object]
"""What the practice wants to know again when it falls due; small, of what JSON knows."""


@dataclass(frozen=True)
class Arming:
    """What shall fall due, and when. `about` names it within its practice, e.g. `chain/case/stage`."""

    about: str
    due: datetime
    payload: Payload = field(default_factory=dict)


@dataclass(frozen=True)
class Due:
    """What has fallen due. (practice, about, generation) names this one falling due, and no other within the time for
    which it is kept."""

    practice: str
    about: str
    due: datetime
    generation: int
    payload: Payload


@dataclass(frozen=True)
class Fired:
    """What became of a set: `done` were fired, `failed` wait for another try or are dead.

    `looked`: as of which moment; None in a copy in which nothing falls due.
    """

    done: int = 0
    failed: int = 0
    looked: datetime | None = field(default=None, compare=False)

    @property
    def idle(self) -> bool:
        return not self.done and not self.failed


@dataclass(frozen=True)
class Dead:
    """A deadline that failed too often; `fault` says how it failed last."""

    id: int
    practice: str
    about: str
    due: datetime
    tries: int
    fault: str


@dataclass(frozen=True)
class Outlook:
    """How the deadlines of a world stand.

    `next_due`: the soonest one still to come. `overdue`: for how long the first of those that wait has waited; None
    where none waits. `failing`: armed ones that failed at least once. `unknown`: practices of overdue ones that this
    version does not know; theirs wait.
    """

    armed: int
    next_due: datetime | None
    overdue: timedelta | None
    failing: int
    dead: int
    unknown: tuple[str, ...]
