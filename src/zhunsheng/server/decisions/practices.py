"""The practices that a turn of the loop lets decide. They register here, from their apps' `ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from zhunsheng.server.metrics.evaluate import Scene

Follow = Callable[[Scene], bool]
"""Brings what a practice keeps up to date with facts and numbers as of the scene's moment; whether anything moved.

It is called at every turn, after measuring, and may be called again for the same moment: the second time nothing moves.
"""
_PRACTICES: dict[str, Follow] = {}


def register(practice: str, follow: Follow) -> None:
    """Let the practice follow; raises ValueError where another one has its word."""
    if _PRACTICES.setdefault(practice, follow) is not follow:
        raise ValueError(f"two practices are called '{practice}'")


def registered() -> Mapping[str, Follow]:
    return MappingProxyType(_PRACTICES)
