"""Freezes of people: held, confirmed, lifted, suspended by an appeal, over by themselves; each step a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.cards.inbox import inbox
from zhunsheng.server.commitments.tests.desk import Desk
from zhunsheng.server.commitments.tests.service import CHAIN, service_desk, who
from zhunsheng.server.decisions.appealing import appeal, settle
from zhunsheng.server.decisions.queries import decisions
from zhunsheng.server.permissions.actions import confirm, lift
from zhunsheng.server.permissions.queries import freezes, resting
from zhunsheng.server.permissions.values import FreezeInfo
from zhunsheng.server.worlds.values import WorldInfo

DAY = timedelta(days=1)


@pytest.fixture
def desk(world: WorldInfo) -> Desk:
    """Somebody has missed what freezes new cases."""
    found = service_desk(world)
    found.tell(("T", "open", 1), who="E1")
    found.at(300)
    found.fire()
    return found


def frozen(desk: Desk, days: float = 0) -> FreezeInfo:
    (found,) = freezes(who("E1"), desk.now + days * DAY)
    return found


def rests(desk: Desk, days: float = 0) -> bool:
    return bool(resting("new_cases", [who("E1"), who("E2")], desk.now + days * DAY))


def test_a_hold_rests_at_once_and_lapses_where_nobody_confirms_it(desk: Desk) -> None:
    assert (frozen(desk).state, rests(desk)) == ("held", True)
    assert (frozen(desk, 1.1).state, rests(desk, 1.1)) == ("lapsed", False)


def test_who_answers_is_asked_to_confirm_until_they_did_or_gave_it_back(desk: Desk) -> None:
    (card,) = inbox(who("V")).cards
    assert (card.asks.en, card.state) == ("Confirm that 'new_cases' is frozen, or it lapses.", "new")
    desk.tell(("T", "close", 299))
    assert [one.state for one in inbox(who("V")).cards] == ["new"]
    confirm(frozen(desk).id, by=who("V"), why="third time", now=desk.now)
    assert [one.state for one in inbox(who("V")).cards] == ["done"]


def test_a_freeze_that_nobody_knows_is_said_so(desk: Desk) -> None:
    with pytest.raises(ZhunshengError, match="no freeze 999"):
        lift(999, by=who("V"), why="a mistake", now=desk.now)


def test_who_answers_confirms_and_the_freeze_lasts_its_term(desk: Desk) -> None:
    assert confirm(frozen(desk).id, by=who("V"), why="third time", now=desk.now).state == "frozen"
    assert (frozen(desk, 4.9).state, frozen(desk, 5).state) == ("frozen", "ended")
    (last, *_), _ = decisions()
    assert (last.decision.outcome, last.decision.answers, last.decision.about) == ("confirmed", who("V"), who("E1"))
    assert "third time" not in str(last.decision)


def test_a_freeze_is_lifted_once(desk: Desk) -> None:
    assert lift(frozen(desk).id, by=who("V"), why="a mistake", now=desk.now).state == "lifted"
    assert not rests(desk)
    with pytest.raises(ZhunshengError, match="is not frozen now"):
        lift(frozen(desk).id, by=who("V"), why="again", now=desk.now)
    with pytest.raises(ZhunshengError, match="is not held"):
        confirm(frozen(desk).id, by=who("V"), why="too late", now=desk.now)


def test_nobody_confirms_or_lifts_a_freeze_of_their_own_nor_without_a_reason(desk: Desk) -> None:
    with pytest.raises(ZhunshengError, match="of their own"):
        lift(frozen(desk).id, by=who("E1"), why="please", now=desk.now)
    with pytest.raises(ZhunshengError, match="no reason"):
        confirm(frozen(desk).id, by=who("V"), why="  ", now=desk.now)


def test_the_first_appeal_suspends_and_an_overturned_decision_gives_the_permission_back(desk: Desk) -> None:
    confirm(frozen(desk).id, by=who("V"), why="third time", now=desk.now)
    opened = appeal(frozen(desk).decision, by=who("E1"), words="no", deadline=desk.now + 2 * DAY, now=desk.now)
    assert (frozen(desk, 1).state, frozen(desk, 2).state) == ("suspended", "frozen")
    settle(opened.id, by=who("V"), outcome="overturned", words="right", came_of="given back", now=desk.now + DAY)
    assert frozen(desk, 1.5).state == "lifted"


def test_an_unfreeze_gives_back_what_rests(desk: Desk) -> None:
    desk.publish(CHAIN.replace("kept: [{do: notice, to: [manager]}]", "kept: [{do: unfreeze, permission: new_cases}]"))
    desk.turn()
    desk.at(310)
    desk.tell(("U", "open", 305), who="E1")
    desk.tell(("U", "answer", 309))
    assert frozen(desk, 0.1).state == "lifted"
