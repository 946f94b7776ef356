"""Decisions are recorded with what their caller does or not at all, in one chain, and never changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from zhunsheng.engine.practices.writing import read, written
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.decisions import audit, queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.models import DecisionRow, Seal
from zhunsheng.server.decisions.tests.made import NOW, late
from zhunsheng.server.worlds.actions import clone
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

pytestmark = pytest.mark.usefixtures("world")


def test_what_is_recorded_is_found_as_it_was_decided() -> None:
    one = replace(late('SO "\\.\t\n 华\\N'), silent=True)
    assert record([late(), one], NOW + timedelta(hours=1)) == [1, 2]
    found = queries.decision(2)
    assert found.decision == read(written(one))
    assert (found.seal, found.recorded_at) == (1, NOW + timedelta(hours=1))
    assert written(found.decision) == DecisionRow.objects.get(id=2).body == written(one)


def test_nothing_decided_makes_no_seal() -> None:
    assert record([], NOW) == []
    assert not Seal.objects.exists()


def test_a_decision_that_is_not_there_is_said_to_be_unknown() -> None:
    record([late()], NOW)
    for number in (0, 2, -1, 2**70):
        with pytest.raises(ZhunshengError, match="no decision"):
            queries.decision(number)


def test_decisions_are_found_by_case_rule_and_person_newest_first() -> None:
    record([late("a"), late("b", about=5), late("a", rule="ship")], NOW)
    record([late("a", about=None), late("c" * 5000, about=5)], NOW)

    def numbers(**asked: object) -> tuple[list[int], int]:
        found, total = queries.decisions(**asked)  # type: ignore[arg-type]
        return [one.number for one in found], total

    assert numbers(case="a") == ([4, 3, 1], 3)
    assert numbers(case="a", part=slice(1, 2)) == ([3], 3)
    assert numbers(case="c" * 5000) == ([5], 1)
    assert numbers(rule="ship") == ([3], 1)
    assert numbers(about=5) == ([5, 2], 2)
    assert numbers(case="a", about=1) == ([3, 1], 2)
    assert numbers() == ([5, 4, 3, 2, 1], 5)
    assert [one.seal for one in queries.decisions()[0]] == [2, 2, 1, 1, 1]


def test_a_caller_that_fails_leaves_no_trace() -> None:
    record([late()], NOW)
    with transaction.atomic():
        assert record([late(), late()], NOW) == [2, 3]
        transaction.set_rollback(True)
    assert audit.verify().decisions == 1
    assert record([late()], NOW) == [2], "numbers have no gaps"
    assert audit.verify().decisions == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_decisionrow SET body = '' WHERE id = 1",
        "DELETE FROM decisions_decisionrow",
        "UPDATE decisions_seal SET digest = ''",
        "DELETE FROM decisions_seal WHERE false",
    ],
)
def test_an_ordinary_statement_neither_changes_nor_deletes(statement: str) -> None:
    record([late()], NOW)
    with pytest.raises(DatabaseError, match=r"只增不改.*only ever added"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit.verify().decisions == 1


def test_recorders_at_the_same_time_make_one_chain(world: WorldInfo) -> None:
    """Eight that start together, each with ten turns of one to three decisions."""
    start = threading.Barrier(8)

    def recorder(name: int) -> list[int]:
        start.wait(timeout=60)
        try:
            with enter(world):
                return [number for turn in range(10) for number in record([late(f"{name}")] * (1 + turn % 3), NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for made in pool.map(recorder, range(8)) for number in made]
    assert sorted(numbers) == list(range(1, 8 * 19 + 1))
    found = audit.verify()
    assert (found.seals, found.decisions) == (80, 8 * 19)
    for name in range(8):
        assert queries.decisions(case=f"{name}")[1] == 19


def test_a_recorder_waits_for_the_transaction_before_it_and_follows_its_rollback(world: WorldInfo) -> None:
    record([late()], NOW)
    holding, made = threading.Event(), threading.Event()

    def second() -> list[int]:
        try:
            with enter(world):
                holding.wait(timeout=60)
                return record([late("second")], NOW)
        finally:
            made.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        with transaction.atomic():
            assert record([late("first")], NOW) == [2]
            holding.set()
            _until(_somebody_waits)
            assert not made.is_set()
            transaction.set_rollback(True)
        assert waiting.result(timeout=60) == [2]
    assert queries.decision(2).decision.case == "second"
    assert audit.verify().decisions == 2


def test_a_clone_keeps_the_decisions_and_goes_its_own_way(world: WorldInfo) -> None:
    record([late(), late()], NOW)
    copy, head = clone(world, "drill"), audit.verify().digest
    with enter(copy):
        assert audit.verify(expect=head).decisions == 2
        record([late()], NOW)
        assert audit.verify(expect=head).decisions == 3
        with pytest.raises(DatabaseError, match="only ever added"):
            DecisionRow.objects.all().delete()
    assert audit.verify().digest == head


def test_what_cannot_be_written_records_nothing() -> None:
    bad = replace(late(), reason=Text(zh="\ud800", en=""))
    with pytest.raises(UnicodeEncodeError):
        record([late(), bad], NOW)
    assert audit.verify().decisions == 0


def _until(so: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not so():
        assert time.monotonic() < limit


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])
