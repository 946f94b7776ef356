"""Load: a file is read, its columns recognised, and its rows accepted; or all of that rehearsed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import transaction

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.facts.headings import Headings, match_headings
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import all_or_raise
from zhunsheng.server.facts import heads
from zhunsheng.server.facts.actions.accept import Incoming, Progress, Rehearsal, accept
from zhunsheng.server.facts.actions.redo import no_such_field
from zhunsheng.server.facts.actions.settle import (
    head_columns,
    lake_rows,
    numbered,
    replaced_within,
    reverted,
    shaped,
)
from zhunsheng.server.facts.actions.tell import refuse_told
from zhunsheng.server.facts.models import Batch
from zhunsheng.server.facts.notes import absent_column, told_again, told_twice, unused_column
from zhunsheng.server.facts.queries import receipt
from zhunsheng.server.facts.values import Receipt
from zhunsheng.server.worlds.values import WorldInfo

Corrections = Mapping[int, Mapping[str, str]]
"""A row of the file, as a spreadsheet counts it → field → the cell as it should have been, this once."""
Replaced = Mapping[str, Mapping[str, str]]
"""Field → a cell, without the blanks around it → what it should have been, wherever it stands, this once."""


@dataclass(frozen=True)
class Handed:
    """How a file was handed in. `name`: what it is called, where that is not the name of what lies on the disk.

    `sheet`: of a workbook, the first one if None. `key`: the same file under the same key is the same batch.
    `changed`: is told whom a list of people made or changed. `opened`: how the file is opened, by a sheet.
    """

    name: str = ""
    sheet: str | None = None
    corrections: Corrections = field(default_factory=dict)
    replace: Replaced = field(default_factory=dict)
    sender: str = ""
    key: str | None = None
    changed: Callable[[Collection[int]], None] = lambda people: None
    opened: Callable[[Path, str | None], RawTable] = open_table


_PLAINLY = Handed()


def load(
    world: WorldInfo,
    source: Source,
    path: Path,
    now: datetime,
    progress: Progress = lambda rows: None,
    handed: Handed = _PLAINLY,
) -> int:
    """Accept a CSV or XLSX file and return its batch; raises ZhunshengError, and then nothing is kept."""
    incoming = _incoming(source, path, handed)
    _keep_upload(path, incoming.digest)
    return accept(incoming, world.time_zone, now, progress)


def rehearse(
    world: WorldInfo,
    source: Source,
    path: Path,
    now: datetime,
    progress: Progress = lambda rows: None,
    handed: Handed = _PLAINLY,
    rehearsal: Rehearsal | None = None,
) -> Receipt:
    """The receipt that loading the file would give; nothing is kept but in `rehearsal`."""
    rehearsal = rehearsal or Rehearsal()
    incoming = _incoming(source, path, handed)
    incoming = replace(incoming, rehearsal=rehearsal, pieces=rehearsal.watched(incoming.pieces))
    with transaction.atomic():
        batch = Batch.objects.select_related("table").get(id=accept(incoming, world.time_zone, now, progress))
        rows = numbered([shaped(piece, batch.id, source) for piece in rehearsal.rows], source)
        base = batch.table.next_seq
        heads.bring(head_columns(rows, source))
        repeated, closed = heads.compare(batch.table_id, base)
        if 0 < rows.num_rows <= rehearsal.settles:
            fresh = rows.filter(pc.invert(pc.is_in(rows["ord"], repeated)))
            rehearsal.settled = lake_rows(fresh, closed, source, now, base)
        found, again = receipt(batch.id), reverted(rows, source)
        transaction.set_rollback(True)
    replaced = replaced_within(rows, closed, base)
    remarks = [remark(table) for remark, table in ((told_twice, replaced), (told_again, again)) if table.num_rows]
    return replace(
        found,
        batch=None,
        state="rehearsed",
        new=rows.num_rows - len(repeated) - closed.num_rows,
        changed=closed.num_rows,
        duplicate=len(repeated),
        notes=(*found.notes, *remarks),
    )


def _incoming(source: Source, path: Path, handed: Handed) -> Incoming:
    refuse_told(source)
    _refuse_unknown(source, [*handed.corrections.values(), handed.replace])
    table = handed.opened(path, handed.sheet)
    headings = match_headings(source, table.headings)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    read = (_replaced(headings.table(piece), handed.replace) for piece in table.batches())
    pieces = (_corrected(rows, handed.corrections) for rows in read)
    absent = (absent_column(source.heading(name)) for name in headings.absent)
    return Incoming(
        source,
        handed.name or path.name,
        pieces,
        _refused(table, headings),
        sender=handed.sender,
        digest=digest,
        idempotency_key=handed.key,
        notes=(*absent, *map(unused_column, headings.unused)),
        changed=handed.changed,
    )


def _replaced(rows: pa.Table, replace: Replaced) -> pa.Table:
    """The rows with those cells replaced wherever they stand."""
    for name in replace.keys() & set(rows.column_names):
        cells, told = rows[name], rows[name]
        plain = pc.utf8_trim_whitespace(pc.coalesce(cells, ""))
        for wrong, right in replace[name].items():
            told = pc.if_else(pc.equal(plain, wrong), right, told)
        rows = rows.set_column(rows.column_names.index(name), name, told)
    return rows


def _corrected(rows: pa.Table, corrections: Corrections) -> pa.Table:
    """The rows with those cells replaced; a column that the file lacks is there where a correction fills it."""
    numbers = rows["_row"].to_pylist() if corrections else []
    places = {row: at for at, row in enumerate(numbers) if row in corrections}
    for name in dict.fromkeys(name for row in places for name in corrections[row]):
        said = {at: corrections[row][name] for row, at in places.items() if name in corrections[row]}
        there = rows[name] if name in rows.column_names else pa.nulls(rows.num_rows, pa.string())
        told = pa.array([said.get(at) for at in range(rows.num_rows)], pa.string())
        rows = rows.drop([name]) if name in rows.column_names else rows
        rows = rows.append_column(name, pc.coalesce(told, there))
    return rows


def _refuse_unknown(source: Source, corrections: Iterable[Collection[str]]) -> None:
    strange = {name for cells in corrections for name in cells} - source.fields.keys()
    all_or_raise([no_such_field(name, source) for name in sorted(strange)])


def _refused(table: RawTable, headings: Headings) -> Iterator[BadRow]:
    """Rows the reader could not cut into cells; known once the whole file was read."""
    for row in table.bad:
        yield BadRow(row.row, headings.cells(row.cells), row.problems)


def _keep_upload(path: Path, digest: str) -> None:
    """The file as it came, under its digest, so that a batch can always be compared with it. All of it or nothing."""
    kept = settings.HOME.uploads / f"{digest}{path.suffix.lower()}"
    with NamedTemporaryFile(dir=settings.HOME.scratch) as copy, path.open("rb") as file:
        shutil.copyfileobj(file, copy)
        copy.flush()
        with suppress(FileExistsError):
            os.link(copy.name, kept)
