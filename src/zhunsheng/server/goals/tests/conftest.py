"""Fixtures of the goals' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhunsheng.server.goals.tests.desk import GOALS, LINKS, opened, workbook
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def company(world: WorldInfo) -> Company:
    """Two units of sellers, with metrics and without facts."""
    found = Company(world)
    opened(found)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The company's goals and links as a workbook with a sheet for people beside them."""
    return workbook(tmp_path / "goals.xlsx", {"说明": (("怎么填", "看这里"),), "目标": GOALS, "链接": LINKS})
