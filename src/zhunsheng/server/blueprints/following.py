"""Who hears of a release in the transaction that makes it. Apps above register here, from their `ready`."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime

from zhunsheng.engine.blueprint.entity import Ref

Follow = Callable[[AbstractSet[Ref], datetime, str], None]
"""Gets what the release changed (the settings among them), when, and who published it."""
_FOLLOWERS: dict[str, Follow] = {}


def register(app: str, follow: Follow) -> None:
    """Let the app follow every release; raises ValueError where it does so in another way."""
    if _FOLLOWERS.setdefault(app, follow) is not follow:
        raise ValueError(f"'{app}' follows in two ways")


def follow(changed: AbstractSet[Ref], now: datetime, author: str) -> None:
    """Tell everybody."""
    for theirs in _FOLLOWERS.values():
        theirs(changed, now, author)
