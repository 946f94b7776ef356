"""XLSX workbooks: one sheet as text, the way the same data would stand in a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zhunsheng.connectors.files import problems
from zhunsheng.connectors.files.raw import clean_headings, heading_at, settle
from zhunsheng.connectors.files.workbook_guard import check_workbook
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.values import ZhunshengError

Cell = int | float | str | bool | time | date | datetime | timedelta

_BATCH = 10_000
"""Rows converted at once: while one batch is written the next is made, and few cells stand as Python's own values."""
_SAMPLE_ROWS = 50
_SIGNIFICANT = 15
"""Digits that Excel keeps; what a float holds beyond them is noise."""


@dataclass
class ExcelTable:
    """A sheet whose headings are known and whose rows are still to be converted."""

    cells: CalamineSheet
    headings: tuple[str, ...]
    heading_row: int
    rows: int | None
    sheets: tuple[str, ...]
    sheet: str | None
    bad: list[BadRow] = field(default_factory=list)

    def batches(self) -> Iterator[pa.Table]:
        rows = islice(self.cells.iter_rows(), self.heading_row, None)
        first = self.heading_row + 1
        while batch := list(islice(rows, _BATCH)):
            columns = [_texts(column) for column in zip(*batch, strict=True)]
            numbers = pa.array(range(first, first + len(batch)), pa.int64())
            yield settle(columns, numbers, self.headings, self.bad)
            first += len(batch)


def open_excel(path: Path, sheet: str | None = None) -> ExcelTable:
    """The named sheet, or the first visible one; raises ZhunshengError."""
    check_workbook(path)
    try:
        book = CalamineWorkbook.from_path(path)
        found = _sheet(book, path.name, sheet)
    except CalamineError as error:
        raise ZhunshengError(problems.damaged(path.name)) from error
    head = [[text(cell) for cell in row] for row in islice(found.iter_rows(), _SAMPLE_ROWS)]
    at = heading_at(head)
    if at is None:
        raise ZhunshengError(problems.empty(path.name))
    headings = clean_headings(head[at], path.name, at + 1)
    rows = (found.end[0] if found.end else 0) - at
    if rows == 0:
        raise ZhunshengError(problems.no_rows(path.name))
    return ExcelTable(found, headings, at + 1, rows, tuple(_visible(book)), found.name)


def sheet_names(path: Path) -> list[str]:
    """The visible sheets of a workbook, in order; raises ZhunshengError."""
    check_workbook(path)
    try:
        return _visible(CalamineWorkbook.from_path(path))
    except CalamineError as error:
        raise ZhunshengError(problems.damaged(path.name)) from error


def _visible(workbook: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _sheet(workbook: CalamineWorkbook, place: str, name: str | None) -> CalamineSheet:
    visible = _visible(workbook)
    wanted = name if name is not None else next(iter(visible), None)
    if wanted is None or wanted not in workbook.sheet_names:
        raise ZhunshengError(problems.no_such_sheet(place, name, visible))
    return workbook.get_sheet_by_name(wanted)


def _texts(column: tuple[Cell, ...]) -> pa.Array:
    written = _WRITTEN.get
    cells = [cell if (kind := cell.__class__) is str else written(kind, str)(cell) for cell in column]
    return pa.array(cells, pa.string())


def text(cell: Cell) -> str:
    """A cell as text: 1234.0 → 1234, dates as ISO, true and false in lower case."""
    return _WRITTEN.get(cell.__class__, str)(cell)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "true" if cell else "false",
    float: lambda cell: f"{cell + 0.0:.{_SIGNIFICANT}g}",  # adding nothing makes -0.0 plain
    datetime: lambda cell: str(cell.isoformat(sep=" ")),
    date: date.isoformat,
    time: time.isoformat,
}
