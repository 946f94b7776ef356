"""The hourly and nightly jobs, in worlds as they may be."""

from zhunsheng.server.tick.tasks import compact, forget
from zhunsheng.server.worlds.values import WorldInfo


def test_a_world_without_a_blueprint_has_nothing_to_keep_in_shape(world: WorldInfo) -> None:
    compact.task(world=world.name)
    forget.task(world=world.name)
