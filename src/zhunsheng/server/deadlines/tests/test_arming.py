"""What is armed, armed anew, moved and cancelled."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from zhunsheng.server.deadlines.actions.arm import arm, cancel, move, redrive
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.deadlines.tests.acting import act, acted, arm_at, at, states
from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo


def _generation(about: str) -> int:
    return Deadline.objects.get(about=about).generation


@pytest.mark.usefixtures("noon")
def test_arming_the_same_again_changes_nothing() -> None:
    assert arm_at(5, "a", "b") == 2
    before = list(Deadline.objects.order_by("id").values())
    assert arm_at(5, "a", "b") == 0
    assert list(Deadline.objects.order_by("id").values()) == before


@pytest.mark.usefixtures("noon")
def test_another_due_or_payload_is_another_generation() -> None:
    arm_at(5, "a")
    assert arm_at(4, "a") == 1
    assert arm("chains", [Arming("a", at(4), {"of": "somebody else"})]) == 1
    assert _generation("a") == 3


@pytest.mark.usefixtures("noon")
def test_practices_do_not_share_names() -> None:
    arm_at(5, "a")
    assert arm_at(6, "a", practice="surveys") == 1
    assert cancel("surveys", ["a"]) == {"a"}
    assert list(Deadline.objects.order_by("practice").values_list("state", flat=True)) == ["armed", "cancelled"]


def test_what_was_fired_is_armed_anew_only_for_a_later_due(noon: WorldInfo) -> None:
    arm_at(-5, "a")
    fire(noon, {"chains": act})
    assert arm_at(-5, "a") == 0, "a replay of the same decision"
    assert arm_at(-6, "a") == 0
    assert arm_at(-4, "a") == 1
    fire(noon, {"chains": act})
    assert acted() == [("a", 1), ("a", 2)]


def test_what_was_cancelled_never_fires_until_armed_again(noon: WorldInfo) -> None:
    arm_at(-5, "a", "b")
    assert cancel("chains", ["a", "no such"]) == {"a"}
    assert cancel("chains", ["a"]) == frozenset()
    fire(noon, {"chains": act})
    assert acted() == [("b", 1)]
    assert cancel("chains", ["b"]) == frozenset(), "it has happened"
    assert arm_at(-5, "a") == 1
    fire(noon, {"chains": act})
    assert acted() == [("a", 2), ("b", 1)]


def test_only_what_is_armed_moves(noon: WorldInfo) -> None:
    arm_at(-5, "a", "b", "c")
    cancel("chains", ["b"])
    assert move("chains", {"a": at(10), "b": at(10), "c": at(-5), "no such": at(10)}) == {"a"}
    fire(noon, {"chains": act})
    assert acted() == [("c", 1)]
    set_clock(noon, at(10))
    fire(noon, {"chains": act})
    assert acted() == [("a", 2), ("c", 1)]


@pytest.mark.usefixtures("noon")
def test_all_of_it_goes_with_the_callers_transaction() -> None:
    arm_at(5, "a")
    with transaction.atomic():
        arm_at(6, "b")
        cancel("chains", ["a"])
        transaction.set_rollback(True)
    assert states() == {"a": "armed"}


@pytest.mark.usefixtures("noon")
def test_a_moment_without_its_time_zone_is_refused() -> None:
    naive = datetime(2025, 3, 3)  # noqa: DTZ001  the point
    with pytest.raises(ValueError, match="time zone"):
        arm("chains", [Arming("a", naive)])
    with pytest.raises(ValueError, match="time zone"):
        move("chains", {"a": naive})


@pytest.mark.usefixtures("noon")
def test_only_dead_ones_are_driven_again() -> None:
    arm_at(5, "a")
    assert redrive([Deadline.objects.get().id]) == frozenset()
