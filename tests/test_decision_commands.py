"""A decision is told whole, and the chain is verified, from the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import appeal, settle
from zhunsheng.server.decisions.models import Appeal, DecisionRow
from zhunsheng.server.decisions.tests.made import NOW, behind_its_back, late
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.project.home import Home
from zhunsheng.server.subjects.actions import erase
from zhunsheng.server.worlds.values import WorldInfo

Run = Callable[..., "subprocess.CompletedProcess[str]"]
NAMES = {"1001": "李娜", "1002": "王强"}


@pytest.fixture
def run(home: Home, world: WorldInfo, zhunsheng: Run) -> Run:
    return lambda *words: zhunsheng(home.path, *words)


@pytest.fixture
def ids(world: WorldInfo) -> dict[str, int]:
    """Two people and a decision about the first, for which the second answers; the appeal is settled."""
    rows = [PersonRow(row=at, number=n, name=name, unit="HQ") for at, (n, name) in enumerate(NAMES.items(), start=2)]
    import_people(rows, effective=date(2020, 1, 1), now=NOW)
    people = dict(Person.objects.values_list("number", "subject_id"))
    record([late(about=people["1001"], answers=people["1002"])], NOW)
    made = appeal(1, by=people["1001"], words="那天请了病假", deadline=NOW + timedelta(days=2), now=NOW)
    words = {"outcome": "overturned", "words": "核实属实", "came_of": "奖金已补发"}
    settle(made.id, by=people["1002"], now=NOW + timedelta(hours=3), **words)  # type: ignore[arg-type]
    return people


def test_why_tells_everything_about_a_decision(run: Run, ids: dict[str, int]) -> None:
    told = run("--lang", "zh", "why", "1")
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == [
        "决定 1 · commitments/reply · 第 3 版 · breached",
        "  事项：SO-9",
        "  时刻：2025-08-20 12:00(记录于 2025-08-20 12:00，第 1 道封签)",
        "  涉及：李娜（1001）",
        "  由谁负责：王强（1002）",
        "  理由：承诺 4 小时内答复，用了 6.5 小时",
        "  依据：用时 = 6.5 h(事实 orders/SO-9@17)",
        "  后果：当月奖金减 800 元(amount=800)",
        f"  申诉 {Appeal.objects.get().id}：推翻 · 李娜（1001） 2025-08-20 12:00 提出：那天请了病假",
        "    由王强（1002）答复，期限 2025-08-22 12:00",
        "    王强（1002） 2025-08-20 15:00 了结：核实属实",
        "    结果：奖金已补发",
    ]
    english = run("--lang", "en", "why", "1").stdout
    for said in ("release 3", "who answers for it: 王强 (1002)", "(facts orders/SO-9@17)", "consequence: 800 less"):
        assert said in english


def test_why_as_json_holds_the_same(run: Run, ids: dict[str, int]) -> None:
    said = json.loads(run("why", "1", "--format", "json").stdout)
    assert (said["rule"], said["release"], said["outcome"]) == ("reply", 3, "breached")
    assert said["answers"] == {"key": "1002", "name": "王强"}
    assert (said["inputs"][0]["value"], said["consequences"][0]["details"]) == ("6.5", {"amount": "800"})
    assert said["inputs"][0]["facts"] == ["orders/SO-9@17"]
    assert said["reason"]["en"] == "promised within 4 hours, took 6.5 hours"
    assert said["appeals"][0]["came_of"] == "奖金已补发"
    assert said["digest"] == DecisionRow.objects.get(id=1).digest


def test_somebody_erased_is_shown_by_a_number_that_says_nothing(run: Run, ids: dict[str, int]) -> None:
    erase(ids["1001"])
    told = run("--lang", "en", "why", "1").stdout
    assert f"about: #{ids['1001']}\n" in told
    assert "李娜" not in told
    assert run("audit", "verify").returncode == 0


def test_an_unknown_decision_is_refused_with_what_to_do(run: Run) -> None:
    refused = run("--lang", "en", "why", "7")
    assert refused.returncode == 2
    assert "there is no decision 7" in refused.stderr


def test_a_chain_that_holds_prints_the_digest_that_the_next_time_expects(run: Run, ids: dict[str, int]) -> None:
    head = json.loads(run("audit", "head", "--format", "json").stdout)
    verified = json.loads(run("audit", "verify", "--format", "json").stdout)
    assert (head["number"], head["digest"]) == (verified["seals"], verified["digest"])
    assert verified["decisions"] == 3
    again = run("--lang", "zh", "audit", "verify", "--expect", verified["digest"])
    assert again.returncode == 0
    assert f"摘要 {verified['digest']}" in again.stdout
    assert verified["digest"] in run("audit", "head").stdout
    other = run("--lang", "zh", "audit", "verify", "--expect", "f" * 64)
    assert other.returncode == 2
    assert "链尾被截掉过" in other.stderr


def test_a_chain_that_was_touched_is_named_and_ends_in_failure(run: Run, ids: dict[str, int]) -> None:
    with behind_its_back():
        DecisionRow.objects.filter(id=1).update(body="{}")
    for language, said in (("zh", "决定 1(第 1 道封签内)"), ("en", "decision 1 (under seal 1)")):
        broken = run("--lang", language, "audit", "verify")
        assert broken.returncode == 2
        assert said in broken.stderr
        assert "→" in broken.stderr


def test_a_world_without_decisions_has_a_chain_that_holds(run: Run) -> None:
    assert run("audit", "verify").returncode == 0
    assert run("--lang", "zh", "audit", "head").stdout == "还没有决定。\n"


def test_open_appeals_are_told_with_who_has_to_settle_them(run: Run, ids: dict[str, int]) -> None:
    assert run("appeals").stdout == ""
    appeal(1, by=ids["1001"], words="还有新情况", deadline=NOW + timedelta(days=2), now=NOW)
    told = run("--lang", "zh", "appeals").stdout.splitlines()
    assert told[0] == "决定 1"
    assert told[1].endswith("未了结 · 李娜（1001） 2025-08-20 12:00 提出：还有新情况")
    assert told[2] == "    由王强（1002）答复，期限 2025-08-22 12:00"
    (found,) = json.loads(run("appeals", "--format", "json").stdout)
    assert (found["owner"], found["state"]) == ({"key": "1002", "name": "王强"}, "open")
