"""Two who write at once never add the same facts twice: the lock keeps them apart, and without it the lake does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from django.db import OperationalError, connection

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.models import Head
from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

SHOP = Path(__file__).parent / "shop"
NOW = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


@pytest.fixture
def orders(world: WorldInfo) -> Source:
    publish_directory(SHOP, now=NOW)
    return current().each(Source)["orders"]


def _send(world: WorldInfo, orders: Source, name: str, count: int = 5) -> None:
    cells = {
        "id": [f"{name}-{number}" for number in range(count)],
        "agent": ["E1"] * count,
        "day": ["2025-03-01"] * count,
        "value": ["10"] * count,
    }
    rows = pa.table({field: pa.array(texts, pa.string()) for field, texts in cells.items()})
    rows = rows.append_column("_row", pa.array(range(2, count + 2), pa.int64()))
    accept(Incoming(orders, name, [rows]), world.time_zone, NOW)


def _stands(world: WorldInfo, orders: Source) -> list[str]:
    with reading.backend(world) as engine:
        rows = standing(reading.rows(engine, reading.lake_of(world, orders)))
        return sorted(engine.arrow(rows.select("_key"))["_key"].to_pylist())


def _elsewhere(world: WorldInfo, act: Callable[[], object]) -> None:
    """In this thread, with a connection of its own."""
    try:
        with enter(world):
            act()
    finally:
        connection.close()


def test_workers_side_by_side_settle_every_fact_once(world: WorldInfo, orders: Source) -> None:
    done = threading.Event()

    def turn() -> None:
        while not done.is_set():
            tick(world, NOW)

    with ThreadPoolExecutor(2) as pool:
        turning = [pool.submit(_elsewhere, world, turn) for _ in range(2)]
        for batch in range(8):
            _send(world, orders, f"batch{batch}")
        done.set()
        for one in turning:
            one.result()
    tick(world, NOW)
    assert _stands(world, orders) == sorted(f"batch{batch}-{number}" for batch in range(8) for number in range(5))
    assert Head.objects.count() == 40
    assert [receipt.new for receipt in receipts("orders")] == [5] * 8


@pytest.fixture
def slow_lake(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The first append stops short of the lake until it is let go: (has begun, may go on)."""
    begun, go_on = threading.Event(), threading.Event()
    append = LakeTable.append

    def waiting(lake: LakeTable, rows: pa.Table, settlement: int) -> int:
        if not begun.is_set():
            begun.set()
            go_on.wait(30)
        return append(lake, rows, settlement)

    monkeypatch.setattr(LakeTable, "append", waiting)
    yield begun, go_on
    go_on.set()


def test_a_writer_that_lost_its_lock_adds_nothing_to_what_another_has_settled(
    world: WorldInfo, orders: Source, slow_lake: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = slow_lake
    _send(world, orders, "a")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(_elsewhere, world, lambda: tick(world, NOW))
        assert begun.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        tick(world, NOW)
        _send(world, orders, "b")
        tick(world, NOW)
        go_on.set()
        with pytest.raises(OperationalError):
            slow.result()
    tick(world, NOW)
    assert _stands(world, orders) == sorted(f"{batch}-{number}" for batch in "ab" for number in range(5))
    assert [receipt.new for receipt in receipts("orders")] == [5, 5]
