"""Whoever is killed, and whatever time a worker believes it is: what falls due is done once, and not before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED, DEADLINES, KILLS, DROPS, CRASHES = 20250303, 2_000, 10, 4, 1
"""By hand, with ten thousand: `burners.py HOME 20250303 10000 50 20 3`."""


@pytest.mark.slow
def test_kills_dropped_sessions_and_a_crash_lose_nothing_double_nothing_and_hurry_nothing(
    place: Path, zhunsheng: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = zhunsheng(place, "init")
    assert made.returncode == 0, made.stderr
    numbers = map(str, (SEED, DEADLINES, KILLS, DROPS, CRASHES))
    played = subprocess.run(
        [sys.executable, str(HERE / "burners.py"), str(place), *numbers],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert played.returncode == 0, played.stderr[-4000:]
    left = json.loads(played.stdout)
    happened = left.pop("happened")
    assert sum(happened.values()) == KILLS + DROPS + CRASHES
    assert happened["kill, acted and not committed"] > 0, "in the middle, too"
    assert left.pop("failed") == [], played.stderr[-4000:]
    assert left == {"armed": DEADLINES, "lost": 0, "doubled": 0, "early": 0, "unfired": 0, "blamed": 0}
