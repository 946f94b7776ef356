"""D4: weekly conversion of small teams jumps about the yellow line, and it is chance (R19 will hold lights back)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.panels import Floats

TEAMS = ("西北", "东北")
SPAN = date(2023, 3, 6), date(2026, 1, 5)


def weeks(told: Told, region: str) -> tuple[Floats, Floats]:
    """Leads that converted and leads that matured, of every week with a number."""
    found = [one for one in told.numbers("lead_conversion", "region", "week", *SPAN) if one.subject == region]
    known = [(round((one.value or 0) * one.n), one.n) for one in found if one.value is not None]
    converted, matured = zip(*known, strict=True)
    return np.array(converted, dtype=float), np.array(matured, dtype=float)


@pytest.mark.parametrize("region", TEAMS)
def test_many_weeks_lie_below_the_line_though_the_team_converts_well(told: Told, region: str) -> None:
    said = told.truth("D4").effects
    converted, matured = weeks(told, region)
    assert converted.sum() / matured.sum() == pytest.approx(said["conversion"], abs=0.03)
    assert 0.3 < np.mean(converted / matured < said["yellow"]) < 0.6


@pytest.mark.parametrize("region", TEAMS)
def test_the_weeks_differ_no_more_than_chance_makes_them(told: Told, region: str) -> None:
    """Chi-squared of the weeks' conversions around their common rate, by its normal approximation."""
    converted, matured = weeks(told, region)
    rate = converted.sum() / matured.sum()
    spread = ((converted - rate * matured) ** 2 / (matured * rate * (1 - rate))).sum()
    freedom = len(matured) - 1
    assert abs(spread - freedom) < 2.6 * np.sqrt(2 * freedom)


@pytest.mark.parametrize("region", TEAMS)
def test_a_low_week_says_nothing_of_the_next(told: Told, region: str) -> None:
    converted, matured = weeks(told, region)
    rates = converted / matured
    assert abs(np.corrcoef(rates[:-1], rates[1:])[0, 1]) < 2.6 / np.sqrt(len(rates) - 1)
