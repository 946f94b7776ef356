"""What else is destroyed with a subject. Apps above register here, from their `ready`."""

from __future__ import annotations

from collections.abc import Callable, Collection

Forget = Callable[[Collection[int]], None]
"""Gets an erased subject and those that were matched to it, in the transaction of the erasure."""
_FORGETTERS: dict[str, Forget] = {}


def register(app: str, forget: Forget) -> None:
    """Let the app forget with every erasure; raises ValueError where it does so in another way."""
    if _FORGETTERS.setdefault(app, forget) is not forget:
        raise ValueError(f"'{app}' forgets in two ways")


def forget(subjects: Collection[int]) -> None:
    """Destroy what apps keep of them in words."""
    for theirs in _FORGETTERS.values():
        theirs(subjects)
