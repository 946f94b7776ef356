"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhunsheng.engine.practices.decision import Decision

State = Literal["open", "upheld", "overturned"]


@dataclass(frozen=True)
class Recorded:
    """A decision as it lies in the chain: its number, its digest, the seal that holds it and when that was made."""

    number: int
    decision: Decision
    digest: str
    seal: int
    recorded_at: datetime


@dataclass(frozen=True)
class AppealInfo:
    """An appeal. `by`, `owner`, `settled_by`: people's subjects; without an owner an HR partner settles it.

    `about` and `at`: whom the decision touches, and the moment that it is about.

    `state`: open, upheld (the decision stands), overturned. `opened_in`, `settled_in`: decisions that record it;
    `overdue_in`: the one that it was not settled in time.
    `answer`: what was said to it; `came_of`: what was done.
    """

    id: int
    decision: int
    about: int | None
    at: datetime
    by: int
    words: str
    owner: int | None
    deadline: datetime
    opened_at: datetime
    opened_in: int
    overdue_in: int | None
    state: State
    settled_by: int | None
    settled_at: datetime | None
    settled_in: int | None
    answer: str
    came_of: str
