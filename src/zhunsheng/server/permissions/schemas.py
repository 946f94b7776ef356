"""What the endpoints of this app take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from zhunsheng.engine.practices.actions.freeze import RESTS, State
from zhunsheng.server.access.body import Body
from zhunsheng.server.permissions.values import FreezeInfo


class FreezeOut(Schema):
    """A permission that a decision froze. `rests`: whether it is to be refused now; see `GET /decisions/{decision}`.

    `state`: held (until confirmed), frozen, suspended (by an appeal), lapsed (nobody confirmed it), lifted, ended.
    """

    id: int
    permission: str
    rests: bool
    state: State
    since: datetime
    until: datetime
    confirm_by: datetime | None
    decision: int

    @classmethod
    def of(cls, one: FreezeInfo) -> FreezeOut:
        return cls(
            id=one.id,
            permission=one.permission,
            rests=one.state in RESTS,
            state=one.state,
            since=one.since,
            until=one.until,
            confirm_by=one.confirm_by,
            decision=one.decision,
        )


class Permissions(Schema):
    """Of a person: which permissions rest now, and every freeze there was, the newest first."""

    person: str
    resting: list[str]
    freezes: list[FreezeOut]


class Reasoned(Body):
    """Why somebody confirms or lifts a freeze."""

    words: Annotated[str, Field(min_length=1, max_length=4_000)]
