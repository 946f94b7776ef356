"""What people tell in the product: a fact with who told it, refused where it moves a case that is not theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.tests.desk import FILES, Desk
from zhunsheng.server.commitments.tests.service import CHAIN, service_desk, who
from zhunsheng.server.facts.actions.tell import refuse_told
from zhunsheng.server.forms.evidence import keep, place, shown
from zhunsheng.server.forms.telling import forms, tell
from zhunsheng.server.people.actions import erase
from zhunsheng.server.worlds.queries import visited
from zhunsheng.server.worlds.values import WorldInfo

ACTS = """
kind: source
id: acts
name: {zh: 处理记录, en: acts}
system: 准绳
told_by: people
key: [id]
time: at
fields:
  id: {required: true}
  at: {type: datetime}
  by: {type: subject, dimension: person}
  ticket: {required: true}
  act: {type: choice, choices: [plan, wait, go on], required: true}
  evidence: {}
"""
SAID = (
    CHAIN.replace(
        "    done: {where: {field: what, value: answer}}",
        """    done:
      source: acts
      case: ticket
      where: {all: [{field: act, value: plan}, {field: evidence, op: not_empty}]}""",
    )
    + """
pauses:
  - id: waiting
    name: {zh: 等客户, en: waiting}
    begins: {source: acts, case: ticket, where: {field: act, value: wait}}
    ends: {source: acts, case: ticket, where: {field: act, value: go on}}
    may: [{position: 服务经理, same: region}]
"""
)


@pytest.fixture
def desk(world: WorldInfo) -> Desk:
    found = service_desk(world)
    found.publish(SAID, beside={"sources/acts.yaml": ACTS})
    found.turn()
    found.tell(("T", "open", 4), who="E1")
    return found


def say(desk: Desk, person: str, **values: str) -> None:
    """Somebody fills in the form, and a turn."""
    tell(visited(desk.world.name), current().each(Source)["acts"], values, who(person))
    desk.turn()


def due(stage: str) -> str:
    at = Standing.objects.get(case="T", stage=stage).due
    return "never" if at is None else f"{at:%H:%M}"


def test_whoever_is_responsible_ends_a_stage_by_showing_evidence(desk: Desk) -> None:
    desk.at(20)
    say(desk, "E1", ticket="T", act="plan")
    assert Standing.objects.get(case="T", stage="answer").state == "open"
    say(desk, "E1", ticket="T", act="plan", evidence="a" * 64)
    found = Standing.objects.get(case="T", stage="answer")
    assert (found.state, f"{found.done:%H:%M}") == ("met", "09:20")


def test_nobody_else_moves_a_case(desk: Desk) -> None:
    with pytest.raises(Refusal, match="not yours to move"):
        say(desk, "E2", ticket="T", act="plan", evidence="x")
    assert Standing.objects.get(case="T", stage="answer").state == "open"


def test_who_has_joined_a_case_may_move_it(desk: Desk) -> None:
    desk.publish(
        SAID.replace("to: [responsible, manager]", "to: [manager]").replace(
            "missed: [{do: notice, to: [manager]}]", "missed: [{do: escalate, to: [{person: E3}]}]"
        ),
        beside={"sources/acts.yaml": ACTS},
    )
    desk.turn()
    desk.at(10)
    desk.tell(("U", "open", 8), who="E1")
    with pytest.raises(Refusal):
        say(desk, "E3", ticket="U", act="plan", evidence="x")
    desk.at(60)
    desk.fire()
    say(desk, "E3", ticket="U", act="plan", evidence="x")
    assert Standing.objects.get(case="U", stage="answer").done is not None


def test_only_whom_the_commitment_names_lets_a_case_wait(desk: Desk) -> None:
    with pytest.raises(Refusal, match="服务经理 of the same region"):
        say(desk, "E1", ticket="T", act="wait")
    desk.at(10)
    say(desk, "M", ticket="T", act="wait")
    assert due("close") == "never"
    desk.at(70)
    say(desk, "M", ticket="T", act="go on")
    assert due("close") == "14:04"


OTHER = """
kind: commitment
id: other
name: {zh: 投诉, en: complaints}
begins: {source: events, case: ticket, where: {field: what, value: complaint}}
stages:
  - id: plan
    name: {zh: 方案, en: plan}
    done: {source: acts, case: ticket, where: {field: act, value: plan}}
    within: 1 h
