"""The hourly and nightly jobs, in worlds as they may be."""

from datetime import UTC, datetime, timedelta

from zhunsheng.server.deadlines.actions.arm import arm, cancel
from zhunsheng.server.deadlines.actions.forget import KEPT
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.tick.tasks import compact, forget
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo


def test_a_world_without_a_blueprint_has_nothing_to_keep_in_shape(world: WorldInfo) -> None:
    compact.task(world=world.name)
    forget.task(world=world.name)


def test_deadlines_that_are_over_are_dropped_by_the_clock_of_the_world(world: WorldInfo) -> None:
    noon = datetime(2025, 3, 3, 12, tzinfo=UTC)
    arm("chains", [Arming("a", noon)])
    cancel("chains", ["a"])
    for later, left in ((timedelta(days=1), 1), (timedelta(minutes=1) + KEPT, 0)):
        set_clock(world, noon + later)
        forget.task(world=world.name)
        assert Deadline.objects.count() == left
