"""The CRM example: its numbers equal SQL over the files, every row is accounted for, every number opens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from zhunsheng.cli.main import cli
from zhunsheng.engine.values import Grain
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import numbers
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.actions import match
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

Command = Callable[..., str]
Asked = dict[tuple[str, str | None], tuple[float | None, int, str]]

DIMENSIONS = {"person": "sales_agent", "manager": "manager", "region": "regional_office", "product": "product"}
LABELS = {
    "month": "strftime({day}, '%Y-%m')",
    "quarter": "year({day}) || '-Q' || quarter({day})",
}
BY_CLOSE_DATE = {
    "won_value": "SELECT {who}, {period}, sum(close_value), count(*) FROM deals WHERE deal_stage = 'Won'",
    "won_deals": "SELECT {who}, {period}, count(*), count(*) FROM deals WHERE deal_stage = 'Won'",
    "win_rate": "SELECT {who}, {period}, count(*) FILTER (deal_stage = 'Won') / count(*), count(*) FROM deals"
    " WHERE deal_stage IN ('Won', 'Lost')",
    "cycle_days": "SELECT {who}, {period}, median(close_date - engage_date), count(*) FROM deals"
    " WHERE deal_stage = 'Won'",
}
METRICS = [*BY_CLOSE_DATE, "open_pipeline"]
OPEN = """
WITH ends AS (
    SELECT CAST(range + INTERVAL 1 {grain} - INTERVAL 1 DAY AS DATE) AS last_day
    FROM range(date_trunc('{grain}', (SELECT min(engage_date) FROM deals)),
               (SELECT greatest(max(engage_date), max(close_date)) + INTERVAL 1 DAY FROM deals), INTERVAL 1 {grain})
)
SELECT {who}, {period}, count(*), count(*)
FROM deals JOIN ends ON engage_date <= last_day AND (close_date IS NULL OR close_date > last_day)
GROUP BY ALL
UNION ALL
SELECT {who}, NULL, NULL, count(*) FROM deals WHERE engage_date IS NULL AND close_date IS NULL GROUP BY ALL
"""


@pytest.fixture
def deals(crm: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The files as SQL sees them."""
    with duckdb.connect() as sql:
        sql.execute(
            f"CREATE VIEW deals AS SELECT * FROM read_csv('{crm}/sales_pipeline.csv') AS pipeline"
            f" JOIN read_csv('{crm}/sales_teams.csv') AS teams USING (sales_agent)"
        )
        yield sql


