"""Where cases go wrong first: records that move, releases that change, clocks that stand, workers that race."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.commitments.tests.desk import CHAIN, FILES, NINE, Desk
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.deadlines.values import Due, Fired
from zhunsheng.server.facts.queries import pending_segments
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.subjects.queries import find
from zhunsheng.server.tick import actions
from zhunsheng.server.tick.tests.looping import eventually
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

DAY = 24 * 60
TOMORROW = (NINE + timedelta(days=1)).date()


def outcomes(desk: Desk) -> list[tuple[str, str]]:
    return [(one.decision.case, one.decision.outcome) for one in desk.decided()]


def begun(desk: Desk) -> int:
    """A case from nine on; its batch."""
    desk.at(1)
    return desk.tell(("T", "open", 0))


def test_what_ends_at_the_moment_it_is_due_is_in_time(desk: Desk) -> None:
    begun(desk)
    desk.at(30)
    desk.fire()
    assert outcomes(desk) == []
    desk.tell(("T", "answer", 30))
    assert desk.states()["T/answer"] == "met"


def test_an_answer_told_ahead_counts_even_if_the_deadline_is_looked_at_first(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 29))
    desk.at(31)
    desk.fire()
    assert outcomes(desk) == []


def test_an_end_within_a_pause_that_lasts_takes_a_decision_back(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 1))
    desk.at(241)
    desk.fire()
    desk.at(251)
    desk.tell(("T", "ask", 60), ("T", "close", 250))
    assert outcomes(desk) == [("T/close", "missed"), ("T/close", "kept_after_all")]


def test_a_pause_told_late_takes_a_decision_back_until_it_is_due_again(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 1))
    desk.at(241)
    desk.fire()
    desk.tell(("T", "ask", 60), ("T", "told", 120))
    assert (desk.states()["T/close"], desk.armed()) == ("open", {"T/close": 300})
    desk.at(301)
    desk.fire()
    assert [what for _, what in outcomes(desk)] == ["missed", "taken_back", "missed"]
    assert "还没有到期（2025-03-03 14:00）；决定 1 不再成立" in desk.decided()[1].decision.reason.zh


def test_an_answer_that_is_withdrawn_again_leaves_it_missed(desk: Desk) -> None:
    begun(desk)
    desk.at(40)
    desk.fire()
    desk.withdraw(desk.tell(("T", "answer", 12)))
    desk.fire()
    assert [what for _, what in outcomes(desk)] == ["missed", "kept_after_all", "missed"]
    desk.tell(("T", "answer", 13))
    assert outcomes(desk)[-1] == ("T/answer", "kept_after_all")
    assert len(desk.decided()) == 4


def test_a_case_that_is_withdrawn_takes_its_decision_back_and_may_come_again(desk: Desk) -> None:
    batch = begun(desk)
    desk.at(40)
    desk.fire()
    desk.withdraw(batch)
    assert outcomes(desk)[-1] == ("T/answer", "taken_back")
    desk.tell(("T", "open", 0))
    desk.fire()
    assert outcomes(desk)[-1] == ("T/answer", "missed")
    assert desk.states()["T/answer"] == "missed"


def test_a_busy_source_keeps_nobody_from_being_judged(desk: Desk) -> None:
    begun(desk)
    for minute in range(31, 36):
        desk.at(minute)
        desk.accept((f"U{minute}", "open", minute))
        desk.fire()
        desk.turn()
    assert ("T/answer", "missed") in outcomes(desk)


def test_where_the_clock_stands_what_was_put_off_is_decided_once_records_are_read(desk: Desk) -> None:
    begun(desk)
    desk.at(31)
    desk.accept(("U", "open", 31))
    desk.fire()
    assert outcomes(desk) == []
    desk.turn()
    desk.fire()
    assert outcomes(desk) == [("T/answer", "missed")]


def test_records_settled_between_two_looks_are_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(desk)
    desk.at(31)
    desk.accept(("T", "answer", 29))

    def settle() -> None:
        try:
            with enter(desk.world):
                actions.take_in(desk.world, desk.now)
        finally:
            connections.close_all()

    def looking(sources: Sequence[str]) -> list[int]:
        found = pending_segments(sources)
        other = threading.Thread(target=settle)
        other.start()
        other.join(60)
        return found

    monkeypatch.setattr("zhunsheng.server.commitments.actions.miss.pending_segments", looking)
    desk.fire()
    assert outcomes(desk) == []


def test_firing_and_withdrawing_do_not_wait_for_each_other_in_a_circle(desk: Desk) -> None:
    batch = begun(desk)
    desk.at(31)
    claimed, fired = threading.Event(), list[Fired]()

    def slowly(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        claimed.set()
        eventually(somebody_waits)  # for the claimed deadline
        registered()["commitments"](world, now, dues)

    def somebody_waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            return bool(cursor.fetchone()[0])

    def firing() -> None:
        try:
            with enter(desk.world):
                fired.append(fire(desk.world, {"commitments": slowly}))
        finally:
            connections.close_all()

    def withdraw() -> None:
        try:
            with enter(desk.world):
                claimed.wait(30)
                desk.withdraw(batch)
        finally:
            connections.close_all()

    withdrawing, other = threading.Thread(target=withdraw), threading.Thread(target=firing)
    withdrawing.start()
    other.start()
    withdrawing.join(60)
    other.join(60)
    assert [one.failed for one in fired] == [0]
    assert desk.states() == {}


def test_a_name_that_no_index_holds_is_no_case(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T" * 9_000, "open", 0), ("U", "open", 0))
    assert set(desk.states()) == {"U/answer", "U/close"}


def test_a_case_that_two_definitions_would_tell_is_the_earlier_ones(desk: Desk) -> None:
    begun(desk)
    desk.publish(CHAIN.replace("value: open", "value: triage"), effective=TOMORROW)
    desk.turn()
    desk.at(DAY + 1)
    desk.tell(("T", "triage", DAY))
    assert desk.armed()["T/close"] == 240


def test_a_definition_keeps_its_calendar_and_its_fields_after_they_are_gone(desk: Desk) -> None:
    files = {**FILES, "commitments/chain.yaml": CHAIN + "calendar: hq\n"}
    files["calendars/hq.yaml"] = FILES["calendars/office.yaml"].replace("id: office", "id: hq")
    publish(sound(files), now=desk.now)
    begun(desk)
    files = {**FILES, "commitments/chain.yaml": CHAIN.replace("{field: what,", "{field: kind,")}
    files["sources/events.yaml"] = FILES["sources/events.yaml"].replace("what: {}", "kind: {}")
    publish(sound(files), now=desk.now, effective=TOMORROW)
    desk.turn()
    assert desk.armed() == {"T/answer": 30, "T/close": 240}


def test_a_source_that_only_a_later_definition_hears_keeps_nobody_waiting(desk: Desk) -> None:
    begun(desk)
    said = "done: {source: replies, case: ticket, where: {field: what, value: answer}}"
    other = CHAIN.replace("done: {where: {field: what, value: answer}}", said)
    replies = FILES["sources/events.yaml"].replace("id: events", "id: replies")
    publish(
        sound({**FILES, "sources/replies.yaml": replies, "commitments/chain.yaml": other}),
        now=desk.now,
        effective=TOMORROW,
    )
    desk.turn()
    desk.at(31)
    desk.fire()
    assert outcomes(desk) == [("T/answer", "missed")]


def test_a_commitment_that_is_given_up_is_followed_for_those_who_began_under_it(desk: Desk) -> None:
    begun(desk)
    publish(sound(FILES), now=desk.now, effective=TOMORROW)
    desk.turn()
    desk.at(20)
    desk.tell(("T", "answer", 10), ("U", "open", 10))
    desk.at(DAY + 10)
    desk.tell(("V", "open", DAY))
    assert desk.states()["T/answer"] == "met"
    assert set(desk.armed()) == {"T/close", "U/answer", "U/close"}


def test_a_release_makes_nobody_late_in_hindsight(desk: Desk) -> None:
    desk.at(1)
    desk.tell(("T", "open", 0), ("T", "answer", 1), ("T", "close", 2))
    desk.at(3 * DAY)
    thanks = "{id: thank, name: {zh: 谢, en: thank}, done: {where: {field: what, value: thank}}, within: 5 h}"
    desk.publish(CHAIN.replace("pauses:", f"  - {thanks}\npauses:"))
    desk.turn()
    desk.tell(("T", "note", 5))
    desk.fire()
    assert (outcomes(desk), desk.armed()) == ([], {})


def test_a_decision_is_about_the_person_whom_a_name_was_found_to_mean(desk: Desk) -> None:
    desk.publish(CHAIN.replace("case: ticket, where", "case: ticket, person: who, where"))
    import_people([PersonRow(row=2, number="A1", name="安")], effective=None, now=desk.now)
    desk.accept(("T", "open", 0), who="annie")
    desk.at(1)
    desk.turn()
    actions.match(desk.world, "person", "annie", "A1", desk.now)
    desk.at(31)
    desk.turn()
    desk.fire()
    (found,) = desk.decided()
    (ann,) = find("A1", ["person"])
    assert found.decision.about == ann.id


def test_a_holiday_entered_later_moves_what_is_still_to_come(desk: Desk) -> None:
    begun(desk)
    desk.at(10)
    holiday = "years: {2025: {holidays: [2025-03-03]}}\n"
    files = {**FILES, "commitments/chain.yaml": CHAIN}
    publish(sound({**files, "calendars/office.yaml": FILES["calendars/office.yaml"] + holiday}), now=desk.now)
    desk.turn()
    assert desk.armed() == {"T/answer": DAY + 30, "T/close": DAY + 240}


def test_a_release_of_something_else_silences_nobody(desk: Desk) -> None:
    begun(desk)
    desk.at(300)
    desk.accept(("U", "open", 200))
    metric = (
        "kind: metric\nid: events\nname: {zh: 事件数, en: events}\nunit: case\nmeasure: {kind: count, source: events}\n"
    )
    publish(sound({**FILES, "commitments/chain.yaml": CHAIN, "metrics/events.yaml": metric}), now=desk.now)
    desk.turn()
    desk.fire()
    assert {case for case, _ in outcomes(desk)} == {"T/answer", "T/close", "U/answer"}
