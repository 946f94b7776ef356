"""The inbox: what reached a person, one notice a case, seen and done."""

from __future__ import annotations

import pytest

from zhunsheng.server.cards.inbox import inbox
from zhunsheng.server.commitments.tests.desk import Desk
from zhunsheng.server.commitments.tests.service import CHAIN, service_desk, who
from zhunsheng.server.outbox.actions.answer import say_done, see
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def desk(world: WorldInfo) -> Desk:
    return service_desk(world)


def test_a_card_stands_in_the_inbox_until_the_case_has_ended(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    (card,) = inbox(who("E1")).cards
    assert (card.asks.zh, card.case, card.state) == ("先响应", "T", "new")
    assert f"{card.due:%H:%M}" == "09:31"
    see(who("E1"), [(card.mark.decision, card.mark.place)], desk.now)
    assert [one.state for one in inbox(who("E1")).cards] == ["seen"]
    desk.at(20)
    desk.tell(("T", "answer", 10), ("T", "close", 15))
    assert [one.state for one in inbox(who("E1")).cards] == ["done"]


def test_what_workers_slept_through_is_one_notice_a_case(desk: Desk) -> None:
    desk.tell(("T", "open", 1), ("U", "open", 2), who="E1")
    desk.at(6 * 60)
    desk.fire()
    found = inbox(who("M"))
    assert sorted((one.case, len(one.reasons), one.joins, one.new) for one in found.notices) == [
        ("T", 3, True, True),
        ("U", 3, True, True),
    ]
    assert found.new == 2


def test_what_comes_after_a_notice_was_seen_is_a_new_one(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    (first,) = inbox(who("M")).notices
    assert see(who("M"), [(mark.decision, mark.place) for mark in first.marks], desk.now) == 1
    desk.at(60)
    desk.fire()
    assert [(one.new, len(one.reasons)) for one in inbox(who("M")).notices] == [(True, 1), (False, 1)]


def test_nobody_marks_what_is_another_persons(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    (card,) = inbox(who("E1")).cards
    assert see(who("E2"), [(card.mark.decision, card.mark.place)], desk.now) == 0
    assert inbox(who("E1")).new == 1
    assert inbox(who("E2")).new == 0


def test_a_decision_that_is_taken_back_leaves_the_inbox(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    desk.at(60)
    desk.fire()
    assert len(inbox(who("E1")).notices) == 1
    desk.tell(("T", "answer", 10))
    assert [one for one in inbox(who("E1")).notices if one.case == "T"] == []


ASKED = CHAIN.replace(
    "missed: [{do: notice, to: [responsible, manager]}]",
    "missed: [{do: card, to: [manager], asks: {zh: 开复盘会, en: review}}]",
)


def test_what_a_miss_asks_for_is_done_when_its_person_says_so_and_not_by_the_stage(desk: Desk) -> None:
    desk.publish(ASKED)
    desk.turn()
    desk.tell(("T", "open", 3), who="E1")
    desk.at(60)
    desk.fire()
    desk.tell(("T", "answer", 50), ("T", "close", 55))
    (card,) = inbox(who("M")).cards
    assert (card.asks.en, card.state) == ("review", "new")
    mark = [(card.mark.decision, card.mark.place)]
    assert say_done(who("E1"), mark, desk.now) == 0
    assert say_done(who("M"), mark, desk.now) == 1
    assert [one.state for one in inbox(who("M")).cards] == ["done"]