@pytest.fixture
def zhunsheng(home: Home) -> Command:
    """Runs a command in this process and returns what it prints."""

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, ["--home", str(home.path), *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def asked(world: WorldInfo, metric: str, dimension: str, grain: str) -> Asked:
    with reading.backend(world) as engine:
        found = list(numbers(Scene(world, current(), engine, now(world)), metric, dimension, Grain(grain)))
    assert all(one.value is None for one in found if one.state != "value")
    return {(one.name, one.period): (one.value, one.n, one.state.value) for one in found}


def by_hand(sql: duckdb.DuckDBPyConnection, metric: str, dimension: str, grain: str, who: str | None = None) -> Asked:
    """What SQL finds: one row for every subject and period with facts."""
    day = "last_day" if metric == "open_pipeline" else "close_date"
    query = OPEN if metric == "open_pipeline" else BY_CLOSE_DATE[metric] + " GROUP BY ALL"
    period = LABELS[grain].format(day=day)
    rows = sql.execute(query.format(who=who or DIMENSIONS[dimension], period=period, grain=grain)).fetchall()
    return {
        (name, label): (None if value is None else float(value), n, "undated" if label is None else "value")
        for name, label, value, n in rows
    }


def test_numbers_equal_sql_over_the_files_to_the_cent(loaded: WorldInfo, deals: duckdb.DuckDBPyConnection) -> None:
    for metric, dimension, grain in product(METRICS, DIMENSIONS, LABELS):
        expected = by_hand(deals, metric, dimension, grain)
        found = asked(loaded, metric, dimension, grain)
        there = {place: number for place, number in found.items() if number[2] != "no_data"}
        assert len(expected) > 5
        assert there.keys() == expected.keys()
        for place, (value, n, state) in expected.items():
            assert there[place][1:] == (n, state), (metric, dimension, grain, place)
            assert there[place][0] == (None if value is None else pytest.approx(value, abs=1e-9, rel=1e-12))


def test_once_matched_a_stray_product_counts_as_what_it_means(
    loaded: WorldInfo, deals: duckdb.DuckDBPyConnection
) -> None:
    match(loaded, "product", "GTXPro", "GTX Pro", now(loaded))
    for metric in ("won_value", "open_pipeline"):
        expected = by_hand(deals, metric, "product", "quarter", "replace(product, 'GTXPro', 'GTX Pro')")
        found = asked(loaded, metric, "product", "quarter")
        assert {place: number for place, number in found.items() if number[2] != "no_data"} == expected
    assert {name for name, _ in expected} >= {"GTX Pro", "MG Special"}


def test_missing_data_is_shown_as_missing_and_undated_deals_apart(loaded: WorldInfo) -> None:
    won = asked(loaded, "won_deals", "person", "quarter")
    idle = {name for name, _ in won if all(n == 0 for (one, _), (_, n, _) in won.items() if one == name)}
    assert idle >= {"Mei-Mei Johns", "Elizabeth Anderson", "Natalya Ivanova", "Carol Thompson", "Carl Lin"}
    assert all(number == (None, 0, "no_data") for (name, _), number in won.items() if name in idle)
    pipeline = asked(loaded, "open_pipeline", "region", "month")
    undated = [number for (_, period), number in pipeline.items() if period is None]
    assert {(value, state) for value, _, state in undated} == {(None, "undated")}
    assert sum(n for _, n, _ in undated) == 500


def test_a_rehearsal_gives_the_receipt_of_the_load_and_a_second_load_changes_nothing(
    published: WorldInfo, files: dict[str, Path], zhunsheng: Command
) -> None:
    for source, file in files.items():
        words = ("load", source, str(file), "--format", "json")
        rehearsed, real, again = (json.loads(zhunsheng(*words, *more)) for more in (["--dry-run"], [], []))
        counts = ("rows", "new", "changed", "duplicate", "quarantined", "blank")
        assert [rehearsed[name] for name in counts] == [real[name] for name in counts]
        assert real["rows"] == real["new"] == again["duplicate"] == again["rows"]
        assert (rehearsed["batch"], real["state"]) == (None, "settled")


def test_every_row_stands_once_whatever_was_loaded_twice(
    loaded: WorldInfo, files: dict[str, Path], zhunsheng: Command
) -> None:
    before = asked(loaded, "won_value", "person", "month")
    zhunsheng("load", "pipeline", str(files["pipeline"]))
    assert asked(loaded, "won_value", "person", "month") == before
    receipts = json.loads(zhunsheng("receipts", "--format", "json"))
    assert [one["duplicate"] for one in receipts if one["source"] == "pipeline"] == [6700, 0]


@pytest.mark.usefixtures("loaded")
def test_problems_name_the_stray_product_and_propose_the_right_one_first(zhunsheng: Command) -> None:
    found = json.loads(zhunsheng("problems", "--format", "json"))
    assert [one["kind"] for one in found] == ["unmatched"]
    assert (found[0]["dimension"], found[0]["value"]) == ("product", "GTXPro")
    assert found[0]["proposals"][0] == "GTX Pro"


def test_numbers_come_as_json_within_a_window_and_none_from_before_the_load(
    loaded: WorldInfo, zhunsheng: Command
) -> None:
    words = ("numbers", "won_value", "--by", "region", "--grain", "month", "--format", "json")
    found = json.loads(zhunsheng(*words, "--from", "2017-04-01", "--to", "2017-05-31"))
    assert all(list(one) == ["metric", "subject", "name", "period", "value", "n", "state"] for one in found)
    assert {one["period"] for one in found} == {"2017-04", "2017-05"}
    assert {one["name"] for one in found} == {"Central", "East", "West"}
    assert {one["period"] for one in json.loads(zhunsheng(*words, "--from", "2017-09-30"))} == {"2017-09"}
    assert json.loads(zhunsheng(*words, "--as-of", "2001-01-01")) == []
    later = (now(loaded) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S%z")
    assert json.loads(zhunsheng(*words, "--as-of", later)) == json.loads(zhunsheng(*words))


def test_a_number_opens_to_the_very_rows_of_the_file(
    loaded: WorldInfo, files: dict[str, Path], zhunsheng: Command
) -> None:
    lines = files["pipeline"].read_text().splitlines()
    subjects = {"person": "Darcel Schlecht", "manager": "Melvin Marxen", "product": "MG Special"}
    opened = [("won_value", *subject) for subject in subjects.items()]
    opened += [(metric, "person", subjects["person"]) for metric in METRICS[1:]]
    for metric, dimension, who in opened:
        value, n, _ = asked(loaded, metric, dimension, "month")[(who, "2017-06")]
        shown = json.loads(zhunsheng("explain", metric, "--of", who, "--period", "2017-06", "--format", "json"))
        assert (shown["number"]["value"], shown["number"]["n"], shown["rows_total"]) == (pytest.approx(value), n, n)
        assert len(shown["rows"]) == min(n, 200)
        for row in shown["rows"]:
            assert row["file"] == "sales_pipeline.csv"
            assert lines[row["row"] - 1].split(",")[0] == row["fact"]["opportunity_id"]
        assert shown["sources"] == ["pipeline"]
        assert shown["release"] == 1
        assert set(shown["formula"]) == {"zh", "en"}
