"""Rows as exports really hold them: dates in five styles, 1.2万, full-width digits, stray spaces, rows twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.server.sources.starters import Language

Value = str | int | float | bool | date | datetime | None
Row = Mapping[str, Value]

TIDY = 0.6
"""Share of the cells that are written as they should be."""
TWICE = 2
"""Rows that stand in an export a second time."""
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Slip:
    """What somebody typed instead, in so many rows of a column: what the product is to find."""

    field: str
    rows: int
    typed: Callable[[Value, Language], Value]


def slipped(
    rows: Sequence[Row], slips: Sequence[Slip], language: Language, rng: np.random.Generator
) -> list[dict[str, Value]]:
    """The rows with the slips, no two of them in one row; those that stand twice come last."""
    found = [dict(row) for row in rows]
    full = [at for at, row in enumerate(rows) if all(row.get(slip.field) is not None for slip in slips)]
    places = iter(rng.choice(full, sum(slip.rows for slip in slips) + TWICE, replace=False).tolist())
    for slip in slips:
        for _ in range(slip.rows):
            at = next(places)
            found[at][slip.field] = slip.typed(found[at][slip.field], language)
    return [*found, *(dict(found[at]) for at in places)]


def cells(source: Source, rows: Sequence[Row], language: Language, rng: np.random.Generator) -> list[list[Value]]:
    """The rows cell by cell, in the order of the source's fields."""
    kinds = {name: field.type for name, field in source.fields.items()}
    return [[_written(kinds[name], row.get(name), language, rng) for name in source.fields] for row in rows]


def plain(source: Source, rows: Sequence[Row], language: Language) -> list[list[Value]]:
    """The same, nothing spelt otherwise."""
    return [[_said(row.get(name), language) for name in source.fields] for row in rows]


def headings(source: Source, language: Language) -> list[str]:
    """By which the file calls the fields."""
    return [source.heading(name) if language == "zh" else field.also[0] for name, field in source.fields.items()]


def workbook(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """A workbook with a title above its headings."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2025, 1, 1)})  # noqa: DTZ001  else the clock is in the bytes
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "font_size": 14})
    styles: dict[type, object] = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet.write(0, 0, title, bold)
    sheet.write_row(1, 0, head)
    for at, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(at, column, cell, styles.get(type(cell)))
    book.close()


def _said(value: Value, language: Language) -> Value:
    if isinstance(value, bool):
        yes, no = ("是", "否") if language == "zh" else ("yes", "no")
        return yes if value else no
    return value


def _written(kind: FieldType, value: Value, language: Language, rng: np.random.Generator) -> Value:
    value = _said(value, language)
    if value is None or rng.random() < TIDY:
        return value
    if isinstance(value, date):
        return _moment(value, language, int(rng.integers(4)))
    if kind is FieldType.MONEY and isinstance(value, int | float):
        return _amount(value, language, int(rng.integers(4)))
    if kind is FieldType.SUBJECT and isinstance(value, str):
        return value.translate(_WIDE) if rng.random() < 0.3 else f" {value} "
    return value


def _moment(value: date, language: Language, style: int) -> str:
    mark = (
        f"{value.year}年{value.month}月{value.day}日" if language == "zh" else f"{value:%Y}.{value.month}.{value.day}"
    )
    day = (f"{value:%Y-%m-%d}", f"{value.year}/{value.month}/{value.day}", mark, f"{value:%Y%m%d}")[style]
    return f"{day} {value.hour}:{value:%M}" if isinstance(value, datetime) else day


def _amount(value: float, language: Language, style: int) -> str:
    ten_thousands = f"{value / 10_000:g}万" if language == "zh" and value % 100 == 0 else f"{value:,.2f}"
    return (ten_thousands, f"{value:,.2f}", f"{value:.0f}".translate(_WIDE), f" {value:.0f} ")[style]
