"""Links of one shape side by side, so that thousands are estimated in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from zhunsheng.engine.practices.goals.effects import Effects, effects
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.statistics.courses import together
from zhunsheng.engine.statistics.levels import Shift, shifts
from zhunsheng.engine.statistics.panels import Floats

LEAST = 12
"""Periods of the parent, the longest delay before it, below which nothing is said."""
_CELLS = 400_000
"""Of one pass: what keeps memory small and the processor's caches warm."""


@dataclass(frozen=True)
class Pair:
    """A link's numbers, people × periods: those of people who have any, the child turned as the promise has it."""

    place: int
    promise: Promise
    child: Floats
    parent: Floats
    season: int
    since: int | None

    @property
    def shape(self) -> tuple[tuple[int, int], int, int, int, bool]:
        """What links of one pass have in common; people may differ, one is another thing than several."""
        return self.promise.delay, self.season, self.since or 0, self.child.shape[1], len(self.child) == 1


@dataclass(frozen=True)
class Batch:
    """Links of one shape, and what was found. `now`: since the child is a target; `before`: until then.

    None where there are too few periods. `together`: p that the child's people share no course.
    """

    pairs: Sequence[Pair]
    now: Effects | None
    before: Effects | None
    child: Shift
    parent: Shift
    together: Floats


def batches(pairs: Sequence[Pair], error: float, seed: int) -> Iterator[Batch]:
    """Every pair in one batch."""
    ordered = sorted(pairs, key=lambda pair: (pair.shape, len(pair.child)))
    for _, alike in groupby(ordered, key=lambda pair: pair.shape):
        for some in _portions(list(alike)):
            yield _batch(some, error, seed)


def _portions(alike: list[Pair]) -> Iterator[list[Pair]]:
    """In order of people; as many links as fit into one pass, if each has as many people as the last."""
    while alike:
        low, high = alike[0].promise.delay
        each = (high - low + 1) * alike[0].child.shape[1]
        many = next(
            (at for at, pair in enumerate(alike) if at and (at + 1) * each * len(pair.child) > _CELLS), len(alike)
        )
        yield alike[:many]
        alike = alike[many:]


def _batch(pairs: Sequence[Pair], error: float, seed: int) -> Batch:
    first = pairs[0]
    people = max(len(pair.child) for pair in pairs)
    child, parent = (_stacked([getattr(pair, side) for pair in pairs], people) for side in ("child", "parent"))
    smallest = np.array([pair.promise.smallest for pair in pairs])
    since, delay = first.since, first.promise.delay
    start = max((since or 0) - delay[1], 0)  # the parent's numbers from then on decide; the child's come before them

    def found(span: slice) -> Effects | None:
        x, y = child[:, :, span], parent[:, :, span]
        short = x.shape[2] - delay[1] < LEAST
        return None if short else effects(x, y, delay, first.season, smallest, error, seed)

    return Batch(
        pairs=pairs,
        now=found(slice(start, None)),
        before=found(slice(0, since or 0)),
        child=shifts(child, since),
        parent=shifts(parent, since),
        together=together(child[:, :, since or 0 :]),
    )


def _stacked(values: Sequence[Floats], people: int) -> Floats:
    """Links × people × periods; people that a link does not have are missing."""
    found = np.full((len(values), people, values[0].shape[1]), np.nan)
    for at, own in enumerate(values):
        found[at, : len(own)] = own
    return found
