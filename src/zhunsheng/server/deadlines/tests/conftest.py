"""Worlds in which handlers leave effects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zhunsheng.server.deadlines.tests.acting import NOON, TABLE, run
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def effects(world: WorldInfo) -> Iterator[WorldInfo]:
    """The world with a table of effects; its clock runs."""
    run(TABLE)
    yield world
    with enter(world):
        run("DROP TABLE effect")


@pytest.fixture
def noon(effects: WorldInfo) -> WorldInfo:
    """The same, standing at noon."""
    actions.set_clock(effects, NOON)
    return effects
