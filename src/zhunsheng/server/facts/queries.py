"""What the books about facts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import F, Max, Q, QuerySet
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.lake import LakeTable, columns, month_of
from zhunsheng.server.facts.models import Batch, FactTable, Quarantined, Segment, Settlement
from zhunsheng.server.facts.notes import from_json
from zhunsheng.server.facts.values import Held, Receipt, Waiting


def receipt(batch_id: int) -> Receipt:
    """What became of the batch's rows so far; raises Batch.DoesNotExist."""
    return _receipt(Batch.objects.select_related("table").get(id=batch_id))


def has_receipt(batch_id: int) -> bool:
    return Batch.objects.filter(id=batch_id).exists()


def receipts(source: str | None = None) -> list[Receipt]:
    """All batches, newest first."""
    return [_receipt(batch) for batch in _batches(source or "", "")]


def receipts_page(source: str, said: str, part: slice) -> tuple[list[Receipt], int]:
    """A part of the batches, newest first, and how many there are. `said`: what name or sender hold."""
    found = _batches(source, said)
    return [_receipt(batch) for batch in found[part]], found.count()


def held_page(batch: int, part: slice) -> tuple[list[Held], int]:
    """A part of the rows of a batch that could not be read, whatever became of them, and how many there are."""
    found = Quarantined.objects.filter(batch=batch).order_by("row", "id")
    return [Held(row.row, row.state, tuple(map(from_json, row.problems))) for row in found[part]], found.count()


def _batches(source: str, said: str) -> QuerySet[Batch]:
    found = Batch.objects.select_related("table").order_by("-id")
    if source:
        found = found.filter(table__source=source)
    return found.filter(Q(name__icontains=said) | Q(sender__icontains=said)) if said else found


def _receipt(batch: Batch) -> Receipt:
    return Receipt(
        batch=batch.id,
        source=batch.table.source,
        name=batch.name,
        state=batch.state,
        accepted_at=batch.accepted_at,
        rows=batch.rows,
        new=batch.new,
        changed=batch.changed,
        duplicate=batch.duplicate,
        quarantined=batch.quarantined,
        blank=batch.blank,
        notes=tuple(map(from_json, batch.notes)),
        sender=batch.sender,
    )


def last_recorded() -> datetime | None:
    """The moment of the newest settlement."""
    newest: datetime | None = Settlement.objects.aggregate(newest=Max("recorded"))["newest"]
    return newest


def accepted_at(moment: datetime) -> int:
    """How many batches were accepted at that very moment: where the clock stands, it is everybody's."""
    return Batch.objects.filter(accepted_at=moment).count()


def pending() -> list[str]:
    """Ids of the sources with accepted facts that are not in the lake yet, or with a withdrawal to carry out."""
    accepted = Segment.objects.filter(payload__isnull=False).values_list("table__source", flat=True)
    planned = Settlement.objects.filter(version=None).values_list("table__source", flat=True)
    return sorted(accepted.union(planned))


def pending_segments(sources: Collection[str]) -> list[int]:
    """Ids of the accepted pieces of these sources that are not in the lake yet."""
    accepted = Segment.objects.filter(payload__isnull=False, table__source__in=sources)
    return list(accepted.order_by("id").values_list("id", flat=True))


def unmeasured() -> list[str]:
    """Ids of the sources with lake rows that metrics have not seen."""
    behind = FactTable.objects.filter(next_seq__gt=F("measured_seq") + 1)
    return list(behind.order_by("source").values_list("source", flat=True))


def told() -> list[str]:
    """Ids of the sources that have facts, or had."""
    return list(Batch.objects.values_list("table__source", flat=True).distinct())


def batches_named(names: Collection[str]) -> set[str]:
    """Which of these files stand, and were not taken back."""
    found = Batch.objects.filter(name__in=names).exclude(state=Batch.State.WITHDRAWN)
    return set(found.values_list("name", flat=True))


def batch_names(ids: Collection[int]) -> dict[int, str]:
    """File or sender's name of each batch."""
    return dict(Batch.objects.filter(id__in=set(ids)).values_list("id", "name"))


def waiting(source: str | None = None) -> list[Waiting]:
    """Quarantined rows that wait to be redone, by batch and row."""
    rows = Quarantined.objects.filter(state=Quarantined.State.WAITING).exclude(batch__state="withdrawn")
    if source is not None:
        rows = rows.filter(batch__table__source=source)
    return [
        Waiting(
            id=row.id,
            batch=row.batch_id,
            source=row.batch.table.source,
            file=row.batch.name,
            row=row.row,
            cells=row.cells,
            problems=tuple(row.problems),
        )
        for row in rows.select_related("batch__table").order_by("batch_id", "row")
    ]


