"""Working time: what a working calendar's intervals hold, in its time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

import numpy as np

from zhunsheng.engine.calendar import steps
from zhunsheng.engine.calendar.calendar import Calendar, DayKind
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import DAY, MINUTE, NEVER, Ints, out_of_reach, year_of
from zhunsheng.engine.calendar.intervals import minutes
from zhunsheng.engine.calendar.readiness import without_working_time
from zhunsheng.engine.calendar.steps import Step, step
from zhunsheng.engine.calendar.years import Known, Years, day_of, midnight
from zhunsheng.engine.calendar.zones import to_instant, to_wall
from zhunsheng.engine.values import Problem, Text, ZhunshengError, all_or_raise

REACH = 100
"""Years after which no deadline is looked for."""
IDLE_YEARS = 2
"""So many years without working time at the end of that reach mean that work has ended, not that much was promised."""


@dataclass(frozen=True)
class _Section:
    """The instants that belong to a day, and what of them counts. An interval through midnight belongs to its day."""

    since: int
    until: int
    counted: int
    day: date
    kind: DayKind
    intervals: tuple[str, ...]

    @property
    def reason(self) -> tuple[object, ...]:
        """Equal for neighbours that are told as one step."""
        if not self.intervals:
            return ("off",)
        return (self.kind, self.intervals) if self.counted else ("after hours",)


class WorkingTime(CountedTime):
    """The time worked by a calendar. `time_zone`: the company's, where the calendar has none.

    Keep one and ask it often: years are worked out when first needed, and remembered.
    Raises ZhunshengError for a calendar without working time.
    """

    def __init__(self, calendar: Calendar, time_zone: str) -> None:
        all_or_raise(without_working_time(calendar))
        self.calendar = calendar
        self.zone = calendar.time_zone or time_zone
        self._years = Years(calendar, self.zone)

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        if not starts.size:
            return starts
        furthest = year_of(int(starts.max())) + REACH
        known = self._knowing(starts)
        found = known.spans.after(starts, amounts)
        while found.max() == NEVER and known.last < furthest:
            twice = 2 * known.last - known.first + 1
            known = self._years.covering(known.first, min(twice, furthest))
            found = known.spans.after(starts, amounts)
        if (found > starts + REACH * 365 * DAY).any():
            raise ZhunshengError(self._unreached(known))
        return found

    def between(self, starts: Ints, ends: Ints) -> Ints:
        if not starts.size:
            return starts
        spans = self._knowing(starts, ends).spans
        return spans.counted(ends) - spans.counted(starts)

    def _knowing(self, *instants: Ints) -> Known:
        """The working time around instants, with a year to spare."""
        first = year_of(min(int(each.min()) for each in instants)) - 1
        last = year_of(max(int(each.max()) for each in instants)) + 1
        return self._years.covering(first, last)

    def _unreached(self, known: Known) -> Problem:
        last = year_of(int(known.spans.ends.max(initial=midnight(date(known.first, 1, 1)))))
        return _no_more(self.calendar, last + 1) if last + IDLE_YEARS < known.last else out_of_reach()

    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        for _, run in groupby(self._sections(since, until), key=lambda section: section.reason):
            sections = list(run)
            counted = sum(section.counted for section in sections)
            yield step(sections[0].since, sections[-1].until, counted, _why(sections))

    def _sections(self, since: int, until: int) -> list[_Section]:
        """The instants from `since` to `until` day by day."""
        days, bounds = self._days(since, until)
        edges = np.array(bounds, dtype=np.int64)
        counted = self.between(edges[:-1], edges[1:]).tolist()
        return [
            _Section(begin, end, amount, day, self.calendar.day_kind(day), self.calendar.intervals_on(day))
            for (begin, end), amount, day in zip(pairwise(bounds), counted, days, strict=True)
        ]

    def _days(self, since: int, until: int) -> tuple[list[date], list[int]]:
        """The days that have time between two instants, and those instants with every change of day between them."""
        day = day_of(to_wall(since, self.zone)) - timedelta(days=1)
        days, bounds = [day], [since]
        while (begin := self._begin(day + timedelta(days=1))) < until:
            day += timedelta(days=1)
            if begin > bounds[-1]:
                days.append(day)
                bounds.append(begin)
            else:
                days[-1] = day
        return days, [*bounds, until]

    def _begin(self, day: date) -> int:
        """The instant with which a day begins: its midnight, or the end of an interval that runs over it."""
        night = self.calendar.intervals_on(day - timedelta(days=1))[-1:]
        wall = max([midnight(day), *(midnight(day) + (minutes(one)[1] * MINUTE - DAY) for one in night)])
        return to_instant(wall, self.zone, day.year)


def _why(sections: list[_Section]) -> Text:
    first, last = sections[0], sections[-1]
    if not first.intervals:
        return steps.off({section.kind for section in sections}, first.day, last.day)
    if not first.counted:
        return steps.after_hours(first.day, last.day)
    return steps.worked(first.kind, first.intervals, first.day, last.day)


def _no_more(calendar: Calendar, year: int) -> Problem:
    return Problem(
        "calendar.no_more_working_time",
        Text(
            zh=f"工作日历「{calendar.name.zh}」从 {year} 年起没有工作时间，算不出截止时间",
            en=f"calendar '{calendar.name.en}' has no working time from {year} on, so there is no deadline",
        ),
        Text(
            zh="在 week 里写上工作的星期，或录入这些年份的上班日",
            en="name weekdays in week, or enter workdays of those years",
        ),
        calendar.id,
    )
