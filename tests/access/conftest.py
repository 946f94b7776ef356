"""The house in which the law of access is tried."""

from __future__ import annotations

import pytest
from tests.access.house import House

from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def house(world: WorldInfo) -> House:
    return House.built(world)
