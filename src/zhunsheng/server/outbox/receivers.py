"""Who carries out effects within the company at once. Apps register here, from their `ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from zhunsheng.server.outbox.values import EffectInfo

Carry = Callable[[Sequence[EffectInfo]], None]
"""Gets all effects of one kind that were recorded together, within their transaction; where it raises, nothing is."""


@dataclass(frozen=True)
class Receiver:
    """Carries out effects of a kind, and takes them back when the decision is."""

    carry_out: Carry
    take_back: Carry


_RECEIVERS: dict[str, Receiver] = {}


def register(kind: str, receiver: Receiver) -> None:
    """Let the receiver carry out a kind of effect; raises ValueError where another one does."""
    if _RECEIVERS.setdefault(kind, receiver) != receiver:
        raise ValueError(f"two receivers of '{kind}'")


def registered() -> Mapping[str, Receiver]:
    return MappingProxyType(_RECEIVERS)
