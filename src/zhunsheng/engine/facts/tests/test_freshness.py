"""How fresh a source is: at the borders of days, weeks, months and quarters, in the company's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from zhunsheng.engine.facts.freshness import Every, Freshness, Heard, freshness

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_what_never_told_anything_has_no_freshness_whatever_its_rhythm() -> None:
    assert freshness("day", Heard(), at("2026-01-05"), SHANGHAI) == Freshness("none")
    assert freshness(None, Heard(), at("2026-01-05"), SHANGHAI) == Freshness("none")


def test_without_a_rhythm_nothing_is_ever_late() -> None:
    assert freshness(None, Heard(at("2020-01-05")), at("2026-01-05"), SHANGHAI) == Freshness("free")


@pytest.mark.parametrize(
    ("every", "heard", "now", "state"),
    [
        ("day", "2026-01-05T08:00", "2026-01-05T23:59:59", "fresh"),
        ("day", "2026-01-05T08:00", "2026-01-06T00:00", "due"),
        ("day", "2026-01-05T23:59", "2026-01-06T23:59:59", "due"),
        ("day", "2026-01-05T08:00", "2026-01-07T00:00", "late"),
        ("week", "2026-01-04T08:00", "2026-01-04T23:00", "fresh"),  # a Sunday
        ("week", "2026-01-04T08:00", "2026-01-05T00:00", "due"),
        ("week", "2026-01-05T08:00", "2026-01-18T23:59", "due"),
        ("week", "2026-01-05T08:00", "2026-01-19T00:00", "late"),
        ("month", "2025-12-01T08:00", "2025-12-31T23:59", "fresh"),
        ("month", "2025-12-31T23:00", "2026-01-01T00:00", "due"),
        ("month", "2026-01-31T08:00", "2026-02-28T23:59", "due"),
        ("month", "2026-01-31T08:00", "2026-03-01T00:00", "late"),
        ("quarter", "2025-12-31T08:00", "2026-03-31T23:59", "due"),
        ("quarter", "2025-12-31T08:00", "2026-04-01T00:00", "late"),
    ],
)
def test_it_is_due_in_the_next_period_and_late_from_its_end_on(every: Every, heard: str, now: str, state: str) -> None:
    assert freshness(every, Heard(at(heard)), at(now), SHANGHAI).state == state


def test_days_are_the_companys_not_those_of_the_moments() -> None:
    heard = Heard(datetime(2026, 1, 5, 16, 30, tzinfo=UTC))  # half past midnight of the 6th in Shanghai
    now = datetime(2026, 1, 6, 16, 30, tzinfo=UTC)
    assert freshness("day", heard, now, SHANGHAI) == Freshness("due", at("2026-01-08"))
    assert freshness("day", heard, now, NEW_YORK) == Freshness("due", at("2026-01-07", NEW_YORK))


def test_a_day_of_twenty_three_hours_ends_at_its_own_midnight() -> None:
    heard = Heard(at("2026-03-07T12:00", NEW_YORK))
    found = freshness("day", heard, at("2026-03-08T12:00", NEW_YORK), NEW_YORK)
    assert found.due is not None
    assert found.due.astimezone(UTC) == datetime(2026, 3, 9, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "state"),
    [
        ("2025-12-31", "fresh"),  # last month's facts, told in this one
        ("2026-01-10", "fresh"),  # told up to today
        ("2025-11-30", "due"),  # December is still to come
        ("2025-10-31", "late"),
        ("2026-06-30", "fresh"),  # leave that lies ahead makes nothing fresher
    ],
)
def test_old_facts_are_old_news_whenever_they_come(until: str, state: str) -> None:
    heard = Heard(at("2026-01-10T08:00"), date.fromisoformat(until))
    assert freshness("month", heard, at("2026-01-10T09:00"), SHANGHAI).state == state


@pytest.mark.parametrize(
    ("every", "until", "state"),
    [
        ("day", "2026-01-02", "fresh"),  # Friday, told on Monday
        ("day", "2025-12-22", "fresh"),  # a fortnight without training
        ("day", "2025-12-21", "due"),
        ("day", "2025-12-19", "late"),  # an old file again
        ("week", "2025-12-21", "fresh"),
        ("week", "2025-11-30", "late"),
    ],
)
def test_quiet_days_are_not_late_when_somebody_told_of_them(every: Every, until: str, state: str) -> None:
    heard = Heard(at("2026-01-05T08:30"), date.fromisoformat(until))
    assert freshness(every, heard, at("2026-01-05T09:00"), SHANGHAI).state == state


def test_yesterdays_facts_told_this_morning_are_fresh() -> None:
    heard = Heard(at("2026-01-10T06:00"), date(2026, 1, 9))
    assert freshness("day", heard, at("2026-01-10T23:00"), SHANGHAI) == Freshness("fresh", at("2026-01-12"))
