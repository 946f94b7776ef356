"""Whether a calendar is ready for deadlines: hours that are worked, years that are known. Problems, not exceptions."""

from __future__ import annotations

from datetime import date, timedelta

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.values import Problem, Text

LEAD = timedelta(days=60)
"""How long before the first deadline that needs it an unknown year is to be entered: mainland China's is announced in
November of the year before."""


def without_working_time(calendar: Calendar) -> list[Problem]:
    """What keeps promises from being counted by this calendar: hours, or days, that nobody works."""
    problems = []
    if not calendar.intervals:
        problems.append(_no_intervals(calendar))
    if not calendar.week and not any(year.workdays for year in calendar.years.values()):
        problems.append(_no_days(calendar))
    return problems


def years_to_enter(calendar: Calendar, today: date, needed: date, lead: timedelta = LEAD) -> list[Problem]:
    """A warning for every year that deadlines up to the day `needed` may touch and the calendar knows nothing of.

    `needed`: the latest day for which a deadline is wanted. `lead`: how long before it the warning begins.
    """
    unknown = calendar.unknown_years(today, max(today, needed) + lead + timedelta(days=1))
    return [_year_unknown(calendar, year, begun=year <= today.year) for year in unknown]


def _no_intervals(calendar: Calendar) -> Problem:
    return Problem(
        "calendar.no_intervals",
        Text(
            zh=f"工作日历「{calendar.name.zh}」没有工作时段，不能计工作时间",
            en=f"calendar '{calendar.name.en}' has no intervals, so working time cannot be counted by it",
        ),
        Text(zh="写上 intervals: [09:00-12:00, 13:30-18:00]", en="give it intervals: [09:00-12:00, 13:30-18:00]"),
        calendar.id,
    )


def _no_days(calendar: Calendar) -> Problem:
    return Problem(
        "calendar.no_days",
        Text(
            zh=f"工作日历「{calendar.name.zh}」没有一天上班",
            en=f"no day is worked by calendar '{calendar.name.en}'",
        ),
        Text(zh="在 week 里写上工作的星期", en="name the days of the week worked in week"),
        calendar.id,
    )


def _year_unknown(calendar: Calendar, year: int, begun: bool) -> Problem:
    by = Text(zh="现在", en="now") if begun else Text(zh=f"在 {year}-01-01 之前", en=f"before {year}-01-01")
    return Problem(
        "calendar.year_unknown",
        Text(
            zh=f"工作日历「{calendar.name.zh}」没有 {year} 年的节假日，这一年的截止时间只按星期计算",
            en=f"calendar '{calendar.name.en}' knows no holidays of {year}; deadlines of that year go by weekdays only",
        ),
        Text(
            zh=f"{by.zh}录入或导入这一年的放假安排",
            en=f"enter or import the holidays of that year {by.en}",
        ),
        calendar.id,
    )
