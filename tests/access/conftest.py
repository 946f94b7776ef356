"""The house in which the law of access is tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.access.house import House

from zhunsheng.demo.starters import STARTERS
from zhunsheng.server.sources import starters
from zhunsheng.server.tick.tests.tale import Tale, known
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def house(world: WorldInfo) -> Iterator[House]:
    """An example company's, so that time can be asked to pass in it; there are files to try the product with."""
    starters.make_known(*STARTERS)
    with known(Tale()):
        yield House.built(world)
