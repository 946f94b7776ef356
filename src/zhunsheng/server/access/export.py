"""Lists as workbooks. A cell that a spreadsheet would run as a formula stays a text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48  # characters
_OPTIONS = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31  # characters, as Excel allows
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float | date | datetime | None
Sheet = tuple[list[str], list[list[Cell]], list[str]]
"""Headings, rows and remarks."""


def workbook(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    remarks: Sequence[str] = (),
    *,
    title: str,
    figures: str = "#,##0.##",
) -> HttpResponse:
    """A file `name`.xlsx with one sheet, called `title`; `remarks` stand below the rows, after an empty one.

    `figures`: the spreadsheet's format of numbers that are not whole ones.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheet = book.add_worksheet(_UNNAMEABLE.sub(" ", title)[:_LONGEST_TITLE].strip("' ") or None)
        bold = book.add_format({"bold": True, "bottom": 1})
        formats: dict[type, object] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            int: book.add_format({"num_format": "#,##0"}),
            float: book.add_format({"num_format": figures}),
        }
        widths = [len(heading) * 2 for heading in headings]
        sheet.write_row(0, 0, headings, bold)
        at = 0
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write(at, column, neutral(cell), formats.get(type(cell)))
                widths[column] = max(widths[column], min(WIDEST, len(str(cell))))
        sheet.write_column(at + 2, 0, remarks)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def left_out(shown: int, total: int, language: str) -> list[str]:
    """The remark of a workbook that does not hold all there is; none where it does."""
    if shown >= total:
        return []
    if language == "en":
        return [f"Only the first {shown} of {total} rows are here. Narrow the choice to export the rest."]
    return [f"共 {total} 行，这里只有前 {shown} 行：缩小范围，再导出其余的。"]


def neutral(cell: Cell) -> Cell:
    """The cell so that no spreadsheet takes it for a formula, also when it is saved as CSV later."""
    if isinstance(cell, str) and cell.startswith(_RISKY):
        return f"'{cell}"
    return cell


def plain(text: str) -> str:
    """The cell as it was before it was made neutral."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_RISKY) else text
