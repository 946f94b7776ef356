"""Steps about decisions: recorded and verified, beside a plain COPY of the same rows. CPU is ours and the backend's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from bench.steps import Figures
from zhunsheng.engine.practices.chain import BESIDE
from zhunsheng.engine.practices.decision import Consequence, Decision, Input
from zhunsheng.engine.practices.writing import written
from zhunsheng.engine.values import EntityId, SubjectId, Text
from zhunsheng.server.decisions import audit
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
_BESIDE = ", ".join(f'"{name}"' for name in BESIDE)
_COPY = f"COPY raw_decision (id, {_BESIDE}, body) FROM STDIN"


def decided(number: int) -> Decision:
    """A decision as a practice makes it: three inputs, one consequence, about 700 bytes."""
    hours = 4 + number % 97 / 8
    inputs = [("用时", "taken", hours, "h"), ("承诺", "promised", 4, "h"), ("金额", "amount", number * 1.25, "CNY")]
    return Decision(
        practice="commitments",
        rule=EntityId(f"rule_{number % 12}"),
        release=3,
        case=f"SO-{number:08}",
        about=SubjectId(number % 5_000),
        answers=SubjectId(number % 200),
        at=NOW,
        outcome="breached",
        reason=Text(zh=f"承诺 4 小时内答复，用了 {hours} 小时", en=f"promised within 4 hours, took {hours} hours"),
        inputs=tuple(
            Input(Text(zh=zh, en=en), value, unit, (f"orders/SO-{number:08}@{number}",))
            for zh, en, value, unit in inputs
        ),
        consequences=(Consequence("bonus", Text(zh="当月奖金减 800 元", en="800 less of the bonus"), {"amount": 800}),),
    )


def recorded(world: WorldInfo, first: int, count: int, batch: int) -> Figures:
    """Record so many decisions, each batch in a transaction of its own. Making them is not counted."""
    figures: Figures = {"seconds": 0, "cpu": 0}
    for start in range(first, first + count, batch):
        made = [decided(number) for number in range(start, start + batch)]
        with measured(figures):
            record(made, NOW)
    return figures


def copied(world: WorldInfo, count: int, batch: int) -> Figures:
    """The baseline: the same texts and columns by COPY into a table with the same indexes, nothing hashed."""
    figures: Figures = {"seconds": 0, "cpu": 0}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE raw_decision (LIKE decisions_decisionrow INCLUDING INDEXES)")
        cursor.execute("ALTER TABLE raw_decision DROP COLUMN digest")
        for start in range(1, count + 1, batch):
            made = [decided(number) for number in range(start, start + batch)]
            rows = [
                (at, *(getattr(one, name) for name in BESIDE), written(one)) for at, one in enumerate(made, start=start)
            ]
            with measured(figures), cursor.copy(_COPY) as sink:
                for row in rows:
                    sink.write_row(row)
        cursor.execute("DROP TABLE raw_decision")
    return figures


def verified(world: WorldInfo) -> Figures:
    """Verify the whole chain."""
    figures: Figures = {"seconds": 0, "cpu": 0}
    with measured(figures):
        found = audit.verify()
    return figures | {"decisions": found.decisions}


@contextmanager
def measured(figures: Figures) -> Iterator[None]:
    """Add seconds and CPU seconds of what happens inside."""
    began, cpu = time.perf_counter(), _cpu()
    yield
    figures["seconds"] += time.perf_counter() - began
    figures["cpu"] += _cpu() - cpu


def _cpu() -> float:
    """CPU seconds of this process and of the database's process that serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    spent = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + sum(map(int, spent[11:13])) / os.sysconf("SC_CLK_TCK")
