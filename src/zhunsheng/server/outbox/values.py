"""Frozen values that cross the border of this app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhunsheng.engine.values import Text

State = Literal["queued", "sent", "seen", "done", "failed", "withdrawn"]
STATE_WORDS: dict[str, Text] = {
    "queued": Text(zh="待发", en="to be sent"),
    "sent": Text(zh="已送达", en="sent"),
    "seen": Text(zh="已看", en="seen"),
    "done": Text(zh="已完成", en="done"),
    "failed": Text(zh="失败", en="failed"),
    "withdrawn": Text(zh="已收回", en="withdrawn"),
}


@dataclass(frozen=True)
class EffectInfo:
    """What a decision does to whom, and what came of it; see the model. `details`: moments as text.

    (decision, place) names it for good.
    """

    decision: int
    place: int
    practice: str
    rule: str
    case: str
    kind: str
    to: int | None
    details: Mapping[str, object]
    state: State
    at: datetime
    changed_at: datetime
    tries: int
    fault: str


@dataclass(frozen=True)
class ConnectionInfo:
    """A system that can be told."""

    name: str
    url: str


@dataclass(frozen=True)
class Delivered:
    """What a turn of sending did. `more`: something is due still."""

    sent: int = 0
    failed: int = 0
    more: bool = False
