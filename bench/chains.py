"""What `bench.commitments` times: a desk of tickets with five events each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from bench.company import write_csv
from bench.steps import Figures, timed
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.commitments import queries
from zhunsheng.server.commitments.actions.follow import follow
from zhunsheng.server.commitments.actions.tell import catch_up
from zhunsheng.server.commitments.folding import reached_now
from zhunsheng.server.commitments.models import Chain, Listener, Standing
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.facts.actions.settle import settle
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

EACH = 5
"""Events of a case."""
DAYS = 364
FIRST = np.datetime64("2024-01-01T00:00:00")
KINDS = ("opened", "taken", "note", "solved", "closed")
STAGE = """
  - id: {id}
    name: {{zh: {id}, en: {id}}}
    done: {{where: {{field: what, value: {done}}}}}
    within: {within}
    clock: {clock}
    missed: [{{do: notice, to: [answers]}}]
"""
STAGES = (("answer", "taken", "30 min"), ("solution", "solved", "4 h"), ("closure", "closed", "72 h"))


def chain(clock: str, first: str = "30 min") -> str:
    stages = "".join(
        STAGE.format(id=id_, done=done, within=first if id_ == "answer" else within, clock=clock)
        for id_, done, within in STAGES
    )
    begins = "begins: {source: events, case: ticket, where: {field: what, value: opened}}"
    head = f"kind: commitment\nid: {clock}\nname: {{zh: {clock}, en: {clock}}}\nanswers: {{person: B}}"
    return f"{head}\n{begins}\nstages:{stages}"


BUNDLE = {
    "bundle.yaml": "format: 1\nname: {zh: 测速, en: Benchmark}\ntime_zone: Asia/Shanghai\ncalendar: office\n",
    "calendars/office.yaml": "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nintervals: ['09:00-18:00']\n",
    "sources/events.yaml": """kind: source
id: events
name: {zh: 事件, en: Events}
system: desk
key: [ticket, what]
time: at
fields:
  ticket: {required: true}
  what: {required: true}
  at: {type: datetime}
""",
    "sources/stages.yaml": """kind: source
id: stages
name: {zh: 环节, en: Stages}
system: zhunsheng
told_by: commitments
key: [commitment, case, stage]
time: at
fields:
  commitment: {required: true}
  case: {required: true}
  stage: {required: true}
  person: {type: subject, dimension: person}
  at: {type: datetime}
  due: {type: datetime}
  done: {type: datetime}
  state: {type: choice, choices: [met, missed]}
  took: {type: number, unit: minute}
