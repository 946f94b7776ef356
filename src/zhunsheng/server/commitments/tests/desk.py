"""A help desk in a real world whose clock stands until it is moved on: it is told of events, and things fall due."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
from django.db import connection

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.practices.commitments.fold import STANDINGS
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.folding import told
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.queries import StageOf, case
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.decisions.queries import decisions
from zhunsheng.server.decisions.values import Recorded
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.tick import actions
from zhunsheng.server.worlds import actions as worlds
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.values import WorldInfo

NINE = datetime(2025, 3, 3, 9, tzinfo=UTC)
"""A Monday at nine."""
FILES = {
    "bundle.yaml": "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: UTC\ncalendar: office\n",
    "calendars/office.yaml": "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nintervals: ['09:00-18:00']\n",
    "sources/events.yaml": """
kind: source
id: events
name: {zh: 事件, en: events}
system: desk
key: [id]
time: at
fields:
  id: {required: true}
  ticket: {required: true}
  what: {}
  who: {type: subject, dimension: person}
  at: {type: datetime}
""",
}
CHAIN = """
kind: commitment
id: chain
name: {zh: 响应链, en: chain}
begins: {source: events, case: ticket, where: {field: what, value: open}}
stages:
  - {id: answer, name: {zh: 响应, en: answer}, done: {where: {field: what, value: answer}}, within: 30 min}
  - {id: close, name: {zh: 闭环, en: close}, done: {where: {field: what, value: close}}, within: 4 h}
pauses:
  - id: asked
    name: {zh: 等客户, en: asked}
    begins: {where: {field: what, value: ask}}
    ends: {where: {field: what, value: told}}
    stages: [close]
"""


class Desk:
    """`minute`: how far the clock has gone since nine."""

    def __init__(self, world: WorldInfo, files: Mapping[str, str] = FILES) -> None:
        self.minute, self._ids, self.files = 0, 0, files
        worlds.set_time_zone("UTC")
        worlds.set_clock(world, NINE)
        self.world = queries.world(world.name)

    @property
    def now(self) -> datetime:
        return NINE + timedelta(minutes=self.minute)

    def publish(self, chain: str = CHAIN, effective: date | None = None, beside: Mapping[str, str] = {}) -> None:
        """`beside`: further files."""
        files = {**self.files, "commitments/chain.yaml": chain, **beside}
        publish(sound(files), now=self.now, effective=effective)

    def clear(self) -> None:
        """Back to nine, before the first event."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self.world.schema])
            tables = [f'"{self.world.schema}"."{name}"' for (name,) in cursor.fetchall() if "migrations" not in name]
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        shutil.rmtree(self.world.lake, ignore_errors=True)
        self.at(0)
        self.publish()
        self.turn()

    def at(self, minute: int) -> None:
        """Let the clock stand there."""
        self.minute = minute
        worlds.set_clock(self.world, self.now)

    def accept(self, *told: tuple[str, str, int], ids: Sequence[str] = (), **more: str | None) -> int:
        """Take events in: ticket, what, minute, and `more` fields of all of them; returns the batch."""
        rows: list[Mapping[str, str | None]] = []
        for place, (ticket, what, minute) in enumerate(told):
            self._ids += 1
            at = f"{NINE + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}"
            rows.append({"id": ids[place] if ids else f"{self._ids}", "ticket": ticket, "what": what, "at": at, **more})
        return _accepted(self.world, rows, self.now)

    def tell(self, *told: tuple[str, str, int], ids: Sequence[str] = (), **more: str | None) -> int:
        """The same, and a turn."""
        batch = self.accept(*told, ids=ids, **more)
        self.turn()
        return batch

    def turn(self) -> bool:
        """Whether anything moved."""
        return not actions.tick(self.world, self.now).idle

    def withdraw(self, batch: int, source: str = "events") -> None:
        actions.withdraw(self.world, current().each(Source)[source], batch, self.now)

    def fire(self) -> int:
        """Fire what is due; how many."""
        return fire(self.world, registered()).done

    def decided(self) -> list[Recorded]:
        """All decisions, the oldest first."""
        return sorted(decisions(part=slice(100))[0], key=lambda one: one.number)

    def states(self) -> dict[str, str]:
        """case/stage → state as kept."""
        return {f"{row.case}/{row.stage}": row.state for row in Standing.objects.all()}

    def armed(self) -> dict[str, int]:
        """case/stage → minute at which its deadline will fire."""
        return {
            "/".join(row.about.split("/")[2:] + row.about.split("/")[1:2]): int((row.due - NINE).total_seconds() // 60)
            for row in Deadline.objects.filter(state="armed")
        }

    def case(self, key: str) -> list[StageOf]:
        with self.scene() as scene:
            return case(scene, "chain", key)

    def anew(self) -> list[dict[str, object]]:
        """Every standing as the fold has it now, made from nothing."""
        with self.scene() as scene:
            rows = told(scene, "chain", self.now).rows
        return sorted(rows.select([*STANDINGS.names, "release"]).to_pylist(), key=_name)

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        with reading.backend(self.world) as engine:
            yield Scene(self.world, current(), engine, self.now)

    def kept(self) -> list[dict[str, object]]:
        names = [*STANDINGS.names, "release"]
        return sorted(Standing.objects.values(*names), key=_name)


def _name(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row["case"]), str(row["stage"])


def _accepted(world: WorldInfo, rows: Sequence[Mapping[str, str | None]], now: datetime) -> int:
    entity = current().each(Source)["events"]
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in entity.fields}
    raw = pa.table(columns).append_column("_row", pa.array(range(2, len(rows) + 2), pa.int64()))
    return accept(Incoming(entity, "events.csv", [raw]), world.time_zone, now)
