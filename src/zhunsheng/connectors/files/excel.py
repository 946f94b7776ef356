"""XLSX workbooks: one sheet as text, the way the same data would stand in a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zhunsheng.connectors.files import problems
from zhunsheng.connectors.files.raw import clean_headings, heading_at, settle
from zhunsheng.connectors.files.workbook_guard import check_workbook
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.values import ZhunshengError

Cell = int | float | str | bool | time | date | datetime | timedelta

_BATCH = 50_000
_SAMPLE_ROWS = 50
_EXACT_INTEGERS = 10**15
_SIGNIFICANT = 15
"""Digits that Excel keeps; what a float holds beyond them is noise."""


@dataclass
class ExcelTable:
    """A sheet whose headings are known and whose rows are still to be converted."""

    sheet: CalamineSheet
    headings: tuple[str, ...]
    heading_row: int
    rows: int | None
    bad: list[BadRow] = field(default_factory=list)

    def batches(self) -> Iterator[pa.Table]:
        rows = islice(self.sheet.iter_rows(), self.heading_row, None)
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
        found = _sheet(CalamineWorkbook.from_path(path), path.name, sheet)
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
    return ExcelTable(found, headings, at + 1, rows)


def _sheet(workbook: CalamineWorkbook, place: str, name: str | None) -> CalamineSheet:
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    wanted = name if name is not None else next(iter(visible), None)
    if wanted is None or wanted not in workbook.sheet_names:
        raise ZhunshengError(problems.no_such_sheet(place, name, visible))
    return workbook.get_sheet_by_name(wanted)


def _texts(column: tuple[Cell, ...]) -> pa.Array:
    return pa.array([cell if cell.__class__ is str else text(cell) for cell in column], pa.string())


def text(cell: Cell) -> str:
    """A cell as text: 1234.0 → 1234, dates as ISO, true and false in lower case."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _EXACT_INTEGERS:
            return str(int(cell))
        case float():
            return f"{cell:.{_SIGNIFICANT}g}"
        case datetime():
            return cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
