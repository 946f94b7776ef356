"""Deadlines that are timed. Each step runs in a process of its own, beside workers that are processes, too."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from procrastinate.types import JSONValue

from bench.steps import Figures
from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.handlers import register
from zhunsheng.server.deadlines.values import Arming, Due
from zhunsheng.server.project.jobs import run_until_empty
from zhunsheng.server.tick.firing import fire_when_due
from zhunsheng.server.worlds.jobs import world_task
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

PIECE = 100_000
_EFFECTS = "INSERT INTO effect (about, due) SELECT * FROM unnest(%s::text[], %s::timestamptz[])"
_WAITING = "SELECT count(*) FROM deadlines_deadline WHERE state = 'armed' AND due < %s"
_LATE = """
SELECT extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY at - due)),
       extract(epoch FROM percentile_cont(0.99) WITHIN GROUP (ORDER BY at - due)),
       extract(epoch FROM max(at) - min(at)), count(*), count(DISTINCT about)
FROM effect WHERE about LIKE %s
"""


@contextmanager
def spent(figures: Figures, name: str) -> Iterator[None]:
    """Wall seconds, and processor seconds of this process."""
    began, cpu = time.perf_counter(), time.process_time()
    yield
    figures[name], figures[f"{name}_cpu"] = time.perf_counter() - began, time.process_time() - cpu


def act(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """One effect row for each."""
    with connection.cursor() as cursor:
        cursor.execute(_EFFECTS, [[due.about for due in dues], [due.due for due in dues]])


def _job(world: WorldInfo, about: str) -> None:
    act(world, real_now(), [Due("bench", about, real_now(), 1, {})])


job = world_task("bench.burn")(_job)


def prepare(world: WorldInfo) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effect (about text, due timestamptz, at timestamptz DEFAULT clock_timestamp())")
    return {}


def armed(world: WorldInfo, count: int) -> Figures:
    """Arm so many for the days to come, a hundred thousand to a commit."""
    figures: Figures = {}
    begin = real_now() + timedelta(days=1)
    with spent(figures, "seconds"):
        for first in range(0, count, PIECE):
            numbers = range(first, min(first + PIECE, count))
            arm("bench", [Arming(f"far/{n}", begin + timedelta(seconds=n * 7919 % 8_640_000)) for n in numbers])
    return figures


def soon(world: WorldInfo, count: int, seconds: int) -> Figures:
    """Arm so many that fall due evenly within so many seconds, and wait until workers have fired them."""
    begin = real_now() + timedelta(seconds=5)
    rows = [Arming(f"soon/{n}", begin + timedelta(seconds=n * seconds / count)) for n in range(count)]
    arm("bench", rows)
    return _fired("soon", rows[-1].due)


def at_once(world: WorldInfo, count: int) -> Figures:
    """Arm so many that are due at one moment, when all of them are armed."""
    figures: Figures = {}
    due = real_now() + timedelta(seconds=2 + count / 5_000)
    with spent(figures, "armed"):
        arm("bench", [Arming(f"once/{n}", due) for n in range(count)])
    if real_now() > due:
        raise SystemExit("too slow to arm them all before they are due")
    return figures | _fired("once", due)


def _fired(name: str, last: datetime) -> Figures:
    waiting = threading.Event()
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_WAITING, [last + timedelta(milliseconds=1)])
            if cursor.fetchone() == (0,):
                break
            waiting.wait(0.5)
        cursor.execute(_LATE, [f"{name}/%"])
        middle, high, whole, rows, distinct = cursor.fetchone()
    if rows != distinct:
        raise SystemExit(f"{rows} effects of {distinct} deadlines")
    return {"p50": float(middle), "p99": float(high), "seconds": float(whole), "rows": rows}


def jobs(world: WorldInfo, count: int) -> Figures:
    """The baseline: one job of the queue for each, done by one worker of it."""
    figures: Figures = {}
    asked: list[dict[str, JSONValue]] = [{"world": world.name, "about": f"job/{n}"} for n in range(count)]
    with spent(figures, "deferred"):
        job.task.batch_defer(*asked)
    with spent(figures, "seconds"):
        run_until_empty()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM effect WHERE about LIKE 'job/%'")
        if cursor.fetchone() != (count,):
            raise SystemExit("jobs are missing")
    return figures


def worker(world: WorldInfo) -> Figures:
    """Fire until the one who started this closes its input; its processor seconds."""
    figures: Figures = {}
    stop = threading.Event()
    register("bench", act)

    def told() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=told, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with spent(figures, "seconds"):
        fire_when_due(settings.HOME, stop)
    return figures
