"""T3: why orders are answered late. R16 and R25 will adjust for pool, time and mix of cases by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.pooled import Pooled, pooled, whole

BEGUN, LIVE, NOW = date(2023, 1, 1), date(2025, 10, 1), date(2026, 1, 1)
"""No order was placed in the holidays before the product went live, so that quarters divide the two spans."""
YEAR = date(2025, 1, 1), NOW
SLOW = "E031"


def test_fewer_orders_are_answered_late_since_the_product_went_live(told: Told) -> None:
    effects = told.truth("T3").effects
    before, after = (whole(told, "late_48h", "quarter", *span) for span in ((BEGUN, LIVE), (LIVE, NOW)))
    assert before.value == pytest.approx(effects["late_before"], abs=0.005)
    assert after.value == pytest.approx(effects["late_after"], abs=0.008)


def test_on_the_wall_more_are_late_and_fewer_since_then_too(told: Told) -> None:
    for span in ((BEGUN, LIVE), (LIVE, NOW)):
        wall, worked = (whole(told, metric, "quarter", *span).value for metric in ("late_48h_wall", "late_48h"))
        assert worked + 0.04 < wall < worked + 0.2
    before, after = (whole(told, "late_48h_wall", "quarter", *span).value for span in ((BEGUN, LIVE), (LIVE, NOW)))
    assert after < before - 0.08


@pytest.mark.parametrize("span", [(BEGUN, LIVE), (LIVE, NOW)])
def test_three_pools_stand_out_one_in_each_region_of_the_story(told: Told, span: tuple[date, date]) -> None:
    pools = pooled(told, "late_48h", "pool", "quarter", *span)
    late = sorted(pools, key=lambda pool: pools[pool].value)[-3:]
    assert {pool[:2] for pool in late} == set(told.truth("T3").where)
    rest = max(part.value for pool, part in pools.items() if pool not in late)
    assert min(pools[pool].value for pool in late) > rest + 0.2
    assert rest < whole(told, "late_48h", "quarter", *span).value


def odds_ratio(told: Told, since: date, until: date) -> float:
    """Of Friday evenings against other times, pools and quarters compared within themselves (Mantel and Haenszel)."""
    friday, other = (cells(told, metric, since, until) for metric in ("late_48h_friday", "late_48h_other"))
    above = below = 0.0
    for cell in friday.keys() & other.keys():
        one, base = friday[cell], other[cell]
        many = one.n + base.n
        above += one.total * (base.n - base.total) / many
        below += (one.n - one.total) * base.total / many
    return above / below


def cells(told: Told, metric: str, since: date, until: date) -> dict[tuple[str | None, str | None], Pooled]:
    numbers = told.numbers(metric, "pool", "quarter", since, until)
    return {(one.subject, one.period): Pooled(one.value, one.n) for one in numbers if one.value is not None}


def test_friday_evenings_raise_the_odds_within_every_pool(told: Told) -> None:
    odds = told.truth("T3").effects["friday_odds"]
    assert odds_ratio(told, BEGUN, NOW) == pytest.approx(odds, rel=0.08)
    assert odds_ratio(told, LIVE, NOW) == pytest.approx(odds, rel=0.3)


def test_one_engineer_takes_three_times_what_the_standard_allows(told: Told) -> None:
    effects = told.truth("T3").effects
    took, allowed = (pooled(told, f"arrival_{one}", "person", "quarter", *YEAR) for one in ("hours", "standard_hours"))
    assert took[SLOW].value == pytest.approx(effects["e031_hours"], rel=0.06)
    assert allowed[SLOW].value == pytest.approx(effects["e031_expected_hours"], rel=0.06)
    assert took[SLOW].n == pytest.approx(effects["e031_cases"], abs=6)


def test_no_other_engineer_is_much_slower_than_the_standard(told: Told) -> None:
    against = pooled(told, "arrival_vs_standard", "person", "quarter", *YEAR)
    others = [part.value for number, part in against.items() if number != SLOW and part.n >= 40]
    assert len(others) > 30
    assert min(others) > 0.82
    assert max(others) < 1.18 < 2.5 < against[SLOW].value


def test_hours_by_the_roster_are_those_that_the_after_sales_system_counts(told: Told) -> None:
    by_roster, by_system = (
        pooled(told, metric, "person", "quarter", *YEAR) for metric in ("arrival_duty_hours", "arrival_hours")
    )
    assert by_roster[SLOW].value == pytest.approx(by_system[SLOW].value, rel=0.02)
    many = [number for number, part in by_system.items() if part.n >= 40]
    assert [by_roster[one].value for one in many] == pytest.approx([by_system[one].value for one in many], rel=0.03)
