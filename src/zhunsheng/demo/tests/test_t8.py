"""T8: Wednesdays' calibrations of the refurbishment line are missing. R9 to R11 will find the day and the steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.pooled import Pooled, pooled, together, whole

SINCE, NOW = date(2025, 9, 3), date(2026, 1, 5)
BEFORE, AFTER = (date(2024, 9, 1), date(2025, 9, 1)), (date(2025, 10, 1), date(2026, 1, 1))
WEDNESDAY = 2
SWINGING = {"HJ-01", "HJ-02", "LH-01"}
"""Welding and burn-in."""


def by_weekday(told: Told, since: date, until: date) -> dict[int, Pooled]:
    days: dict[int, list[Pooled]] = {}
    for one in told.numbers("calibration_missing", "company", "day", since, until):
        if one.value is not None and one.period is not None:
            days.setdefault(date.fromisoformat(one.period).weekday(), []).append(Pooled(one.value, one.n))
    return {day: together(parts) for day, parts in days.items()}


def test_since_september_most_wednesdays_have_no_record(told: Told) -> None:
    effects = told.truth("T8").effects
    found = by_weekday(told, SINCE, NOW)
    others = [part for day, part in found.items() if day != WEDNESDAY]
    assert found[WEDNESDAY].value == pytest.approx(effects["missing_wednesday"], abs=0.02)
    assert together(others).value == pytest.approx(effects["missing_other"], abs=0.015)


def test_before_wednesdays_were_days_like_others(told: Told) -> None:
    usual = told.truth("T8").effects["missing_other"]
    found = by_weekday(told, SINCE - timedelta(days=364), SINCE)
    assert found[WEDNESDAY].value == pytest.approx(usual, abs=0.035)
    assert together(found.values()).value == pytest.approx(usual, abs=0.015)


def test_the_weekday_can_be_asked_for_too(told: Told) -> None:
    found = pooled(told, "calibration_missing", "weekday", "quarter", *AFTER)
    assert max(found, key=lambda day: found[day].value) == "星期三"


def test_the_line_became_two_points_less_effective(told: Told) -> None:
    spans = [told.by("oee", "line", "month", *span)["翻新线"].values() for span in (BEFORE, AFTER)]
    before, after = (sum(value or 0 for value in months) / len(months) for months in spans)
    assert 100 * (after - before) == pytest.approx(told.truth("T8").effects["oee_points"], abs=0.3)


def test_welding_and_burn_in_swing_and_nothing_else(told: Told) -> None:
    steps = pooled(told, "step_swing", "machine", "quarter", *AFTER)
    assert {machine for machine, part in steps.items() if part.value > 0.6} == SWINGING
    assert max(part.value for part in pooled(told, "step_swing", "machine", "quarter", *BEFORE).values()) < 0.6


def test_the_burn_in_temperature_swings_by_two_degrees(told: Told) -> None:
    swing = told.truth("T8").effects["burn_in_swing_celsius"]
    assert told.by("burn_in_swing", "machine", "quarter", *AFTER)["LH-01"]["2025-Q4"] == pytest.approx(swing, abs=0.2)
    assert whole(told, "burn_in_swing", "quarter", *BEFORE).value < swing / 2


def test_the_testers_are_not_to_blame(told: Told) -> None:
    found = whole(told, "test_resolution", "quarter", *AFTER)
    assert found.value == pytest.approx(told.truth("T8").effects["tester_resolves"], abs=0.0002)
