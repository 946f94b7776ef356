"""Workers that fire deadlines while they are killed: `burners.py HOME SEED DEADLINES KILLS DROPS CRASHES`.

Three workers, whose clocks are an hour slow, right, and an hour fast. Deadlines come along with the blows: a worker is
killed, a session is ended, the database is killed. Run as a program, for one process serves one home; prints what is
left in the end, as JSON.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from zhunsheng.server.project.boot import boot, configure, ensure_database
from zhunsheng.server.project.home import Home

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from django.db import connection, transaction  # noqa: E402

from zhunsheng.server.deadlines.actions.arm import arm  # noqa: E402
from zhunsheng.server.deadlines.handlers import register  # noqa: E402
from zhunsheng.server.deadlines.tests.acting import TABLE, act, run  # noqa: E402
from zhunsheng.server.deadlines.values import Arming, Due  # noqa: E402
from zhunsheng.server.project.trouble import AWAY  # noqa: E402
from zhunsheng.server.tick.firing import fire_when_due  # noqa: E402
from zhunsheng.server.worlds import queries  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402
from zhunsheng.server.worlds.values import WorldInfo  # noqa: E402

HOME = Home.at(Path(sys.argv[1]))
CLOCKS = tuple(timedelta(hours=hours) for hours in (-1, 0, 1))
PATIENCE = 120.0
log = logging.getLogger("burners")


def believe(error: timedelta) -> None:
    """Let this process's clock be wrong, for our code and for Django."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # plain ones, as the database has
            return datetime.now(tz) + error

    true = time.time
    time.time = lambda: true() + error.total_seconds()
    for name, module in list(sys.modules.items()):
        if name.startswith(("zhunsheng.", "django.")) and getattr(module, "datetime", None) is datetime:
            module.datetime = Wrong  # type: ignore[attr-defined]


@dataclass
class Play:
    """The workers, and what happened to them. `inside`: a byte per worker, set from its effects to its commit."""

    chance: random.Random
    inside: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, len(CLOCKS)))
    running: dict[int, int] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def start(self, number: int) -> None:
        connection.close()
        self.inside[number] = 0
        pid = os.fork()
        if pid:
            self.running[number] = pid
            return
        try:
            os.environ["PGAPPNAME"] = str(os.getpid())
            believe(CLOCKS[number])
            register("chains", self._handler(number))
            fire_when_due(HOME, threading.Event())
        except BaseException:
            log.exception("worker %d fell", number)
            raise
        finally:
            logging.shutdown()
            os._exit(1)

    def _handler(self, number: int) -> Callable[[WorldInfo, datetime, Sequence[Due]], None]:
        def acting(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
            act(world, now, dues)
            self.inside[number] = 1
            transaction.on_commit(lambda: self.inside.__setitem__(number, 0))

        return acting

    def mind(self) -> None:
        """Nobody may end by itself; who does is noted, and another takes its place."""
        for number, pid in list(self.running.items()):
            gone, status = os.waitpid(pid, os.WNOHANG)
            if gone:
                self.failed.append(f"worker {number}: {os.waitstatus_to_exitcode(status)}")
                self.start(number)

    def strike(self, blow: str) -> None:
        """At any moment; every other time the one at which a worker has acted and not committed."""
        number = self._chosen(precise=self.chance.random() < 0.5)
        acting = self.inside[number]
        match blow:
            case "kill":
                self._kill(number)
            case "drop":
                self._drop(self.running[number])
            case _:
                os.kill(int((HOME.cluster / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)
        self.inside[number] = 0
        self.happened[f"{blow}, acted and not committed" if acting else blow] += 1

    def _chosen(self, *, precise: bool) -> int:
        until = time.monotonic() + self.chance.uniform(0.2, 0.8)
        while time.monotonic() < until:
            acting = next((number for number in self.running if self.inside[number]), None)
            if precise and acting is not None:
                return acting
            time.sleep(0.0005)
        return self.chance.choice(list(self.running))

    def _kill(self, number: int) -> None:
        os.kill(self.running[number], signal.SIGKILL)
        os.waitpid(self.running[number], 0)
        self.start(number)

    def _drop(self, pid: int) -> None:
        """End the sessions of a worker, which have its number for a name."""
        sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        insist(lambda: run(sessions, str(pid)))


def insist(work: Callable[[], object]) -> None:
    """Until the database has done it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            ensure_database(HOME)
            with enter(queries.world("live")):
                work()
        except AWAY:
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def wave(number: int, size: int, chance: random.Random) -> None:
    """Arm some more, due within a second; told again after a crash they are the same."""
    begin: list[datetime] = []
    insist(lambda: begin.append(queries.real_now()))
    rows = [
        Arming(f"{number}/{place}", begin[-1] + timedelta(seconds=chance.uniform(0, 1)), {}) for place in range(size)
    ]
    insist(lambda: arm("chains", rows))


def play(chance: random.Random, deadlines: int, blows: list[str]) -> Play:
    """Waves and blows, until nothing is armed any more."""
    acts = Play(chance)
    insist(lambda: run(TABLE))
    try:
        _played(acts, deadlines, blows)
    finally:
        for pid in acts.running.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return acts


def _played(acts: Play, deadlines: int, blows: list[str]) -> None:
    for number in range(len(CLOCKS)):
        acts.start(number)
    for number, blow in enumerate(blows):
        wave(number, deadlines // len(blows) + (number < deadlines % len(blows)), acts.chance)
        acts.strike(blow)
        acts.mind()
    until, waiting = time.monotonic() + PATIENCE, [1]
    while waiting[-1] and time.monotonic() < until:
        insist(lambda: waiting.append(count("FROM deadlines_deadline WHERE state = 'armed'")))
        acts.mind()
        time.sleep(0.1)


def count(of: str) -> int:
    return int(str(run(f"SELECT count(*) {of}")[0][0]))


def left(acts: Play) -> dict[str, object]:
    return {
        "happened": acts.happened,
        "failed": acts.failed,
        "armed": count("FROM deadlines_deadline"),
        "lost": count("FROM deadlines_deadline d WHERE NOT EXISTS (SELECT 1 FROM effect e WHERE e.about = d.about)"),
        "doubled": count("FROM (SELECT about FROM effect GROUP BY about HAVING count(*) > 1) AS twice"),
        "early": count("FROM effect WHERE at < due"),
        "unfired": count("FROM deadlines_deadline WHERE state <> 'fired' OR generation <> 1"),
        "blamed": count("FROM deadlines_deadline WHERE tries > 0"),
    }


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(name)s %(message)s")
    seed, deadlines, kills, drops, crashes = map(int, sys.argv[2:])
    boot(HOME.path)
    chance = random.Random(seed)  # noqa: S311  a seed makes a run repeatable
    blows = ["kill"] * kills + ["drop"] * drops + ["crash"] * crashes
    chance.shuffle(blows)
    acts = play(chance, deadlines, blows)
    found: dict[str, object] = {}
    insist(lambda: found.update(left(acts)))
    sys.stdout.write(json.dumps(found))
