"""Settle: what was accepted is compared with what stands and goes into the lake, exactly once.

One writer per world calls this (the tick holds the lock). The order makes every crash harmless: the settlement is
written down first; then, in one transaction, rows are compared, appended to the lake and the books are kept. Cut off
after the append, the same settlement runs again on the same lake version and finds its rows already there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import F, Sum

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import PARTITION
from zhunsheng.engine.values import Problem
from zhunsheng.server.facts import heads
from zhunsheng.server.facts.lake import LakeTable, arrow_schema, month_of
from zhunsheng.server.facts.models import Batch, FactTable, Repeats, Segment, Settlement
from zhunsheng.server.facts.notes import as_json, told_again, told_twice
from zhunsheng.server.facts.packing import GONE, packed, unpacked
from zhunsheng.server.worlds.sending import as_arrays

MOST_ROWS = 1_000_000
"""Rows settled together: bounds the memory of one settlement."""


def settle(source: Source, lake: LakeTable, now: datetime) -> Iterator[Settlement]:
    """Settle everything that is pending for the source, one settlement after the other."""
    while (settlement := _unfinished(source, lake, now) or _planned(source, lake, now)) is not None:
        _carry_out(settlement, source, lake)
        yield settlement


def _unfinished(source: Source, lake: LakeTable, now: datetime) -> Settlement | None:
    """A settlement that was cut off; it is recorded now, unless its rows already lie in the lake."""
    settlement = Settlement.objects.filter(table__source=source.id, version=None, withdraws=None).first()
    if settlement is not None and lake.settled() < settlement.number:
        settlement.recorded = now
        settlement.save(update_fields=["recorded"])
    return settlement


def _planned(source: Source, lake: LakeTable, now: datetime) -> Settlement | None:
    """Write down which segments are settled next; None where nothing is pending."""
    with transaction.atomic():
        table = FactTable.objects.select_for_update().filter(source=source.id).first()
        pending = Segment.objects.filter(table=table, payload__isnull=False, settlement=None).order_by("id")
        chosen: list[int] = []
        rows = 0
        for segment_id, count in pending.values_list("id", "rows"):
            if chosen and rows + count > MOST_ROWS:
                break
            chosen.append(segment_id)
            rows += count
        if table is None or not chosen:
            return None
        settlement = Settlement.objects.create(
            table=table, number=table.settled + 1, recorded=now, base_version=lake.version()
        )
        Segment.objects.filter(id__in=chosen).update(settlement=settlement)
        return settlement


@transaction.atomic
def _carry_out(settlement: Settlement, source: Source, lake: LakeTable) -> None:
    table = FactTable.objects.select_for_update().get(id=settlement.table_id)
    segments = list(Segment.objects.filter(settlement=settlement).order_by("id"))
    incoming = incoming_rows(segments, source)
    heads.bring(head_columns(incoming, source))
    repeated, closed = heads.compare(table.id, table.next_seq)
    told = pc.is_in(incoming["ord"], repeated)
    fresh = incoming.filter(pc.invert(told)) if len(repeated) else incoming
    gone = fresh.filter(fresh[GONE])
    rows = lake_rows(fresh, closed, source, settlement.recorded, table.next_seq)
    if rows.num_rows:
        settlement.version = lake.append(rows, settlement.number)
    else:
        settlement.version = settlement.base_version
    heads.advance(table.id, table.next_seq)
    if gone.num_rows:
        heads.forget(table.id, heads.keys(gone["_key"]), pc.add(gone["ord"], table.next_seq))
    _keep_repeats(settlement, incoming.filter(told), table.next_seq)
    _count(segments, incoming, fresh, closed)
    _note(told_twice, replaced_within(incoming, closed, table.next_seq))
    _note(told_again, reverted(incoming, source))
    settlement.save(update_fields=["version"])
    Segment.objects.filter(settlement=settlement).update(payload=None)
    table.next_seq += incoming.num_rows
    table.settled = settlement.number
    table.save(update_fields=["next_seq", "settled"])


def incoming_rows(segments: list[Segment], source: Source) -> pa.Table:
    """The rows of the segments one after the other, numbered by `ord`."""
    return numbered([shaped(unpacked(segment.payload), segment.batch_id, source) for segment in segments], source)


def numbered(pieces: list[pa.Table], source: Source) -> pa.Table:
    """Pieces as `shaped` gives them, one after the other."""
    rows = pa.concat_tables(pieces or [arrow_schema(source).empty_table()])
    return rows.append_column("ord", pa.array(range(rows.num_rows), pa.int64()))


def shaped(rows: pa.Table, batch: int, source: Source) -> pa.Table:
    """Typed rows of a batch; fields that the source gained since they were accepted are empty."""
    rows = rows.append_column("_batch", pa.array([batch] * rows.num_rows, pa.int64()))
    for field in arrow_schema(source):
        if field.name in source.fields and field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    if GONE not in rows.column_names:
        rows = rows.append_column(GONE, pa.repeat(False, rows.num_rows))
    wanted = [GONE, "_batch", "_row", "_key", "_identity", "_happened", "_day", *source.fields]
    return rows.select(wanted)


def head_columns(incoming: pa.Table, source: Source) -> pa.Table:
    """The rows as `heads.bring` takes them."""
    return pa.table(
        {
            "ord": incoming["ord"],
            "key": heads.keys(incoming["_key"]),
            "identity": heads.uuids(incoming["_identity"]),
            "day": incoming["_day"],
            "people": people_text(incoming, source),
        }
    )


def people_text(rows: pa.Table, source: Source) -> pa.ChunkedArray:
    """Whom each row is about, as the head table keeps it."""
    if not source.people:
        return pa.nulls(rows.num_rows, pa.string())
    return as_arrays(*(rows[name] for name in source.people))


def lake_rows(fresh: pa.Table, closed: pa.Table, source: Source, recorded: datetime, base: int) -> pa.Table:
    """Facts and closures as the lake keeps them; a row that says its key is gone is no fact."""
    facts = fresh.filter(pc.invert(fresh[GONE]))
    facts = facts.append_column("_seq", pc.add(facts["ord"], base))
    return lake_table(facts, closures(closed, source), source, recorded)


def closures(closed: pa.Table, source: Source) -> pa.Table:
    """Rows that end the standing of `closes`; they keep its day and people, so that its numbers are found."""
    columns = {"_seq": closed["seq"], "_closes": closed["closes"], "_day": closed["closes_day"]}
    # A fact from before the source gained a field that points at people names fewer than there are fields now.
    people = pc.list_slice(closed["closes_people"], 0, max(1, len(source.people)), return_fixed_size_list=True)
    for position, name in enumerate(source.people):
        columns[name] = pc.list_element(people, position) if closed.num_rows else []
    return pa.table(columns)


def lake_table(facts: pa.Table, closures: pa.Table, source: Source, recorded: datetime) -> pa.Table:
    """Facts and closures in the schema of the source's lake table."""
    schema = arrow_schema(source)
    pieces = []
    for rows in (facts, closures):
        stamped = rows.append_column("_recorded", pa.array([recorded] * rows.num_rows, pa.timestamp("us", "UTC")))
        stamped = stamped.append_column(PARTITION, month_of(stamped["_day"].cast(pa.date32())))
        pieces.append(
            pa.table(
                [
                    stamped[field.name].cast(field.type)
                    if field.name in stamped.column_names
                    else pa.nulls(stamped.num_rows, field.type)
                    for field in schema
                ],
                schema=schema,
            )
        )
    return pa.concat_tables(pieces)


