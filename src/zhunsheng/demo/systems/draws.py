"""Draws that keep close to what the story states, and the columns that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo import days

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
Moments = npt.NDArray[np.datetime64]

GOLDEN, SILVER, BRONZE = 0.6180339887498949, 0.41421356237309515, 0.3027756377319946
"""Steps of sequences that fill the unit evenly, whatever part of them is looked at; independent of each other."""


def month_places(month: date) -> Ints:
    """The places of the month's days, as far as the story reaches."""
    until = min(days.after(month), days.LAST + timedelta(days=1))
    return np.arange(days.place(month), days.place(until), dtype=np.int64)


def month_workdays(month: date) -> Ints:
    """The places of the days in the month on which offices work."""
    places = month_places(month)
    return places[days.worked()[places]]


def even(rng: np.random.Generator, many: int) -> Floats:
    """As many numbers between 0 and 1, one from each of as many equal parts, shuffled."""
    return rng.permutation((np.arange(many) + rng.random(many)) / max(many, 1))


def spaced(rng: np.random.Generator, many: int, step: float) -> Floats:
    """As many numbers between 0 and 1, of which any that follow each other lie evenly."""
    found: Floats = np.mod(rng.random() + step * np.arange(many), 1.0)
    return found


def whole(rng: np.random.Generator, amounts: Floats) -> Ints:
    """Whole numbers that differ from the amounts by less than one, and so do their sums."""
    return np.diff(np.floor(np.cumsum(amounts) + rng.random()), prepend=0.0).astype(np.int64)


def chosen(rng: np.random.Generator, chances: Floats, *strata: npt.NDArray[np.generic]) -> Marks:
    """Whom chance meets; in each stratum as many as their chances add up to."""
    order = np.lexsort((rng.random(len(chances)), *reversed(strata)))
    found = np.zeros(len(chances), dtype=np.bool_)
    found[order] = whole(rng, chances[order]) > 0
    return found


def pick(uniform: Floats, shares: Sequence[float]) -> Ints:
    """Which share each number between 0 and 1 falls into."""
    edges = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(edges, uniform, side="right"), len(shares) - 1).astype(np.int64)


def moments(places: Ints, hours: Floats) -> Moments:
    """The moment, to the second, that is so many hours after the day's beginning."""
    seconds = places * 86_400 + np.floor(hours * 3_600).astype(np.int64)
    return np.datetime64(days.FIRST, "us") + seconds.astype("timedelta64[s]")


def dates(places: Ints) -> pa.Array:
    """The days as dates."""
    return pa.array((np.datetime64(days.FIRST, "D") + places).astype("datetime64[D]"), pa.date32())


def named(names: Sequence[str], at: Ints, missing: Marks | None = None) -> pa.Array:
    """The name at each place; none where missing or where the place is negative."""
    gone = at < 0 if missing is None else missing | (at < 0)
    return pa.array(names, pa.string()).take(pa.array(np.where(gone, 0, at), mask=gone))


def numbered(prefix: str, month: date, many: int, branch: int) -> pa.Array:
    """Numbers that a system gives in a month, one after the other, e.g. `FW2510-00001`; a branch's end with its own."""
    end = f"-{branch:03d}" if branch else ""
    return pa.array([f"{prefix}{month:%y%m}-{at:05d}{end}" for at in range(1, many + 1)], pa.string())


def normal(uniform: Floats) -> Floats:
    """Standard normal values of numbers between 0 and 1, by a table of its quantiles."""
    return np.interp(uniform, _TABLE, _QUANTILES)


_TABLE = (np.arange(4_000) + 0.5) / 4_000
_QUANTILES: Floats = np.array([NormalDist().inv_cdf(at) for at in _TABLE])
