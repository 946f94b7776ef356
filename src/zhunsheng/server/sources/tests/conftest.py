"""The shop in which sources are kept."""

from __future__ import annotations

import pytest

from zhunsheng.server.sources.tests.shop import Shop
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def shop(world: WorldInfo) -> Shop:
    return Shop.open(world)
