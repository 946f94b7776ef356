"""T6: invoices that are still open count too; a missed closure delays payment (R25 will compare, R16 has the clock)."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told

RIPE = date(2025, 1, 1), date(2025, 7, 1)
"""Issued at least half a year before the year ends."""


def days(told: Told, metric: str, since: date, until: date) -> float:
    """Of all invoices that count, quarters together."""
    found = [one for one in told.numbers(metric, "company", "quarter", since, until) if one.value is not None]
    return sum((one.value or 0) * one.n for one in found) / sum(one.n for one in found)


def test_who_counts_open_invoices_sees_two_weeks_more(told: Told) -> None:
    said = told.truth("T6").effects
    assert days(told, "collection_days", *RIPE) == pytest.approx(said["closed_days"], abs=2)
    assert days(told, "collection_days_all", *RIPE) == pytest.approx(said["all_days"], abs=2)


def test_a_missed_closure_costs_a_month(told: Told) -> None:
    said = told.truth("T6").effects
    missed, in_time = (days(told, f"collection_days_{when}", *RIPE) for when in ("missed", "in_time"))
    assert missed - in_time == pytest.approx(said["missed_closure_days"], abs=2.5)


def test_the_newest_invoices_look_quick_only_because_the_slow_ones_are_open(told: Told) -> None:
    newest = days(told, "collection_days", date(2025, 10, 1), date(2026, 1, 1))
    assert newest < 0.75 * told.truth("T6").effects["closed_days"]


def test_what_is_open_is_there_to_be_seen(told: Told) -> None:
    (values,) = told.by("open_receivables", "company", "quarter", date(2025, 10, 1), date(2026, 1, 1)).values()
    assert (values["2025-Q4"] or 0) > 5e7
