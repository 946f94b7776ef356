"""A file as a table of text, before anybody asks what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.connectors.files import problems
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.values import Problem, all_or_raise

LONGEST_CELL = 64 * 1024
"""Bytes. Longer ones are no data: an unclosed quote, a picture, an attack."""

_KEPT_OF_LONG_CELL = 1000


class RawTable(Protocol):
    """`rows`: how many follow the heading, where the file says so. `bad` grows as batches are read.
    `sheets`: of a workbook, those that can be seen; `sheet`: which of them this is.

    Batches hold one string column per heading and `_row`, the row's number as a spreadsheet counts it.
    """

    headings: tuple[str, ...]
    rows: int | None
    bad: list[BadRow]
    sheets: tuple[str, ...]
    sheet: str | None

    def batches(self) -> Iterator[pa.Table]: ...


def letters(index: int) -> str:
    """The spreadsheet's name of a column: 0 → A, 26 → AA."""
    name = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        name, index = chr(65 + letter) + name, index - 1
    return name


def heading_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row holds the headings: the first with two cells filled, so that a title above is passed over."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first = next((at for at, count in enumerate(filled) if count > 1), None)
    return first if first is not None else next((at for at, count in enumerate(filled) if count), None)


def clean_headings(cells: Sequence[str], place: str, row: int) -> tuple[str, ...]:
    """Headings trimmed, without empty columns at the end; raises on blank or doubled ones, all at once."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    blank = [letters(at) for at, name in enumerate(names) if not name]
    found = [problems.blank_headings(place, row, blank)] if blank else []
    for name in (name for name, count in Counter(names).items() if name and count > 1):
        columns = [letters(at) for at, other in enumerate(names) if other == name]
        found.append(problems.duplicate_heading(place, row, name, columns))
    all_or_raise(found)
    return tuple(names)


def settle(columns: Sequence[pa.Array], rows: pa.Array, headings: Sequence[str], bad: list[BadRow]) -> pa.Table:
    """A batch under its headings. Rows with an oversized cell, or a cell under no heading, go to `bad`."""
    wrong: dict[int, list[Problem]] = {}
    for at, column in enumerate(columns):
        nameless = at >= len(headings)
        refused = pc.greater(pc.binary_length(column), 0 if nameless else LONGEST_CELL)
        name = letters(at) if nameless else headings[at]
        problem = problems.no_heading_above(name) if nameless else problems.cell_too_long(name, LONGEST_CELL)
        for position in pc.indices_nonzero(refused).to_pylist():
            wrong.setdefault(position, []).append(problem)
    table = pa.table([*columns[: len(headings)], rows], [*headings, "_row"])
    if not wrong:
        return table
    names = [*headings, *(letters(at) for at in range(len(headings), len(columns)))]
    for position, found in sorted(wrong.items()):
        cells = {name: _clipped(column[position].as_py()) for name, column in zip(names, columns, strict=True)}
        bad.append(BadRow(rows[position].as_py(), cells, tuple(found)))
    sound = pc.invert(pc.is_in(pa.array(range(len(rows)), pa.int64()), pa.array(wrong.keys(), pa.int64())))
    return table.filter(sound)


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:_KEPT_OF_LONG_CELL]}…"
