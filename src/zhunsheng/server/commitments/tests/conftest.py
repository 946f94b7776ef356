"""Fixtures of the commitments' tests."""

from __future__ import annotations

import pytest

from zhunsheng.server.commitments.tests.desk import Desk
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def desk(world: WorldInfo) -> Desk:
    """A help desk with its chain in force, before the first event."""
    found = Desk(world)
    found.publish()
    found.turn()
    return found
