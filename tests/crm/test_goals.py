"""The CRM example's goals: value ← deals ← open pipeline, imported from its folder and checked on its own numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhunsheng.cli.main import cli
from zhunsheng.server.project.home import Home

GOALS = Path(__file__).parents[2] / "examples" / "crm-sales" / "goals"


@pytest.mark.usefixtures("loaded")
def test_its_goals_hang_together_and_every_link_is_judged(home: Home, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, ["--home", str(home.path), "--lang", "en", "goals", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "goals 45 new, 0 changed, 0 unchanged; links 44 new" in run("import", str(GOALS))
    run("export", str(tmp_path / "goals.xlsx"))
    again = run("import", str(tmp_path / "goals.xlsx"))
    assert "goals 0 new, 0 changed, 45 unchanged; links 0 new, 0 changed, 44 unchanged" in again
    found = json.loads(run("check", "--format", "json"))
    assert len(found) == 44
    keys = ["link", "parent", "child", "state", "n", "delay", "effect", "low", "high", "reason", "problems"]
    assert all(list(one) == keys for one in found)
    assert {one["state"] for one in found} <= {"holds", "distorted", "unproven"}
    by_parent = {one["parent"]: one for one in found}
    assert by_parent["REV"]["state"] == "holds"
    teams = [one for one in found if one["parent"].startswith("REV-")]
    assert [one["n"] for one in teams] == [29] * 6
    assert sum(one["state"] == "holds" for one in teams) >= 5
    assert not any(one["state"] == "distorted" for one in found)
