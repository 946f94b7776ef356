"""A table that was read once is kept, so that it need not be unpacked and converted again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import pyarrow as pa

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.values import Problem, Text

_SAID = b"zhunsheng.table"
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")
_BAD = pa.schema([("said", pa.string())])
_BAD_AT_ONCE = 1_000


@dataclass
class KeptTable:
    """A table as another one was, batch by batch; bad rows are known once all of them were read, as with that one."""

    path: Path
    headings: tuple[str, ...]
    rows: int | None
    sheets: tuple[str, ...]
    sheet: str | None
    bad: list[BadRow] = field(default_factory=list)

    def batches(self) -> Iterator[pa.Table]:
        with pa.memory_map(str(self.path)) as file:
            for batch in pa.ipc.open_stream(file):
                yield pa.Table.from_batches([batch]).replace_schema_metadata()
            # What follows the first stream is the second one.
            for batch in pa.ipc.open_stream(file):
                self.bad += map(_told, batch["said"].to_pylist())


def kept(path: Path, sheet: str | None) -> KeptTable | None:
    """The table that was kept there, if there is one and it is of that sheet."""
    with suppress(OSError, pa.ArrowInvalid), pa.memory_map(str(path)) as file:
        said = json.loads(pa.ipc.open_stream(file).schema.metadata[_SAID])
        if said["sheet"] == sheet:
            return KeptTable(path, tuple(said["headings"]), said["rows"], tuple(said["sheets"]), sheet)
    return None


def keeping(table: RawTable, path: Path) -> Iterator[pa.Table]:
    """The table's batches, kept at the path once the last one was taken."""
    said = {"headings": table.headings, "rows": table.rows, "sheets": table.sheets, "sheet": table.sheet}
    columns = [*((heading, pa.string()) for heading in table.headings), ("_row", pa.int64())]
    schema = pa.schema(columns, {_SAID: json.dumps(said)})
    with NamedTemporaryFile(dir=path.parent, prefix=".") as fresh:
        with pa.ipc.new_stream(fresh, schema, options=_COMPRESSED) as writer:
            for piece in table.batches():
                writer.write_table(piece)
                yield piece
        _keep_bad(table.bad, fresh)
        fresh.flush()
        path.unlink(missing_ok=True)
        with suppress(FileExistsError):  # somebody else reads the same
            os.link(fresh.name, path)


def _keep_bad(bad: Sequence[BadRow], file: IO[bytes]) -> None:
    with pa.ipc.new_stream(file, _BAD, options=_COMPRESSED) as writer:
        for start in range(0, len(bad), _BAD_AT_ONCE):
            said = [_said(row) for row in bad[start : start + _BAD_AT_ONCE]]
            writer.write_table(pa.table([pa.array(said, pa.string())], schema=_BAD))


def _said(row: BadRow) -> str:
    return json.dumps([row.row, row.cells, [_problem(one) for one in row.problems]])


def _problem(one: Problem) -> list[Any]:
    remedy = one.remedy and [one.remedy.zh, one.remedy.en]
    return [one.code, [one.message.zh, one.message.en], remedy, one.place, one.line]


def _told(said: str) -> BadRow:
    row, cells, problems = json.loads(said)
    return BadRow(row, cells, tuple(_as_problem(*one) for one in problems))


def _as_problem(code: str, message: list[str], remedy: list[str] | None, place: str, line: int | None) -> Problem:
    return Problem(code, _text(message), _text(remedy) if remedy else None, place, line)


def _text(said: list[str]) -> Text:
    return Text(zh=said[0], en=said[1])
