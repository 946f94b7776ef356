"""Whether a calendar's days lie in their years and say one thing only."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.check_source import Finding
from zhunsheng.engine.calendar import Calendar
from zhunsheng.engine.values import Problem, Text


def check_calendar(calendar: Calendar) -> Iterator[Finding]:
    """Weekdays, years, and days that are both holiday and workday."""
    if not set(calendar.week) <= set(range(1, 8)) or len(set(calendar.week)) < len(calendar.week):
        yield ("week",), _no_week(calendar.week)
    for number, year in calendar.years.items():
        for option, days in year:
            for index, day in enumerate(days):
                if day.year != number:
                    yield ("years", str(number), option, index), _other_year(day.isoformat(), number)
        for day in sorted(set(year.holidays) & set(year.workdays)):
            yield ("years", str(number)), _both(day.isoformat())


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
