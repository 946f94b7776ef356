"""A generated company to measure: what its systems told, the lake made of it, and two ways to get numbers.

`engine` computes with the product; `oracle` answers SQL over what was told and knows nothing of the product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.expr.types import Table

from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.metrics.combine import combined
from zhunsheng.engine.metrics.compute import Breakdown, Facts, grouped, passes
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics, Setting
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, Window

ZONE = "Asia/Shanghai"
LOCAL = ZoneInfo(ZONE)
FIRST, END, TODAY = date(2024, 10, 1), date(2026, 4, 1), date(2026, 3, 31)
PEOPLE, UNITS, PRODUCTS, MACHINES = range(1, 61), range(101, 109), range(201, 206), range(301, 309)
SPAN = Window(FIRST, END)
FOREVER = date(9999, 12, 31)
ALIASES = {61: 3, 62: 4}  # persons found to be another one
EDGES = [date(2024, 12, 29), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 28)]
EDGES += [date(2025, 12, 29), date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 5), date(2025, 3, 31)]
MIDNIGHTS = [time(0, 0), time(0, 0, 0, 1), time(23, 59, 59, 999999), time(7, 59, 59), time(8, 0)]

Row = dict[str, object]
Key = tuple[int | None, date | None]
Numbers = dict[Key, tuple[float | Decimal | None, int]]
"""(subject, first day of the period) → value and n."""

INSTANT = pa.timestamp("us", "UTC")
LAKE = {"_seq": pa.int64(), "_closes": pa.int64(), "_recorded": INSTANT, "_happened": INSTANT, "_day": pa.date32()}
KINDS = {
    "text": pa.string(),
    "subject": pa.int64(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "money": pa.decimal128(18, 4),
    "date": pa.date32(),
    "datetime": INSTANT,
}


def _source(name: str, key: str, moment: str, fields: Mapping[str, str]) -> Source:
    dimensions = {"agent": "person", "product": "product", "machine": "machine"}
    return Source.model_validate(
        {
            "id": name,
            "name": {"zh": name, "en": name},
            "system": "generated",
            "key": [key],
            "time": moment,
            "fields": {field: {"type": kind, "dimension": dimensions.get(field)} for field, kind in fields.items()},
        }
    )


SOURCES = {
    "deals": _source(
        "deals",
        "id",
        "closed_at",
        {
            "id": "text",
            "agent": "subject",
            "product": "subject",
            "customer": "text",
            "stage": "text",
            "opened_at": "datetime",
            "closed_at": "datetime",
            "promised": "date",
            "signed": "date",
            "value": "money",
            "discount": "number",
            "items": "integer",
        },
    ),
    "events": _source(
        "events",
        "id",
        "moment",
        {"id": "text", "ticket": "text", "what": "text", "agent": "subject", "moment": "datetime"},
    ),
    "shifts": _source(
        "shifts",
        "id",
        "worked",
        {
            "id": "text",
            "machine": "subject",
            "worked": "date",
            "planned": "number",
            "down": "number",
            "made": "integer",
            "rejected": "integer",
            "ideal": "number",
        },
    ),
}


class _Maker:
    """Draws the company's data, the same every time."""

    def __init__(self) -> None:
        self.random = Random(20241230)  # noqa: S311
        self.log: dict[str, list[Row]] = {}

    def sometimes(self, share: float, value: object) -> object:
        """The value, or nothing in that share of the cases."""
        return None if self.random.random() < share else value

    def day(self, first: date = date(2024, 11, 1), end: date = END) -> date:
        if self.random.random() < 0.2:
            return self.random.choice(EDGES)
        return first + timedelta(days=self.random.randrange((end - first).days))

    def moment(self, day: date) -> datetime:
        """An instant of that local day, often at its edge."""
        drawn = time(self.random.randrange(24), self.random.randrange(60), self.random.randrange(60))
        clock = self.random.choice(MIDNIGHTS) if self.random.random() < 0.3 else drawn
        return datetime.combine(day, clock, LOCAL).astimezone(UTC)

    def tell(self, source: str, count: int) -> None:
        """Versions and withdrawals of `count` objects, in the order in which they were recorded."""
        rows: list[tuple[datetime, Row]] = []
        for number in range(count):
            recorded = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=self.random.randrange(24 * 360))
            for _ in range(self.random.choice([1, 1, 2, 3, 5]) if source == "deals" else self.random.choice([1, 1, 2])):
                rows.append((recorded, {"op": "told", **self.fact(source, number)}))
                recorded += timedelta(hours=self.random.randrange(24 * 15))
            if self.random.random() < 0.05:
                rows.append((recorded, {"op": "withdrawn", "id": f"{source}-{number}"}))
        rows.sort(key=lambda row: row[0])
        self.log[source] = [{"seq": seq, "recorded": at, **row} for seq, (at, row) in enumerate(rows, 1)]

    def fact(self, source: str, number: int) -> Row:
        return {
            "id": f"{source}-{number}",
            **{"deals": self.deal, "events": self.event, "shifts": self.shift}[source](),
        }

    def deal(self) -> Row:
        random, day = self.random, self.day()
        opened = day - timedelta(days=random.randrange(0, 90))
        return {
            "agent": self.sometimes(0.05, random.choice([*PEOPLE, *ALIASES])),
            "product": self.sometimes(0.05, random.choice(PRODUCTS)),
            "customer": self.sometimes(0.1, f"customer {random.randrange(90)}"),
            "stage": random.choice(["Won", "Won", "Lost", "Open", None]),
            "opened_at": self.sometimes(0.1, self.moment(opened)),
            "closed_at": self.sometimes(0.15, self.moment(day)),
            "promised": self.sometimes(0.1, day - timedelta(days=random.randrange(-20, 20))),
            "signed": self.sometimes(0.2, day + timedelta(days=random.randrange(-3, 4))),
            "value": self.sometimes(0.1, Decimal(random.randrange(-50_000, 50_000_000)) / 100),
            "discount": self.sometimes(0.1, random.choice([0.0, random.random(), random.random()])),
            "items": self.sometimes(0.1, random.randrange(0, 4)),
        }

    def event(self) -> Row:
        what = self.random.choice(["opened", "opened", "assigned", "closed", "closed", "reopened"])
        return {
            "ticket": self.sometimes(0.03, f"T{self.random.randrange(280)}"),
            "what": what,
            "agent": self.sometimes(0.03, self.random.choice([*PEOPLE, *ALIASES])),
            "moment": self.sometimes(0.03, self.moment(self.day())),
        }

    def shift(self) -> Row:
        made = self.random.choice([0, *[self.random.randrange(1, 25_000)] * 9])
        return {
            "machine": self.random.choice(MACHINES),
            "worked": self.day(date(2025, 1, 1), date(2025, 7, 1)),
            "planned": self.sometimes(0.05, self.random.choice([420.0, 450.5, 0.0])),
            "down": self.sometimes(0.05, float(self.random.randrange(0, 120))),
            "made": self.sometimes(0.05, made),
            "rejected": self.sometimes(0.05, self.random.randrange(0, made // 10 + 1)),
            "ideal": self.sometimes(0.05, self.random.choice([60.0, 42.5, 0.0])),
        }

    def posts(self, *, tidy: bool) -> pa.Table:
        """Where people belonged; `tidy`: always in exactly one unit, else with gaps and second posts."""
        rows: list[Row] = []
        for person in PEOPLE:
            since = date.min if tidy else self.random.choice([date.min, date(2024, 12, 1)])
            for until in [*sorted(self.random.sample(EDGES, self.random.randrange(3))), FOREVER]:
                rows.append({"subject": person, "member": self.random.choice(UNITS), "since": since, "until": until})
                gap = 0 if tidy or until == FOREVER else self.random.choice([0, 0, 0, 9])
                since = until + timedelta(days=gap)
            if not tidy and self.random.random() < 0.2:
                second = {"since": date(2025, 6, 1), "until": date(2025, 9, 15)}
                rows.append({"subject": person, "member": 109, **second})
        return pa.Table.from_pylist([row for row in rows if row["since"] < row["until"]], _SPANS)  # type: ignore[operator]

    def exposure(self) -> pa.Table:
        """Hours at work: weekdays, part-time for some, less leave; person 60 was never there."""
        rows: list[Row] = []
        for person in PEOPLE[:-1]:
            full = self.random.choice([8.0, 8.0, 4.5])
            away = self.day(date(2025, 1, 1), date(2026, 1, 1))
            for offset in range((END - FIRST).days):
                day = FIRST + timedelta(days=offset)
                if day.isoweekday() < 6 and not away <= day < away + timedelta(days=40):
                    rows.append({"subject": person, "day": day, "hours": full, "days": full / 8})
        return pa.Table.from_pylist(rows, _EXPOSURE)


_SPANS = pa.schema({"subject": pa.int64(), "member": pa.int64(), "since": pa.date32(), "until": pa.date32()})
_EXPOSURE = pa.schema({"subject": pa.int64(), "day": pa.date32(), "hours": pa.float64(), "days": pa.float64()})


def _told(source: Source, log: list[Row]) -> pa.Table:
    """The log as the systems told it."""
    types = {name: KINDS[field.type] for name, field in source.fields.items()}
    return pa.Table.from_pylist(log, pa.schema({"seq": pa.int64(), "recorded": INSTANT, "op": pa.string(), **types}))


def lake_of(source: Source, log: list[Row]) -> pa.Table:
    """The log as a lake table: facts, and closures of those that were followed or withdrawn."""
    types = {name: KINDS[field.type] for name, field in source.fields.items()}
    standing_now: dict[object, Row] = {}
    rows: list[Row] = []
    for told in log:
        before = standing_now.pop(told["id"], None)
        stamp = {"_seq": told["seq"], "_recorded": told["recorded"]}
        if before is not None:
            rows.append({**stamp, "_closes": before["_seq"], "_day": before["_day"]})
        if told["op"] == "told":
            fact = {name: told[name] for name in types}
            moment = fact[source.time or ""]
            day = moment.astimezone(LOCAL).date() if isinstance(moment, datetime) else moment
            happened = datetime.combine(moment, time(), LOCAL) if type(moment) is date else moment
            standing_now[told["id"]] = {**stamp, **fact, "_day": day, "_happened": happened}
            rows.append(standing_now[told["id"]])
    return pa.Table.from_pylist(rows, pa.schema({**LAKE, **types}))


@dataclass(frozen=True)
class Company:
    """What was told (`told`), and the same as the product keeps it (`lake`), by source; posts; time at work."""

    told: Mapping[str, pa.Table]
    lake: Mapping[str, pa.Table]
    posts: pa.Table
    tidy_posts: pa.Table
    exposure: pa.Table
    aliases: pa.Table


class Engine:
    """Numbers as the product computes them."""

    def __init__(self, backend: DuckDb, folder: Path, company: Company) -> None:
        self.backend = backend
        self._folder = folder
        self.lake = {name: backend.table(f"lake_{name}", rows) for name, rows in company.lake.items()}
        self._posts = {
            "unit": backend.table("posts", company.posts),
            "tidy_unit": backend.table("tidy_posts", company.tidy_posts),
        }
        self._exposure = backend.table("exposure", company.exposure)
        self._same_as = backend.table("same_as", company.aliases)

    def passes(
        self,
        measures: Mapping[str, FromFacts],
        by: str,
        grain: Grain,
        *,
        within: Window = SPAN,
        as_of: datetime | None = None,
        rows: Table | None = None,
    ) -> Iterator[tuple[Mapping[str, FromFacts], pa.Table]]:
        """The wide table of each pass, undated numbers last. `rows`: other lake rows than the company's."""
        facts = self.facts(next(iter(measures.values())).source, as_of, rows)
        settings = [self.setting(list(within.periods(grain))), Setting(TODAY)]
        for part in passes(measures):
            asked = [grouped(part, facts, self.breakdown(by), grain, setting) for setting in settings]
            yield part, pa.concat_tables([self.backend.arrow(table) for table in asked])

    def facts(self, source: str, as_of: datetime | None = None, rows: Table | None = None) -> Facts:
        return Facts(SOURCES[source], standing(self.lake[source] if rows is None else rows, as_of), self._same_as)

    def setting(self, periods: Sequence[Period]) -> Setting:
        """What measures need to know of these periods."""
        days = {"start": [period.start for period in periods], "last_day": [period.last_day for period in periods]}
        exposed = self._exposure.filter(self._exposure.day >= periods[0].start, self._exposure.day < periods[-1].end)
        return Setting(TODAY, self.backend.table("periods", pa.table(days)), exposed)

    @staticmethod
    def measure(**options: object) -> FromFacts | FromMetrics:
        """A measure as a blueprint writes it."""
        name = {"zh": "数", "en": "number"}
        measure = Metric.model_validate({"id": "number", "name": name, "unit": "", "measure": options}).measure
        assert isinstance(measure, FromFacts | FromMetrics)
        return measure

    def told(self, source: str, log: list[Row]) -> Table:
        """Lake rows of another log: `seq`, `recorded`, `op` (told or withdrawn) and the source's fields."""
        return self.backend.table("told", lake_of(SOURCES[source], log))

    def files(self, parts: Sequence[pa.Table]) -> Table:
        """Lake rows that lie in several Parquet files."""
        paths = [str(self._folder / f"{at}.parquet") for at, _ in enumerate(parts)]
        for path, part in zip(paths, parts, strict=True):
            pq.write_table(part, path)
        return self.backend.files("parts", paths, dict(ibis.schema(parts[0].schema).items()))

    def breakdown(self, by: str) -> Breakdown:
        if by in self._posts:
            return Breakdown(spans=self._posts[by])
        if by in ("person", "company"):
            return Breakdown(company=by == "company")
        return Breakdown(field=by)

    def numbers(self, measures: Mapping[str, FromFacts], by: str, grain: Grain, **asked: object) -> dict[str, Numbers]:
        """What counts of each metric: the numbers that stand on any row."""
        found: dict[str, Numbers] = {}
        for part, table in self.passes(measures, by, grain, **asked):  # type: ignore[arg-type]
            for metric in part:
                n, value = f"{metric}__n", f"{metric}__value"
                kept = [row for row in table.select(["subject", "start", value, n]).to_pylist() if row[n] or row[value]]
                found[metric] = keyed((row["subject"], row["start"], row[value], row[n]) for row in kept)
        return found

    def combined(self, measure: FromMetrics, inputs: Mapping[str, FromFacts], by: str, grain: Grain) -> Numbers:
        """Numbers made of numbers, where any input has a value."""
        tables = {}
        for part, table in self.passes(inputs, by, grain):
            for name in part:
                columns = ["subject", "start", f"{name}__value", f"{name}__n"]
                renamed = table.select(columns).rename_columns(["subject", "start", "value", "n"])
                tables[name] = self.backend.table(f"input_{name}", renamed)
        result = self.backend.arrow(combined(self.backend, measure, tables, list(SPAN.periods(grain))))
        rows = [row for row in result.to_pylist() if row["n"]]
        return keyed((row["subject"], row["start"], row["value"], row["n"]) for row in rows)


def keyed(rows: Iterator[tuple[int | None, date | None, float | None, int]]) -> Numbers:
    listed = list(rows)
    found: Numbers = {(subject, start): (value, n) for subject, start, value, n in listed}
    assert len(found) == len(listed), "a subject and period came twice"
    return found


@pytest.fixture(scope="session")
def company() -> Company:
    maker = _Maker()
    for source, count in (("deals", 1250), ("events", 1050), ("shifts", 280)):
        maker.tell(source, count)
    return Company(
        told={name: _told(SOURCES[name], log) for name, log in maker.log.items()},
        lake={name: lake_of(SOURCES[name], log) for name, log in maker.log.items()},
        posts=maker.posts(tidy=False),
        tidy_posts=maker.posts(tidy=True),
        exposure=maker.exposure(),
        aliases=pa.table({"id": list(ALIASES), "canonical": list(ALIASES.values())}),
    )


@pytest.fixture(scope="session")
def engine(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("lake")
    with DuckDb([str(folder)], ZONE, Limits(memory="1GB")) as backend:
        yield Engine(backend, folder, company)


@pytest.fixture(scope="session")
def oracle(company: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    """Plain DuckDB over what was told; `cases/tables.sql` says by hand what stands."""
    with duckdb.connect(config={"threads": 2}) as connection:
        for name, rows in company.told.items():
            connection.register(f"{name}_told", rows)
        connection.register("posts", company.posts)
        connection.register("time_at_work", company.exposure)
        connection.register("aliases", company.aliases)
        connection.execute((Path(__file__).parent / "cases" / "tables.sql").read_text(encoding="utf-8"))
        yield connection
