"""D1: attrition of high performers "22% → 9.7%" after go-live is one leaver, and proves nothing (R25)."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.rates import rate, ratio_interval

BEFORE = date(2023, 10, 1), date(2025, 10, 1)
SINCE = date(2025, 10, 1), date(2026, 1, 1)
"""The first quarter with the product; nobody works or leaves in its first eight days, which are holidays."""


def test_the_fall_looks_large_and_is_unproven(told: Told) -> None:
    effects = told.truth("D1").effects
    before, after = (rate(told, "high_leavers", "high_person_years", *span) for span in (BEFORE, SINCE))
    assert after.left == effects["left"]
    assert after.years == pytest.approx(effects["person_years"], abs=0.05)
    assert after.value / before.value == pytest.approx(effects["ratio"], abs=0.005)
    low, high = ratio_interval(after, before)
    assert low == pytest.approx(effects["low"], abs=0.005)
    assert high == pytest.approx(effects["high"], abs=0.05)
    assert low < 1 < high
