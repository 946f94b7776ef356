"""Load: a file is read, its columns recognised, and its rows accepted; or all of that rehearsed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.facts.headings import Headings, match_headings
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.facts import heads
from zhunsheng.server.facts.actions.accept import Incoming, Progress, accept
from zhunsheng.server.facts.actions.settle import head_columns, incoming_rows, replaced_within, reverted
from zhunsheng.server.facts.actions.tell import refuse_told
from zhunsheng.server.facts.models import Batch
from zhunsheng.server.facts.notes import absent_column, told_again, told_twice, unused_column
from zhunsheng.server.facts.queries import receipt
from zhunsheng.server.facts.values import Receipt
from zhunsheng.server.worlds.values import WorldInfo


def load(world: WorldInfo, source: Source, path: Path, now: datetime, progress: Progress = lambda rows: None) -> int:
    """Accept a CSV or XLSX file and return its batch; raises ZhunshengError, and then nothing is kept."""
    incoming = _incoming(source, path)
    _keep_upload(path, incoming.digest)
    return accept(incoming, world.time_zone, now, progress)


def rehearse(
    world: WorldInfo, source: Source, path: Path, now: datetime, progress: Progress = lambda rows: None
) -> Receipt:
    """The receipt that loading the file would give; nothing is kept."""
    incoming = replace(_incoming(source, path), rehearsed=True)
    with transaction.atomic():
        batch = Batch.objects.select_related("table").get(id=accept(incoming, world.time_zone, now, progress))
        rows, base = incoming_rows(list(batch.segment_set.order_by("id")), source), batch.table.next_seq
        heads.bring(head_columns(rows, source))
        repeated, closed = heads.compare(batch.table_id, base)
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


def _incoming(source: Source, path: Path) -> Incoming:
    refuse_told(source)
    table = open_table(path)
    headings = match_headings(source, table.headings)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    pieces = (headings.table(piece) for piece in table.batches())
    absent = (absent_column(source.heading(name)) for name in headings.absent)
    notes = (*absent, *map(unused_column, headings.unused))
    return Incoming(source, path.name, pieces, _refused(table, headings), digest=digest, notes=notes)


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
