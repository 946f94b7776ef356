"""One open appeal at a time, settled by somebody else, and all of it in the chain without a word that names anybody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.decisions import audit, queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import appeal, forget, settle
from zhunsheng.server.decisions.models import Appeal, DecisionRow
from zhunsheng.server.decisions.tests.made import NOW, late
from zhunsheng.server.decisions.values import AppealInfo
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

pytestmark = pytest.mark.usefixtures("world")

ABOUT, OWNER, HR = 1, 2, 3
SOON = NOW + timedelta(days=2)
WORDS = "李娜那天请了病假"


@pytest.fixture(autouse=True)
def _decided(world: WorldInfo) -> None:
    record([late(), late("SO-10", answers=None)], NOW)


def opened(number: int = 1, words: str = WORDS) -> AppealInfo:
    return appeal(number, by=ABOUT, words=words, deadline=SOON, now=NOW)


def settled(id_: int, by: int = OWNER) -> AppealInfo:
    return settle(
        id_, by=by, outcome="overturned", words="核实属实", came_of="奖金已补发", now=NOW + timedelta(hours=3)
    )


def refused(error: pytest.ExceptionInfo[ZhunshengError]) -> str:
    (problem,) = error.value.problems
    assert problem.remedy is not None
    return problem.code


def test_an_appeal_goes_to_whoever_answers_for_the_decision() -> None:
    made = opened()
    assert (made.owner, made.deadline, made.state, made.words) == (OWNER, SOON, "open", WORDS)
    assert queries.open_appeals(OWNER) == [made] == queries.appeals(1)
    assert queries.open_appeals(None) == queries.open_appeals(HR) == []


def test_an_appeal_for_which_nobody_answers_goes_to_hr_partners() -> None:
    made = opened(2)
    assert made.owner is None
    assert queries.open_appeals(None) == [made]


def test_open_appeals_stand_in_the_order_of_their_deadlines() -> None:
    record([late("a"), late("b")], NOW)
    later = opened()
    sooner = appeal(3, by=ABOUT, words="x", deadline=NOW + timedelta(hours=1), now=NOW)
    assert queries.open_appeals(OWNER) == [sooner, later]


def test_opening_and_settling_are_decisions_of_the_chain() -> None:
    done = settled(opened().id)
    opening, settling = queries.decision(done.opened_in).decision, queries.decision(done.settled_in or 0).decision
    assert (opening.practice, opening.case, opening.outcome) == ("appeals", "decision/1", "opened")
    assert (settling.outcome, settling.about, settling.answers) == ("overturned", ABOUT, OWNER)
    assert settling.consequences[0].details["decision"] == 1
    assert audit.verify().decisions == 4
    assert queries.decisions(case="decision/1")[1] == 2


def test_a_settled_appeal_says_what_came_of_it_and_is_open_no_more() -> None:
    done = settled(opened().id)
    assert (done.state, done.settled_by, done.answer, done.came_of) == ("overturned", OWNER, "核实属实", "奖金已补发")
    assert done.settled_at == NOW + timedelta(hours=3)
    assert queries.open_appeals(OWNER) == []
    assert queries.appeals(1) == [done]


def test_the_chain_holds_no_written_word_but_its_digest() -> None:
    settled(opened().id)
    bodies = "".join(DecisionRow.objects.values_list("body", flat=True))
    assert WORDS not in bodies
    assert "补发" not in bodies
    for words in (WORDS, "核实属实", "奖金已补发"):
        assert sha256(words.encode()).hexdigest() in bodies


def test_a_second_appeal_waits_for_the_first() -> None:
    first = opened()
    with pytest.raises(ZhunshengError) as error:
        opened()
    assert refused(error) == "appeal.open_already"
    assert audit.verify().decisions == 3, "nothing was kept of it"
    settled(first.id)
    assert opened().id != first.id


def test_of_two_appeals_at_once_one_is_opened(world: WorldInfo) -> None:
    start = threading.Barrier(4)

    def attempt(_: int) -> str:
        start.wait(timeout=60)
        try:
            with enter(world):
                return opened().state
        except ZhunshengError as error:
            return error.problems[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["appeal.open_already"] * 3 + ["open"]
    assert audit.verify().decisions == 3


@pytest.mark.parametrize("words", ["", " \n"])
def test_an_appeal_says_why(words: str) -> None:
    with pytest.raises(ZhunshengError) as error:
        opened(words=words)
    assert refused(error) == "appeal.no_words"


def test_a_deadline_lies_ahead() -> None:
    with pytest.raises(ZhunshengError) as error:
        appeal(1, by=ABOUT, words="x", deadline=NOW, now=NOW)
    assert refused(error) == "appeal.deadline"


def test_nobody_appeals_against_what_is_not_there_or_against_an_appeal() -> None:
    with pytest.raises(ZhunshengError) as error:
        opened(99)
    assert refused(error) == "decision.unknown"
    made = opened()
    with pytest.raises(ZhunshengError) as error:
        opened(made.opened_in)
    assert refused(error) == "appeal.of_an_appeal"


def test_an_appeal_is_settled_once_and_never_by_those_it_is_about() -> None:
    made = appeal(1, by=7, words="x", deadline=SOON, now=NOW)
    for by in (7, ABOUT):
        with pytest.raises(ZhunshengError) as error:
            settled(made.id, by)
        assert refused(error) == "appeal.own"
    settled(made.id, HR)
    with pytest.raises(ZhunshengError) as error:
        settled(made.id, HR)
    assert refused(error) == "appeal.settled_already"
    with pytest.raises(ZhunshengError) as error:
        settled(made.id + 1)
    assert refused(error) == "appeal.unknown"
    assert audit.verify().decisions == 4


def test_forgetting_somebody_takes_the_words_and_leaves_the_chain() -> None:
    settled(opened().id)
    opened(2, words="x")
    head = audit.verify().digest
    forget([99])
    assert Appeal.objects.filter(words="").count() == 0
    forget([ABOUT])
    assert set(Appeal.objects.values_list("words", "answer", "came_of")) == {("", "", "")}
    assert audit.verify(expect=head).digest == head
