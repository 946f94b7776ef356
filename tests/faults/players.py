"""Senders and a worker, each a process that can be killed. Run as a program, for one process serves one home.

`players.py HOME send NUMBER LEDGER`: one sender hands in its batches, and writes down which were acknowledged.
`players.py HOME kill SEED`: four senders and a worker, while processes of theirs and the database's are killed;
prints what is left in the end, as JSON.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pyarrow as pa

from zhunsheng.server.project.boot import boot, configure, ensure_database
from zhunsheng.server.project.home import Home

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from django.db import InterfaceError, NotSupportedError, OperationalError, connection  # noqa: E402

from zhunsheng.cli.facts import source_of  # noqa: E402
from zhunsheng.cli.numbers import scene_of  # noqa: E402
from zhunsheng.cli.run import run as run_worker  # noqa: E402
from zhunsheng.engine.facts.views import standing  # noqa: E402
from zhunsheng.engine.values import Grain  # noqa: E402
from zhunsheng.server.facts import reading  # noqa: E402
from zhunsheng.server.facts.actions.accept import Incoming, accept  # noqa: E402
from zhunsheng.server.facts.models import Head, Segment  # noqa: E402
from zhunsheng.server.facts.queries import receipts  # noqa: E402
from zhunsheng.server.metrics.evaluate import Scene  # noqa: E402
from zhunsheng.server.metrics.queries import numbers  # noqa: E402
from zhunsheng.server.tick.actions import tick  # noqa: E402
from zhunsheng.server.worlds import queries  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402

SENDERS, BATCHES, KILLS = 4, 25, 50
"""Batches are per sender."""
Order = tuple[str, str, str, str]
AWAY = (OperationalError, InterfaceError, NotSupportedError, psycopg.OperationalError)
log = logging.getLogger("kill")


def orders(sender: int, batch: int) -> list[Order]:
    """What a sender tells in a batch: twenty new orders, five corrected ones, three told again."""

    def order(number: int, told: int) -> Order:
        return f"S{sender}-{number}", f"E{number % 7}", f"2025-{number % 12 + 1:02d}-15", f"{number}.{told:02d}"

    new = [order(batch * 20 + place, batch) for place in range(20)]
    corrected = [order((batch - 1) * 20 + place, batch) for place in range(5)] if batch else []
    again = [order((batch - 1) * 20 + place, batch - 1) for place in range(10, 13)] if batch else []
    return new + corrected + again


def send(sender: int, ledger: Path, due: Callable[[int], bool]) -> None:
    """Hand in the batches that the ledger does not hold, each once it is due and until it is acknowledged."""
    done = {line for line in ledger.read_text().splitlines() if line.endswith(".")} if ledger.exists() else set()
    for batch in range(BATCHES):
        key = f"{sender}/{batch}"
        if f"{key}." in done:
            continue
        while not due(batch):
            time.sleep(0.01)
        while not _acknowledged(sender, batch, key):
            time.sleep(0.1)
        with ledger.open("a") as file:
            # A line torn by a kill must not swallow this one.
            file.write(f"\n{key}.\n")
            file.flush()
            os.fsync(file.fileno())


def _acknowledged(sender: int, batch: int, key: str) -> bool:
    try:
        ensure_database(HOME)
        world = queries.world("live")
        with enter(world):
            source = source_of("orders")
            columns = zip(*orders(sender, batch), strict=True)
            rows = pa.table({name: pa.array(c, pa.string()) for name, c in zip(source.fields, columns, strict=True)})
            rows = rows.append_column("_row", pa.array(range(2, rows.num_rows + 2), pa.int64()))
            incoming = Incoming(source, key, [rows], digest=key, idempotency_key=key)
            accept(incoming, world.time_zone, queries.now(world))
    except AWAY as error:
        log.info("sender %d: %s", sender, str(error).strip().split("\n")[0])
        connection.close()
        return False
    return True


@dataclass
class Play:
    """The processes, and how they are brought back."""

    ledgers: Path
    kills: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 8))
    roles: dict[str, Callable[[], None]] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    killed: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roles["worker"] = partial(run_worker, HOME)
        for number in range(SENDERS):
            self.roles[f"sender {number}"] = partial(send, number, self.ledgers / str(number), self.due)

    def count(self) -> int:
        """Kills so far, also for the children."""
        return int.from_bytes(self.kills[:8], "little")

    def due(self, batch: int) -> bool:
        """Batches come along with the kills."""
        return self.count() >= batch * KILLS // BATCHES

    def start(self, role: str) -> None:
        pid = os.fork()
        if pid:
            self.running[role] = pid
            return
        code = 1
        try:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            self.roles[role]()
            code = 0
        except SystemExit:
            code = 0
        except BaseException:
            log.exception("%s fell", role)
            raise
        finally:
            logging.shutdown()
            os._exit(code)

    def mind(self) -> None:
        """See who ended: the killed start again, senders who are done do not."""
        for role, pid in list(self.running.items()):
            gone, status = os.waitpid(pid, os.WNOHANG)
            if not gone:
                continue
            del self.running[role]
            code = os.waitstatus_to_exitcode(status)
            if code == 0 and role != "worker":
                self.ended.add(role)
                continue
            if code != -signal.SIGKILL:
                self.failed.append(f"{role}: {code}")
            self.start(role)

    def kill(self, chance: random.Random) -> None:
        """One of them, if it is there."""
        kind = chance.choice(("worker", "sender", "postmaster", "backend"))
        match kind:
            case "postmaster":
                pid = _postmaster()
            case "backend":
                pid = _backend(chance)
            case "sender":
                pid = self.running.get(f"sender {chance.randrange(SENDERS)}")
            case _:
                pid = self.running.get(kind)
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.killed[kind] = self.killed.get(kind, 0) + 1
            self.kills[:8] = sum(self.killed.values()).to_bytes(8, "little")


def _postmaster() -> int | None:
    """The server's first process, if it is there."""
    try:
        process = psutil.Process(int((HOME.cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
        alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process.pid if alive else None


def _backend(chance: random.Random) -> int | None:
    """One of the server's other processes."""
    server = _postmaster()
    try:
        children = psutil.Process(server).children() if server else []
    except psutil.NoSuchProcess:
        return None
    return chance.choice(children).pid if children else None


def play(chance: random.Random, ledgers: Path) -> Play:
    """Everybody works, killed fifty times, until all senders are done; then the worker is told to stop."""
    acts = Play(ledgers)
    for role in acts.roles:
        acts.start(role)
    while acts.count() < KILLS:
        _await_moment(chance)
        acts.kill(chance)
        acts.mind()
    while len(acts.ended) < SENDERS:
        time.sleep(0.05)
        acts.mind()
    os.kill(acts.running["worker"], signal.SIGTERM)
    os.waitpid(acts.running["worker"], 0)
    return acts


def _await_moment(chance: random.Random) -> None:
    """Any moment; every other time the one at which the lake has the rows and the books do not yet."""
    until, lake = time.monotonic() + chance.uniform(0.1, 1.0), _lake_versions()
    precise = chance.random() < 0.5
    while time.monotonic() < until and not (precise and _lake_versions() > lake):
        time.sleep(0.002)


def _lake_versions() -> int:
    return sum(1 for _ in (HOME.lake / "w_live" / "orders" / "_delta_log").glob("*.json"))


def told() -> Iterator[tuple[int, Order]]:
    """Every row of every batch in the order of its sender, and the batch."""
    for sender in range(SENDERS):
        for batch in range(BATCHES):
            yield from ((batch, order) for order in orders(sender, batch))


def left(acts: Play) -> dict[str, object]:
    """What the senders told, and what stands in the lake, the books and the numbers."""
    boot(HOME.path)
    world = queries.world("live")
    with enter(world), scene_of(world) as scene:
        tick(world, queries.now(world))
        facts = scene.engine.arrow(standing(reading.rows(scene.engine, scene.lake(source_of("orders")))))
        rows = facts.sort_by("_key").to_pylist()
        return {
            "kills": acts.killed,
            "failed": acts.failed,
            "acknowledged": sorted(line for file in acts.ledgers.iterdir() for line in file.read_text().split()),
            "told": [sum(1 for _ in told()), *_last()],
            "stands": [sum(r.rows for r in receipts("orders")), *(_plain(row) for row in rows)],
            "seqs": sorted(row["_seq"] for row in rows),
            "heads": sorted(Head.objects.values_list("seq", flat=True)),
            "waiting": Segment.objects.filter(payload__isnull=False).count(),
            "unaccounted": [r.name for r in receipts("orders") if not r.accounted or r.state != "settled"],
            "counts": [sum(getattr(r, part) for r in receipts("orders")) for part in ("new", "changed", "duplicate")],
            "numbers": {name: _numbers(scene, name) for name in ("order_value", "order_count")},
            "by_hand": _by_hand(),
        }


def _plain(row: dict[str, Any]) -> list[str]:
    return [row["_key"], row["day"].isoformat(), f"{row['value']:.2f}"]


def _last() -> list[list[str]]:
    """Of each order what was told last."""
    last = {key: [key, day, value] for _, (key, _, day, value) in told()}
    return [last[key] for key in sorted(last)]


def _numbers(scene: Scene, metric: str) -> list[tuple[str | None, str | None, str]]:
    found = numbers(scene, metric, "person", Grain.MONTH)
    return sorted((n.subject, n.period, f"{n.value:.2f}") for n in found if n.value is not None)


def _by_hand() -> dict[str, list[tuple[str, str, str]]]:
    """The two metrics by person and month, added up from what was told last."""
    last = {key: (agent, day[:7], Decimal(value)) for _, (key, agent, day, value) in told()}
    worth, count = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for agent, month, value in last.values():
        worth[agent, month] += value  # type: ignore[assignment]  # a Counter may count money
        count[agent, month] += 1
    return {
        name: sorted((agent, month, f"{value:.2f}") for (agent, month), value in found.items())
        for name, found in (("order_value", worth), ("order_count", count))
    }


if __name__ == "__main__":
    HOME = Home.at(Path(sys.argv[1]))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s %(message)s")
    if sys.argv[2] == "send":
        began = time.monotonic()
        send(int(sys.argv[3]), Path(sys.argv[4]), lambda batch: time.monotonic() > began + batch * 0.3)
        sys.exit()
    ledgers = HOME.path.parent / f"{HOME.path.name}-ledgers"
    ledgers.mkdir()
    acts = play(random.Random(int(sys.argv[3])), ledgers)  # noqa: S311  a seed makes a run repeatable
    sys.stdout.write(json.dumps(left(acts)))
