"""Who acts when something falls due. Practices register here, from their apps' `ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from zhunsheng.server.deadlines.values import Due
from zhunsheng.server.worlds.values import WorldInfo

Handler = Callable[[WorldInfo, datetime, Sequence[Due]], None]
"""Gets the world, entered, its moment, and a set of one practice, the oldest first.

It works in the firing transaction: its decision, effects and outbox rows are committed with the firing, or not at all.
Nothing else may it touch: after a failure it is called again, with fewer. It may arm what it was called for anew.
"""
_HANDLERS: dict[str, Handler] = {}


def register(practice: str, handler: Handler) -> None:
    """Let the handler act for a practice; raises ValueError where another one does."""
    if _HANDLERS.setdefault(practice, handler) is not handler:
        raise ValueError(f"two handlers for deadlines of '{practice}'")


def registered() -> Mapping[str, Handler]:
    return MappingProxyType(_HANDLERS)
