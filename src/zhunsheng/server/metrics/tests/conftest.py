"""Fixtures of the metrics' tests."""

from __future__ import annotations

from itertools import count

import pytest

from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.metrics.tests.visitor import FORMULAS, MONTHS, deal, settled, staffed
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def company(world: WorldInfo) -> Company:
    """A company in the world `live`, with nothing published."""
    return Company(world)


@pytest.fixture
def deals(company: Company) -> Company:
    """Months of deals: A one a month, B two, C three; each worth ten."""
    company.publish(FORMULAS)
    staffed(company)
    number = count()
    rows = [
        deal(f"D{next(number)}", who, f"{month}-{day:02}", "10")
        for month in MONTHS
        for who, many in (("A", 1), ("B", 2), ("C", 3))
        for day in range(20, 20 + many)
    ]
    settled(company, [*rows, deal("late", "B", "2025-07-01", "10")])
    return company
