"""What falls due is told of, what was given up is tried again, and a backup keeps it all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]
ARM = """
import sys
from pathlib import Path
from zhunsheng.server.project.boot import boot, configure
configure(Path(sys.argv[1]))
from django.db import connection
boot(Path(sys.argv[1]))
connection.set_schema("w_live")
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO deadlines_deadline (practice, about, due, payload, generation, state, next_try, tries, fault)"
        " SELECT 'chains', about, now() + wait, '{}', 1, state, now() + wait, tries, fault FROM (VALUES"
        " ('late', interval '-2 hours', 'armed', 0, ''), ('soon', interval '2 hours', 'armed', 0, ''),"
        " ('bad', interval '-1 day', 'dead', 8, 'KeyError: nobody')) AS told(about, wait, state, tries, fault)"
    )
"""


@pytest.fixture
def made(place: Path, zhunsheng: Zhunsheng) -> Path:
    """A home in which one is late, one to come, and one was given up."""
    done = zhunsheng(place, "init")
    assert done.returncode == 0, done.stderr
    subprocess.run([sys.executable, "-c", ARM, str(place)], check=True)
    return place


def _told(zhunsheng: Zhunsheng, home: Path, *words: str) -> dict[str, Any]:
    done = zhunsheng(home, "deadlines", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_what_was_given_up_is_told_with_its_reason_and_tried_again(made: Path, zhunsheng: Zhunsheng) -> None:
    told = _told(zhunsheng, made, "--dead")
    assert {name: told[name] for name in ("armed", "failing", "dead", "unknown")} == {
        "armed": 2,
        "failing": 0,
        "dead": 1,
        "unknown": ["chains"],
    }
    assert 7200 < told["overdue"] < 7800
    (dead,) = told["list"]
    assert (dead["about"], dead["fault"]) == ("bad", "KeyError: nobody")
    said = zhunsheng(made, "deadlines", "--dead").stdout
    assert "armed 2" in said
    assert f"#{dead['id']}  chains  bad" in said
    assert zhunsheng(made, "deadlines", "redrive").returncode == 2
    refused = zhunsheng(made, "deadlines", "redrive", str(dead["id"]), "9999")
    assert refused.returncode == 1
    assert "1 will be tried again" in refused.stdout
    assert "#9999 was not given up" in refused.stderr
    told = _told(zhunsheng, made)
    assert (told["armed"], told["dead"]) == (3, 0)
    assert "list" not in told


def test_doctor_tells_of_what_waits_and_of_what_was_given_up(made: Path, zhunsheng: Zhunsheng) -> None:
    examined = zhunsheng(made, "doctor")
    assert examined.returncode == 1
    assert "parts that this version does not know are due: chains" in examined.stderr
    assert "1 deadlines failed too often" in examined.stderr


def test_a_backup_keeps_what_falls_due(made: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file, second = room / f"{made.name}.backup", room / f"{made.name}-second"
    assert zhunsheng(made, "backup", str(file)).returncode == 0
    assert zhunsheng(second, "restore", str(file)).returncode == 0
    before, after = _told(zhunsheng, made, "--dead"), _told(zhunsheng, second, "--dead")
    assert before.pop("overdue") < after.pop("overdue")
    assert before == after
    assert zhunsheng(second, "deadlines", "redrive", "--all").returncode == 0
