"""What is timed. Each step runs in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pandas
import pyarrow as pa
import xlsxwriter
from django.conf import settings
from django.db import connection

from bench.company import BUNDLE, FIRST_DAY, MEASURES, deals, write_csv
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Window
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.load import load, rehearse
from zhunsheng.server.facts.actions.settle import settle
from zhunsheng.server.metrics.actions.measure import rebuild
from zhunsheng.server.metrics.evaluate import Ask, Scene, evaluate
from zhunsheng.server.metrics.portions import portions
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

Figures = dict[str, float]
PIECE = 1_000_000
NEW_DAY = FIRST_DAY + timedelta(days=340)


@contextmanager
def timed(figures: Figures, name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    figures[name] = time.perf_counter() - began


def source() -> Source:
    return current().each(Source)["deals"]


def publish(world: WorldInfo, place: str) -> Figures:
    folder = Path(place)
    for path, text in BUNDLE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    publish_directory(folder, now=now(world))
    return {}


def grow(world: WorldInfo, first: int, count: int) -> Figures:
    """Load `count` more facts through the front door, a million a file; the last file is the one that is timed."""
    figures: Figures = {}
    for start in range(first, first + count, PIECE):
        size = min(PIECE, first + count - start)
        path = write_csv(settings.HOME.scratch / "deals.csv", deals(start, size, seed=start + 1))
        with timed(figures, "acknowledged"):
            load(world, source(), path, now(world))
        with timed(figures, "settled"):
            list(settle(source(), reading.lake_of(world, source()), now(world)))
        with timed(figures, "copy"):
            _raw_copy(path)
    figures["rows"] = size
    return figures


def _raw_copy(path: Path) -> None:
    """The baseline: the same file straight into a PostgreSQL table by COPY, no key, nothing checked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS raw_deals"
            " (id text, person text, customer text, day date, amount numeric, won boolean)"
        )
        with path.open("rb") as file, cursor.copy("COPY raw_deals FROM STDIN (FORMAT csv, HEADER)") as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)
        cursor.execute("TRUNCATE raw_deals")


def compute(world: WorldInfo) -> Figures:
    """Six metrics by person and week over everything there is, as the engine computes them."""
    figures: Figures = {}
    with reading.backend(world) as engine:
        scene = Scene(world, current(), engine, now(world))
        metrics = scene.bundle.each(Metric)
        measures = {name: measure for name in MEASURES if isinstance(measure := metrics[name].measure, FromFacts)}
        periods = tuple(Window(FIRST_DAY, FIRST_DAY + timedelta(days=364)).periods(Grain.WEEK))
        with timed(figures, "seconds"):
            asks = (Ask("person", Grain.WEEK, tuple(few)) for few in portions(scene, list(measures.values()), periods))
            rows = pa.concat_tables(engine.arrow(table) for ask in asks for _, table in evaluate(scene, measures, ask))
    figures["groups"] = rows.num_rows
    figures["check"] = _check(rows, "deals_value__value")
    return figures


HAND_SQL = """
WITH live AS (
    SELECT {latest}
)
SELECT person AS subject, date_trunc('week', _day) AS start, count(*) AS n, sum(amount) AS value,
       avg(amount) AS mean, median(amount) AS median, count(DISTINCT customer) AS customers,
       sum(amount) FILTER (won) / nullif(sum(amount), 0) AS won
FROM live GROUP BY ALL
"""
HAND_LATEST = {
    "arg_max": (
        "unnest(arg_max(struct_pack(person := person, _day := _day, amount := amount, customer := customer,"
        " won := won), _seq)) FROM read_parquet($files) WHERE _closes IS NULL GROUP BY _key"
    ),
    "row_number": (
        "* FROM (SELECT * FROM read_parquet($files) WHERE _closes IS NULL"
        " QUALIFY row_number() OVER (PARTITION BY _key ORDER BY _seq DESC) = 1)"
    ),
}


def hand_sql(world: WorldInfo, latest: str) -> Figures:
    """The baseline: the same six, with the same deduplication, as one writes it in DuckDB SQL on the same files."""
    figures: Figures = {}
    files = reading.lake_of(world, source()).files()
    with duckdb.connect() as raw:
        raw.execute("SET memory_limit = ?", [settings.COMPUTE_MEMORY])
        raw.execute("SET threads = ?", [settings.COMPUTE_THREADS])
        raw.execute("SET temp_directory = ?", [str(settings.HOME.scratch)])
        raw.execute("SET preserve_insertion_order = false")
        with timed(figures, "seconds"):
            query = HAND_SQL.format(latest=HAND_LATEST[latest])
            rows = raw.execute(query, {"files": files}).to_arrow_table()
    figures["groups"] = rows.num_rows
    figures["check"] = _check(rows, "value")
    return figures


def _check(rows: pa.Table, column: str) -> float:
    """The total, to see that both sides computed the same."""
    return round(sum(float(value) for value in rows[column].combine_chunks().cast(pa.float64()).to_numpy()), 2)


def store(world: WorldInfo) -> Figures:
    """Compute and keep all values of people and units, as after an upgrade."""
    figures: Figures = {}
    with reading.backend(world) as engine, timed(figures, "seconds"):
        rebuild(Scene(world, current(), engine, now(world)), current_number())
    return figures


def advance(world: WorldInfo, first: int, kind: str = "new") -> Figures:
    """Ten thousand facts of one day, until the numbers are right.

    `late`: 500 of them are new versions of facts of the whole year, so numbers of every week move.
    """
    figures: Figures = {}
    rows = deals(first, 10_000, seed=first, day=NEW_DAY, late=kind == "late")
    path = write_csv(settings.HOME.scratch / "new.csv", rows)
    with timed(figures, "acknowledged"):
        load(world, source(), path, now(world))
    with timed(figures, "numbers"):
        tick(world)
    figures["seconds"] = figures["acknowledged"] + figures["numbers"]
    return figures


def excel_dry_run(world: WorldInfo) -> Figures:
    """A workbook of 100,000 rows rehearsed: read, parsed, compared, nothing kept."""
    figures: Figures = {}
    with timed(figures, "seconds"):
        rehearse(world, source(), settings.HOME.scratch / "deals.xlsx", now(world))
    return figures


def excel_load(world: WorldInfo) -> Figures:
    """The same workbook loaded, until the numbers are right."""
    figures: Figures = {}
    with timed(figures, "seconds"):
        load(world, source(), settings.HOME.scratch / "deals.xlsx", now(world))
        tick(world)
    return figures


def excel_baseline(world: WorldInfo) -> Figures:
    """The baseline: pandas reads the same workbook, nothing checked, nothing kept."""
    figures: Figures = {}
    with timed(figures, "read"):
        pandas.read_excel(settings.HOME.scratch / "deals.xlsx", engine="calamine")
    return figures


def write_workbook(world: WorldInfo, first: int) -> Figures:
    rows = deals(first, 100_000, seed=first)
    with xlsxwriter.Workbook(settings.HOME.scratch / "deals.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows.column_names)
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(zip(*(column.to_pylist() for column in rows.columns), strict=True), start=1):
            sheet.write_row(at, 0, row[:3])
            sheet.write_datetime(at, 3, datetime.combine(row[3], datetime.min.time()), dates)
            sheet.write_row(at, 4, row[4:])
    return {}
