"""Fixtures of the drafts' tests."""

from __future__ import annotations

import pytest

from zhunsheng.server.drafts.tests.studio import Studio
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def studio(world: WorldInfo) -> Studio:
    """With two HR partners, ann and bob."""
    return Studio.opened(world)