def _keep_repeats(settlement: Settlement, repeated: pa.Table, base: int) -> None:
    """Remember who told again what was known: were the first teller withdrawn, the repeat would count."""
    if repeated.num_rows:
        told = repeated.select(["_key", "_identity", "_batch"])
        told = told.append_column("_seq", pc.add(repeated["ord"], base))
        Repeats.objects.create(table_id=settlement.table_id, settlement=settlement, payload=packed(told))


def _count(segments: list[Segment], incoming: pa.Table, fresh: pa.Table, closed: pa.Table) -> None:
    """Add to each batch's receipt what became of its rows; a batch with nothing pending is settled."""
    came = _per_batch(incoming["_batch"])
    arrived = _per_batch(fresh["_batch"])
    changes = _per_batch(pc.take(incoming["_batch"], closed["ord"]))
    for batch in {segment.batch_id for segment in segments}:
        changed = changes.get(batch, 0)
        Batch.objects.filter(id=batch).update(
            new=F("new") + arrived.get(batch, 0) - changed,
            changed=F("changed") + changed,
            duplicate=F("duplicate") + came.get(batch, 0) - arrived.get(batch, 0),
        )
        left = Segment.objects.filter(batch=batch, settlement=None).aggregate(rows=Sum("rows"))["rows"]
        if not left:
            Batch.objects.filter(id=batch).update(state=Batch.State.SETTLED)


def replaced_within(incoming: pa.Table, closed: pa.Table, base: int) -> pa.Table:
    """Rows that take the place of another row of their own batch: batch, key, row, earlier.

    Only rows settled together are looked at: a batch of more than MOST_ROWS may hold further ones.
    """
    inside = closed.filter(pc.greater_equal(closed["closes"], base))
    later, before = incoming.take(inside["ord"]), incoming.take(pc.subtract(inside["closes"], base))
    pairs = {"batch": later["_batch"], "key": later["_key"], "row": later["_row"], "earlier": before["_row"]}
    return pa.table(pairs).filter(pc.equal(later["_batch"], before["_batch"]))


def reverted(incoming: pa.Table, source: Source) -> pa.Table:
    """Rows that told again what had been replaced: batch, key, row. A sender's own id says that nothing is new."""
    rows = incoming.take(heads.reverted()) if source.identity is None else incoming.slice(0, 0)
    return pa.table({"batch": rows["_batch"], "key": rows["_key"], "row": rows["_row"]})


def _note(remark: Callable[[pa.Table], Problem], rows: pa.Table) -> None:
    """Remark on the rows in the receipts of their batches."""
    for batch in Batch.objects.filter(id__in=rows["batch"].unique().to_pylist()):
        batch.notes.append(as_json(remark(rows.filter(pc.equal(rows["batch"], batch.id)))))
        batch.save(update_fields=["notes"])


def _per_batch(batches: pa.ChunkedArray) -> dict[int, int]:
    counts = pc.value_counts(batches)
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
