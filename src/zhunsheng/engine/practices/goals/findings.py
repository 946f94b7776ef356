"""What was found of each link, in plain numbers, once all links of the company are known.

Two things are asked of each: that there is no effect, and that there is the promised one. Both cannot be so; therefore
at most one of the two can be called false by mistake, and the error is held once, not twice (J. Goeman, A. Solari and
T. Stijnen, Statistics in Medicine 29 (2010) 2117-2125, three-sided testing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zhunsheng.engine.practices.goals.batches import Batch, Pair
from zhunsheng.engine.practices.goals.effects import Effects
from zhunsheng.engine.statistics.discoveries import level
from zhunsheng.engine.statistics.panels import Floats, Marks
from zhunsheng.engine.statistics.slopes import reach

_PLAIN = 0.2
"""Of the error: a movement of the parent this plain excuses the link from being called distorted,"""
_AS_FAR = 0.5
"""and so does one that, plain or not, is at least so large a part of the child's, both relative."""


@dataclass(frozen=True)
class Estimate:
    """An effect, positive as promised. `low`, `high`: of the effect at whichever delay it has.

    `top`: the size at the delay whose interval reaches highest. `child_sd`, `parent_sd`: what sizes are measured in.
    """

    periods: int
    people: int
    delay: int
    size: float
    low: float
    high: float
    top: float
    child_sd: float
    parent_sd: float


@dataclass(frozen=True)
class Finding:
    """Of a link. `estimate`: None where there is too little to estimate anything.

    Changes are relative, None where there is nothing to compare with. `along`: the parent moved as the child and the
    promise would have it. `broke`: the slope is weaker since the child is a target; None where that is not known.
    """

    pair: Pair
    estimate: Estimate | None
    child_change: float | None
    parent_change: float | None
    moved: bool
    along: bool
    broke: bool | None


def findings(batches: Sequence[Batch], error: float) -> list[Finding]:
    """Of every link, in the order of their places."""
    now = [batch.now for batch in batches if batch.now]
    asked = [chance[each.seen] for each in now for chance in (each.chance_of_nothing(), each.chance_of_promised())]
    each_error = min(level(np.concatenate([np.empty(0), *asked]), 2 * error), error)
    found = [one for batch in batches for one in _of_batch(batch, each_error, error)]
    return sorted(found, key=lambda one: one.pair.place)


def _of_batch(batch: Batch, each_error: float, error: float) -> Iterator[Finding]:
    estimates = _estimates(batch, batch.now, each_error) if batch.now else [None] * len(batch.pairs)
    broke = _broke(batch.before, batch.now, error) if batch.before and batch.now else [None] * len(batch.pairs)
    moved = 2 * np.minimum(batch.child.chance, batch.together) <= error
    along = _along(batch, error)
    for at, pair in enumerate(batch.pairs):
        child, parent = pair.promise.sign * batch.child.relative[at], batch.parent.relative[at]
        yield Finding(pair, estimates[at], _known(child), _known(parent), bool(moved[at]), bool(along[at]), broke[at])


def _along(batch: Batch, error: float) -> Marks:
    """Whether the parent moved to the side to which the child and the promise would have taken it."""
    child, parent = batch.child, batch.parent
    as_far = np.abs(parent.relative) >= _AS_FAR * np.abs(child.relative)
    found: Marks = (parent.change * child.change > 0) & ((parent.chance <= error * _PLAIN) | as_far)
    return found


def _estimates(batch: Batch, now: Effects, error: float) -> list[Estimate | None]:
    size, low, highs, sizes = now.of_best(now.sizes), now.low(error), now.highs(error), now.sizes
    many = {name: now.of_best(getattr(now.found, name)) for name in ("periods", "people", "x", "y")}
    top = highs.argmax(axis=1)
    return [
        Estimate(
            periods=int(many["periods"][at]),
            people=int(many["people"][at]),
            delay=pair.promise.delay[0] + int(now.best[at]),
            size=float(size[at]),
            low=float(low[at]),
            high=float(highs[at, top[at]]),
            top=float(sizes[at, top[at]]),
            child_sd=float(many["x"][at]),
            parent_sd=float(many["y"][at]),
        )
        if now.seen[at]
        else None
        for at, pair in enumerate(batch.pairs)
    ]


def _broke(before: Effects, now: Effects, error: float) -> list[bool | None]:
    """Whether the slope that stood out most before is weaker now, beyond what both intervals together allow."""
    size, far = (
        [before.of_best(values(each)) for each in (before, now)]
        for values in (
            lambda each: each.found.slopes.size,
            lambda each: reach(each.found.slopes, error, each.looks, each.wider),
        )
    )
    weaker = size[0] - size[1] > np.hypot(*far)
    return [bool(each) if known else None for each, known in zip(weaker, before.seen & now.seen, strict=True)]


def _known(value: Floats) -> float | None:
    return float(value) if np.isfinite(value) else None
