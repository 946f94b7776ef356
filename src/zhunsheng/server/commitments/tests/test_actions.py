"""What a commitment does: cases are given to people, and those meant are told, asked, brought in, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.roles import Role
from zhunsheng.server.cards.inbox import inbox
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.queries import what_if
from zhunsheng.server.commitments.staffing import uncovered, unstaffed
from zhunsheng.server.commitments.tests.desk import Desk
from zhunsheng.server.commitments.tests.service import CHAIN, GIVEN, service_desk, who
from zhunsheng.server.outbox.actions.answer import see
from zhunsheng.server.outbox.queries import effects_for, effects_of
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
        ("T/close", "missed", [("escalate", "M", "sent"), ("freeze", "E1", "sent"), ("card", "V", "sent")]),
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


HANDED = CHAIN.replace("to: [responsible, manager]}", "to: [responsible]}, {do: hand_over, to: [manager]}")
BOTH = HANDED.replace("{do: escalate, to: [{position: 服务经理, same: region}]}", "{do: hand_over, to: [{person: V}]}")


def test_a_miss_stays_with_whom_it_was_of(desk: Desk) -> None:
    desk.publish(HANDED)
    desk.turn()
    desk.tell(("T", "open", 2), who="E1")
    desk.at(40)
    desk.fire()
    desk.turn()
    assert _having() == {"answer": "E1", "close": "M"}
    assert [(one.case, one.asks.zh) for one in inbox(who("M")).cards] == [("T", "先响应")]
    assert [one.kind for one in effects_for(who("M")) if one.kind == "hand_over"] == ["hand_over"]


def test_several_hand_overs_at_once_leave_the_last(desk: Desk) -> None:
    desk.publish(BOTH)
    desk.turn()
    desk.tell(("T", "open", 2), who="E1")
    desk.at(300)
    desk.fire()
    assert _having() == {"answer": "E1", "close": "E1"}
    desk.tell(("T", "answer", 12), ("T", "close", 100))
    desk.tell(("U", "open", 299), who="E2")
    assert _responsible()["U"] == "E2"


def test_a_case_handed_over_by_each_stage_in_one_go_stops_nobody(desk: Desk) -> None:
    kept = CHAIN.replace("kept: [{do: notice, to: [manager]}]", "kept: [{do: hand_over, to: [manager]}]")
    desk.publish(kept.replace("    within: 4 h", "    kept: [{do: hand_over, to: [{person: V}]}]\n    within: 4 h"))
    desk.turn()
    desk.tell(("T", "open", 2), who="E1")
    desk.at(20)
    desk.tell(("T", "answer", 10), ("T", "close", 15))
    assert _having() == {"answer": "E1", "close": "E1"}
    assert {one.decision.outcome for one in desk.decided()} == {"begun", "kept"}
    desk.tell(("U", "open", 19), who="E2")
    assert _responsible()["U"] == "E2"


def test_a_hand_over_that_is_taken_back_leaves_the_later_one(desk: Desk) -> None:
    desk.publish(BOTH.replace("within: 4 h", "within: 40 min"))
    desk.turn()
    desk.tell(("T", "open", 2), who="E1")
    desk.at(35)
    desk.fire()
    assert _having() == {"answer": "E1", "close": "M"}
    desk.at(50)
    desk.fire()
    desk.tell(("T", "answer", 12))
    assert _having() == {"answer": "E1", "close": "E1"}


def test_a_case_told_anew_begins_anew_whatever_became_of_it(desk: Desk) -> None:
    desk.publish(HANDED)
    desk.turn()
    batch = desk.tell(("T", "open", 2), who="E1")
    desk.at(40)
    desk.fire()
    desk.withdraw(batch)
    desk.at(50)
    desk.tell(("T", "open", 45), who="E2")
    assert _responsible() == {"T": "E2"}


def test_whoever_read_of_what_no_longer_holds_hears_that_it_does_not(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(40)
    desk.fire()
    for notice in inbox(who("M")).notices:
        see(who("M"), [(mark.decision, mark.place) for mark in notice.marks], desk.now)
    desk.tell(("T", "answer", 12))
    (notice,) = [one for one in inbox(who("M")).notices if one.new and "kept" not in one.reasons[0].en]
    assert "no longer holds" in notice.reasons[-1].en
    assert [one.reasons for one in inbox(who("E1")).notices if "holds" in one.reasons[0].en] == []


def test_what_was_kept_is_taken_back_when_it_was_not(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(10)
    batch = desk.tell(("T", "answer", 9))
    desk.withdraw(batch)
    desk.tell(("T", "answer", 8))
    outcomes = [(outcome, [state for *_, state in effects]) for _, outcome, effects in decided(desk)[1:]]
    assert outcomes == [("kept", ["withdrawn"]), ("taken_back", []), ("kept", ["sent"])]


def test_what_is_done_while_its_clock_stands_still_is_kept(desk: Desk) -> None:
    waits = """
