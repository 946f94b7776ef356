"""A worker is killed over a file that was handed in: the next one loads it, once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = 40_000
GOOD = ROWS - 1


@pytest.mark.slow
def test_a_file_whose_worker_is_killed_is_loaded_once_by_the_next(
    place: Path, zhunsheng: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = zhunsheng(place, "init", str(HERE / "shop"))
    assert made.returncode == 0, made.stderr
    played = subprocess.run(
        [sys.executable, str(HERE / "loaders.py"), str(place)], capture_output=True, text=True, check=False, timeout=200
    )
    assert played.returncode == 0, played.stderr[-4000:]
    inside, first, after, second, facts = json.loads(played.stdout)
    assert inside == {"killed": True, "batches": 0, "waiting": False, "state": "loading"}, "nothing is half loaded"
    stands = {"heads": GOOD, "aside": 1}
    batch = [True, ROWS, GOOD, 0, 1, "settled"]
    assert first == {"upload": ["loaded", ROWS, []], "batches": [batch], **stands}
    assert after == {"killed": True, "batches": 1, "waiting": True, "state": "loading"}, "all of it is kept"
    again = [[False, *batch[1:]], [True, ROWS, 0, GOOD, 1, "settled"]]
    assert second == {"upload": ["loaded", ROWS, []], "batches": again, **stands}
    assert facts == [GOOD, GOOD, f"{GOOD * ROWS // 2}.0000"]
