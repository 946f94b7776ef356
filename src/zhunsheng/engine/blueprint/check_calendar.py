"""Whether a calendar's days lie in their years and say one thing only, and its intervals fit into a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhunsheng.engine.blueprint.check_source import Finding
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.faults import no_time_zone
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.intervals import hours, interval_problems, night_problems
from zhunsheng.engine.calendar.zones import is_time_zone
from zhunsheng.engine.values import Problem, Text


def check_calendar(calendar: Calendar) -> Iterator[Finding]:
    """Weekdays, years, days that are both holiday and workday, intervals, hours, time zone."""
    if not set(calendar.week) <= set(range(1, 8)) or len(set(calendar.week)) < len(calendar.week):
        yield ("week",), _no_week(calendar.week)
    if calendar.time_zone is not None and not is_time_zone(calendar.time_zone):
        yield ("time_zone",), no_time_zone(calendar.time_zone)
    yield from _years(calendar)
    yield from _weekdays(calendar)
    unreadable = list(_unreadable(calendar))
    yield from unreadable or _together(calendar)


def check_holders(calendar: Calendar, calendars: Mapping[str, Calendar]) -> Iterator[Finding]:
    """A unit or region goes by one calendar; said where one is named again, in the order of the calendars' ids."""
    earlier = [one for _, one in sorted(calendars.items()) if one.id < calendar.id]
    for kind, names in calendar.holds_for:
        named = {name: one for one in reversed(earlier) for name in getattr(one.holds_for, kind)}
        for at, name in enumerate(names):
            if name in named:
                yield ("holds_for", kind, at), _two_calendars(name, named[name])
            named.setdefault(name, calendar)


def _years(calendar: Calendar) -> Iterator[Finding]:
    for number, year in calendar.years.items():
        for option, days in year:
            for index, day in enumerate(days):
                if day.year != number:
                    yield ("years", str(number), option, index), _other_year(day.isoformat(), number)
        for day in sorted(set(year.holidays) & set(year.workdays)):
            yield ("years", str(number)), _both(day.isoformat())


def _weekdays(calendar: Calendar) -> Iterator[Finding]:
    """Weekdays with intervals of their own are worked, and have some; other days have the common ones."""
    if calendar.weekdays and not calendar.intervals:
        yield ("weekdays",), _no_common_intervals()
    for weekday, intervals in calendar.weekdays.items():
        if weekday not in calendar.week or not intervals:
            yield ("weekdays", str(weekday)), _not_worked(weekday)


def _unreadable(calendar: Calendar) -> Iterator[Finding]:
    """Intervals that are wrong by themselves or next to the one before."""
    for place, intervals in _patterns(calendar):
        for at, problem in interval_problems(intervals):
            yield (*place, at), problem


def _together(calendar: Calendar) -> Iterator[Finding]:
    """What readable intervals say about each other and about the hours."""
    for problem in night_problems([intervals for _, intervals in _patterns(calendar)]):
        yield ("intervals",), problem
    if calendar.intervals and calendar.hours is not None and calendar.hours > hours(calendar.intervals):
        yield ("hours",), _too_many_hours(calendar.hours, hours(calendar.intervals))


def _patterns(calendar: Calendar) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield ("intervals",), calendar.intervals
    for weekday, intervals in calendar.weekdays.items():
        yield ("weekdays", str(weekday)), intervals


def _no_week(week: tuple[int, ...]) -> Problem:
    return Problem(
        "calendar.no_such_weekday",
        Text(zh=f"每周工作日写成了 {list(week)}", en=f"the days of the week worked are given as {list(week)}"),
        Text(zh="用 1（周一）到 7（周日），不重复", en="use 1 (Monday) to 7 (Sunday), each once"),
    )


def _other_year(day: str, year: int) -> Problem:
    return Problem(
        "calendar.other_year",
        Text(zh=f"{day} 不在 {year} 年", en=f"{day} is not in {year}"),
        Text(zh="移到它的年份下", en="move it below its own year"),
    )


def _both(day: str) -> Problem:
    return Problem(
        "calendar.both",
        Text(zh=f"{day} 既是假日又是工作日", en=f"{day} is both a holiday and a workday"),
        Text(zh="留下一个", en="keep one of them"),
    )


def _no_common_intervals() -> Problem:
    return Problem(
        "calendar.no_common_intervals",
        Text(
            zh="只有个别星期有工作时段，其他工作日和调休日没有",
            en="some weekdays have intervals, other workdays and make-up days have none",
        ),
        Text(zh="在 intervals 里写上平常的工作时段", en="give the usual ones in intervals"),
    )


def _not_worked(weekday: int) -> Problem:
    return Problem(
        "calendar.weekday_not_worked",
        Text(
            zh=f"weekdays 里的 {weekday} 不是工作日，或没有工作时段",
            en=f"weekday {weekday} among weekdays is not worked, or has no intervals",
        ),
        Text(
            zh="上班的星期写进 week 并给出时段；不上班的从 weekdays 里删去",
            en="name it in week and give it intervals if it is worked, else take it out of weekdays",
        ),
    )


def _too_many_hours(given: float, found: float) -> Problem:
    return Problem(
        "calendar.hours_exceed_intervals",
        Text(
            zh=f"工时 {given:g} 小时多于工作时段合计的 {found:g} 小时",
            en=f"{given:g} hours are more than the {found:g} that the intervals add up to",
        ),
        Text(zh="改正其中一个；删去 hours 则按时段合计", en="correct one; without hours the intervals are added up"),
    )


def _two_calendars(name: str, first: Calendar) -> Problem:
    return Problem(
        "calendar.two_for_one",
        Text(
            zh=f"「{name}」已经按工作日历「{first.name.zh}」（{first.id}）",
            en=f"'{name}' goes by calendar '{first.name.en}' ({first.id}) already",
        ),
        Text(zh="在其中一处删去它", en="take it out of one of them"),
    )
