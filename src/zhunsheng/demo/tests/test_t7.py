"""T7, the service half: hours that nothing counts and devices that fail less; a video that spreads.

What sellers get for it is told in the sales half. R14, R23 and R24 will find both.
"""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.pooled import Pooled, pooled, together

YEARS = date(2023, 1, 1), date(2026, 1, 1)
BEFORE, AFTER = (date(2024, 1, 1), date(2025, 4, 1)), (date(2025, 7, 1), date(2026, 1, 1))
AUTHOR = "E012"


def split(told: Told, parts: dict[str, Pooled]) -> tuple[Pooled, Pooled]:
    """Of the sellers whom the story names, and of everybody else."""
    named = told.truth("T7").who
    own = together(part for number, part in parts.items() if number in named)
    return own, together(part for number, part in parts.items() if number and number not in named)


def test_devices_of_their_customers_fail_less(told: Told) -> None:
    own, others = split(told, pooled(told, "faults_per_device", "person", "quarter", *YEARS))
    assert own.value / others.value - 1 == pytest.approx(told.truth("T7").effects["faults_change"], abs=0.03)


def test_they_spend_two_hours_a_week_that_nothing_counts(told: Told) -> None:
    sellers = {number: hours for number, hours in weekly(told).items() if number.startswith("S")}
    named = [sellers[number] for number in told.truth("T7").who if number in sellers]
    others = [hours for number, hours in sellers.items() if number not in told.truth("T7").who]
    assert len(named) == told.truth("T7").effects["sellers"]
    assert sum(named) / len(named) == pytest.approx(told.truth("T7").effects["hours_a_week"], abs=0.1)
    assert max(others) < min(named) / 2


def weekly(told: Told) -> dict[str, float]:
    """Uncounted hours in a week of five days at work, by the mean of quarters."""
    found = told.by("uncounted_hours_a_day", "person", "quarter", date(2025, 1, 1), date(2026, 1, 1))
    known = {number: [v for v in values.values() if v is not None] for number, values in found.items()}
    return {number: 5 * sum(values) / len(values) for number, values in known.items() if len(values) == 4}


def test_repairs_of_those_who_apply_the_videos_become_shorter(told: Told) -> None:
    effects = told.truth("T7").effects
    videos = pooled(told, "repair_hours_video", "person", "quarter", *AFTER)
    before, after = (pooled(told, "repair_hours", "person", "quarter", *span) for span in (BEFORE, AFTER))
    assert len(videos) == effects["engineers"]
    assert together(videos.values()).value == pytest.approx(effects["repair_hours_after"], abs=0.1)
    assert together(before[one] for one in videos).value == pytest.approx(effects["repair_hours_before"], abs=0.15)
    assert together(after[one] for one in videos).value < effects["repair_hours_after"] + 0.25


def test_repairs_of_others_take_as_long_as_ever(told: Told) -> None:
    effects = told.truth("T7").effects
    videos = pooled(told, "repair_hours_video", "person", "quarter", *AFTER)
    for span in (BEFORE, AFTER):
        hours = pooled(told, "repair_hours", "person", "quarter", *span)
        others = together(part for number, part in hours.items() if number and number not in videos)
        assert others.value == pytest.approx(effects["repair_hours_before"], abs=0.15)


def test_the_videos_are_used_by_as_many_and_not_by_their_author(told: Told) -> None:
    videos = pooled(told, "repair_hours_video", "person", "quarter", *AFTER)
    used = told.by("article_users", "article", "quarter", *AFTER)
    most = max(users or 0 for key in ("K041", "K042", "K043", "K044", "K045") for users in used[key].values())
    assert len(videos) - 3 <= most <= len(videos)
    assert AUTHOR not in videos
