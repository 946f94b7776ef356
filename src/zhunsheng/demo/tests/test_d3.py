"""D3: in the north-west calls and revenue rise together, and have nothing to do with each other (R8: unproven)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zhunsheng.demo import days
from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.panels import Floats, effect

SPAN = date(2023, 1, 1), date(2026, 1, 1)
"""Twelve quarters."""
DELAYS = 3
"""Weeks after which calls might show, from none on."""


def series(told: Told, metric: str) -> Floats:
    (region,) = told.truth("D3").where
    values = told.by(metric, "region", "quarter", *SPAN)[region]
    return np.array([values[at] for at in sorted(values)], dtype=float)


def steps(values: Floats) -> Floats:
    """Changes from quarter to quarter against the same step of other years, as logarithms: no trend, no season."""
    changes = np.diff(np.log(values))
    quarter = np.arange(1, len(values)) % 4
    return np.array([change - changes[quarter == at].mean() for change, at in zip(changes, quarter, strict=True)])


def test_by_quarters_they_go_together_almost_perfectly(told: Told) -> None:
    found = np.corrcoef(series(told, "daily_calls"), series(told, "won_value"))[0, 1]
    assert found == pytest.approx(told.truth("D3").effects["correlation"], abs=0.08)


def test_who_calls_more_than_usual_in_a_week_signs_no_more(told: Told) -> None:
    """At none of three delays, looked at together: one of them alone would often stand out by chance."""
    (region,) = told.truth("D3").where
    for delay in range(DELAYS):
        low, high = effect(told, region, date(2023, 1, 2), days.NOW.date(), delay).interval(DELAYS)
        assert low < told.truth("D3").effects["effect_sd"] < high


def test_without_trend_and_season_nothing_is_left(told: Told) -> None:
    """Fisher's interval of the correlation; eleven changes less the four seasons' means."""
    found = np.corrcoef(steps(series(told, "daily_calls")), steps(series(told, "won_value")))[0, 1]
    assert abs(np.arctanh(found)) < 1.96 / np.sqrt(11 - 4 - 3)
