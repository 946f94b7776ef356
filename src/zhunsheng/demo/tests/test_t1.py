"""T1: fifty calls a day in the east went through the motions; in the south calls work. R8 will find the effects."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo import days
from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.panels import effect, mean

EAST, SOUTH = "华东", "华南"
BEGUN, CHANGED, NOW = date(2023, 1, 2), date(2025, 7, 1), days.NOW.date()
BEFORE, AFTER = (date(2024, 7, 1), CHANGED), (CHANGED, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("metric", "effects", "near"),
    [
        ("daily_calls", ("calls_before", "calls_after"), 0.5),
        ("at_target_share", ("share_at_target_before", "share_at_target_after"), 0.015),
        ("talk_seconds", ("talk_seconds_before", "talk_seconds_after"), 2),
    ],
)
def test_calls_rise_to_just_above_the_target_and_become_short(
    told: Told, metric: str, effects: tuple[str, str], near: float
) -> None:
    said = told.truth("T1").effects
    for span, name in zip((BEFORE, AFTER), effects, strict=True):
        assert mean(told, metric, "region", EAST, "month", *span) == pytest.approx(said[name], abs=near)


def test_calls_in_the_east_served_signed_value_until_they_were_a_target(told: Told) -> None:
    said = told.truth("T1").effects
    before = effect(told, EAST, BEGUN, date(2025, 6, 30))
    after = effect(told, EAST, date(2025, 7, 7), NOW)
    assert before.size == pytest.approx(said["effect_before_sd"], abs=0.05)
    assert after.size == pytest.approx(said["effect_after_sd"], abs=0.05)
    assert before.interval()[0] > after.interval()[1]


def test_in_the_south_calls_pay_two_weeks_later_and_at_no_other_delay(told: Told) -> None:
    said = told.truth("T1").effects
    by_delay = {delay: effect(told, SOUTH, BEGUN, NOW, delay) for delay in range(4)}
    right = by_delay.pop(int(said["delay_weeks"]))
    assert right.size == pytest.approx(said["effect_south_sd"], abs=0.05)
    assert all(abs(other.size) < 0.07 for other in by_delay.values())


def test_calls_of_other_regions_do_not_bunch_at_the_target(told: Told) -> None:
    shares = told.by("at_target_share", "region", "quarter", *AFTER)
    others = [share for region in ("华北", "华中", "西南", "东北") for share in shares[region].values()]
    assert max(share or 0 for share in others) < 0.03
