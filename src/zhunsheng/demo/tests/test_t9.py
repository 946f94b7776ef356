"""T9: small clinics grow while big hospitals cool. R15 will rank them by what they are expected to buy."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zhunsheng.demo.market import LARGE, SMALL
from zhunsheng.demo.systems.erp import buyers
from zhunsheng.demo.tests.conftest import Told

LAST_YEAR, YEAR = (date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 1, 1), date(2026, 1, 1))


def of(told: Told, marks: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    """Numbers of the customers marked."""
    return [one.number for one, mark in zip(told.company.market.customers, marks, strict=True) if mark]


def bought(told: Told, metric: str, grain: str, since: date, until: date) -> dict[str, list[float]]:
    found = told.by(metric, "customer", grain, since, until)
    return {name: [values[at] or 0.0 for at in sorted(values)] for name, values in found.items()}


def growth(months: list[float]) -> float:
    """A month, by the straight line through the logarithms of months with orders."""
    at = np.flatnonzero(months)
    return float(np.polyfit(at, np.log(np.array(months)[at]), 1)[0]) if len(at) > 6 else -np.inf


def test_fourteen_small_clinics_grow_and_are_in_the_top_tenth_of_clinics(told: Told) -> None:
    """Against the middle clinic, so that the season of holidays is taken out."""
    said, own = told.truth("T9").effects, of(told, buyers(told.company).growing)
    clinics = [one.number for one in told.company.market.customers if one.kind == "民营诊所"]
    before, now = (bought(told, "consumables_value", "month", *span) for span in (LAST_YEAR, YEAR))
    rates = {name: growth(now[name]) for name in clinics}
    middle = float(np.median(list(rates.values())))
    assert len(own) == said["clinics"]
    assert all(sum(before[name]) < SMALL and sum(now[name]) < SMALL for name in own)
    found = np.expm1(np.mean([rates[name] for name in own]) - middle)
    assert found == pytest.approx(said["clinic_growth_a_month"], abs=0.012)
    line = np.quantile(list(rates.values()), 0.9)
    assert sum(rates[name] > line for name in own) >= said["clinics"] - 1


def test_five_large_hospitals_order_less_often(told: Told) -> None:
    """The last two quarters against the same ones a year earlier."""
    said, own = told.truth("T9").effects, of(told, buyers(told.company).cooling)
    value = bought(told, "consumables_value", "month", *LAST_YEAR)
    orders = bought(told, "consumables_orders", "quarter", date(2024, 1, 1), date(2026, 1, 1))
    assert len(own) == said["hospitals"]
    assert all(sum(value[name]) > LARGE for name in own)
    then, now = (sum(sum(orders[name][quarters]) for name in own) for quarters in (slice(2, 4), slice(6, 8)))
    assert now / then - 1 == pytest.approx(said["frequency_change"], abs=0.05)


def test_no_type_of_customers_cools_as_a_whole(told: Told) -> None:
    orders = told.by("consumables_orders", "customer_type", "quarter", date(2024, 1, 1), date(2026, 1, 1))
    for values in orders.values():
        many = [values[at] or 0.0 for at in sorted(values)]
        assert abs(sum(many[6:8]) / sum(many[2:4]) - 1) < 0.1
