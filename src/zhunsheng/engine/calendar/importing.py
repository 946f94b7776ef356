"""A year of a calendar from rows: (date, kind), as an announcement or a personnel system lists it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from zhunsheng.engine.calendar.calendar import Year
from zhunsheng.engine.values import Problem, Text, all_or_raise

HOLIDAY = frozenset({"放假", "休", "holiday"})
WORKDAY = frozenset({"上班", "班", "workday"})

_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: 00:00(?::00)?)?")
"""A day; workbooks write one with its midnight."""


def first_year(rows: Iterable[tuple[str, str]]) -> int | None:
    """The year of the first row that has a date."""
    return next((day.year for day in (_day(written.strip()) for written, _ in rows) if day), None)


def year_from_rows(year: int, rows: Iterable[tuple[str, str]]) -> Year:
    """The year's holidays (放假) and make-up workdays (上班), each in order of days.

    Dates have the year first: 2026-10-01, 2026/10/1, 2026年10月1日. A day may be listed twice, but as one kind only.
    Raises ZhunshengError with every problem; `line` counts the rows from 1.
    """
    listed = list(rows)
    read = [(line, _day(day.strip()), kind.strip().lower()) for line, (day, kind) in enumerate(listed, 1)]
    holidays = {day for _, day, kind in read if day and kind in HOLIDAY}
    workdays = {day for _, day, kind in read if day and kind in WORKDAY}
    problems = [] if listed else [_no_rows(year)]
    for line, day, kind in read:
        problems += [problem.at("", line) for problem in _wrong(year, listed[line - 1], day, kind)]
        if day in holidays & workdays:
            problems.append(_both(str(day)).at("", line))
    all_or_raise(problems)
    return Year(holidays=tuple(sorted(holidays)), workdays=tuple(sorted(workdays)))


def _wrong(year: int, row: tuple[str, str], day: date | None, kind: str) -> Iterator[Problem]:
    if day is None:
        yield _no_date(row[0])
    elif day.year != year:
        yield _other_year(row[0], year)
    if kind not in HOLIDAY | WORKDAY:
        yield _no_kind(row[1])


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _no_rows(year: int) -> Problem:
    return Problem(
        "year.empty",
        Text(zh=f"{year} 年的放假安排是空的", en=f"the list of holidays of {year} is empty"),
        Text(zh="每行写一个日期和「放假」或「上班」", en="give a date and 'holiday' or 'workday' in each row"),
    )


def _no_date(text: str) -> Problem:
    return Problem(
        "year.not_a_date",
        Text(zh=f"「{text}」不是日期", en=f"'{text}' is not a date"),
        Text(zh="写成 2026-10-01", en="write 2026-10-01"),
    )


def _other_year(text: str, year: int) -> Problem:
    return Problem(
        "year.other_year",
        Text(zh=f"「{text}」不在 {year} 年", en=f"'{text}' is not in {year}"),
        Text(zh="一次导入一年，删去其他年份的行", en="import one year at a time; remove rows of other years"),
    )


def _no_kind(text: str) -> Problem:
    return Problem(
        "year.no_such_kind",
        Text(zh=f"「{text}」既不是放假也不是上班", en=f"'{text}' is neither holiday nor workday"),
        Text(zh="写「放假」或「上班」", en="write 'holiday' or 'workday'"),
    )


def _both(day: str) -> Problem:
    return Problem(
        "year.both",
        Text(zh=f"{day} 既写了放假又写了上班", en=f"{day} is listed both as a holiday and as a workday"),
        Text(zh="留下一个", en="keep one of them"),
    )
