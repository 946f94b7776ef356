"""What stands after facts came in any order, twice, changed, or were taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.facts.actions.load import load, rehearse
from zhunsheng.server.facts.actions.redo import redo
from zhunsheng.server.facts.actions.settle import settle
from zhunsheng.server.facts.actions.withdraw import carry_out_withdrawals, plan_withdrawal
from zhunsheng.server.facts.models import Head, Segment
from zhunsheng.server.facts.queries import receipt, waiting
from zhunsheng.server.subjects.actions import list_members
from zhunsheng.server.subjects.queries import NOBODY_YET, looked_up
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
DEALS = Source(
    id="deals",
    name=Text(zh="商机", en="Deals"),
    system="crm",
    key=("id",),
    time="day",
    fields={
        "id": SourceField(required=True),
        "agent": SourceField(type=FieldType.SUBJECT, dimension="person"),
        "day": SourceField(type=FieldType.DATE),
        "value": SourceField(type=FieldType.MONEY),
    },
)
Deal = tuple[str, str, str, str]


def raw(deals: Sequence[Deal]) -> pa.Table:
    columns = list(zip(*deals, strict=True)) or [()] * 4
    table = pa.table({name: pa.array(c, pa.string()) for name, c in zip(DEALS.fields, columns, strict=True)})
    return table.append_column("_row", pa.array(range(2, len(deals) + 2), pa.int64()))


def send(world: WorldInfo, deals: Sequence[Deal], *, digest: str = "", idempotency_key: str | None = None) -> int:
    incoming = Incoming(DEALS, "deals.csv", [raw(deals)], digest=digest, idempotency_key=idempotency_key)
    return accept(incoming, world.time_zone, NOW)


def settle_all(world: WorldInfo, now: datetime = NOW) -> None:
    list(settle(DEALS, reading.lake_of(world, DEALS), now))


def take_back(world: WorldInfo, batch: int) -> None:
    lake = reading.lake_of(world, DEALS)
    plan_withdrawal(batch, DEALS, lake, NOW)
    with reading.backend(world) as engine:
        carry_out_withdrawals(DEALS, lake, engine)


def stands(world: WorldInfo, as_of: datetime | None = None) -> dict[str, tuple[str, float]]:
    """Key → (day, value) of the facts that stand, by the lake alone."""
    with reading.backend(world) as engine:
        rows = standing(reading.rows(engine, reading.lake_of(world, DEALS)), as_of)
        found = engine.arrow(rows.select("_key", "day", "value")).to_pylist()
    assert len({row["_key"] for row in found}) == len(found), "a key stands twice"
    return {row["_key"]: (str(row["day"]), float(row["value"])) for row in found}


def test_every_row_of_a_batch_is_accounted_for(world: WorldInfo) -> None:
    first = send(world, [("a", "E1", "2025-03-01", "10"), ("b", "E2", "2025-03-02", "20"), ("c", "E1", "x", "3")])
    settle_all(world)
    second = send(world, [("a", "E1", "2025-03-01", "10.00"), ("b", "E2", "2025-04-01", "20"), ("", "", "", "")])
    settle_all(world)
    one, two = receipt(first), receipt(second)
    assert (one.rows, one.new, one.quarantined) == (3, 2, 1)
    assert (two.rows, two.new, two.changed, two.duplicate, two.blank) == (3, 0, 1, 1, 1)
    assert one.accounted
    assert two.accounted
    assert stands(world) == {"a": ("2025-03-01", 10.0), "b": ("2025-04-01", 20.0)}


def test_a_rehearsal_remarks_what_loading_would_and_makes_no_subjects(world: WorldInfo, tmp_path: Path) -> None:
    list_members("person", [("Anna", "Anna")], now=NOW)
    path = tmp_path / "deals.csv"
    path.write_text("id,agent,day,value\n1,Anna,2026-01-01,1\n2,Ben,2026-01-01,2\n3,Ben,2026-01-01,3\n")
    rehearsed = rehearse(world, DEALS, path, NOW)
    assert looked_up("person", ["Anna", "Ben"])["Ben"] == NOBODY_YET
    loaded = load(world, DEALS, path, NOW)
    settle_all(world)
    assert rehearsed.notes == receipt(loaded).notes != ()
    assert (rehearsed.rows, rehearsed.new) == (receipt(loaded).rows, receipt(loaded).new) == (3, 3)


def test_a_receipt_says_what_told_again_content_that_was_replaced(world: WorldInfo, tmp_path: Path) -> None:
    one, two, three = (("1", "A", "2026-01-01", value) for value in "123")
    other = ("2", "A", "2026-01-01", "9")
    assert remarks(world, [one, one, two, other]) == [("facts.told_twice", "'1' row 2 → row 4")]
    assert remarks(world, [two, other]) == []
    assert remarks(world, [other, one]) == [("facts.told_again", "'1' row 3")]
    assert remarks(world, [two, three, two]) == [("facts.told_again", "'1' row 4")]
    path = tmp_path / "deals.csv"
    path.write_text("id,agent,day,value\n1,A,2026-01-01,1\n")
    assert [note.code for note in rehearse(world, DEALS, path, NOW).notes] == ["facts.told_again"]
    assert stands(world)["1"] == ("2026-01-01", 3.0)


def remarks(world: WorldInfo, deals: Sequence[Deal]) -> list[tuple[str, str]]:
    """The codes of the notes that the settled batch gets, and the rows they name."""
    batch = send(world, deals)
    settle_all(world)
    return [(note.code, note.message.en.split(": ")[1]) for note in receipt(batch).notes]


def test_numbers_as_of_a_moment_know_only_what_was_recorded_until_then(world: WorldInfo) -> None:
    send(world, [("a", "E1", "2025-03-01", "10")])
    settle_all(world, NOW)
    send(world, [("a", "E1", "2025-05-01", "99")])
    settle_all(world, NOW + timedelta(days=1))
    assert stands(world, NOW) == {"a": ("2025-03-01", 10.0)}
    assert stands(world, NOW + timedelta(days=2)) == {"a": ("2025-05-01", 99.0)}
    assert stands(world, NOW - timedelta(days=1)) == {}


def test_a_month_read_by_itself_shows_what_stands_in_it(world: WorldInfo) -> None:
    send(world, [("a", "E1", "2025-03-01", "10"), ("b", "E1", "2025-03-05", "5")])
    settle_all(world)
    send(world, [("a", "E1", "2025-05-01", "10")])
    settle_all(world)
    with reading.backend(world) as engine:
        march = standing(reading.rows(engine, reading.lake_of(world, DEALS), ["2025-03"]))
        assert engine.arrow(march.select("_key"))["_key"].to_pylist() == ["b"]


def test_a_settlement_cut_off_after_the_lake_was_written_adds_nothing_twice(
    world: WorldInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(world, [("a", "E1", "2025-03-01", "10"), ("b", "E1", "2025-03-05", "5")])

    def crash(table: int, base: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("zhunsheng.server.facts.heads.advance", crash)
        with pytest.raises(KeyboardInterrupt):
            settle_all(world)
    send(world, [("c", "E1", "2025-03-06", "7")])
    settle_all(world)
    assert stands(world) == {"a": ("2025-03-01", 10.0), "b": ("2025-03-05", 5.0), "c": ("2025-03-06", 7.0)}
    assert Head.objects.count() == 3
    assert not Segment.objects.filter(payload__isnull=False).exists()


def test_the_same_idempotency_key_is_accepted_once_and_never_for_other_content(world: WorldInfo) -> None:
    deals = [("a", "E1", "2025-03-01", "10")]
    first = send(world, deals, idempotency_key="k", digest="d1")
    assert send(world, deals, idempotency_key="k", digest="d1") == first
    with pytest.raises(ZhunshengError, match="k"):
        send(world, deals, idempotency_key="k", digest="d2")


def test_a_withdrawn_batch_can_be_sent_again(world: WorldInfo) -> None:
    batch = send(world, [("a", "E1", "2025-03-01", "10")])
    settle_all(world)
    take_back(world, batch)
    assert stands(world) == {}
    send(world, [("a", "E1", "2025-03-01", "10")])
    settle_all(world)
    assert stands(world) == {"a": ("2025-03-01", 10.0)}


def test_rows_of_a_withdrawn_batch_are_not_read_again(world: WorldInfo) -> None:
    batch = send(world, [("a", "E1", "2025-03-01", "10"), ("b", "E1", "someday", "3")])
    settle_all(world)
    take_back(world, batch)
    assert redo(DEALS, world.time_zone, NOW) is None


deals = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.just("E1"), st.sampled_from(["2025-03-01", "2025-04-01"]), st.sampled_from("12")
    ),
    max_size=5,
)


def replayed(batches: Sequence[Sequence[Deal]]) -> dict[str, tuple[str, float]]:
    """The plain meaning: of each key, the content told first latest."""
    order: dict[str, list[tuple[str, float]]] = {}
    for key, _, day, value in (deal for batch in batches for deal in batch):
        versions = order.setdefault(key, [])
        if (day, float(value)) not in versions:
            versions.append((day, float(value)))
    return {key: versions[-1] for key, versions in order.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deals, min_size=1, max_size=4), st.data())
def test_batches_split_resent_or_withdrawn_leave_what_a_plain_replay_leaves(
    sweep: object, world: WorldInfo, batches: list[list[Deal]], data: st.DataObject
) -> None:
    sweep()  # type: ignore[operator]
    ids = []
    for batch in batches:
        ids.append(send(world, batch))
        if data.draw(st.booleans(), label="settle now"):
            settle_all(world)
    settle_all(world)
    assert stands(world) == replayed(batches)
    left = dict(zip(ids, batches, strict=True))
    for gone in data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=3), label="withdrawn"):
        take_back(world, gone)
        del left[gone]
        assert stands(world) == replayed(list(left.values()))
    heads = {head.day.isoformat() for head in Head.objects.all() if head.day}
    assert heads == {day for day, _ in stands(world).values()}


def test_a_row_waits_under_its_number_until_it_can_be_read(world: WorldInfo) -> None:
    send(world, [("a", "E1", "2025-03-01", "10"), ("b", "E1", "soon", "x")])
    settle_all(world)
    (row,) = waiting("deals")
    with pytest.raises(ZhunshengError, match=r"no row #99(?s:.*)no field 'vallue'"):
        redo(DEALS, world.time_zone, NOW, {99: {"value": "1"}, row.id: {"vallue": "1"}})
    assert redo(DEALS, world.time_zone, NOW, {row.id: {"day": "2025-03-02"}}) is None
    (still,) = waiting("deals")
    assert (still.id, still.file, still.row) == (row.id, "deals.csv", row.row)
    assert [problem["field"] for problem in still.problems] == ["value"]
    assert redo(DEALS, world.time_zone, NOW, {row.id: {"value": "7"}}) is not None
    settle_all(world)
    assert waiting("deals") == []
    assert stands(world)["b"] == ("2025-03-02", 7.0)
