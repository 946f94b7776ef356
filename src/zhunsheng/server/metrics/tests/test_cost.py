"""What new facts cost depends on what is new, not on how much history there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ibis.expr.types import Table

from zhunsheng.engine.backend.duckdb import DuckDb
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.metrics import queries, store
from zhunsheng.server.metrics.models import MetricSlot
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company
from zhunsheng.server.subjects.queries import members

PLAIN = {name: METRICS[name] for name in ("deals", "won_value", "win_rate")}


ELSEWHERE = {name: METRICS[name] for name in ("opened", "open_deals", "pace")}
"""A time of its own, a stock, a rate."""

ENDS = {"2023-01", "2024-12"}
"""The first and the last month of history: looked at for how far facts reach."""


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


def reading_of(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The partitions that will have been read from now on."""
    opened: set[str] = set()
    real = DuckDb.files

    def recording(self: DuckDb, name: str, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        opened.update(path.split("_month=")[1].split("/")[0] for path in paths)
        return real(self, name, paths, schema)

    monkeypatch.setattr(DuckDb, "files", recording)
    return opened


def test_a_tick_reads_only_the_months_that_new_facts_touch(historic: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    historic.send("deals", [won("new", "A", "2023-05-20"), won("A2024-03", "A", "2024-06-01")])
    opened = reading_of(monkeypatch)
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


def test_a_list_of_people_computes_only_the_months_it_moves(historic: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    historic.place("A", "South", since=date(2024, 11, 1))
    opened = reading_of(monkeypatch)
    historic.tick()
    assert opened >= {"2024-11", "2024-12"}
    assert min(opened - ENDS) == "2024-11"
    assert historic.kept() == historic.rebuilt()


def test_where_nobody_has_a_post_a_turn_without_news_computes_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.publish(PLAIN)
    company.send("deals", [won("D", "A", "2023-05-20")])
    company.tick()
    opened = reading_of(monkeypatch)
    assert company.tick().idle
    assert not opened


def test_a_new_manager_moves_no_kept_number(historic: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    historic.place("A", "North", manager="B", since=date(2024, 2, 1))
    opened = reading_of(monkeypatch)
    historic.tick()
    assert not opened
    assert historic.kept() == historic.rebuilt()


@pytest.fixture
def elsewhere(company: Company) -> Company:
    """Three people with a deal opened in each of twelve months and closed in the next, and one that stays open."""
    company.publish(ELSEWHERE)
    for who in "ABC":
        company.place(who, "North")
    company.send("deals", [short(f"{who}{month}", who, month) for who in "ABC" for month in range(1, 13)])
    company.send("deals", [{"id": "open", "agent": "B", "opened": "2024-01-05"}])
    company.tick()
    return company


def short(id_: str, agent: str, month: int) -> Cells:
    """A deal opened in a month of 2024 and won in the next."""
    opened = Period(date(2024, month, 1), Grain.MONTH)
    return {**won(id_, agent, f"{opened.shift(1)}-10"), "opened": f"{opened}-20"}


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[tuple[str, str]]]:
    """Metric → (month, person) that were computed and kept, as long as the test goes on."""
    found: dict[str, set[tuple[str, str]]] = {}
    real = store.replace

    def recording(place: store.Place, rows: Sequence[pa.Table]) -> None:
        names = dict(MetricSlot.objects.values_list("id", "metric"))
        keys = {member.id: member.key for member in members("person")}
        which = [(f"{start:%Y-%m}", "everybody") for start in place.starts]
        if place.which is not None:
            listed = place.which.filter(pc.greater(place.which["start"], store.NEVER)).to_pylist()
            which = [(f"{row['start']:%Y-%m}", keys[row["subject"]]) for row in listed if row["subject"] in keys]
        for slot in place.slots if which else ():
            found.setdefault(names[slot], set()).update(which)
        real(place, rows)

    monkeypatch.setattr(store, "replace", recording)
    return found


def test_measures_with_a_time_of_their_own_are_computed_where_a_new_fact_counts(
    elsewhere: Company, computed: dict[str, set[tuple[str, str]]]
) -> None:
    elsewhere.send("deals", [short("new", "A", 3)])
    elsewhere.tick()
    assert computed == {
        "opened": {("2024-03", "A")},
        "open_deals": {("2024-03", "A"), ("2024-04", "A")},
        "pace": {("2024-04", "A")},
    }
    assert elsewhere.kept() == elsewhere.rebuilt()


def test_a_changed_fact_moves_where_it_counted_and_where_it_counts(
    elsewhere: Company, computed: dict[str, set[tuple[str, str]]]
) -> None:
    elsewhere.send("deals", [short("A3", "C", 7)])
    elsewhere.tick()
    assert computed == {
        "opened": {("2024-03", "A"), ("2024-07", "C")},
        "open_deals": {(f"2024-{month:02}", who) for month, who in ((3, "A"), (4, "A"), (7, "C"), (8, "C"))},
        "pace": {("2024-04", "A"), ("2024-08", "C")},
    }
    assert elsewhere.kept() == elsewhere.rebuilt()


def test_what_is_open_moves_a_stock_until_the_last_period(
    elsewhere: Company, computed: dict[str, set[tuple[str, str]]]
) -> None:
    elsewhere.send("deals", [{"id": "more", "agent": "C", "opened": "2024-11-05"}])
    elsewhere.tick()
    assert computed["open_deals"] == {("2024-11", "C"), ("2024-12", "C"), ("2025-01", "C")}
    assert elsewhere.kept() == elsewhere.rebuilt()


def test_leave_moves_a_rate_while_it_lasts(elsewhere: Company, computed: dict[str, set[tuple[str, str]]]) -> None:
    elsewhere.send("leave", [{"who": "B", "first": "2024-05-20", "last": "2024-06-03"}])
    elsewhere.tick()
    assert computed == {"pace": {("2024-05", "B"), ("2024-06", "B")}}
    assert elsewhere.kept() == elsewhere.rebuilt()


def test_a_stock_reads_no_month_whose_items_were_closed_before_or_opened_later(
    elsewhere: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = reading_of(monkeypatch)
    with elsewhere.scene() as scene:
        window = Window(date(2024, 10, 1), date(2024, 11, 1))
        found = list(queries.numbers(scene, "open_deals", "region", Grain.MONTH, window))
    assert [(one.value, one.n) for one in found if one.n] == [(4, 4)]
    assert opened == {"2024-10", "2024-11", "undated"}


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