def measured_seq(source: str) -> int:
    """Sequence up to which metrics have seen the source's lake rows."""
    return FactTable.objects.filter(source=source).values_list("measured_seq", flat=True).first() or 0


def last_seq(source: str) -> int:
    """Sequence of the newest lake row."""
    next_seq = FactTable.objects.filter(source=source).values_list("next_seq", flat=True).first()
    return (next_seq or 1) - 1


def naming(engine: Backend, lake: LakeTable, strays: Mapping[str, Collection[int]]) -> Counter[int]:
    """How many standing facts name each of the subjects, given by dimension."""
    found: Counter[int] = Counter()
    for (_, stray), rows in naming_in(engine, lake, strays).items():
        found[stray] += rows
    return found


def naming_in(engine: Backend, lake: LakeTable, strays: Mapping[str, Collection[int]]) -> dict[tuple[str, int], int]:
    """How many standing facts name each of the subjects, given by dimension, in which field."""
    fields = [(name, strays.get(lake.source.fields[name].dimension or "")) for name in lake.source.subjects]
    found: dict[tuple[str, int], int] = {}
    for name, ids in ((name, ids) for name, ids in fields if ids):
        facts = standing(reading.rows(engine, lake))
        wanted = engine.table(f"strays_{name}", pa.table({"stray": pa.array(ids, pa.int64())}))
        named = facts.select(stray=facts[name]).semi_join(wanted, "stray")
        counted = named.group_by("stray").aggregate(rows=named.count())
        found |= {(name, row["stray"]): row["rows"] for row in engine.arrow(counted).to_pylist()}
    return found


def touched(engine: Backend, lake: LakeTable, after: int, reach: Reach) -> pa.Table:
    """The (person fields…, first, last) of facts that are new, or stand no longer, since sequence `after`.

    `first`, `last`: the days on which such a fact can count; null where it is undated.
    """
    newer = _newer(engine, lake, after)
    if reach.columns == ("_day",):  # which closures have too
        return engine.arrow(_spans(newer, lake.source, reach))
    own = engine.arrow(_spans(newer.filter(newer._closes.isnull()), lake.source, reach))
    return pa.concat_tables([own, engine.arrow(_spans(_closed(engine, lake, newer), lake.source, reach))])


def moved_values(engine: Backend, lake: LakeTable, after: int, field: str) -> pa.Array:
    """The different values, as text, of a field in facts that are new, or stand no longer, since sequence `after`."""
    newer = _newer(engine, lake, after)
    own, closed = newer.filter(newer._closes.isnull()), _closed(engine, lake, newer)
    found = [engine.arrow(rows.select(value=rows[field].cast("string")).distinct())["value"] for rows in (own, closed)]
    return pa.chunked_array([chunk for one in found for chunk in one.drop_null().chunks], pa.string()).unique()


def moved_rows(engine: Backend, lake: LakeTable, after: int, fields: Mapping[str, str]) -> pa.Table:
    """The different rows, under the given names, of fields of facts that are new, or stand no longer, since `after`."""
    newer = _newer(engine, lake, after)
    own, closed = newer.filter(newer._closes.isnull()), _closed(engine, lake, newer)
    wanted = [rows.select(**{name: rows[field] for name, field in fields.items()}) for rows in (own, closed)]
    return pa.concat_tables([engine.arrow(rows.distinct()) for rows in wanted])


def _newer(engine: Backend, lake: LakeTable, after: int) -> Table:
    """Facts and closures since sequence `after`."""
    rows = engine.files(f"newest_{lake.source.id}", lake.files_after(after), columns(lake.source))
    seen = engine.table("seen", pa.table({"seen": pa.array([after], pa.int64())}))
    return rows.semi_join(seen, rows._seq > seen.seen)


def _closed(engine: Backend, lake: LakeTable, newer: Table) -> Table:
    """The facts that the closures among the newer rows end; they lie in the same partitions."""
    closures = engine.arrow(newer.filter(newer._closes.notnull()).select("_closes", "_day"))
    rows = reading.rows(engine, lake, pc.unique(month_of(closures["_day"])).to_pylist())
    closed = engine.table("closed", closures)
    return rows.filter(rows._closes.isnull()).semi_join(closed, rows._seq == closed._closes)


def _spans(rows: Table, source: Source, reach: Reach) -> Table:
    first, last = reach.days(rows)
    return rows.select(*source.people, first=first, last=last).distinct()
