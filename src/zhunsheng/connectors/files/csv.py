"""CSV files: streamed in blocks, whatever their encoding and delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow

from zhunsheng.connectors.files import problems
from zhunsheng.connectors.files.encoding import detect
from zhunsheng.connectors.files.raw import clean_headings, heading_at, letters, settle
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.values import ZhunshengError

_BLOCK = 16 << 20
_SAMPLE = 64 << 10
_SAMPLE_ROWS = 50
_DELIMITERS = (",", "\t", ";")


@dataclass
class CsvTable:
    """A CSV file whose headings are known and whose rows are still to be read."""

    path: Path
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    heading_row: int
    rows: int | None = None
    bad: list[BadRow] = field(default_factory=list)
    sheets: tuple[str, ...] = ()
    sheet: str | None = None

    def batches(self) -> Iterator[pa.Table]:
        """Rows in blocks of some MB; raises ZhunshengError at a row longer than a block."""
        ragged: set[int] = set()
        row = self.heading_row
        try:
            for batch in self._reader(ragged):
                numbers = _numbers(row + 1, batch.num_rows, ragged)
                row = numbers[-1].as_py() if batch.num_rows else row
                yield settle(batch.columns, numbers, self.headings, self.bad)
        except pa.ArrowInvalid as error:
            raise ZhunshengError(problems.row_too_long(self.path.name, row, _BLOCK)) from error

    def _reader(self, ragged: set[int]) -> arrow.CSVStreamingReader:
        return arrow.open_csv(
            self.path,
            arrow.ReadOptions(
                use_threads=False, block_size=_BLOCK, skip_rows=self.heading_row - 1, encoding=self.encoding
            ),
            arrow.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside(ragged),
            ),
            arrow.ConvertOptions(default_column_type=pa.string(), strings_can_be_null=False),
        )

    def _set_aside(self, ragged: set[int]) -> Callable[[arrow.InvalidRow], str]:
        def handle(row: arrow.InvalidRow) -> str:
            ragged.add(row.number)
            problem = problems.wrong_width(row.expected_columns, row.actual_columns)
            self.bad.append(BadRow(row.number, self._cells(row.text), (problem,)))
            return "skip"

        return handle

    def _cells(self, text: str) -> dict[str, str]:
        """The cells of a ragged row; those beyond the headings go by the column's letters."""
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter), [])
        except csv.Error:
            cells = [text[:_SAMPLE]]
        names = [*self.headings, *(letters(at) for at in range(len(self.headings), len(cells)))]
        return dict(zip(names, cells, strict=False))


def open_csv(path: Path) -> CsvTable:
    """Find encoding, delimiter and headings; raises ZhunshengError."""
    encoding = detect(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    lines = sample.splitlines()
    if len(sample) == _SAMPLE and len(lines) < 2:
        raise ZhunshengError(problems.heading_too_long(path.name))
    delimiter, rows = _delimited(sample if len(sample) < _SAMPLE else sample[: -len(lines[-1])])
    at = heading_at(rows)
    if at is None:
        raise ZhunshengError(problems.empty(path.name))
    headings = clean_headings(rows[at], path.name, at + 1)
    if len(sample) < _SAMPLE and len(rows) == at + 1:
        lonely = len(headings) == 1  # a line of anything reads as one heading
        raise ZhunshengError((problems.not_a_table if lonely else problems.no_rows)(path.name))
    return CsvTable(path, encoding, delimiter, headings, at + 1)


def _delimited(sample: str) -> tuple[str, list[list[str]]]:
    """The delimiter that gives the most columns on which most rows agree, and the first rows read with it."""
    readings = {mark: _rows(sample, mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: _agreement(readings[mark]))
    return best, readings[best]


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return []


def _agreement(rows: Sequence[Sequence[str]]) -> tuple[bool, float, int]:
    at = heading_at(rows)
    if at is None:
        return False, 0.0, 0
    width = len(rows[at])
    body = [row for row in rows[at:] if row]
    return width > 1, sum(len(row) == width for row in body) / len(body), width


def _numbers(first: int, how_many: int, ragged: set[int]) -> pa.Array:
    """Row numbers of the rows that came through: in order, without those set aside."""
    if not ragged:
        return pa.array(range(first, first + how_many), pa.int64())
    return pa.array(islice((row for row in count(first) if row not in ragged), how_many), pa.int64(), size=how_many)
