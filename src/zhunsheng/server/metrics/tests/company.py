"""A small company in a real world, driven as its people would: publish, send, move, take back, turn, ask."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
from django.db import connection

from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Window
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.metrics import queries
from zhunsheng.server.metrics.actions.measure import ABOUT, rebuild
from zhunsheng.server.metrics.computing import computed, periods_of, undated
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.models import MetricSlot, StoredValue
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import UNSAID, PersonRow
from zhunsheng.server.tick import actions
from zhunsheng.server.tick.actions import Turn
from zhunsheng.server.worlds.values import WorldInfo

SETTINGS = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncurrency: CNY\n"
DEALS = """
kind: source
id: deals
name: {zh: 商机, en: Deals}
system: CRM
key: [id]
time: day
fields:
  id: {required: true}
  agent: {type: subject, dimension: person}
  product: {type: subject, dimension: product}
  stage: {}
  opened: {type: date}
  day: {type: date}
  value: {type: money}
"""
EVENTS = """
kind: source
id: events
name: {zh: 工单, en: Events}
system: desk
key: [id]
time: at
fields:
  id: {required: true}
  ticket: {required: true}
  agent: {type: subject, dimension: person}
  what: {}
  at: {type: datetime}
"""
LEAVE = """
kind: source
id: leave
name: {zh: 请假, en: Leave}
system: OA
key: [who, first]
time: first
fields:
  who: {type: subject, dimension: person, required: true}
  first: {type: date, required: true}
  last: {type: date}
feeds: {feeds: leave, person: who, first_day: first, last_day: last}
"""
ROSTER = """
kind: source
id: roster
name: {zh: 排班, en: Roster}
system: OA
key: [who, day]
time: day
fields:
  who: {type: subject, dimension: person, required: true}
  day: {type: date, required: true}
  hours: {type: number}
