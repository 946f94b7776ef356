"""The individuals chart: which points of a series stand out from its own ups and downs.

Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals Control Charts": limits at the mean
± 3 · mMR / 1.128 (≈ 2.66 · mMR), where mMR is the mean moving range of neighbouring points and 1.128 is d2 for n = 2.
Its example (49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1) gives 50.81, 1.8778, 55.8041 and 45.8159.
The run of eight on one side of the mean is the fourth of the Western Electric rules, ibid. 6.3.2. It says nothing of
how far off the eight are, so they are also taken as one subgroup: their mean must lie beyond the mean ± 3σ/√8, the
limits of the X-bar chart, ibid. 6.3.2.1, with σ = mMR / 1.128.

The start of a record that has yet to fill up is no part of its ups and downs: K. P. White, "An effective truncation
heuristic for bias reduction in simulation output", Simulation 69 (1997) 323-334 (MSER).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt

D2 = 1.128
RUN = 8
LEAST = 8
"""Points below which nothing is judged; half as many moving ranges."""
_ALIKE = 1e-9  # relative: sums of the same floating point numbers differ in their last digits

Values = Sequence[float | None]
"""A series in order of time; None where a period has no value."""


class Rule(StrEnum):
    """What makes a point stand out."""

    BEYOND = "beyond_limits"
    RUN_OF_EIGHT = "run_of_eight"


class Verdict(StrEnum):
    """What may be said of the newest point."""

    UP = "signal_up"
    DOWN = "signal_down"
    NOISE = "noise"
    TOO_SHORT = "too_short"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Band:
    """The series' own ups and downs. `n`: points it stands on."""

    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    n: int


@dataclass(frozen=True)
class Signal:
    """A point that stands out: its place in the series, why, and to which side."""

    at: int
    rule: Rule
    up: bool


def settled(values: Values) -> Values:
    """The series without the points of its start-up, which become missing.

    White's rule: leave out the first d points, at most half of them, for which Σ (x − mean)² ÷ (n − d)² of those left
    is least: what is left says most surely where the level lies.
    """
    places = [at for at, value in enumerate(values) if value is not None]
    points = [value for value in values if value is not None]
    best = min(range(len(points) // 2 + 1), key=lambda d: _squares(points[d:]) / max(1, len(points) - d) ** 2)
    first = places[best] if places else 0
    return [None] * first + list(values[first:])


def _squares(points: Sequence[float]) -> float:
    """Σ (x − mean)²."""
    mean = sum(points) / len(points) if points else 0.0
    return sum((point - mean) ** 2 for point in points)


def individuals(values: Values, floor: float | None = None, ceiling: float | None = None) -> Band | None:
    """The band of a series; None where it is too short to tell. Limits never go past what a value can be.

    A missing period breaks the moving range: its neighbours are no neighbours of one another.
    """
    points = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(points) < LEAST or len(ranges) < LEAST // 2:
        return None
    mean, moving = sum(points) / len(points), sum(ranges) / len(ranges)
    lower, upper = mean - 3 * moving / D2, mean + 3 * moving / D2
    return Band(
        mean=mean,
        lower=lower if floor is None else max(lower, min(floor, mean)),
        upper=upper if ceiling is None else min(upper, max(ceiling, mean)),
        mean_moving_range=moving,
        n=len(points),
    )


def signals(values: Values, band: Band | None) -> list[Signal]:
    """Every point that stands out, in order; a point beyond the limits is said to be that only.

    A run passes over missing periods and ends at a point on the mean; its last eight points must be far enough off.
    """
    return [] if band is None else list(_signals(values, band))


def verdict(values: Values, band: Band | None) -> Verdict:
    """What may be said of the last point."""
    if not values or values[-1] is None:
        return Verdict.NO_DATA
    if band is None:
        return Verdict.TOO_SHORT
    last = [signal for signal in signals(values, band) if signal.at == len(values) - 1]
    if not last:
        return Verdict.NOISE
    return Verdict.UP if last[0].up else Verdict.DOWN


def _signals(values: Values, band: Band) -> Iterator[Signal]:
    slack = _ALIKE * max(abs(band.mean), abs(band.upper), abs(band.lower))
    least = 3 * band.mean_moving_range / D2 / sqrt(RUN) + slack
    side, run, offs = 0, 0, list[float]()
    for at, value in enumerate(values):
        if value is None:
            continue
        off = value - band.mean
        offs = [*offs[1 - RUN :], off]
        here = 0 if abs(off) <= slack else 1 if off > 0 else -1
        side, run = here, run + 1 if here == side else 1
        if value > band.upper + slack or value < band.lower - slack:
            yield Signal(at, Rule.BEYOND, off > 0)
        elif here and run >= RUN and abs(sum(offs)) / RUN > least:
            yield Signal(at, Rule.RUN_OF_EIGHT, off > 0)
