"""Redo: rows that waited in quarantine are read again, as they came or mended by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.parsing import parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, all_or_raise
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.facts.models import Batch, Quarantined
from zhunsheng.server.facts.notes import as_json

Edits = Mapping[int, Mapping[str, str]]
"""Quarantined row's id → field → the cell as it should have been."""


@dataclass(frozen=True)
class By:
    """Who has them read again. `rows`: only these, None: all that wait. `changed`: see `Incoming`."""

    sender: str = "redo"
    rows: Collection[int] | None = None
    changed: Callable[[Collection[int]], None] = lambda people: None


@transaction.atomic
def redo(source: Source, time_zone: str, now: datetime, edits: Edits | None = None, by: By | None = None) -> int | None:
    """Read the waiting rows of the source again; those that can be read now become a batch, whose id is returned.

    A row that still cannot be read goes on waiting, as mended, with its reasons of now. None: no row became readable.
    Raises ZhunshengError where an edit names a row that does not wait or a field that the source has not.
    """
    by = by or By()
    waiting = _waiting(source, by.rows)
    _refuse_unknown(source, waiting, edits or {})
    cells = {row.id: {**row.cells, **(edits or {}).get(row.id, {})} for row in waiting}
    parsed = parse(source, _raw(source, list(cells.values()), list(cells)), time_zone=time_zone, now=now)
    still = {bad.row: [as_json(problem) for problem in bad.problems] for bad in parsed.bad}
    for row in waiting:
        row.cells = cells[row.id]
        row.problems = still.get(row.id, row.problems)
    Quarantined.objects.bulk_update(waiting, ["cells", "problems"], batch_size=2000)
    ready = [row for row in waiting if row.id not in still]
    if not ready:
        return None
    raw = _raw(source, [row.cells for row in ready], [row.row for row in ready])
    names = ", ".join(sorted({row.batch.name for row in ready}))
    batch = accept(Incoming(source, names, [raw], sender=by.sender, changed=by.changed), time_zone, now)
    Quarantined.objects.filter(id__in=[row.id for row in ready]).update(state=Quarantined.State.REDONE, redone_in=batch)
    return batch


def _waiting(source: Source, only: Collection[int] | None) -> list[Quarantined]:
    found = (
        Quarantined.objects.select_for_update(of=("self",))
        .filter(batch__table__source=source.id, state=Quarantined.State.WAITING)
        .exclude(batch__state=Batch.State.WITHDRAWN)
        .select_related("batch")
        .order_by("id")
    )
    return list(found if only is None else found.filter(id__in=only))


def _raw(source: Source, cells: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> pa.Table:
    """Cells as a reader would hand them in."""
    raw = pa.table({name: pa.array([c.get(name) for c in cells], pa.string()) for name in source.fields})
    return raw.append_column("_row", pa.array(numbers, pa.int64()))


def _refuse_unknown(source: Source, waiting: Sequence[Quarantined], edits: Edits) -> None:
    ids = {row.id for row in waiting}
    fields = {field for cells in edits.values() for field in cells} - source.fields.keys()
    problems = [
        Problem(
            "redo.no_such_row",
            Text(zh=f"没有等待处理的行 #{row}", en=f"no row #{row} waits"),
            Text(
                zh="刷新后再看，也许别人已经处理",
                en="look again, somebody may have dealt with it",
            ),
        )
        for row in sorted(edits.keys() - ids)
    ] + [no_such_field(field, source) for field in sorted(fields)]
    all_or_raise(problems)


def no_such_field(field: str, source: Source) -> Problem:
    """A cell is corrected that the source does not ask for."""
    return Problem(
        "redo.no_such_field",
        Text(zh=f"数据源没有字段「{field}」", en=f"the source has no field '{field}'"),
        proposal(field, source.fields),
    )


def drop(source: str, ids: list[int]) -> int:
    """Rows that shall not be read; returns how many."""
    rows = Quarantined.objects.filter(batch__table__source=source, id__in=ids, state=Quarantined.State.WAITING)
    return rows.update(state=Quarantined.State.DROPPED)