""",
    "commitments/wall.yaml": chain("wall"),
    "commitments/working.yaml": chain("working"),
}


def events(first: int, cases: int) -> pa.Table:
    """Five events of each case, minutes to days apart, in the order in which they happened."""
    rng = np.random.default_rng(first)
    began = FIRST + rng.integers(0, DAYS * 86_400, cases).astype("timedelta64[s]")
    gaps = np.concatenate([np.zeros((1, cases)), rng.gamma(1.0, 8 * 3_600, (EACH - 1, cases))]).cumsum(axis=0)
    at = (began + gaps.astype("timedelta64[s]")).ravel()
    ticket = np.tile(np.char.add("T", np.arange(first, first + cases).astype("U9")), EACH)
    rows = pa.table({"ticket": ticket, "what": np.repeat(KINDS, cases), "at": at.astype("datetime64[s]")})
    rows = rows.set_column(2, "at", pc.strftime(rows["at"], "%Y-%m-%d %H:%M:%S"))
    return rows.take(pa.array(np.argsort(at, kind="stable")))


def publish(world: WorldInfo, place: str) -> Figures:
    for path, text in BUNDLE.items():
        (Path(place) / path).parent.mkdir(parents=True, exist_ok=True)
        (Path(place) / path).write_text(text)
    publish_directory(Path(place), now=now(world))
    import_people([PersonRow(row=2, number="B", name="B")], effective=None, now=now(world))
    return {}


def grow(world: WorldInfo, first: int, cases: int) -> Figures:
    """Load the events of so many more cases through the front door."""
    source = current().each(Source)["events"]
    load(world, source, write_csv(settings.HOME.scratch / "events.csv", events(first, cases)), now(world))
    list(settle(source, reading.lake_of(world, source), now(world)))
    return {}


def fold(world: WorldInfo, clock: str) -> Figures:
    """Every stage of every case as it stands."""
    figures: Figures = {}
    with reading.backend(world) as engine, timed(figures, "seconds"):
        rows = queries.standings(Scene(world, current(), engine, now(world)), clock, now(world))
    return {**figures, **_counts(rows)}


def _counts(rows: pa.Table) -> Figures:
    states = rows["state"].combine_chunks().value_counts()
    return {str(one["values"]): float(one["counts"].as_py()) for one in states}


def by_hand(world: WorldInfo) -> Figures:
    """The baseline: SQL over the lake's own files, wall time only, as somebody would write it for this one log."""
    lake = reading.lake_of(world, current().each(Source)["events"])
    figures: Figures = {}
    with timed(figures, "seconds"), duckdb.connect() as raw:
        raw.execute("SET threads = 2")
        raw.read_parquet(list(lake.files(None)), union_by_name=True).create_view("rows")
        told = raw.execute(
            """
            WITH facts AS (
                SELECT * FROM rows r WHERE _closes IS NULL
                AND NOT EXISTS (SELECT 1 FROM rows c WHERE c._closes = r._seq)
            ), cases AS (
                SELECT ticket, min(_happened) FILTER (what = 'opened') AS began,
                       min(_happened) FILTER (what = 'taken') AS answer,
                       min(_happened) FILTER (what = 'solved') AS solution,
                       min(_happened) FILTER (what = 'closed') AS closure
                FROM facts GROUP BY ticket HAVING began IS NOT NULL
            ), stages AS (
                SELECT began + INTERVAL 30 MINUTE AS due, answer AS done FROM cases
                UNION ALL SELECT began + INTERVAL 4 HOUR, solution FROM cases
                UNION ALL SELECT began + INTERVAL 72 HOUR, closure FROM cases
            )
            SELECT count(*) FILTER (done <= due), count(*) FILTER (coalesce(done, now()) > due) FROM stages
            """
        ).fetchall()
    ((met, missed),) = told
    return {**figures, "met": float(met), "missed": float(missed)}


def another(world: WorldInfo) -> Figures:
    """A what-if of a quarter: an hour to answer instead of half an hour."""
    figures: Figures = {}
    start = date(2024, 4, 1)
    with reading.backend(world) as engine, timed(figures, "seconds"):
        scene = Scene(world, current(), engine, now(world))
        found = queries.what_if(scene, "working", chain("working", "1 h"), start, start + timedelta(days=91))
    return {**figures, "no_longer": float(len(found.no_longer))}


def live(world: WorldInfo, cases: int) -> Figures:
    """All cases followed at once as if they were live, then what is due fired: decided, chained, marked."""
    figures: Figures = {}
    Chain.objects.all().delete()
    with reading.backend(world) as engine:
        scene = Scene(world, current(), engine, now(world))
        began = datetime.combine(date(2023, 12, 1), datetime.min.time(), UTC)
        Chain.objects.create(commitment="wall", since=began, release=0)
        Chain.objects.create(
            commitment="working", since=now(world), release=current_number(), read=reached_now("working")
        )
        with timed(figures, "followed"):
            follow(scene)
    with timed(figures, "fired"):
        while figures.get("done", 0.0) < cases and (done := fire(world, registered()).done):
            figures["done"] = figures.get("done", 0.0) + done
    return figures


def told(world: WorldInfo) -> Figures:
    """How every stage stands told to a source as if it had only begun to listen, then settled."""
    figures: Figures = {}
    source, lake = current().each(Source)["stages"], reading.lake_of(world, current().each(Source)["stages"])
    list(settle(source, lake, now(world)))
    Listener.objects.all().delete()
    with reading.backend(world) as engine, timed(figures, "told"):
        catch_up(Scene(world, current(), engine, now(world)))
    with timed(figures, "settled"):
        list(settle(source, lake, now(world)))
    return {**figures, "stages": float(Standing.objects.filter(told=True).count())}
