"""The individuals chart: which points of a series stand out from its own ups and downs.

Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals Control Charts": limits at the mean
± 3 · mMR / 1.128 (≈ 2.66 · mMR), where mMR is the mean moving range of neighbouring points and 1.128 is d2 for n = 2.
Its example (49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1) gives 50.81, 1.8778, 55.8041 and 45.8159.
The run of eight on one side of the mean is the fourth of the Western Electric rules, ibid. 6.3.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

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

    A run passes over missing periods and ends at a point on the mean.
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
    side, run = 0, 0
    for at, value in enumerate(values):
        if value is None:
            continue
        off = value - band.mean
        here = 0 if abs(off) <= slack else 1 if off > 0 else -1
        side, run = here, run + 1 if here == side else 1
        if value > band.upper + slack or value < band.lower - slack:
            yield Signal(at, Rule.BEYOND, off > 0)
        elif here and run >= RUN:
            yield Signal(at, Rule.RUN_OF_EIGHT, off > 0)
