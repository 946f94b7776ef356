"""Deadlines that are over are kept for a while, and those that need somebody for ever."""

from __future__ import annotations

from datetime import timedelta

from zhunsheng.server.deadlines.actions.arm import cancel
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.actions.forget import KEPT, forget
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.deadlines.tests.acting import NOON, act, arm_at, at
from zhunsheng.server.worlds.values import WorldInfo


def kept() -> set[str]:
    return set(Deadline.objects.values_list("about", flat=True))


def test_what_fired_or_was_cancelled_long_ago_is_dropped_and_nothing_else(noon: WorldInfo) -> None:
    arm_at(-5, "fired", "dead", "cancelled")
    arm_at(10, "armed", "called off")
    Deadline.objects.filter(about="dead").update(state="dead", tries=8)
    cancel("chains", ["cancelled", "called off"])
    fire(noon, {"chains": act})
    assert forget(NOON + KEPT - timedelta(hours=1)) == 0
    assert forget(at(0) + KEPT + timedelta(seconds=1)) == 2
    assert kept() == {"dead", "armed", "called off"}
    assert forget(at(10) + KEPT + timedelta(seconds=1)) == 1
    assert kept() == {"dead", "armed"}


def test_what_was_dropped_can_be_armed_again(noon: WorldInfo) -> None:
    arm_at(-5, "a")
    fire(noon, {"chains": act})
    forget(NOON + 2 * KEPT)
    assert arm_at(5, "a") == 1
    assert Deadline.objects.get().generation == 1
