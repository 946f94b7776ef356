"""The lake takes a settlement once, and keeps what a reader of the last week may need."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.facts.actions.settle import lake_table
from zhunsheng.server.facts.lake import APP, LakeTable

ORDERS = Source(
    id="orders",
    name=Text(zh="订单", en="Orders"),
    system="till",
    key=("id",),
    fields={"id": SourceField(required=True), "value": SourceField(type=FieldType.MONEY)},
)
FACTS = pa.table({"_seq": pa.array([1], pa.int64()), "_key": ["a"], "_day": pa.array([None], pa.date32())})
CLOSURES = FACTS.select(["_seq", "_day"]).slice(0, 0)
ROWS = lake_table(FACTS, CLOSURES, ORDERS, datetime(2026, 1, 5, 0, 30, tzinfo=UTC))


def test_a_settlement_number_is_used_once(tmp_path: Path) -> None:
    lake = LakeTable(tmp_path / "orders", ORDERS)
    assert lake.append(ROWS, 1) == 1
    assert lake.append(ROWS, 1) == 1
    assert lake.open().to_pyarrow_table().num_rows == 1
    assert lake.settled() == 1


def test_a_table_opened_before_another_wrote_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = LakeTable(tmp_path / "orders", ORDERS)
    stale = lake.open()
    lake.append(ROWS, 1)
    assert stale.transaction_version(APP) is None, "it does not know of the settlement"
    with monkeypatch.context() as patched:
        patched.setattr(LakeTable, "open", lambda *_: stale)
        with pytest.raises(ZhunshengError, match="another process"):
            lake.append(ROWS, 1)
    assert DeltaTable(str(lake.folder)).to_pyarrow_table().num_rows == 1


@pytest.mark.parametrize("hours", [0, 167])
def test_vacuum_below_a_week_is_refused(tmp_path: Path, hours: int) -> None:
    lake = LakeTable(tmp_path / "orders", ORDERS)
    lake.append(ROWS, 1)
    with pytest.raises(ZhunshengError, match="168") as refused:
        lake.vacuum(hours)
    assert refused.value.problems[0].remedy is not None


def test_vacuum_at_a_week_keeps_what_a_reader_of_the_last_week_needs(tmp_path: Path) -> None:
    lake = LakeTable(tmp_path / "orders", ORDERS)
    for settlement in (1, 2, 3):
        lake.append(ROWS, settlement)
    before = lake.files()
    lake.compact()
    assert lake.vacuum() == []
    assert all(Path(file).exists() for file in before)
    assert lake.open(version=1).to_pyarrow_table().num_rows == 1
    assert lake.settled() == 3, "compaction forgets no settlement"
