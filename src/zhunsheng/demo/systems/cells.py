"""Columns of days and moments, from places of days (see `days.place`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo import days

Ints = npt.NDArray[np.int64]
_FIRST = np.datetime64(days.FIRST, "D")


def dates(at: Ints) -> pa.Array:
    """The days."""
    return pa.array(_FIRST + at.astype("timedelta64[D]"), pa.date32())


def moments(at: Ints, hours: npt.NDArray[np.float64] | float) -> pa.Array:
    """Moments of the days, to the second: so many hours after midnight."""
    seconds = np.rint(np.broadcast_to(hours, at.shape) * 3600).astype("timedelta64[s]")
    return pa.array((_FIRST + at.astype("timedelta64[D]") + seconds).astype("datetime64[us]"), pa.timestamp("us"))


def reach_of(month: date) -> tuple[int, int]:
    """Places of the month's first day and of the first day after it."""
    return days.place(month), min(days.place(days.after(month)), days.SPAN)


def quarter_of(month: date) -> int:
    """Which quarter holds the month, counted from the story's first."""
    return (month.year - days.FIRST.year) * 4 + (month.month - 1) // 3


def quarter_start(quarter: int) -> date:
    """The quarter's first day."""
    return date(days.FIRST.year + quarter // 4, quarter % 4 * 3 + 1, 1)


def chosen(names: Sequence[str], at: Ints) -> pa.Array:
    """The names at those places."""
    return pa.array(np.array(names, dtype=object)[at], pa.string())
