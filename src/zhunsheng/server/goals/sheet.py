"""Reading lists of goals and links from files: which table is which, which column is what, what each row says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhunsheng.connectors.files.excel import sheet_names
from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.connectors.files.table import is_workbook, open_table
from zhunsheng.engine.facts.headings import Headings, match_headings
from zhunsheng.engine.facts.parsing import parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, ZhunshengError
from zhunsheng.server.access.export import plain
from zhunsheng.server.goals import problems
from zhunsheng.server.goals.lists import EN, GOALS, LINKS
from zhunsheng.server.goals.values import Refused, Row

_SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True)
class Sheets:
    """What the files say, and rows that cannot be read. `headings`: (sheet, field) → the column's own heading."""

    goals: tuple[Row, ...]
    links: tuple[Row, ...]
    unreadable: tuple[Refused, ...]
    headings: dict[tuple[str, str], str]

    def refused(self, row: Row, problem: Problem) -> Refused:
        """The problem, placed where the keeper of the file finds it."""
        heading = self.headings.get((row.sheet, problem.place), problem.place)
        return Refused(row.sheet, row.row, problem.at(f"{row.sheet} · {heading}", row.row))


@dataclass(frozen=True)
class _Table:
    name: str
    source: Source
    table: RawTable


def read_files(paths: Sequence[Path], time_zone: str, now: datetime) -> Sheets:
    """Everything the files say: workbooks with sheets of goals and links, CSV files, folders of both.

    Raises ZhunshengError where a file as a whole cannot be read, or a column is missing.
    """
    tables = [table for path in paths for file in _files(path) for table in _tables(file)]
    if not tables:
        raise ZhunshengError(problems.no_list(", ".join(path.name for path in paths)))
    found = [_read(one, time_zone, now) for one in tables]
    return Sheets(
        tuple(row for one, rows, _, _ in found if one.source is GOALS for row in rows),
        tuple(row for one, rows, _, _ in found if one.source is LINKS for row in rows),
        tuple(refused for _, _, bad, _ in found for refused in bad),
        {(one.name, field): heading for one, _, _, named in found for field, heading in named.columns.items()},
    )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES)


def _tables(file: Path) -> Iterator[_Table]:
    """Its lists of goals and links: sheets of that name, whatever else is there; else its first table, by headings."""
    named = [(name, source) for name in _sheets(file) for source in (GOALS, LINKS) if name.strip() in _called(source)]
    for name, source in named:
        try:
            yield _Table(name, source, open_table(file, name))
        except ZhunshengError as error:
            if {problem.code for problem in error.problems} != {"file.no_rows"}:
                raise
    if not named and (found := _by_headings(table := open_table(file))):
        yield _Table(file.name, found, table)


def _sheets(file: Path) -> list[str]:
    return sheet_names(file) if is_workbook(file) else []


def _called(source: Source) -> tuple[str, str]:
    return source.name.zh, source.name.en


def _by_headings(table: RawTable) -> Source | None:
    """Whose key it has."""
    for source in (LINKS, GOALS):
        keys = [(source.heading(key), *source.fields[key].also) for key in source.key]
        folded = {heading.strip().casefold() for heading in table.headings}
        if all(any(name in folded for name in names) for names in keys):
            return source
    return None


def _read(one: _Table, time_zone: str, now: datetime) -> tuple[_Table, list[Row], list[Refused], Headings]:
    columns = match_headings(one.source, one.table.headings, surely=True)
    nothing = pa.schema([*((heading, pa.string()) for heading in one.table.headings), ("_row", pa.int64())])
    raw = pa.concat_tables([nothing.empty_table(), *one.table.batches()], promote_options="permissive")
    parsed = parse(one.source, columns.table(raw), time_zone=time_zone, now=now)
    names = [*columns.columns, "_row"]
    rows = [_row(one.name, cells) for cells in parsed.good.select(names).to_pylist()]
    bad = [
        Refused(one.name, row.row, problem.at(f"{one.name} · {_own(columns, one.source, problem.place)}", row.row))
        for row in (*one.table.bad, *parsed.bad)
        for problem in row.problems
    ]
    return one, rows, bad, columns


def _row(sheet: str, cells: dict[str, Any]) -> Row:
    row: int = cells.pop("_row")
    return Row(sheet, row, {name: plain(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})


def _own(columns: Headings, source: Source, place: str) -> str:
    """The file's own heading of what a problem is placed at."""
    for field, heading in columns.columns.items():
        if place in (field, source.heading(field)):
            return heading
    return place


def headings(source: Source, language: str) -> list[str]:
    """The columns of a list as they are exported."""
    return list(EN[source.id]) if language == "en" else [source.heading(name) for name in source.fields]
