"""Links beside the numbers: what holds, what is distorted, what cannot be told, and what is wrong with the cascade."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from zhunsheng.cli.main import cli
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain
from zhunsheng.server.goals.queries import Check, check, landings
from zhunsheng.server.goals.tests.desk import EAST, FIRST, GOALS, LINKS, SAID, load, text, weeks, workbook
from zhunsheng.server.goals.values import Checked
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import dated
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.actions import set_clock

HEAD = GOALS[0]
Worked = Company


@pytest.fixture
def worked(company: Company, file: Path) -> Worked:
    """The company with a year and a half of work behind it, and its goals."""
    load(company, file)
    company.send("work", weeks())
    company.tick()
    return company


def asked(company: Company, *, back: timedelta | None = None) -> Check:
    company.later()
    with company.scene() as scene:
        return check(scene, None if back is None else company.now - back)


def links(found: Check) -> dict[str, Checked]:
    """By child."""
    return {one.child: one for one in found.links}


def codes(one: Checked) -> set[str]:
    return {problem.code.removeprefix("goals.") for problem in one.problems}


def test_a_true_link_holds_and_a_target_that_moves_nothing_is_distorted(worked: Worked) -> None:
    found = links(asked(worked))
    assert {child: one.state for child, one in found.items() if child.startswith("C")} == {
        "CE": "holds",
        "CW": "distorted",
    }
    east = found["CE"]
    assert east.delay == 2
    assert "关联" in east.reason.zh
    assert east.reason.zh.startswith("calls")


def test_parts_of_a_whole_hold_by_definition(worked: Worked) -> None:
    found = links(asked(worked))
    assert {found[child].state for child in ("GE", "GW")} == {"holds"}
    assert "按定义成立" in found["GE"].reason.zh


def test_before_anything_was_known_nothing_is_proven(worked: Worked) -> None:
    with worked.scene() as scene:
        loaded = worked.now
        then = check(scene, loaded - timedelta(days=1))
    assert then.links == ()


def test_problems_of_a_link_and_of_its_ends_stand_beside_it(worked: Worked, tmp_path: Path) -> None:
    rows = [HEAD, ("CE", "东区外呼量", "总部/东", "E00、E01", "2025-H2", "calls", 1500, None, "升")]
    more = [
        ("下级", "上级", "怎样支撑", "制衡指标"),
        ("CE", "nowhere", SAID, "complaints"),
        ("CW", "GW", "外呼量", None),
    ]
    load(worked, workbook(tmp_path / "more.xlsx", {"目标": rows, "链接": more}))
    found = {one.link: codes(one) for one in asked(worked).links}
    assert {"several_accountable", "effort_only"} <= found["CE → GE"]
    assert {"missing", "several_accountable"} <= found["CE → nowhere"]
    assert {"unguarded", "says_nothing", "effort_only"} <= found["CW → GW"]


def test_flaws_of_goals_without_links_are_told_apart(worked: Worked, tmp_path: Path) -> None:
    load(worked, text(tmp_path / "x.csv", [HEAD, ("X", "孤目标", "总部/东", "E00", "2026", "value", 1, None, "升")]))
    assert "goals.orphan" in {problem.code for problem in asked(worked).others}


def test_a_milestone_has_no_numbers_to_compare(worked: Worked, tmp_path: Path) -> None:
    goals = [("编号", "目标", "归属", "负责人", "周期", "里程碑"), ("M", "上线", "总部/东", "E00", "2026", "系统上线")]
    load(worked, workbook(tmp_path / "m.xlsx", {"目标": goals, "链接": [LINKS[0], ("M", "GE", SAID, 4, None, 0.4)]}))
    one = links(asked(worked))["M"]
    assert (one.state, one.n, one.effect) == ("unproven", 0, None)
    assert "不都有指标" in one.reason.zh


def test_closed_goals_are_not_checked(worked: Worked, tmp_path: Path) -> None:
    load(worked, text(tmp_path / "x.csv", [("编号", "状态"), ("CE", "关闭")]))
    assert "CE" not in links(asked(worked))


def test_a_persons_own_weeks_stand_for_their_goal_and_a_leaders_line_for_theirs(worked: Worked, tmp_path: Path) -> None:
    for number in EAST[1:]:
        worked.place(number, "总部/东", manager="B1", since=FIRST)
    goals = [
        HEAD,
        ("P1", "E01外呼量", "E01", None, "2025-H2", "calls", 1, None, "升"),
        ("P2", "B1外呼量", "B1", None, "2025-H2", "calls", 1, None, "升"),
    ]
    more = [LINKS[0], ("P1", "GE", SAID, 4, "complaints", 0.4), ("P2", "GE", SAID, 4, "complaints", 0.4)]
    load(worked, workbook(tmp_path / "p.xlsx", {"目标": goals, "链接": more}))
    found = links(asked(worked))
    assert found["P2"].state == "holds"
    assert "23 人" in found["P2"].reason.zh
    assert "人，" not in found["P1"].reason.zh


def test_each_metric_is_asked_for_once_however_many_links_need_it(
    worked: Worked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals = [HEAD, *(("N" + who, who, who, None, "2025-H2", "calls", 1, None, "升") for who in EAST)]
    more = [LINKS[0], *((f"N{who}", "GE", SAID, 4, "complaints", 0.4) for who in EAST)]
    load(worked, workbook(tmp_path / "n.xlsx", {"目标": goals, "链接": more}))
    passes: list[tuple[str, Grain]] = []

    def counting(scene: Scene, metric: Metric, by: str, grain: Grain, *rest: Any) -> pa.Table:
        passes.append((metric.id, grain))
        return dated(scene, metric, by, grain, *rest)

    monkeypatch.setattr("zhunsheng.server.goals.numbers.dated", counting)
    assert len(asked(worked).links) == 4 + len(EAST)
    assert sorted(passes) == [("calls", Grain.DAY), ("calls", Grain.WEEK), ("value", Grain.WEEK)]


def test_where_parents_land_if_every_child_is_reached(worked: Worked) -> None:
    with worked.scene() as scene:
        found = {one.goal: one for one in landings(scene)}
    whole, east = found["G"], found["GE"]
    assert whole.value == pytest.approx(90000)
    assert whole.low == whole.value == whole.high
    assert east.children == ("CE",)
    assert (east.low or 0) < (east.value or 0) < (east.high or 0)


def test_the_command_tells_every_link_as_json_and_the_rest_aside(worked: Worked, home: Home) -> None:
    set_clock(worked.world, worked.later())
    run = CliRunner().invoke(cli, ["--home", str(home.path), "goals", "check", "--format", "json"])
    assert run.exit_code == 0
    found = json.loads(run.stdout)
    assert [one["link"] for one in found] == ["GE → G", "GW → G", "CE → GE", "CW → GW"]
    assert list(found[0]) == list(asdict(asked(worked).links[0]))
    assert set(found[0]["reason"]) == {"zh", "en"}
    shown = CliRunner().invoke(cli, ["--home", str(home.path), "--lang", "zh", "goals", "check"])
    assert "4 条链接：成立 3，走样 1，待证 0" in shown.stdout