feeds: {feeds: roster, person: who, day: day, hours: hours}
"""
PRODUCT = "kind: dimension\nid: product\nname: {zh: 产品, en: Product}\nlisted: false\n"
SOURCES = {"deals": DEALS, "events": EVENTS, "leave": LEAVE, "roster": ROSTER}
METRICS = {
    "deals": "deal {kind: count, source: deals}",
    "won_value": "CNY {kind: sum, source: deals, field: value, where: {field: stage, value: Won}}",
    "win_rate": "% {kind: ratio, source: deals, numerator: {where: {field: stage, value: Won}}, denominator: {}}",
    "cycle": "day {kind: elapsed, source: deals, start: opened, end: day}",
    "opened": "deal {kind: count, source: deals, time: opened}",
    "open_deals": "deal {kind: stock, source: deals, opened: opened, closed: day}",
    "ticket_time": "day {kind: duration, source: events, case: ticket, start: {field: what, value: open}, "
    "end: {field: what, value: done}, within_days: 45, percentile: null}",
    "pace": "1/day {kind: rate, source: deals, amount: {where: {field: stage, value: Won}}}",
}
"""Unit and measure of one metric of each sort, by what moves it."""
NOTHING: Mapping[str, str] = {}
Cells = Mapping[str, str | None]
Numbers = dict[tuple[object, ...], tuple[float | None, int, str]]
"""(metric, grain, start, subject, about) → (value, n, state)."""
Asked = dict[tuple[str | None, str | None], tuple[float | None, int, str]]


class Company:
    """Its clock goes forward an hour with everything it does."""

    def __init__(self, world: WorldInfo) -> None:
        self.world = world
        self.now = datetime(2025, 8, 1, 1, tzinfo=UTC)

    def clear(self) -> None:
        """Nothing has happened yet."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self.world.schema])
            tables = [f'"{self.world.schema}"."{name}"' for (name,) in cursor.fetchall() if "migrations" not in name]
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        shutil.rmtree(self.world.lake, ignore_errors=True)
        self.now = datetime(2025, 8, 1, 1, tzinfo=UTC)

    def later(self, **time: float) -> datetime:
        self.now += timedelta(**(time or {"hours": 1}))
        return self.now

    def publish(
        self,
        metrics: Mapping[str, str] = METRICS,
        *,
        sources: Mapping[str, str] = SOURCES,
        grains: str = "[month]",
        effective: date | None = None,
        settings: str = SETTINGS,
        others: Mapping[str, str] = NOTHING,
    ) -> None:
        """Metrics by name: unit and measure, and further lines. `others`: further files by path."""
        files = {"bundle.yaml": settings, "dimensions/product.yaml": PRODUCT}
        files |= {f"sources/{name}.yaml": text for name, text in sources.items()}
        files |= others
        for name, said in metrics.items():
            unit, measure = said.split(" ", 1)
            head = f"kind: metric\nid: {name}\nname: {{zh: {name}, en: {name}}}\ngrains: {grains}\n"
            files[f"metrics/{name}.yaml"] = f"{head}unit: '{unit}'\nmeasure: {measure}\n"
        publish(read(files), now=self.later(), effective=effective)

    def send(self, source: str, rows: Sequence[Cells]) -> int:
        """Rows as they would stand in a file; returns the batch."""
        entity = current().each(Source)[source]
        columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in entity.fields}
        raw = pa.table(columns).append_column("_row", pa.array(range(2, len(rows) + 2), pa.int64()))
        return accept(Incoming(entity, f"{source}.csv", [raw]), self.world.time_zone, self.later())

    def place(
        self, number: str, unit: str, manager: str | None = None, region: str | None = None, since: date | None = None
    ) -> None:
        """Let a person belong there, since ever or a day."""
        row = PersonRow(
            row=2, number=number, name=number, unit=unit, manager=manager or UNSAID, region=region or UNSAID
        )
        import_people([row], effective=since, now=self.later(), create_managers=True)

    def leaves(self, number: str, last: date) -> None:
        """Let a person's employment end with a day."""
        import_people([PersonRow(row=2, number=number, ends=last)], effective=None, now=self.later())

    def tick(self) -> Turn:
        return actions.tick(self.world, self.later())

    def withdraw(self, source: str, batch: int) -> None:
        actions.withdraw(self.world, current().each(Source)[source], batch, self.later())

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        with reading.backend(self.world) as engine:
            yield Scene(self.world, current(), engine, self.now)

    def ask(
        self,
        metric: str,
        by: str = "person",
        grain: Grain = Grain.MONTH,
        window: Window = queries.ALWAYS,
        as_of: datetime | None = None,
    ) -> Asked:
        """(subject, period) → (value, n, state) of the numbers that there are."""
        with self.scene() as scene:
            found = list(queries.numbers(scene, metric, by, grain, window, as_of))
        keys = [(one.subject, one.period) for one in found]
        assert len(set(keys)) == len(keys), "a number is shown twice"
        return {
            (one.subject, one.period): (None if one.value is None else round(one.value, 9), one.n, one.state.value)
            for one in found
            if one.state != "no_data"
        }

    def values(self, metric: str, by: str = "person", as_of: datetime | None = None) -> dict[tuple[str, str], float]:
        """(subject, month) → value, where there is one."""
        asked = self.ask(metric, by, as_of=as_of)
        return {(s or "", period or ""): value for (s, period), (value, _, _) in asked.items() if value is not None}

    def kept(self) -> Numbers:
        """Every stored value."""
        names = dict(MetricSlot.objects.values_list("id", "metric"))
        rows = StoredValue.objects.values_list("slot_id", "grain", "start", "subject", "about", "value", "n", "state")
        return {
            (names[slot], *place): (None if value is None else round(value, 9), n, state)
            for slot, *place, value, n, state in rows
        }

    def rebuilt(self) -> Numbers:
        """Every stored value, after all were computed anew from the lake."""
        with self.scene() as scene:
            rebuild(scene, current_number())
        return self.kept()

    def requested(self) -> Numbers:
        """The same numbers as `kept` has them, each computed on request."""
        found: Numbers = {}
        with self.scene() as scene:
            for name, metric in current().each(Metric).items():
                for grain in metric.grains if metric.inputs == () else ():
                    found |= queries_on_request(scene, name, metric, grain)
        return found


def queries_on_request(scene: Scene, name: str, metric: Metric, grain: Grain) -> Numbers:
    """One metric's numbers of people and units, computed, in the shape of stored ones."""
    periods = periods_of(scene, metric, grain)
    found: Numbers = {}
    for dimension, about in ABOUT.items():
        tables = [computed(scene, name, dimension, periods)]
        if dimension == "person":
            tables.append(undated(scene, name, dimension, grain))
        for row in pa.concat_tables(tables).to_pylist():
            subject = {"p": -1, "u": -2}[about] if row["subject"] is None else row["subject"]
            key = (name, grain.value[0], row["start"] or date(1, 1, 1), subject, about)
            if row["state"] != "no_data":
                value = None if row["value"] is None else round(row["value"], 9)
                found[key] = (value, row["n"], row["state"])
    return found
