"""Fixtures of the metrics' tests."""

from __future__ import annotations

import pytest

from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def company(world: WorldInfo) -> Company:
    """A company in the world `live`, with nothing published."""
    return Company(world)
