"""People's time at work, day by day: what rates divide by, so that leave and part-time lower nobody (R1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.values import Window

EMPLOYMENT = pa.schema({"subject": pa.int64(), "since": pa.date32(), "until": pa.date32()})
"""Days somebody is employed, half-open; several rows of one person may overlap."""

ROSTER = pa.schema({"subject": pa.int64(), "day": pa.date32(), "hours": pa.float64()})
"""Hours somebody is to work on a day; several rows of one day add up."""

LEAVE = pa.schema({"subject": pa.int64(), "first_day": pa.date32(), "last_day": pa.date32(), "hours": pa.float64()})
"""Days away, both ends included. `hours` a day, null: the whole day. `last_day` null: not back yet."""

EXPOSURE = pa.schema({"subject": pa.int64(), "day": pa.date32(), "hours": pa.float64(), "days": pa.float64()})

BLOCK = 4_000_000  # person-days worked out at once: bounds memory at about 150 MB

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def exposure(employment: pa.Table, roster: pa.Table, leave: pa.Table, calendar: Calendar, window: Window) -> pa.Table:
    """Table EXPOSURE of the days in the (closed) window on which somebody was to work, by person and day.

    Scheduled hours are the roster's where the person has any roster row in that calendar month (so `roster`
    must cover whole months), else the calendar's. Leave is taken off, never below zero.
    `days` = hours ÷ the calendar's hours of a working day.
    """
    span = _Span.of(calendar, window)
    people = np.unique(_ints(employment, "subject"))
    size = max(1, BLOCK // max(1, span.length))
    blocks = [_block(people[at : at + size], employment, roster, leave, span) for at in range(0, people.size, size)]
    return pa.concat_tables([EXPOSURE.empty_table(), *blocks])


@dataclass(frozen=True)
class _Span:
    """The window's days: how many, calendar hours (length,), month index (length,), hours of a full day."""

    start: int
    length: int
    hours: Floats
    months: Ints
    full: float

    @classmethod
    def of(cls, calendar: Calendar, window: Window) -> _Span:
        days = list(_days(window))
        return cls(
            start=(days[0] - date(1970, 1, 1)).days if days else 0,
            length=len(days),
            hours=np.array([calendar.hours_on(day) for day in days]),
            months=np.array([day.year * 12 + day.month for day in days], dtype=np.int64),
            full=calendar.full_day,
        )


@dataclass(frozen=True)
class _Rows:
    """The rows of a table that concern the people of a block, and the person's place in the block."""

    table: pa.Table
    person: Ints

    @classmethod
    def of(cls, table: pa.Table, people: Ints) -> _Rows:
        subject = _ints(table, "subject")
        place = np.searchsorted(people, subject)
        known = people[np.minimum(place, people.size - 1)] == subject
        return cls(table.filter(pa.array(known)), place[known])

    def days(self, column: str, span: _Span) -> Ints:
        """Offsets of a date column from the window's first day; a null date is far ahead."""
        far = self.table[column].cast(pa.int32()).fill_null(np.iinfo(np.int32).max)
        return np.asarray(far.to_numpy(), dtype=np.int64) - span.start

    def numbers(self, column: str) -> Floats:
        """A column of hours; a missing one is NaN."""
        return np.asarray(self.table[column].cast(pa.float64()).fill_null(np.nan).to_numpy())


def _block(people: Ints, employment: pa.Table, roster: pa.Table, leave: pa.Table, span: _Span) -> pa.Table:
    hours = _scheduled(_Rows.of(roster, people), people.size, span)
    hours = np.maximum(hours - _away(_Rows.of(leave, people), people.size, span), 0.0)
    hours[~_employed(_Rows.of(employment, people), people.size, span)] = 0.0
    person, day = np.nonzero(hours)
    present = hours[person, day]
    columns = [
        pa.array(people[person]),
        pa.array((day + span.start).astype(np.int32)).cast(pa.date32()),
        pa.array(present),
        pa.array(present / span.full),
    ]
    return pa.table(columns, schema=EXPOSURE)


def _employed(rows: _Rows, people: int, span: _Span) -> npt.NDArray[np.bool_]:
    """(people, days): employed or not. Counts the intervals that have begun minus those that have ended."""
    steps = np.zeros((people, span.length + 1), dtype=np.int32)
    since = np.clip(rows.days("since", span), 0, span.length)
    until = np.clip(rows.days("until", span), 0, span.length)
    real = since < until
    np.add.at(steps, (rows.person[real], since[real]), 1)
    np.add.at(steps, (rows.person[real], until[real]), -1)
    return np.cumsum(steps[:, :-1], axis=1) > 0


def _scheduled(rows: _Rows, people: int, span: _Span) -> Floats:
    """(people, days): hours to be worked by the roster or the calendar."""
    day = rows.days("day", span)
    month = _months(day + span.start)
    first = span.months[0] if span.length else 0
    count = (span.months[-1] - first + 1) if span.length else 0
    rostered = np.zeros((people, count), dtype=np.bool_)
    near = (month >= first) & (month < first + count)
    rostered[rows.person[near], month[near] - first] = True
    inside = (day >= 0) & (day < span.length)
    own = _sums(rows.person[inside], day[inside], np.nan_to_num(rows.numbers("hours")[inside]), people, span)
    return np.where(rostered[:, span.months - first], own, span.hours)


def _away(rows: _Rows, people: int, span: _Span) -> Floats:
    """(people, days): hours of leave; infinite where the whole day is."""
    first = np.clip(rows.days("first_day", span), 0, span.length)
    end = np.clip(rows.days("last_day", span) + 1, first, span.length)
    length = end - first
    begins = np.cumsum(length) - length
    day = np.arange(length.sum()) - np.repeat(begins, length) + np.repeat(first, length)
    hours = rows.numbers("hours")
    whole = np.where(np.isnan(hours), np.inf, hours)
    return _sums(np.repeat(rows.person, length), day, np.repeat(whole, length), people, span)


def _sums(person: Ints, day: Ints, hours: Floats, people: int, span: _Span) -> Floats:
    """(people, days): hours added up where they fall on the same person and day."""
    cells = np.bincount(person * span.length + day, weights=hours, minlength=people * span.length)
    return np.asarray(cells, dtype=np.float64).reshape(people, span.length)


def _months(day: Ints) -> Ints:
    """Months counted as year × 12 + month, of days since 1970-01-01."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12 + 1


def _ints(table: pa.Table, column: str) -> Ints:
    return np.asarray(table[column].cast(pa.int64()).to_numpy())


def _days(window: Window) -> Iterator[date]:
    if window.start is None or window.end is None:
        raise ValueError("time at work needs a window closed on both sides")
    for offset in range((window.end - window.start).days):
        yield window.start + timedelta(days=offset)
