"""A year for a calendar: read from a file, or as announced, and put into the blueprint."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.calendar.announced import announced
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.calendar.importing import first_year, year_from_rows
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.source import Source, SourceField
from zhunsheng.engine.values import Problem, Text, ZhunshengError, all_or_raise

LIST_OF_DAYS = Source(
    id="days",
    name=Text(zh="放假安排", en="list of holidays"),
    system="file",
    key=("day",),
    fields={
        "day": SourceField(column="日期", also=("date", "day")),
        "kind": SourceField(column="类型", also=("kind", "type", "安排"), required=True),
    },
)
_HEADINGS = Text(
    zh="第一行写两列的名字：日期、类型；类型写「放假」或「上班」",
    en="head two columns date and kind; a kind is 'holiday' or 'workday'",
)


def read_year(table: RawTable, file: str) -> tuple[int, Year]:
    """The year that a file lists day by day; it is that of the first date. Raises ZhunshengError with every problem."""
    try:
        columns = match_headings(LIST_OF_DAYS, table.headings)
    except ZhunshengError as error:
        raise ZhunshengError(*(replace(one, remedy=_HEADINGS, place=file) for one in error.problems)) from error
    nothing = pa.schema([*((heading, pa.string()) for heading in table.headings), ("_row", pa.int64())]).empty_table()
    told = columns.table(pa.concat_tables([nothing, *table.batches()], promote_options="permissive")).to_pylist()
    rows = [(row["day"] or "", row["kind"] or "") for row in told]
    bad = [problem.at(file, row.row) for row in table.bad for problem in row.problems]
    year = first_year(rows)
    if year is None:
        raise ZhunshengError(*bad, _no_dates(file))
    try:
        found = year_from_rows(year, rows)
    except ZhunshengError as error:
        placed = (one.at(file, told[(one.line or 1) - 1]["_row"]) for one in error.problems)
        raise ZhunshengError(*bad, *placed) from error
    all_or_raise(bad)
    return year, found


def announced_year(number: int) -> Year:
    """The year as the State Council announced it; raises ZhunshengError where that is not known yet."""
    found = announced(number)
    if found is None:
        raise ZhunshengError(_not_announced(number))
    return found


def with_year(bundle: Bundle, name: str, number: int, year: Year) -> Bundle:
    """The bundle with that year in the calendar, in place of what it had of it. Raises ZhunshengError."""
    calendar = bundle.find(Calendar, name)
    if calendar is None:
        raise ZhunshengError(_unknown(name, bundle))
    years = dict(sorted({**calendar.years, number: year}.items()))
    changed = calendar.model_copy(update={"years": years})
    return replace(bundle, entities={**bundle.entities, Ref.of(changed): changed})


def _unknown(name: str, bundle: Bundle) -> Problem:
    return Problem(
        "calendar.unknown",
        Text(zh=f"没有工作日历「{name}」", en=f"there is no calendar '{name}'"),
        proposal(name, bundle.each(Calendar)),
    )


def _no_dates(file: str) -> Problem:
    return Problem(
        "year.no_dates",
        Text(zh="没有一行有日期", en="no row has a date"),
        Text(
            zh="每行写一个日期，如 2026-10-01，和「放假」或「上班」",
            en="give a date such as 2026-10-01 and 'holiday' or 'workday' in each row",
        ),
        file,
    )


def _not_announced(number: int) -> Problem:
    return Problem(
        "year.not_announced",
        Text(
            zh=f"这里装的节假日数据没有 {number} 年",
            en=f"the holidays installed here do not have {number}",
        ),
        Text(
            zh="公布之后升级 Python 包 chinesecalendar，或用 zhunsheng calendars import 从文件导入",
            en="once announced upgrade the Python package chinesecalendar, or zhunsheng calendars import from a file",
        ),
    )
