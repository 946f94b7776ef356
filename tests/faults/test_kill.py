"""Whoever is killed, and whenever: what was acknowledged is there, once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED = "20250317"


@pytest.mark.slow
def test_fifty_kills_during_a_hundred_batches_lose_nothing_and_double_nothing(
    place: Path, zhunsheng: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = zhunsheng(place, "init", str(HERE / "shop"))
    assert made.returncode == 0, made.stderr
    played = subprocess.run(
        [sys.executable, str(HERE / "players.py"), str(place), "kill", SEED],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert played.returncode == 0, played.stderr[-4000:]
    left = json.loads(played.stdout)
    assert sum(left["kills"].values()) == 50
    assert len(left["kills"]) == 4, "senders, worker, postmaster and backends were all among them"
    assert left["failed"] == [], played.stderr[-4000:]
    assert len(set(left["acknowledged"])) == 100
    assert left["waiting"] == 0
    assert left["stands"] == left["told"]
    assert left["heads"] == left["seqs"]
    assert left["unaccounted"] == []
    assert left["counts"] == [2000, 480, 288]
    assert left["numbers"] == left["by_hand"]
