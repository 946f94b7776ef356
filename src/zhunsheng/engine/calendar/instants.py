"""Moments as whole numbers, so that thousands of them can be reckoned with at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from zhunsheng.engine.values import Problem, Text, ZhunshengError

Ints = npt.NDArray[np.int64]
"""Instants: microseconds since 1970-01-01 UTC, as Arrow's timestamp("us"). Amounts of time: microseconds."""

NEVER = int(np.iinfo(np.int64).max)
"""In the place of a deadline: there is none."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
_TICK = timedelta(microseconds=1)


def instant(moment: datetime) -> int:
    """A moment as an instant. Raises ValueError for one without time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment has a time zone, {moment} has none")
    return (moment - EPOCH) // _TICK


def moment(at: int) -> datetime:
    """An instant as a moment in UTC. Raises ZhunshengError beyond the year 9999."""
    try:
        return EPOCH + timedelta(microseconds=at)
    except OverflowError as error:
        raise ZhunshengError(out_of_reach()) from error


def amount_of(span: timedelta) -> int:
    """An amount of time in microseconds."""
    return span // _TICK


def span_of(amount: int) -> timedelta:
    return timedelta(microseconds=amount)


def year_of(at: int) -> int:
    """The year of an instant in UTC."""
    return int(np.datetime64(at, "us").astype("datetime64[Y]").astype(np.int64)) + 1970


def midnight(year: int) -> int:
    """The instant with which a year begins in UTC; also the wall time with which it begins anywhere."""
    return instant(datetime(year, 1, 1, tzinfo=UTC))


def out_of_reach() -> Problem:
    return Problem(
        "deadline.out_of_reach",
        Text(zh="截止时间远在一百年以后，或不在日历之内", en="the deadline is over a century off, or off the calendar"),
        Text(zh="缩短时限，或改正起点的日期", en="shorten what is promised, or correct the day it begins"),
    )
