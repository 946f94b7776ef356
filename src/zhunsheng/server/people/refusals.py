"""Refused rows handed back as a file: the columns as they came, and what is wrong beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.people.sheet import PeopleSheet
from zhunsheng.server.people.values import Refused

HEADING = Text(zh="问题", en="Problem")

_NUMBER = re.compile(r"[+-]?[\d.,]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_refusals(path: Path, sheet: PeopleSheet, refused: Sequence[Refused], language: str) -> None:
    """An .xlsx workbook, or else a CSV file that spreadsheets read as UTF-8; in the reader's language (zh or en)."""
    lines = ([harmless(cell) for cell in line] for line in _lines(sheet, refused, language))
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, lines)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)


def harmless(cell: str) -> str:
    """The cell, unable to act as a formula when the file is opened."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _lines(sheet: PeopleSheet, refused: Sequence[Refused], language: str) -> Iterator[list[str]]:
    reasons: dict[int, list[str]] = {}
    for one in refused:
        for row in one.rows:
            reasons.setdefault(row, []).append(_reason(sheet.placed(one.problem), language))
    yield [*sheet.headings, _said(HEADING, language)]
    for row, cells in sheet.cells(reasons.keys()):
        yield [*cells, "\n".join(reasons[row])]


def _reason(problem: Problem, language: str) -> str:
    colon = ": " if language == "en" else "："
    where = f"{problem.place}{colon}" if problem.place else ""
    return f"{where}{_said(problem.message, language)}" + (
        f" → {_said(problem.remedy, language)}" if problem.remedy else ""
    )


def _said(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh


def _write_workbook(path: Path, lines: Iterable[Sequence[str]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                page.write_string(at, column, cell)
