"""T4: high performers who get a bonus only leave. Person-time and exact intervals will be R25's, uses R22's."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.rates import Rate, rate, ratio_interval

YEARS = date(2023, 10, 1), date(2025, 10, 1)
"""The two years before going live, in whole months as the register counts them."""


def high(told: Told) -> Rate:
    return rate(told, "high_leavers", "high_person_years", *YEARS)


def bonus_only(told: Told) -> Rate:
    return rate(told, "bonus_only_leavers", "bonus_only_person_years", *YEARS)


def test_high_performers_left_at_nearly_twice_the_average(told: Told) -> None:
    effects = told.truth("T4").effects
    own, everybody = high(told), rate(told, "leavers", "person_years", *YEARS)
    assert own.left == effects["left"]
    assert own.years == pytest.approx(effects["person_years"], abs=0.5)
    assert everybody.value == pytest.approx(effects["average_attrition"], abs=0.002)
    assert own.value / everybody.value == pytest.approx(effects["ratio"], abs=0.05)


def test_there_are_forty_one_of_them_all_the_time(told: Told) -> None:
    (months,) = told.by("high_person_years", "company", "month", *YEARS).values()
    people = told.truth("T4").effects["high_performers"]
    for label, years in months.items():
        year, month = map(int, label.split("-"))
        days = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        assert years == pytest.approx(people * days / 365, abs=1e-3)


def test_most_who_left_had_got_a_bonus_only_and_half_of_those_who_stayed(told: Told) -> None:
    effects, own, bonus = told.truth("T4").effects, high(told), bonus_only(told)
    assert bonus.left == effects["left_bonus_only"]
    assert own.years - own.left == pytest.approx(effects["stayed_years"], abs=0.5)
    assert bonus.years - bonus.left == pytest.approx(effects["stayed_bonus_only"], abs=0.5)


def test_a_bonus_only_raises_attrition_beyond_chance(told: Told) -> None:
    own, bonus = high(told), bonus_only(told)
    low, _ = ratio_interval(bonus, Rate(own.left - bonus.left, own.years - bonus.years))
    assert low > 1


def test_the_product_states_both_rates_by_itself(told: Told) -> None:
    """By quarters: four of them make the two groups comparable without any sum of one's own."""
    labels = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3)]
    (bonus,) = told.by("bonus_only_attrition", "company", "quarter", *YEARS).values()
    (more,) = told.by("rewarded_attrition", "company", "quarter", *YEARS).values()
    assert sum(bonus[at] or 0 for at in labels) > 2 * sum(more[at] or 0 for at in labels)


def test_results_of_the_third_quarter_led_mostly_to_a_bonus_only(told: Told) -> None:
    effects, quarter = told.truth("T4").effects, (date(2025, 7, 1), date(2025, 10, 1))
    (used,) = told.by("result_use", "company", "quarter", *quarter).values()
    (more,) = told.by("result_use_substantive", "company", "quarter", *quarter).values()
    assert used["2025-Q3"] == pytest.approx(effects["q3_use"], abs=0.003)
    assert more["2025-Q3"] == pytest.approx(effects["q3_use_without_bonus"], abs=0.003)
