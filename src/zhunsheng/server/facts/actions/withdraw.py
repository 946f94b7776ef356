"""Withdraw: a batch is taken back, and everything stands as if it had never come.

A key's standing version is the one told first latest: of all its identities, told by batches that are not withdrawn,
the one whose first telling has the highest sequence. Withdrawing a batch asks that question again for its keys.
"""

from __future__ import annotations

from datetime import datetime

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.facts import heads, reading
from zhunsheng.server.facts.actions.settle import closures, lake_table, people_text
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.models import Batch, FactTable, Repeats, Settlement
from zhunsheng.server.facts.packing import unpacked


def plan_withdrawal(batch_id: int, source: Source, lake: LakeTable, now: datetime) -> None:
    """Write down that a settled batch is to be withdrawn; raises ZhunshengError where it cannot be."""
    with transaction.atomic():
        batch = _fit(batch_id, source)
        table = FactTable.objects.select_for_update().get(id=batch.table_id)
        Settlement.objects.create(
            table=table,
            number=table.settled + 1,
            recorded=now,
            base_version=lake.version(),
            withdraws=batch,
        )


def carry_out_withdrawals(source: Source, lake: LakeTable, engine: Backend) -> int:
    """Do what is planned and not done, and return how much it was; safe to repeat after a crash."""
    planned = Settlement.objects.filter(table__source=source.id, version=None, withdraws__isnull=False)
    for settlement in planned.order_by("number"):
        _carry_out(settlement, source, lake, engine)
    return len(planned)


@transaction.atomic
def _carry_out(settlement: Settlement, source: Source, lake: LakeTable, engine: Backend) -> None:
    table = FactTable.objects.select_for_update().get(id=settlement.table_id)
    facts = reading.rows(engine, lake, version=settlement.base_version)
    outcome = engine.arrow(_outcome(facts, _told(settlement, facts, engine), _live(settlement)))
    fallen = outcome.filter(pc.invert(outcome["unchanged"]))
    restored = _restored(engine, facts, fallen.filter(pc.is_valid(fallen["identity"])), table.next_seq)
    closed = _closed(fallen, source, table.next_seq + restored.num_rows)
    rows = lake_table(restored, closures(closed, source), source, settlement.recorded)
    settlement.version = lake.append(rows, settlement.number) if rows.num_rows else settlement.base_version
    settlement.save(update_fields=["version"])
    heads.replace(table.id, pa.table({"key": heads.keys(outcome["_key"])}), _heads(outcome, restored, source))
    Batch.objects.filter(settlement=settlement).update(state=Batch.State.WITHDRAWN)
    table.next_seq += restored.num_rows + closed.num_rows
    table.settled = settlement.number
    table.save(update_fields=["next_seq", "settled"])


def _told(settlement: Settlement, facts: Table, engine: Backend) -> Table:
    """Every telling of every version: key, identity, batch, seq; repeats included."""
    first = facts.filter(facts._closes.isnull()).select("_key", "_identity", "_batch", "_seq")
    repeats = [unpacked(r.payload) for r in Repeats.objects.filter(table_id=settlement.table_id)]
    if not repeats:
        return first
    again = engine.table("repeats", pa.concat_tables(repeats))
    return ibis.union(first, again.select("_key", "_identity", "_batch", "_seq"))


def _live(settlement: Settlement) -> tuple[int, list[int]]:
    """The batch that goes, and all batches that count no more, that one included."""
    batches = Batch.objects.filter(table_id=settlement.table_id, state=Batch.State.WITHDRAWN)
    gone = settlement.withdraws_id or 0
    return gone, [*batches.values_list("id", flat=True), gone]


def _outcome(facts: Table, told: Table, live: tuple[int, list[int]]) -> Table:
    """For each key the batch told: what stands now (`seq`, …) and what shall (`identity`, `batch`; null: nothing)."""
    gone, withdrawn = live
    keys = told.filter(told._batch == gone).select("_key").distinct()
    counting = told.filter(told._batch.notin(withdrawn)).semi_join(keys, "_key")
    first = counting.group_by("_key", "_identity").aggregate(
        seq=counting._seq.min(), batch=counting._batch.argmin(counting._seq)
    )
    best = first.group_by("_key").aggregate(
        identity=first._identity.argmax(first.seq),
        batch=first.batch.argmax(first.seq),
        identities=first._identity.collect(),
    )
    now = standing(facts).semi_join(keys, "_key")
    joined = keys.left_join(best, "_key").drop("_key_right").left_join(now, "_key").drop("_key_right")
    same = (joined._identity == joined.identity) & joined._batch.notin(withdrawn)
    nothing = joined._seq.isnull() & joined.identity.isnull()
    return joined.mutate(unchanged=same.fill_null(False) | nothing)


