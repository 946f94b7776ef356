"""The working time of a calendar's years, worked out when first asked for and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.instants import DAY, MINUTE, Ints, out_of_reach
from zhunsheng.engine.calendar.intervals import minutes
from zhunsheng.engine.calendar.spans import Spans
from zhunsheng.engine.calendar.zones import FIRST_YEAR, LAST_YEAR, to_instants
from zhunsheng.engine.values import ZhunshengError

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Known:
    """The working time of the years from `first` to `last`, both included."""

    first: int
    last: int
    spans: Spans


class Years:
    """Remembers what it has worked out; an answer never depends on what was asked before."""

    def __init__(self, calendar: Calendar, zone: str) -> None:
        self.calendar, self.zone = calendar, zone
        self._years: dict[int, tuple[Ints, Ints]] = {}
        self._known: Known | None = None

    def covering(self, first: int, last: int) -> Known:
        """At least the years from `first` to `last`. Raises ZhunshengError for years off the calendar."""
        known = self._known
        if known is None or first < known.first or known.last < last:
            known = (
                self._learn(first, last)
                if known is None
                else self._learn(min(first, known.first), max(last, known.last))
            )
            self._known = known
        return known

    def _learn(self, first: int, last: int) -> Known:
        if first < FIRST_YEAR or last > LAST_YEAR:
            raise ZhunshengError(out_of_reach())
        years = [self._year(year) for year in range(first, last + 1)]
        starts, ends = (np.concatenate([year[side] for year in years]) for side in (0, 1))
        return Known(first, last, Spans.of(starts, ends))

    def _year(self, year: int) -> tuple[Ints, Ints]:
        """Starts and ends of the intervals that begin in a year, as instants."""
        if year not in self._years:
            first, after = date(year, 1, 1), date(year + 1, 1, 1)
            days = [first + timedelta(days=at) for at in range((after - first).days)]
            spans = [
                (midnight(day) + start * MINUTE, midnight(day) + end * MINUTE)
                for day in days
                for start, end in map(minutes, self.calendar.intervals_on(day))
            ]
            starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
            self._years[year] = to_instants(starts, ends, self.zone, year)
        return self._years[year]


def midnight(day: date) -> int:
    """The wall time with which a day begins."""
    return (day - _EPOCH).days * DAY


def day_of(wall: int) -> date:
    """The day on which a wall time lies."""
    return _EPOCH + timedelta(days=wall // DAY)