"""
BY_HAND = """
kind: commitment
id: visits
name: {zh: 回访, en: visits}
begins: {source: acts, case: ticket, where: {field: act, value: wait}, person: by}
stages:
  - id: seen
    name: {zh: 已访, en: seen}
    done: {source: events, case: ticket, where: {field: what, value: seen}}
    within: 1 h
"""


def test_two_commitments_hear_of_one_form(desk: Desk) -> None:
    desk.publish(SAID, beside={"sources/acts.yaml": ACTS, "commitments/other.yaml": OTHER})
    desk.turn()
    desk.at(20)
    say(desk, "E1", ticket="T", act="plan", evidence="x")
    assert Standing.objects.get(case="T", stage="answer").state == "met"


def test_a_case_keeps_the_definition_by_which_it_is_asked(desk: Desk) -> None:
    other = SAID.replace("value: plan", "value: go on")
    desk.publish(other, effective=date(2025, 3, 4), beside={"sources/acts.yaml": ACTS})
    desk.turn()
    with pytest.raises(Refusal, match="not yours to move"):
        say(desk, "E2", ticket="T", act="plan", evidence="x")


def test_a_case_begins_by_hand_and_nobody_takes_it_by_beginning_it_again(desk: Desk) -> None:
    desk.publish(CHAIN, beside={"sources/acts.yaml": ACTS, "commitments/visits.yaml": BY_HAND})
    desk.turn()
    desk.at(10)
    say(desk, "E1", ticket="V1", act="wait")
    with pytest.raises(Refusal, match="not yours to move"):
        say(desk, "W", ticket="V1", act="wait")
    assert Standing.objects.get(case="V1").person == who("E1")


def test_nobody_writes_when_they_said_something() -> None:
    dated = ACTS + "  when: {type: datetime}\n"
    said = "source: acts, case: ticket, where: {field: act, value: wait}"
    wrong = SAID.replace(said, "source: acts, case: ticket, at: when")
    files = {**FILES, "sources/acts.yaml": dated, "commitments/chain.yaml": wrong.replace(", same: region", "")}
    with pytest.raises(ZhunshengError) as refused:
        sound(files)
    assert "commitment.said_moment" in {one.code for one in refused.value.problems}


def test_a_case_that_nobody_knows_is_said_so(desk: Desk) -> None:
    with pytest.raises(Refusal, match="no case 'X'"):
        say(desk, "E1", ticket="X", act="plan", evidence="x")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ticket": "T"}, "act"),
        ({"ticket": "T", "act": "sing"}, "sing"),
        ({"ticket": "T", "act": "plan", "by": "E2"}, "has no 'by' to fill in"),
        ({"ticket": "T", "act": "plan", "tikcet": "T"}, "has no 'tikcet' to fill in"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk: Desk, values: Mapping[str, str], said: str) -> None:
    with pytest.raises(ZhunshengError, match=said):
        say(desk, "E1", **values)
    assert not desk.turn()


def test_nobody_else_tells_what_people_tell(desk: Desk) -> None:
    (source,) = forms()
    with pytest.raises(ZhunshengError, match="filled in by people"):
        refuse_told(source)


def test_a_form_has_what_the_product_fills_in() -> None:
    wrong = ACTS.replace("  by: {type: subject, dimension: person}\n", "").replace("time: at", "time: day")
    with pytest.raises(ZhunshengError) as refused:
        sound({**FILES, "sources/acts.yaml": wrong.replace("  at: {type: datetime}", "  day: {type: datetime}")})
    assert {one.code for one in refused.value.problems} == {"told.other_option", "told.not_stamped"}


def test_evidence_lies_with_the_world_until_who_showed_it_is_erased(desk: Desk) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("方案.pdf", b"%PDF", content_type="application/pdf")

    first = keep(desk.world, file(), who("E1"), desk.now)  # type: ignore[arg-type]
    keep(desk.world, file(), who("E2"), desk.now)  # type: ignore[arg-type]
    assert place(desk.world, first.digest).read_bytes() == b"%PDF"
    erase("E1")
    assert [one.by for one in shown(first.digest)] == [who("E2")]
    assert place(desk.world, first.digest).exists()


def test_what_a_browser_would_run_is_no_evidence(desk: Desk) -> None:
    page = SimpleUploadedFile("a.html", b"<script>", content_type="text/html")
    with pytest.raises(Refusal, match="no photo"):
        keep(desk.world, page, who("E1"), desk.now)  # type: ignore[arg-type]
