"""Cases live: deadlines are armed, kept, paused and missed, once each, whatever order the records come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.practices.chain import Verified
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.tests.desk import CHAIN, NINE, Desk
from zhunsheng.server.decisions.audit import verify
from zhunsheng.server.tick import actions


def outcomes(desk: Desk) -> list[tuple[str, str]]:
    return [(one.decision.case, one.decision.outcome) for one in desk.decided()]


def test_a_case_arms_a_deadline_for_every_stage(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    assert desk.armed() == {"T/answer": 30, "T/close": 240}
    assert desk.states() == {"T/answer": "open", "T/close": "open"}


def test_what_is_done_in_time_never_fires(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(20)
    desk.tell(("T", "answer", 19))
    desk.at(60)
    assert desk.fire() == 0
    assert desk.states() == {"T/answer": "met", "T/close": "open"}
    assert desk.decided() == []


def test_what_is_missed_is_decided_once_with_its_reason(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(31)
    assert desk.fire() == 1
    assert desk.fire() == 0
    (found,) = desk.decided()
    assert outcomes(desk) == [("T/answer", "missed")]
    assert (
        found.decision.reason.zh == "「响应链」的「响应」应在 2025-03-03 09:30 前完成（工作时间 30 min），到时没有完成"
    )
    assert found.decision.reason.en == (
        "'answer' of 'chain' was due by 2025-03-03 09:30 (30 min of working time) and was not done by then"
    )
    assert found.decision.at == NINE + timedelta(minutes=30)
    assert found.decision.inputs[0].facts == ("events/T@1",)
    assert Standing.objects.get(stage="answer").decision == found.number
    assert desk.states()["T/answer"] == "missed"


def test_a_late_answer_stays_missed_and_is_decided_once(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(45)
    desk.tell(("T", "answer", 44))
    desk.fire()
    desk.turn()
    assert outcomes(desk) == [("T/answer", "missed")]
    assert "2025-03-03 09:44 才完成" in desk.decided()[0].decision.reason.zh
    assert desk.states()["T/answer"] == "missed"


def test_a_record_that_comes_late_takes_the_decision_back(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(40)
    desk.fire()
    desk.tell(("T", "answer", 12))
    assert outcomes(desk) == [("T/answer", "missed"), ("T/answer", "kept_after_all")]
    assert desk.states()["T/answer"] == "met"
    desk.at(50)
    assert (desk.turn(), desk.fire()) == (False, 0)
    assert len(desk.decided()) == 2


def test_nobody_is_judged_while_a_record_waits_to_be_read(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(31)
    desk.accept(("T", "answer", 29))
    desk.fire()
    assert desk.decided() == []
    desk.turn()
    desk.at(35)
    desk.fire()
    assert (desk.decided(), desk.states()["T/answer"]) == ([], "met")


def test_a_pause_disarms_and_its_end_arms_again_for_later(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(61)
    desk.tell(("T", "answer", 10), ("T", "ask", 60))
    assert desk.armed() == {}
    desk.at(300)
    assert desk.fire() == 0
    desk.tell(("T", "told", 120))
    assert desk.armed() == {"T/close": 300}


def test_history_is_folded_in_silence(desk: Desk) -> None:
    desk.at(24 * 60)
    desk.tell(("old", "open", -6000), ("older", "open", -9000), ("older", "answer", -8990))
    desk.fire()
    assert desk.armed() == {}
    assert desk.decided() == []
    assert desk.states() == {
        "old/answer": "missed",
        "old/close": "missed",
        "older/answer": "met",
        "older/close": "missed",
    }
    assert set(Standing.objects.values_list("silent", flat=True)) == {True}


def test_what_workers_slept_through_is_decided_when_they_wake(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("U", "open", 1))
    desk.at(6 * 60)
    desk.fire()
    assert outcomes(desk) == [
        ("T/answer", "missed"),
        ("U/answer", "missed"),
        ("T/close", "missed"),
        ("U/close", "missed"),
    ]
    assert isinstance(verify(), Verified)


def test_withdrawn_records_take_the_case_and_its_deadlines_away(desk: Desk) -> None:
    desk.at(1)
    batch = desk.tell(("T", "open", 0))
    desk.tell(("U", "open", 0))
    desk.withdraw(batch)
    assert desk.states() == {"U/answer": "open", "U/close": "open"}
    assert desk.armed() == {"U/answer": 30, "U/close": 240}


def test_a_corrected_record_moves_the_deadline(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ids=["e1"])
    desk.at(11)
    desk.tell(("T", "open", 10), ids=["e1"])
    assert desk.armed() == {"T/answer": 40, "T/close": 250}


def test_a_new_definition_is_for_cases_that_begin_under_it(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(2)
    publish_from_tomorrow = CHAIN.replace("within: 4 h", "within: 8 h")
    desk.publish(publish_from_tomorrow, effective=(NINE + timedelta(days=1)).date())
    desk.turn()
    day = 24 * 60
    desk.at(day + 1)
    desk.tell(("U", "open", day))
    assert desk.armed() == {"T/answer": 30, "T/close": 240, "U/answer": day + 30, "U/close": day + 8 * 60}


def test_what_is_told_ahead_counts_when_its_time_comes(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 10))
    assert desk.states() == {}
    desk.at(10)
    assert desk.turn()
    assert desk.armed() == {"T/answer": 40, "T/close": 250}
    assert not desk.turn()


def test_when_what_was_told_ahead_comes_only_its_cases_are_folded_again(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 10), ("T", "close", 20), ("U", "open", 0))
    Standing.objects.filter(case="U").update(took=7)
    for minute, states in ((10, ["met", "open"]), (20, ["met", "met"])):
        desk.at(minute)
        assert desk.turn()
        assert list(Standing.objects.filter(case="T").order_by("stage").values_list("state", flat=True)) == states
        assert not desk.turn()
    assert set(Standing.objects.filter(case="U").values_list("took", flat=True)) == {7}


def test_a_decision_names_the_facts_that_paused_and_ended_what_it_is_about(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 1))
    desk.at(400)
    desk.tell(("T", "ask", 60), ("T", "told", 120), ("T", "close", 390))
    desk.fire()
    (found,) = desk.decided()
    _, _, due, done = found.decision.inputs
    assert (due.facts, done.facts) == (("events/T@3", "events/T@4"), ("events/T@5",))
    desk.tell(("T", "close", 299))
    back = desk.decided()[-1].decision
    assert (back.outcome, back.inputs[3].facts) == ("kept_after_all", ("events/T@6",))


def test_nobody_is_judged_by_records_that_no_turn_has_followed(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.accept(("T", "answer", 29))
    desk.at(31)
    actions.take_in(desk.world, desk.now)
    desk.fire()
    assert desk.decided() == []


def test_a_turn_without_news_moves_nothing(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(5)
    assert not desk.turn()


event = st.tuples(
    st.sampled_from("TU"), st.sampled_from(["open", "answer", "close", "ask", "told"]), st.integers(0, 600)
)
step = st.one_of(
    st.tuples(st.just("tell"), st.lists(event, min_size=1, max_size=3)),
    st.tuples(st.just("again"), st.lists(event, min_size=1, max_size=2)),
    st.tuples(st.just("withdraw"), st.integers(0, 3)),
    st.tuples(st.just("pass"), st.integers(1, 120)),
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=st.lists(step, min_size=3, max_size=8))
def test_what_is_kept_equals_a_fold_from_nothing(desk: Desk, steps: list[tuple[str, object]]) -> None:
    desk.clear()
    batches: list[int] = []
    for what, how in steps:
        match what, how:
            case "tell", list(told):
                batches.append(desk.tell(*told))
            case "again", list(told):
                batches.append(desk.tell(*told, ids=[f"again{at}" for at in range(len(told))]))
            case "withdraw", int(which) if batches:
                desk.withdraw(batches.pop(which % len(batches)))
            case "pass", int(minutes):
                desk.at(desk.minute + minutes)
        desk.fire()
        desk.turn()
    desk.fire()  # what was put off until the turn
    kept, anew = desk.kept(), desk.anew()
    assert kept == anew
    standing: dict[str, str] = {}
    for one in desk.decided():
        before = standing.get(one.decision.case)
        assert (one.decision.outcome == "missed") == (before != "missed"), "missed and taken back take turns"
        standing[one.decision.case] = one.decision.outcome
    missed = {f"{row['case']}/{row['stage']}" for row in anew if row["state"] == "missed"}
    assert missed == {case for case, outcome in standing.items() if outcome == "missed"}


def test_a_case_tells_how_its_deadlines_come_about(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0))
    desk.at(200)
    desk.fire()
    desk.tell(("T", "ask", 60), ("T", "told", 120))
    answer, close = desk.case("T")
    assert (answer.state, answer.decisions, close.state, close.decisions) == ("missed", (1,), "open", ())
    told = [(step.since, step.until, step.counted) for step in close.steps]
    at = [NINE + timedelta(minutes=minute) for minute in (0, 60, 120, 300)]
    hours = [timedelta(hours=1), timedelta(), timedelta(hours=3)]
    assert told == [*zip(at[:-1], at[1:], hours, strict=True)]
    with pytest.raises(ZhunshengError, match="has no case 'V'"):
        desk.case("V")
