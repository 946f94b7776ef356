"""Redo: rows that waited in quarantine are read again, as they came or mended by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.facts.models import Batch, Quarantined

Edits = Mapping[int, Mapping[str, str]]
"""Quarantined row's id → field → the cell as it should have been."""


@transaction.atomic
def redo(source: Source, time_zone: str, now: datetime, edits: Edits | None = None) -> int | None:
    """Read all waiting rows of the source again and return their new batch (None: nothing waits).

    A row that still cannot be read waits again under the new batch.
    """
    waiting = list(
        Quarantined.objects.select_for_update()
        .filter(batch__table__source=source.id, state=Quarantined.State.WAITING)
        .exclude(batch__state=Batch.State.WITHDRAWN)
        .order_by("id")
    )
    if not waiting:
        return None
    cells = [{**row.cells, **(edits or {}).get(row.id, {})} for row in waiting]
    raw = pa.table({name: pa.array([c.get(name) for c in cells], pa.string()) for name in source.fields})
    raw = raw.append_column("_row", pa.array([row.row for row in waiting], pa.int64()))
    batch = accept(Incoming(source, "redo", [raw], sender="redo"), time_zone, now)
    Quarantined.objects.filter(id__in=[row.id for row in waiting]).update(
        state=Quarantined.State.REDONE, redone_in=batch
    )
    return batch


def drop(source: str, ids: list[int]) -> int:
    """Rows that shall not be read; returns how many."""
    rows = Quarantined.objects.filter(batch__table__source=source, id__in=ids, state=Quarantined.State.WAITING)
    return rows.update(state=Quarantined.State.DROPPED)
