"""What the product tells of stages: facts that say what is kept, once, whatever order the records come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.values import Grain, Window, ZhunshengError
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.actions import tell
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.tests.desk import CHAIN, NINE, Desk
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.push import Push, push
from zhunsheng.server.facts.queries import pending, receipts
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import numbers
from zhunsheng.server.tick import actions
from zhunsheng.server.worlds.context import enter

OWNED = CHAIN.replace("case: ticket,", "case: ticket, person: who,")
STAGES = """
kind: source
id: stages
name: {zh: 环节, en: stages}
system: 准绳
told_by: commitments
key: [commitment, case, stage]
time: at
fields:
  commitment: {required: true}
  case: {required: true}
  stage: {required: true}
  person: {type: subject, dimension: person}
  at: {type: datetime}
  due: {type: datetime}
  done: {type: datetime}
  state: {type: choice, choices: [met, missed]}
  took: {type: number, unit: minute}
  late: {type: number, unit: minute}
"""
KEPT = """
kind: metric
id: kept
name: {zh: 达成率, en: kept}
unit: '%'
measure: {kind: ratio, source: stages, numerator: {where: {field: state, value: met}}, denominator: {}}
grains: [day]
"""
OVERDUE = """
kind: metric
id: overdue
name: {zh: 逾期时长, en: overdue}
unit: day
direction: down
measure: {kind: age, source: stages, opened: due, closed: done}
grains: [day]
"""
TODAY = NINE.date()
BESIDE = {"sources/stages.yaml": STAGES, "metrics/kept.yaml": KEPT, "metrics/overdue.yaml": OVERDUE}


@pytest.fixture
def told(desk: Desk) -> Desk:
    """The help desk, whose stages are told of."""
    desk.publish(OWNED, beside=BESIDE)
    desk.turn()
    return desk


def facts(desk: Desk) -> dict[str, tuple[str, int, int | None]]:
    """case/stage → state, minute at which it counts, counted minutes, of the facts that stand."""
    source = current().each(Source)["stages"]
    with reading.backend(desk.world) as engine:
        rows = standing(reading.rows(engine, reading.lake_of(desk.world, source)))
        return {
            f"{row['case']}/{row['stage']}": (
                row["state"],
                int((row["_happened"] - NINE).total_seconds() // 60),
                None if row["took"] is None else round(row["took"]),
            )
            for row in engine.arrow(rows).to_pylist()
        }


def ripe(desk: Desk) -> dict[str, tuple[str, int, int | None]]:
    """The same, of what is kept."""
    return {
        f"{row.case}/{row.stage}": (
            row.state,
            int(((row.due or row.done or NINE) - NINE).total_seconds() // 60),
            None if row.took is None else round(row.took / 60e6),
        )
        for row in Standing.objects.exclude(state="open")
        if row.state == "missed" or row.due is None or row.due <= desk.now
    }


def number(desk: Desk, metric: str, day: date = TODAY, by: str = "company") -> Mapping[str | None, float | None]:
    window = Window(day, day + timedelta(days=1))
    with reading.backend(desk.world) as engine:
        scene = Scene(desk.world, current(), engine, desk.now)
        return {one.subject: one.value for one in numbers(scene, metric, by, Grain.DAY, window) if one.period}


def test_a_stage_is_told_when_it_falls_due_whatever_became_of_it(told: Desk) -> None:
    told.at(1)
    told.tell(("T", "open", 0), ("U", "open", 0))
    told.at(20)
    told.tell(("T", "answer", 19))
    assert facts(told) == {}
    told.at(31)
    told.fire()
    told.turn()
    assert facts(told) == {"T/answer": ("met", 30, 19), "U/answer": ("missed", 30, None)}
    assert number(told, "kept") == {"company": 0.5}


def test_one_turn_is_enough_and_the_next_is_idle(told: Desk) -> None:
    told.at(31)
    told.tell(("T", "open", 0))
    assert facts(told) == {"T/answer": ("missed", 30, None)}
    assert number(told, "kept") == {"company": 0.0}
    assert (pending(), told.turn()) == ([], False)


def test_a_late_end_is_another_version_of_the_same_fact(told: Desk) -> None:
    told.at(31)
    told.tell(("T", "open", 0))
    told.at(45)
    told.tell(("T", "answer", 44))
    assert facts(told) == {"T/answer": ("missed", 30, 44)}
    assert number(told, "kept") == {"company": 0.0}


def test_what_is_kept_after_all_counts_as_kept_and_back_again(told: Desk) -> None:
    told.at(31)
    told.tell(("T", "open", 0))
    batch = told.tell(("T", "answer", 12))
    assert facts(told) == {"T/answer": ("met", 30, 12)}
    told.withdraw(batch)
    assert facts(told) == {"T/answer": ("missed", 30, None)}
    told.tell(("T", "answer", 12))
    assert facts(told) == {"T/answer": ("met", 30, 12)}
    assert number(told, "kept") == {"company": 1.0}


def test_what_is_withdrawn_or_not_due_after_all_is_told_no_more(told: Desk) -> None:
    told.at(300)
    batch = told.tell(("T", "open", 0))
    told.tell(("U", "open", 0))
    told.tell(("U", "ask", 60))
    assert facts(told) == {"T/answer": ("missed", 30, None), "T/close": ("missed", 240, None)} | {
        "U/answer": ("missed", 30, None)
    }
    told.withdraw(batch)
    assert facts(told) == {"U/answer": ("missed", 30, None)}
    told.tell(("T", "open", 0))
    assert set(facts(told)) == {"T/answer", "T/close", "U/answer"}


def test_history_is_told_too_and_once(told: Desk) -> None:
    told.at(24 * 60)
    told.tell(("old", "open", -6000), ("older", "open", -9000), ("older", "answer", -8990))
    assert {name: state for name, (state, *_) in facts(told).items()} == told.states()
    told.turn()
    assert [one.rows for one in receipts("stages")] == [4]


def test_a_source_that_begins_to_listen_hears_what_was_before(desk: Desk) -> None:
    desk.at(31)
    desk.tell(("T", "open", 0), ("T", "answer", 12))
    desk.publish(OWNED, beside=BESIDE)
    desk.turn()
    assert facts(desk) == ripe(desk) == {"T/answer": ("met", 30, 12)}
    less = STAGES.replace("  took: {type: number, unit: minute}\n", "")
    desk.publish(OWNED, beside={**BESIDE, "sources/stages.yaml": less})
    desk.tell(("U", "open", 0))
    desk.publish(OWNED, beside=BESIDE)
    desk.turn()
    assert facts(desk) == ripe(desk)
    assert not desk.turn()


def test_numbers_of_people_stand_on_what_is_told(told: Desk) -> None:
    told.at(31)
    told.tell(("T", "open", 0), who="E1")
    told.tell(("U", "open", 0), ("U", "answer", 5), who="E2")
    assert number(told, "kept", by="person") == {"E1": 0.0, "E2": 1.0}


def test_what_is_overdue_ages_day_by_day_until_it_is_done(told: Desk) -> None:
    day = 24 * 60
    told.at(31)
    told.tell(("T", "open", 0), who="E1")
    told.at(3 * day)
    told.tell(("U", "open", 2 * day))
    told.fire()
    told.turn()
    assert number(told, "overdue", TODAY + timedelta(days=3)) == {"company": pytest.approx((3 + 3 + 1 + 1) / 4)}
    told.tell(("T", "answer", 3 * day - 1), ("T", "close", 3 * day - 1))
    assert number(told, "overdue", TODAY + timedelta(days=3)) == {"company": 1.0}


def test_nobody_else_tells_or_withdraws(told: Desk) -> None:
    told.at(31)
    told.tell(("T", "open", 0))
    source = current().each(Source)["stages"]
    with pytest.raises(ZhunshengError) as refused:
        push(told.world, source, Push(b"[]", "application/json", "somebody"), told.now)
    assert refused.value.problems[0].code == "facts.told_by_product"
    with pytest.raises(ZhunshengError) as refused:
        actions.withdraw(told.world, source, receipts("stages")[0].batch or 0, told.now)
    assert refused.value.problems[0].code == "batch.told_by_product"


def test_a_turn_that_is_killed_between_loses_nothing_and_doubles_nothing(
    told: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.at(31)
    told.accept(("T", "open", 0))
    real = tell.pass_on

    def killed(scene: Scene, news: tell.Told) -> None:
        real(scene, news)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as broken:
        broken.setattr(tell, "pass_on", killed)
        with pytest.raises(OperationalError):
            told.turn()
    connection.close()
    with enter(told.world):
        assert (told.states(), receipts("stages")) == ({}, [])
        told.turn()
        assert facts(told) == {"T/answer": ("missed", 30, None)}
        assert [one.rows for one in receipts("stages")] == [1]


event = st.tuples(
    st.sampled_from("TU"), st.sampled_from(["open", "answer", "close", "ask", "told"]), st.integers(0, 600)
)
step = st.one_of(
    st.tuples(st.just("tell"), st.lists(event, min_size=1, max_size=3)),
    st.tuples(st.just("at"), st.integers(1, 200)),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("fire"), st.none()),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=st.lists(step, max_size=8))
def test_facts_say_what_is_kept_after_any_history(told: Desk, steps: list[tuple[str, object]]) -> None:
    told.clear()
    told.publish(OWNED, beside=BESIDE)
    told.turn()
    batches: list[int] = []
    for what, of in steps:
        match what, of:
            case "tell", list(events):
                batches.append(told.tell(*events))
            case "at", int(minutes):
                told.at(told.minute + minutes)
            case "withdraw", int(place) if place < len(batches):
                told.withdraw(batches.pop(place))
            case "fire", _:
                told.fire()
    told.turn()
    assert facts(told) == ripe(told)
