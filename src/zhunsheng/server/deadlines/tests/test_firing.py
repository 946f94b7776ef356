"""What is due fires once, in order, as of the world's moment; what fails keeps nobody waiting."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.deadlines.actions import fire as firing
from zhunsheng.server.deadlines.actions.arm import arm, cancel, redrive
from zhunsheng.server.deadlines.actions.fire import MOST_TRIES, fire
from zhunsheng.server.deadlines.handlers import register
from zhunsheng.server.deadlines.queries import dead, is_held, moment, outlook, seconds_to_next
from zhunsheng.server.deadlines.tests.acting import NOON, act, acted, arm_at, at, run, states
from zhunsheng.server.deadlines.values import Arming, Due, Fired, Outlook
from zhunsheng.server.worlds.actions import clone, set_clock
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

RACES = int(os.environ.get("ZHUNSHENG_TEST_RACES", "1000"))


class _Poisoned:
    """A handler that cannot bear some."""

    def __init__(self, *poison: str) -> None:
        self.poison = poison

    def __call__(self, world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        act(world, now, dues)
        if found := [due.about for due in dues if due.about in self.poison]:
            raise KeyError(f"cannot bear {found}")


def test_what_is_due_fires_once_and_what_is_not_waits(noon: WorldInfo) -> None:
    arm_at(0, "now")
    arm_at(1, "later")
    assert fire(noon, {"chains": act}) == Fired(done=1)
    assert fire(noon, {"chains": act}).idle
    assert acted() == [("now", 1)]
    set_clock(noon, at(1))
    assert fire(noon, {"chains": act}) == Fired(done=1)


def test_a_set_is_no_larger_than_asked_and_the_oldest_come_first(noon: WorldInfo) -> None:
    for minutes, about in ((-1, "c"), (-3, "a"), (-2, "b")):
        arm_at(minutes, about)
    seen: list[list[str]] = []

    def note(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        seen.append([due.about for due in dues])

    while not fire(noon, {"chains": note}, 2).idle:
        pass
    assert seen == [["a", "b"], ["c"]]


def test_the_practice_that_waits_longest_comes_first(noon: WorldInfo) -> None:
    arm_at(-1, "a")
    arm_at(-2, "b", practice="surveys")
    seen: list[Due] = []

    def note(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        seen.extend(dues)

    while not fire(noon, {"chains": note, "surveys": note}).idle:
        pass
    assert seen == [
        Due("surveys", "b", at(-2), 1, {"of": "b"}),
        Due("chains", "a", at(-1), 1, {"of": "a"}),
    ]


def test_what_another_worker_has_claimed_is_passed_by(effects: WorldInfo) -> None:
    arm("chains", [Arming(str(number), real_now()) for number in range(4)])
    others: list[Fired] = []

    def meanwhile(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        others.append(_elsewhere(lambda: fire(world, {"chains": act}, 3), world))
        act(world, now, dues)

    assert fire(effects, {"chains": meanwhile}, 3) == Fired(done=3)
    assert others == [Fired(done=1)]
    assert acted() == [(str(number), 1) for number in range(4)]


def test_a_practice_whose_due_ones_are_all_claimed_does_not_hide_another(noon: WorldInfo) -> None:
    arm_at(-2, "a")
    arm_at(-1, "b", practice="surveys")
    others: list[Fired] = []

    def meanwhile(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        others.append(_elsewhere(lambda: fire(world, {"chains": act, "surveys": act}), world))

    fire(noon, {"chains": meanwhile})
    assert others == [Fired(done=1)]
    assert acted() == [("b", 1)]


def test_a_handler_may_arm_anew_what_it_was_called_for(noon: WorldInfo) -> None:
    def again(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        act(world, now, dues)
        assert arm("chains", [Arming(due.about, due.due + timedelta(minutes=2)) for due in dues]) == len(dues)

    arm_at(-3, "a")
    while not fire(noon, {"chains": again}).idle:
        pass
    assert acted() == [("a", 1), ("a", 2)]
    assert outlook(noon).next_due == at(1)


def test_a_failure_does_not_touch_what_was_armed_anew_meanwhile(noon: WorldInfo) -> None:
    """`a` fails; `b`, of the same set, arms `a` anew: the failure was the earlier generation's."""

    def of_each_other(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        names = [due.about for due in dues]
        if "b" in names:
            arm_at(5, "a")
        if "a" in names:
            raise KeyError("a")

    arm_at(-1, "a", "b")
    assert fire(noon, {"chains": of_each_other}) == Fired(done=1, failed=1)
    found = run("SELECT about, state, generation, tries, due FROM deadlines_deadline ORDER BY about")
    assert found == [("a", "armed", 2, 0, at(5)), ("b", "fired", 1, 0, at(-1))]


def test_the_moment_is_the_databases_where_the_clock_runs(effects: WorldInfo) -> None:
    """Whatever time a worker believes it is, none of it is said to the database."""
    arm(
        "chains", [Arming("past", real_now() - timedelta(seconds=1)), Arming("future", real_now() + timedelta(hours=1))]
    )
    said: list[datetime] = []
    moments: list[datetime] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        said.extend(value for value in params or () if isinstance(value, datetime))
        return execute(sql, params, many, context)

    def note(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        moments.append(now)
        raise KeyError("so that it is given back")

    before = real_now()
    with connection.execute_wrapper(listen):
        fire(effects, {"chains": note})
        seconds_to_next(effects, {"chains"}, moments[0])
    assert before < moments[0] < real_now()
    assert set(said) == {moments[0]}, "the moment that the database said"


def test_a_poisonous_one_is_tried_eight_times_and_the_others_are_fired_at_once(
    noon: WorldInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firing, "BACK_OFF", timedelta(minutes=1))
    names = [f"{number:03d}" for number in range(100)]
    arm_at(-1, *names)
    handlers = {"chains": _Poisoned("007", "070")}
    assert fire(noon, handlers) == Fired(done=98, failed=2)
    fine = [(name, 1) for name in names if name not in {"007", "070"}]
    assert acted() == fine
    assert (outlook(noon).failing, outlook(noon).overdue) == (2, None), "they wait for their next try"
    tries = 1
    for minutes in (1, 2, 4, 8, 16, 32, 64):
        tries += 1
        set_clock(noon, (moment(noon) or NOON) + timedelta(minutes=minutes, seconds=-1))
        assert fire(noon, handlers).idle, "not yet"
        set_clock(noon, (moment(noon) or NOON) + timedelta(seconds=1))
        assert fire(noon, handlers) == Fired(failed=2)
    assert tries == MOST_TRIES
    assert [(one.about, one.tries, one.fault) for one in dead()] == [
        (about, 8, f"KeyError: \"cannot bear ['{about}']\"") for about in ("007", "070")
    ]
    assert acted() == fine
    assert redrive([one.id for one in dead()]) == set(_ids("007", "070"))
    assert fire(noon, {"chains": act}) == Fired(done=2)
    assert [effect for effect in acted() if effect not in fine] == [("007", 2), ("070", 2)]


def _ids(*abouts: str) -> list[object]:
    return [found for (found,) in run("SELECT id FROM deadlines_deadline WHERE about = ANY(%s)", list(abouts))]


def test_dead_ones_are_cancelled_like_others(noon: WorldInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "MOST_TRIES", 1)
    arm_at(-1, "a")
    fire(noon, {"chains": _Poisoned("a")})
    assert states() == {"a": "dead"}
    assert cancel("chains", ["a"]) == {"a"}
    assert dead() == []


def test_a_fault_is_told_in_the_words_of_the_one_who_refused(noon: WorldInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "MOST_TRIES", 1)

    def refuse(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        raise ZhunshengError(Problem("chain.gone", Text(zh="链条没了", en="the chain is gone")))

    arm_at(-1, "a")
    fire(noon, {"chains": refuse})
    assert [one.fault for one in dead()] == ["链条没了 / the chain is gone"]


def test_a_failing_statement_takes_only_its_own_effects_along(noon: WorldInfo) -> None:
    def divide(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        act(world, now, dues)
        run("SELECT 1 / (1 - %s)", sum(due.about == "b" for due in dues))

    arm_at(-1, "a", "b", "c")
    assert fire(noon, {"chains": divide}) == Fired(done=2, failed=1)
    assert acted() == [("a", 1), ("c", 1)]


def test_a_full_disk_is_nobodys_fault(noon: WorldInfo) -> None:
    def full(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        raise OSError(28, "No space left on device")

    arm_at(-1, "a")
    with pytest.raises(OSError, match="No space"):
        fire(noon, {"chains": full})
    assert run("SELECT state, tries FROM deadlines_deadline") == [("armed", 0)]


def test_a_practice_that_nobody_knows_waits_and_is_told_of(noon: WorldInfo) -> None:
    arm_at(-7, "a", practice="unheard_of")
    arm_at(-5, "b")
    assert fire(noon, {"chains": act}) == Fired(done=1)
    assert fire(noon, {"chains": act}).idle
    found = outlook(noon)
    assert (found.armed, found.unknown, found.overdue) == (1, ("unheard_of",), timedelta(minutes=7))


def test_the_outlook_tells_what_comes_and_what_should_have(noon: WorldInfo) -> None:
    assert outlook(noon) == Outlook(0, None, None, 0, 0, ())
    arm_at(-5, "a")
    arm_at(3, "b")
    found = outlook(noon)
    assert (found.armed, found.next_due, found.overdue) == (2, at(3), timedelta(minutes=5))


def test_waiting_brings_the_next_one_only_where_the_clock_runs(effects: WorldInfo) -> None:
    looked = real_now()
    assert seconds_to_next(effects, {"chains"}, looked) is None
    arm("chains", [Arming("a", real_now() + timedelta(seconds=90))])
    seconds = seconds_to_next(effects, {"chains"}, looked)
    assert seconds is not None
    assert 60 < seconds < 90
    assert seconds_to_next(effects, {"surveys"}, looked) is None
    set_clock(effects, looked)
    assert seconds_to_next(effects, {"chains"}, looked) is None
    set_clock(effects, real_now() + timedelta(seconds=100))
    assert seconds_to_next(effects, {"chains"}, looked) == 0


def test_what_fell_due_since_one_looked_is_not_taken_for_held(effects: WorldInfo) -> None:
    looked = real_now()
    arm("chains", [Arming("a", real_now())])
    assert seconds_to_next(effects, {"chains"}, looked) == 0
    assert not is_held({"chains"}, looked)
    assert is_held({"chains"}, real_now())
    assert not is_held({"surveys"}, real_now())


def test_nothing_falls_due_in_a_copy_until_its_own_clock_is_used(effects: WorldInfo) -> None:
    arm("chains", [Arming("a", real_now() - timedelta(seconds=1))])
    copy = clone(effects, "drill")
    with enter(copy):
        assert fire(copy, {"chains": act}).looked is None
        set_clock(copy, real_now())
        assert fire(copy, {"chains": act}) == Fired(done=1)
        assert acted() == [("a", 1)]
    assert states() == {"a": "armed"}
    assert fire(effects, {"chains": act}) == Fired(done=1)


def test_of_completing_and_firing_exactly_one_wins(effects: WorldInfo) -> None:
    """Whoever completes comes at any moment of the firing: after some statements, never the same number."""
    names = [f"{number:05d}" for number in range(RACES)]
    start, chance = threading.Barrier(2, timeout=30), random.Random(3)  # noqa: S311  a seed makes a run repeatable

    def complete() -> None:
        for name in names:
            arm("chains", [Arming(name, real_now())])
            start.wait()
            for _ in range(chance.randrange(10)):
                run("SELECT 1")
            with transaction.atomic():
                for won in cancel("chains", [name]):
                    run("INSERT INTO effect (about, generation) VALUES (%s, 0)", won)
            start.wait()

    completing = threading.Thread(target=_inside, args=(complete, effects))
    completing.start()
    for _ in names:
        start.wait()
        fire(effects, {"chains": act})
        start.wait()
    completing.join(30)
    found = acted()
    assert [about for about, _ in found] == names
    assert {generation for _, generation in found} == {0, 1}, "both won some"


def test_two_handlers_for_a_practice_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhunsheng.server.deadlines.handlers._HANDLERS", {})
    register("chains", act)
    register("chains", act)
    with pytest.raises(ValueError, match="two handlers"):
        register("chains", lambda world, now, dues: None)


def _elsewhere(work: Callable[[], Fired], world: WorldInfo) -> Fired:
    """The same from another session, awaited."""
    found: list[Fired] = []
    thread = threading.Thread(target=_inside, args=(lambda: found.append(work()), world))
    thread.start()
    thread.join(30)
    return found[0]


def _inside(work: Callable[[], None], world: WorldInfo) -> None:
    try:
        with enter(world):
            work()
    finally:
        connection.close()
