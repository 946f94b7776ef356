"""How a permission stands that was frozen: by what was said of it up to a moment (R19, design rule 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["held", "frozen", "suspended", "lapsed", "lifted", "ended"]
RESTS: frozenset[State] = frozenset({"held", "frozen"})
"""In which of them the permission rests."""


@dataclass(frozen=True)
class Suspension:
    """An appeal against the freeze: from when to when it suspends at most, when it was settled (None: it is not)."""

    since: datetime
    until: datetime
    settled: datetime | None = None


@dataclass(frozen=True)
class Freezing:
    """A freeze and what became of it. `until`: its term. `confirm_by`: a hold's, None where it began at once.

    `confirmed`, `lifted`: when, None: not. `appeals`: in order; only the first suspends.
    """

    since: datetime
    until: datetime
    confirm_by: datetime | None = None
    confirmed: datetime | None = None
    lifted: datetime | None = None
    appeals: Sequence[Suspension] = ()


def state(freeze: Freezing, now: datetime) -> State:
    """How the freeze stands at the moment. What is over stays over, whatever is said of it later."""
    by, lifted = _confirm_by(freeze), freeze.lifted
    confirmed = by is None or (freeze.confirmed is not None and freeze.confirmed <= min(by, now))
    over: list[tuple[datetime, State]] = [(freeze.until, "ended")]
    over += [(lifted, "lifted")] if lifted is not None else []
    over += [(by, "lapsed")] if by is not None and not confirmed else []
    at, how = min(over)
    if at <= now:
        return how
    if any(one.since <= now < min(one.until, one.settled or one.until) for one in freeze.appeals[:1]):
        return "suspended"
    return "frozen" if confirmed else "held"


def _confirm_by(freeze: Freezing) -> datetime | None:
    """Time during which an appeal suspends does not count against the confirmation."""
    by = freeze.confirm_by
    for one in freeze.appeals[:1]:
        if by is not None and one.since < by:
            by += min(one.until, one.settled or one.until) - one.since
    return by