pauses:
  - id: asked
    name: {zh: 等, en: asked}
    begins: {where: {field: what, value: ask}}
    ends: {where: {field: what, value: told}}
"""
    desk.publish(CHAIN + waits)
    desk.turn()
    desk.tell(("T", "open", 1), who="E1")
    desk.at(20)
    desk.tell(("T", "ask", 10), ("T", "answer", 15))
    assert decided(desk)[-1][:2] == ("T/answer", "kept")
    assert "while its clock stood still" in desk.decided()[-1].decision.reason.en


def test_a_corrected_record_moves_what_was_missed_to_whom_it_was_of(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1", ids=["x"])
    desk.at(300)
    desk.fire()
    desk.tell(("T", "open", 1), who="E2", ids=["x"])
    desk.fire()
    assert _having() == {"answer": "E2", "close": "E2"}
    assert [one.state for one in freezes(who("E1"), desk.now)] == ["lifted"]
    assert [one.state for one in freezes(who("E2"), desk.now)] == ["held"]


def test_a_case_that_is_open_again_asks_again(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(20)
    batch = desk.tell(("T", "answer", 9), ("T", "close", 10))
    assert [one.state for one in inbox(who("E1")).cards] == ["done"]
    desk.withdraw(batch)
    assert [one.state for one in inbox(who("E1")).cards] == ["seen"]


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
        ("V", "card"): 2,
    }
    assert {one.week for one in found.reached} == {date(2025, 3, 3)}


def test_a_what_if_of_what_there_is_changes_nothing_for_cases_given_by_rule(desk: Desk) -> None:
    desk.publish(GIVEN)
    desk.turn()
    desk.tell(("A", "open", 3), who="", area="华东")
    desk.at(300)
    with desk.scene() as scene:
        found = what_if(scene, "chain", GIVEN, date(2025, 3, 3), date(2025, 3, 4))
    assert (found.newly, found.no_longer) == ([], [])
    names = labels([one.person for one in found.noise if one.person is not None])
    assert {names[one.person].key for one in found.noise if one.person is not None} == {"E1"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("position: 服务经理", "position: 服务经里", "commitment.nobody_holds"),
        ("answers: {position: 运营副总}", "answers: {person: X9}", "commitment.nobody_is"),
    ],
)
def test_what_nobody_is_there_for_is_said_before_it_is_published(desk: Desk, old: str, new: str, code: str) -> None:
    def wrong(chain: str) -> list[str]:
        files = {**desk.files, "commitments/chain.yaml": chain}
        return [one.code for one in unstaffed(sound(files), desk.now.date())]

    assert wrong(CHAIN) == []
    assert set(wrong(CHAIN.replace(old, new))) == {code}


def test_a_region_in_which_nobody_could_take_a_case_is_warned_of(desk: Desk) -> None:
    def warned(chain: str) -> list[str]:
        files = {**desk.files, "commitments/chain.yaml": chain}
        return [one.message.en for one in uncovered(sound(files), desk.now.date())]

    only = CHAIN.replace("begun:", "responsible: {choose: [{position: 服务经理, region: area}]}\nbegun:")
    assert warned(CHAIN) == []
    assert warned(only) == ["in 总部, 西北 nobody is 服务经理: cases from there could be given to nobody"]


def _having() -> dict[str, str]:
    """Stage → who has it, or had it."""
    rows = [(row.stage, row.person) for row in Standing.objects.filter(case="T") if row.person is not None]
    names = labels([person for _, person in rows])
    return {stage: names[person].key for stage, person in rows}


def _responsible() -> dict[str, str]:
    rows = [(row.case, row.person) for row in Standing.objects.all() if row.person is not None]
    names = labels([person for _, person in rows])
    return {case: names[person].key for case, person in rows}