def _restored(engine: Backend, facts: Table, wanted: pa.Table, base: int) -> pa.Table:
    """The rows that shall stand again, copied under new sequences from where they were first written."""
    want = engine.table("wanted", wanted.select(["_key", "identity", "batch"]))
    written = facts.filter(facts._closes.isnull())
    found = written.join(want, [written._key == want._key, written._identity == want.identity])
    rank = ibis.row_number().over(group_by=found._key, order_by=found._seq)
    once = found.mutate(_rank=rank).filter(lambda t: t._rank == 0).mutate(_batch=found.batch)
    rows = engine.arrow(once.order_by("_key").drop("_rank", "identity", "batch", "_recorded", "_seq"))
    rows = rows.drop_columns([name for name in rows.column_names if name.endswith("_right")])
    return rows.append_column("_seq", pa.array(range(base, base + rows.num_rows), pa.int64()))


def _closed(fallen: pa.Table, source: Source, base: int) -> pa.Table:
    """What no longer stands, as `closures` wants it."""
    rows = fallen.filter(pc.is_valid(fallen["_seq"]))
    people = [[row[name] for name in source.people] for row in rows.select(list(source.people)).to_pylist()]
    return pa.table(
        {
            "seq": pa.array(range(base, base + rows.num_rows), pa.int64()),
            "closes": rows["_seq"],
            "closes_day": rows["_day"],
            "closes_people": pa.array(people or [[]] * rows.num_rows, pa.list_(pa.int64())),
        }
    )


def _heads(outcome: pa.Table, restored: pa.Table, source: Source) -> pa.Table:
    """The heads of the keys that still have a standing version."""
    kept = outcome.filter(pc.and_(outcome["unchanged"], pc.is_valid(outcome["identity"])))
    earlier = dict(zip(outcome["_key"].to_pylist(), outcome["identities"].to_pylist(), strict=True))
    stands = pa.concat_tables(
        [
            pa.table(
                {
                    "key": rows["_key"],
                    "seq": rows["_seq"],
                    "identity": rows["_identity"],
                    "day": rows["_day"],
                    "people": people_text(rows, source),
                }
            )
            for rows in (kept, restored)
        ]
    )
    others = [
        "{" + ",".join(told for told in earlier[key] or () if told != identity) + "}"
        for key, identity in zip(stands["key"].to_pylist(), stands["identity"].to_pylist(), strict=True)
    ]
    stands = stands.set_column(0, "key", heads.keys(stands["key"]))
    return stands.append_column("earlier", pa.array(others, pa.string()))


def _fit(batch_id: int, source: Source) -> Batch:
    """The batch, locked; raises ZhunshengError where it is unknown, not settled, withdrawn, or a list of people."""
    batch = Batch.objects.select_for_update().filter(id=batch_id, table__source=source.id).first()
    if batch is None:
        problem = Problem(
            "batch.unknown",
            Text(zh=f"数据源「{source.id}」没有批次 {batch_id}", en=f"source '{source.id}' has no batch {batch_id}"),
            Text(zh="在数据源的页面上看有哪些批次", en="see on the page of the source which batches there are"),
        )
    elif isinstance(source.feeds, PeopleList):
        problem = Problem(
            "batch.people",
            Text(zh="人员名单不能撤回", en="a list of people cannot be withdrawn"),
            Text(zh="导入更正后的名单", en="import the corrected list"),
        )
    elif source.told_by == "people":
        problem = Problem(
            "batch.told_by_people",
            Text(
                zh=f"批次 {batch_id} 是人在表单里说的，不能撤回",
                en=f"batch {batch_id} is what somebody said in a form and cannot be withdrawn",
            ),
            Text(zh="请本人再填一次，写明更正", en="let them fill it in once more and say what is right"),
        )
    elif source.told_by is not None:
        problem = Problem(
            "batch.told_by_product",
            Text(
                zh=f"批次 {batch_id} 是系统自己的记录，不能撤回",
                en=f"batch {batch_id} is what the product itself told and cannot be withdrawn",
            ),
            Text(
                zh="撤回或更正推动案件的记录，它会跟着改",
                en="withdraw or correct the records that move the cases, and it follows",
            ),
        )
    elif batch.state == Batch.State.WITHDRAWN:
        problem = Problem(
            "batch.withdrawn",
            Text(zh=f"批次 {batch_id} 早已撤回", en=f"batch {batch_id} was withdrawn before"),
            Text(zh="无需再做什么", en="there is nothing to do"),
        )
    elif batch.state != Batch.State.SETTLED:
        problem = Problem(
            "batch.not_settled",
            Text(zh=f"批次 {batch_id} 的状态是 {batch.state}", en=f"batch {batch_id} is {batch.state}"),
            Text(zh="只有已入账的批次可以撤回", en="only a settled batch can be withdrawn"),
        )
    else:
        return batch
    raise ZhunshengError(problem)
