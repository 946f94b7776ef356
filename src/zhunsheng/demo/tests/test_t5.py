"""T5: one director scores more harshly. The product will measure raters' severity itself (R20)."""

from __future__ import annotations

from datetime import date
from statistics import fmean

import numpy as np
import pytest

from zhunsheng.demo.tests.conftest import Told

QUARTERS = {"2025-Q3": (date(2025, 7, 1), date(2025, 10, 1)), "2025-Q4": (date(2025, 10, 1), date(2026, 1, 1))}


@pytest.fixture(params=QUARTERS)
def quarter(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(told: Told, metric: str, quarter: str, dimension: str = "person") -> dict[str, float]:
    """Who has a number in the quarter, and which."""
    found = told.by(metric, dimension, "quarter", *QUARTERS[quarter])
    return {who: value for who, own in found.items() if (value := own[quarter]) is not None}


def test_the_director_is_harsher_on_the_same_people(told: Told, quarter: str) -> None:
    effects, gaps = told.truth("T5").effects, asked(told, "rating_gap", quarter)
    assert len(gaps) == effects["shared"]
    assert fmean(gaps.values()) == pytest.approx(-effects["harsher_points"], abs=0.05)
    spread = float(np.std(list(gaps.values()), ddof=1)) / len(gaps) ** 0.5
    assert fmean(gaps.values()) + 5 * spread < 0


def test_one_seller_got_two_very_different_scores(told: Told, quarter: str) -> None:
    effects = told.truth("T5").effects
    assert asked(told, "rating_by_manager", quarter)["S047"] == effects["s047_manager"]
    assert asked(told, "rating_by_director", quarter)["S047"] == effects["s047_director"]


def test_the_gap_goes_with_the_rater_and_not_with_how_good_people_are(told: Told, quarter: str) -> None:
    """Nothing in the scores of those whom both rate explains how far apart the two are."""
    gaps, scores = asked(told, "rating_gap", quarter), asked(told, "rating_by_manager", quarter)
    people = sorted(gaps)
    related = np.corrcoef([scores[who] for who in people], [gaps[who] for who in people])[0, 1]
    assert abs(related) < 0.6
    assert max(gaps.values()) < 0


def test_other_superiors_rate_alike(told: Told, quarter: str) -> None:
    given = asked(told, "rating_given", quarter)
    others = [value for who, value in given.items() if who[0] == "M" and who not in ("M001", "M002", "M003", "M004")]
    assert given["M004"] < min(others)
