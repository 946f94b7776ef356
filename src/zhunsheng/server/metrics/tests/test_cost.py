"""What new facts cost depends on what is new, not on how much history there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from deltalake import DeltaTable
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ibis.expr.types import Table

from zhunsheng.engine.backend.duckdb import DuckDb
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company

PLAIN = {name: METRICS[name] for name in ("deals", "won_value", "win_rate")}


def won(id_: str, agent: str, day: str) -> Cells:
    return {"id": id_, "agent": agent, "stage": "Won", "day": day, "value": "1"}


@pytest.fixture
def historic(company: Company) -> Company:
    """Three people with deals in each of twenty-four months."""
    company.publish(PLAIN)
    for who in "ABC":
        company.place(who, "North")
    months = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
    company.send("deals", [won(f"{who}{month}", who, f"{month}-15") for who in "ABC" for month in months])
    company.tick()
    return company


def test_a_tick_reads_only_the_months_that_new_facts_touch(historic: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: set[str] = set()
    real = DuckDb.files

    def recording(self: DuckDb, name: str, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        opened.update(path.split("_month=")[1].split("/")[0] for path in paths)
        return real(self, name, paths, schema)

    historic.send("deals", [won("new", "A", "2023-05-20"), won("A2024-03", "A", "2024-06-01")])
    monkeypatch.setattr(DuckDb, "files", recording)
    historic.tick()
    assert opened == {"2023-05", "2024-03", "2024-06"}


def test_a_tick_writes_only_the_values_that_new_facts_touch(historic: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM metrics_storedrow")
        (before,) = {row[0] for row in cursor.fetchall()}
    historic.send("deals", [won("new", "A", "2023-05-20")])
    historic.tick()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM metrics_storedrow WHERE xmin::text <> %s", [before])
        ((written,),) = cursor.fetchall()
    assert written == 2  # A's and North's row of the month


def test_an_idle_tick_costs_the_same_number_of_statements_however_many_facts_there_are(historic: Company) -> None:
    def idle() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert historic.tick().idle
        return len(captured)

    few = idle()
    historic.send("deals", [won(f"x{n}", "ABC"[n % 3], f"2024-{n % 12 + 1:02}-03") for n in range(2000)])
    historic.tick()
    assert idle() == few
    assert few <= 80


def test_small_settlements_are_compacted_without_changing_a_number(historic: Company) -> None:
    for n in range(3):
        historic.send("deals", [won(f"n{n}", "A", "2023-05-20")])
        historic.tick()
    kept = historic.kept()
    with historic.scene() as scene:
        lake: LakeTable = scene.lake(scene.source("deals"))
        files = len(DeltaTable(str(lake.folder)).file_uris())
        lake.compact()
        assert len(DeltaTable(str(lake.folder)).file_uris()) < files
    assert historic.rebuilt() == kept
