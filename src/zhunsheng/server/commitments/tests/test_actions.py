"""What a commitment does: cases are given to people, and those meant are told, asked, brought in, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.roles import Role
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.queries import what_if
from zhunsheng.server.commitments.staffing import unstaffed
from zhunsheng.server.commitments.tests.desk import Desk
from zhunsheng.server.commitments.tests.service import CHAIN, GIVEN, service_desk, who
from zhunsheng.server.outbox.queries import effects_of
from zhunsheng.server.outbox.values import EffectInfo
from zhunsheng.server.permissions.queries import freezes
from zhunsheng.server.subjects.queries import by_key, labels
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def desk(world: WorldInfo) -> Desk:
    return service_desk(world)


def said(effects: Iterable[EffectInfo]) -> list[tuple[str, str, str]]:
    """Kind, whom, state of effects."""
    known = list(effects)
    names = labels([one.to for one in known if one.to is not None])
    return [(one.kind, names[one.to].key if one.to is not None else "", one.state) for one in known]


def decided(desk: Desk) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Case, outcome and effects of every decision."""
    return [(one.decision.case, one.decision.outcome, said(effects_of([one.number]))) for one in desk.decided()]


def test_a_case_that_begins_asks_whoever_is_responsible_and_tells_the_director(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    assert decided(desk) == [("T", "begun", [("card", "E1", "sent"), ("notice", "M", "sent")])]
    (found,) = desk.decided()
    assert found.decision.answers == by_key("person", ["V"])["V"]
    (card, _) = effects_of([found.number])
    assert card.details["due"] == "2025-03-03T09:31:00.000000Z"


def test_what_is_missed_tells_each_of_them_once_and_the_case_keeps_its_engineer(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(300)
    desk.fire()
    assert desk.fire() == 0
    assert decided(desk)[1:] == [
        ("T/answer", "missed", [("notice", "E1", "sent"), ("notice", "M", "sent")]),
        ("T/close", "missed", [("escalate", "M", "sent"), ("freeze", "E1", "done")]),
    ]
    assert _responsible() == {"T": "E1"}


def test_a_stage_that_is_kept_is_decided_once_where_something_follows(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(10)
    desk.tell(("T", "answer", 9))
    desk.turn()
    assert decided(desk)[1:] == [("T/answer", "kept", [("notice", "M", "sent")])]


def test_the_card_of_a_case_is_done_when_all_its_stages_are(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(10)
    desk.tell(("T", "answer", 9))
    assert decided(desk)[0][2][0] == ("card", "E1", "sent")
    desk.at(60)
    desk.tell(("T", "close", 50))
    assert decided(desk)[0][2][0] == ("card", "E1", "done")


def test_a_case_that_never_was_takes_its_card_along_and_begins_anew_when_it_is_told_again(desk: Desk) -> None:
    batch = desk.tell(("T", "open", 1), who="E1")
    desk.withdraw(batch)
    assert [one[1:] for one in decided(desk)] == [
        ("begun", [("card", "E1", "withdrawn"), ("notice", "M", "withdrawn")]),
        ("taken_back", []),
    ]
    desk.tell(("T", "open", 2), who="E2")
    assert decided(desk)[-1] == ("T", "begun", [("card", "E2", "sent"), ("notice", "M", "sent")])


def test_history_sends_nothing(desk: Desk) -> None:
    desk.tell(("old", "open", -6000), who="E1")
    desk.at(400)
    desk.fire()
    assert decided(desk) == []


def test_a_decision_that_is_taken_back_takes_back_what_it_did(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(300)
    desk.fire()
    assert [one.state for one in freezes(who("E1"), desk.now)] == ["held"]
    desk.tell(("T", "answer", 12), ("T", "close", 100))
    assert [one.state for one in freezes(who("E1"), desk.now)] == ["lifted"]
    states = {state for _, outcome, effects in decided(desk) if outcome == "missed" for *_, state in effects}
    assert states == {"withdrawn"}


def test_a_case_is_given_to_the_first_who_can_take_it_with_the_fewest_cases(desk: Desk) -> None:
    desk.publish(GIVEN)
    desk.turn()
    for ticket, engineer in (("A", "E1"), ("B", ""), ("C", ""), ("D", "")):
        desk.tell((ticket, "open", 2), who=engineer, area="华东")
    assert _responsible() == {"A": "E1", "B": "E2", "C": "E3", "D": "E1"}
    last = desk.decided()[-1].decision
    assert (last.outcome, last.reason.zh) == (
        "assigned",
        "「响应链」的案件开始，交给该区域的工程师中手上案件最少的人",
    )
    assert [(one.name.en, one.value) for one in last.inputs[1:]] == [
        ("open cases at the time", 1),
        ("people who could take it", 3),
        ("passed over: away or frozen", 0),
    ]
    desk.tell(("B", "answer", 1))
    assert _responsible()["B"] == "E2"


def test_who_is_frozen_is_passed_over(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(300)
    desk.fire()
    desk.publish(GIVEN)
    desk.turn()
    desk.tell(("A", "open", 299), who="E1", area="华东")
    assert _responsible()["A"] == "E2"


def test_a_case_that_nobody_can_take_goes_to_the_head_and_the_hr_partner_hears_why(desk: Desk) -> None:
    username, _ = open_account("E3")
    grant(username, Role.HRBP, None, by="root", now=desk.now)
    desk.publish(GIVEN)
    desk.turn()
    desk.tell(("A", "open", 2), who="", area="西南")
    (found,) = desk.decided()
    assert found.decision.outcome == "nobody_available"
    assert _responsible()["A"] == "V"
    assert ("notice", "E3", "sent") in decided(desk)[0][2]


def test_a_case_is_handed_over_and_stays_so(desk: Desk) -> None:
    desk.publish(CHAIN.replace("{do: notice, to: [responsible, manager]}", "{do: hand_over, to: [manager]}"))
    desk.turn()
    desk.tell(("T", "open", 2), who="E1")
    desk.at(40)
    desk.fire()
    desk.tell(("T", "answer", 39))
    assert _responsible() == {"T": "M"}


def test_a_what_if_says_whom_its_actions_would_have_reached(desk: Desk) -> None:
    desk.tell(("T", "open", 1), ("U", "open", 2), who="E1")
    desk.at(300)
    changed = CHAIN.replace(
        "missed: [{do: notice, to: [responsible, manager]}]", "missed: [{do: notice, to: [manager]}]"
    )
    with desk.scene() as scene:
        found = what_if(scene, "chain", changed, date(2025, 3, 3), date(2025, 3, 4))
    names = labels([one.person for one in found.reached if one.person is not None])
    told = {(names[one.person].key, one.kind): one.times for one in found.reached if one.person is not None}
    assert told == {
        ("E1", "card"): 2,
        ("M", "notice"): 4,
        ("M", "escalate"): 2,
        ("E1", "freeze"): 2,
    }
    assert {one.week for one in found.reached} == {date(2025, 3, 3)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("position: 服务经理", "position: 服务经里", "commitment.nobody_holds"),
        ("answers: {position: 运营副总}", "answers: {person: X9}", "commitment.nobody_is"),
        (
            "begun:",
            "responsible: {choose: [{position: 服务经理, region: area}]}\nbegun:",
            "commitment.nobody_in_region",
        ),
    ],
)
def test_what_nobody_is_there_for_is_said_before_it_is_published(desk: Desk, old: str, new: str, code: str) -> None:
    def wrong(chain: str) -> list[str]:
        files = {**desk.files, "commitments/chain.yaml": chain}
        return [one.code for one in unstaffed(sound(files), desk.now.date())]

    assert wrong(CHAIN) == []
    assert set(wrong(CHAIN.replace(old, new))) == {code}


def _responsible() -> dict[str, str]:
    rows = [(row.case, row.person) for row in Standing.objects.all() if row.person is not None]
    names = labels([person for _, person in rows])
    return {case: names[person].key for case, person in rows}
