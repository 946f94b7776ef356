"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhunsheng.engine.practices.actions.freeze import State


@dataclass(frozen=True)
class FreezeInfo:
    """A permission of a person that a decision froze, and how it stands."""

    id: int
    decision: int
    person: int
    permission: str
    since: datetime
    until: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None
    lifted_at: datetime | None
    state: State
