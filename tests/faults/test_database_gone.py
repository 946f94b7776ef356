"""The database is gone for a while: who works with it waits, and goes on by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

HERE = Path(__file__).parent
GONE = 5.0  # seconds


class Customer(Protocol):
    def url(self) -> str: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


def _started(customer: Customer, log: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": customer.url()}
    with log.open("w") as file:
        return subprocess.Popen([sys.executable, *words], env=environment, stdout=file, stderr=file)


def _until(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    give_up = time.monotonic() + seconds
    while not true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.slow
def test_a_worker_and_a_sender_go_on_by_themselves_when_the_database_is_back(
    customer: Customer, place: Path, room: Path, zhunsheng: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ledger, log = room / f"{place.name}.ledger", room / f"{place.name}.log"
    made = zhunsheng(place, "init", str(HERE / "shop"), environment={"DATABASE_URL": customer.url()})
    assert made.returncode == 0, made.stderr
    worker = _started(customer, log, "-c", "from zhunsheng.cli import main; main()", "--home", str(place), "worker")
    sender = _started(
        customer, log.with_suffix(".sender"), str(HERE / "players.py"), str(place), "send", "0", str(ledger)
    )

    def acknowledged() -> int:
        return len(ledger.read_text().split()) if ledger.exists() else 0

    def settled() -> int:
        with psycopg.connect(customer.url()) as database:
            row = database.execute("SELECT count(*) FROM w_live.facts_batch WHERE state = 'settled'").fetchone()
        return 0 if row is None else int(row[0])

    assert _until(lambda: acknowledged() > 2 and settled() > 0)
    customer.stop()
    before = acknowledged()
    time.sleep(GONE)
    assert (worker.poll(), sender.poll()) == (None, None), "nobody gives up"
    assert acknowledged() <= before + 1, "nothing is acknowledged without a database"
    customer.start()
    assert sender.wait(60) == 0
    assert _until(lambda: settled() == acknowledged() == 25)
    worker.terminate()
    assert worker.wait(30) == 0, log.read_text()
