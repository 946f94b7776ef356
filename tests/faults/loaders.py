"""A file is loaded by a worker that is killed over it, and another one takes over: `loaders.py HOME`.

`inside`: killed once some of its rows are through; `after`: once they are kept and nobody has written down that they
are; for that the file is handed in once more. Run as a program, for one process serves one home; prints what was left
each time, as JSON.
"""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from zhunsheng.server.project.boot import boot, configure
from zhunsheng.server.project.home import Home

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from django.contrib.auth.models import User  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from zhunsheng.cli.facts import source_of  # noqa: E402
from zhunsheng.cli.numbers import scene_of  # noqa: E402
from zhunsheng.cli.run import run as run_worker  # noqa: E402
from zhunsheng.engine.facts.views import standing  # noqa: E402
from zhunsheng.server.access.actions import grant  # noqa: E402
from zhunsheng.server.access.roles import Role  # noqa: E402
from zhunsheng.server.facts import reading  # noqa: E402
from zhunsheng.server.facts.models import Batch, Head, Quarantined, Segment  # noqa: E402
from zhunsheng.server.project import jobs  # noqa: E402
from zhunsheng.server.sources.models import Upload  # noqa: E402
from zhunsheng.server.sources.uploads import loading  # noqa: E402
from zhunsheng.server.worlds import queries  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402

HOME = Home.at(Path(sys.argv[1]))
ROWS = 40_000
PATIENCE = 60.0
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def workbook() -> bytes:
    """Orders, the amount of the last one cannot be read."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, ["id", "agent", "day", "value"])
        for at in range(1, ROWS + 1):
            sheet.write_row(
                at, 0, [f"A-{at}", f"E{at % 7}", f"2025-{at % 12 + 1:02d}-15", at if at < ROWS else "unclear"]
            )
    return content.getvalue()


def partner() -> Client:
    """An HR partner who is signed in."""
    user = User.objects.create(username="ann")
    grant("ann", Role.HRBP, None, by="test", now=queries.real_now())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend=BACKEND)
    return client


def handed_in(client: Client, content: bytes) -> str:
    """The upload, asked to be loaded."""
    sent = client.post("/api/v1/uploads", {"file": SimpleUploadedFile("订单.xlsx", content)})
    upload = str(sent.json()["id"])
    asked = client.post(f"/api/v1/uploads/{upload}/load", {"source": "orders"}, content_type="application/json")
    if asked.status_code != 202:
        raise SystemExit(asked.content.decode())
    return upload


def worker() -> int:
    """Another process that works, and dies without a word where it is told to."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        run_worker(HOME)
    finally:
        logging.shutdown()
        os._exit(0)


def die(*given: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise SystemExit("it took too long")
        time.sleep(0.005)


def killed(upload: str, moment: str) -> dict[str, object]:
    """The first worker's fate, and what it left."""
    kept = loading._end, loading.EVERY
    loading.EVERY = 0.0
    if moment == "after":
        loading._end = die  # type: ignore[assignment]  # it never comes back
    pid = worker()
    loading._end, loading.EVERY = kept
    if moment == "inside":
        until(lambda: Upload.objects.get(id=upload).done > 0)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return {
        "killed": os.waitstatus_to_exitcode(status) == -signal.SIGKILL,
        "batches": Batch.objects.filter(idempotency_key=f"upload:{upload}").count(),
        "waiting": Segment.objects.filter(payload__isnull=False).exists(),
        "state": Upload.objects.get(id=upload).state,
    }


def left(upload: str) -> dict[str, object]:
    """What stands once another worker has taken over."""
    pid = worker()
    time.sleep(jobs._LOST)
    jobs.rescue.configure().defer(timestamp=0)
    until(lambda: Upload.objects.get(id=upload).state != Upload.State.LOADING)
    until(lambda: not Segment.objects.filter(payload__isnull=False).exists())
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    row = Upload.objects.get(id=upload)
    return {
        "upload": [row.state, row.done, row.faults],
        "batches": [
            [b.id == row.batch, b.rows, b.new, b.duplicate, b.quarantined, b.state]
            for b in Batch.objects.order_by("id")
        ],
        "heads": Head.objects.count(),
        "aside": Quarantined.objects.filter(batch=row.batch).count(),
    }


def facts() -> list[object]:
    """What stands in the lake: rows, keys, their worth. Whoever has opened the lake cannot fork any more."""
    with scene_of(queries.world("live")) as scene:
        found = scene.engine.arrow(standing(reading.rows(scene.engine, scene.lake(source_of("orders")))))
    return [found.num_rows, len(set(found["_key"].to_pylist())), str(sum(found["value"].to_pylist()))]


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s %(message)s")
    jobs._HEARTBEAT, jobs._LOST = 0.2, 1.5
    boot(HOME.path)
    with enter(queries.world("live")):
        client, content = partner(), workbook()
        found: list[object] = []
        for moment in ("inside", "after"):
            upload = handed_in(client, content)
            found += [killed(upload, moment), left(upload)]
        found.append(facts())
    sys.stdout.write(json.dumps(found))
