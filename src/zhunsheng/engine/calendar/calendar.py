"""A working calendar: which days are worked, and at which hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field

from zhunsheng.engine.calendar import intervals as written
from zhunsheng.engine.values import Frozen, Text

USUAL_HOURS = 8.0


class Year(Frozen):
    """What one year changes: holidays that are not worked and weekend days that are (调休)."""

    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()


class Holders(Frozen):
    """Whose calendar it is: of whoever is in one of these units, or below it, or in one of these regions."""

    units: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.regions)


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    HOLIDAY = "holiday"
    REST = "rest"


class Calendar(Frozen):
    """A working calendar.

    `week`: ISO weekdays worked (1 = Monday). `intervals`: when a working day is worked, as `09:00-12:00` by the clock
    on the wall, in order; one that ends before it begins runs through midnight and belongs to the day of its beginning.
    `weekdays`: intervals of weekdays that differ, such as `6: [09:00-12:00]`. Days among the `workdays` of a year
    (make-up days, 调休) are worked like any day, by `intervals`, whatever their weekday.
    `time_zone`: IANA name of the wall's zone (default: the company's).
    `hours`: what one person is to work on a working day, for time at work. Default: what the intervals add up to, else
    8. It may be less than the intervals, where people take turns or breaks, but not more.
    `holds_for`: whose promises count by it in place of the company's calendar: people of these units (codes, as the
    list of people has them) and regions. Of the calendars of units above each other the nearest holds, and any before
    that of a region.
    """

    kind: Literal["calendar"] = "calendar"
    id: str
    name: Text
    description: Text | None = None
    week: tuple[int, ...] = (1, 2, 3, 4, 5)
    intervals: tuple[str, ...] = ()
    weekdays: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    time_zone: str | None = None
    hours: float | None = Field(default=None, gt=0, le=24)
    years: dict[int, Year] = Field(default_factory=dict)
    holds_for: Holders = Holders()

    def day_kind(self, day: date) -> DayKind:
        year = self.years.get(day.year)
        if year and day in year.workdays:
            return DayKind.MAKE_UP
        if year and day in year.holidays:
            return DayKind.HOLIDAY
        return DayKind.WORKDAY if day.isoweekday() in self.week else DayKind.REST

    def works(self, day: date) -> bool:
        return self.day_kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def intervals_on(self, day: date) -> tuple[str, ...]:
        """The intervals that begin on that day; none where it is not worked."""
        match self.day_kind(day):
            case DayKind.MAKE_UP:
                return self.intervals
            case DayKind.WORKDAY:
                return self.weekdays.get(day.isoweekday(), self.intervals)
        return ()

    @property
    def full_day(self) -> float:
        """Hours that one person is to work on a normal working day."""
        return self.hours or written.hours(self.intervals) or USUAL_HOURS

    def hours_on(self, day: date) -> float:
        """Hours that one person is to work on that day: of a short day no more than its intervals."""
        if not self.works(day):
            return 0.0
        return min(self.full_day, written.hours(self.intervals_on(day)) or self.full_day)

    def working_days(self, start: date, end: date) -> Iterator[date]:
        """Days worked from `start` up to but not including `end`."""
        for offset in range((end - start).days):
            day = start + timedelta(days=offset)
            if self.works(day):
                yield day

    def later(self, moment: datetime, days: int) -> datetime:
        """The same time of day, by the moment's own clock, so many working days later."""
        day = moment.date()
        while days:
            day += timedelta(days=1)
            days -= self.works(day)
        return datetime.combine(day, moment.time(), moment.tzinfo)

    def unknown_years(self, start: date, end: date) -> list[int]:
        """Years between `start` and `end` (not included) of which the calendar says nothing; they go by weekdays only.

        A calendar that works every day of the week and has no years at all has no holidays, and lacks none.
        """
        if not self.years and set(self.week) == set(range(1, 8)):
            return []
        return [year for year in range(start.year, (end - timedelta(days=1)).year + 1) if year not in self.years]
