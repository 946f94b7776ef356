"""A frozen permission: held until confirmed, suspended once by an appeal, over by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.practices.actions.action import ends
from zhunsheng.engine.practices.actions.freeze import RESTS, Freezing, Suspension, state

BEGUN = datetime(2025, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AT_ONCE = Freezing(BEGUN, BEGUN + 10 * DAY)
HOLD = replace(AT_ONCE, confirm_by=BEGUN + DAY)
HOURS = st.integers(-24, 24 * 14).map(lambda hours: BEGUN + timedelta(hours=hours))


def at(freeze: Freezing, hours: float) -> str:
    return state(freeze, BEGUN + timedelta(hours=hours))


def test_a_freeze_that_begins_at_once_lasts_until_its_term_ends() -> None:
    assert [at(AT_ONCE, hours) for hours in (0, 239.9, 240)] == ["frozen", "frozen", "ended"]


def test_a_hold_that_nobody_confirms_lapses() -> None:
    assert [at(HOLD, hours) for hours in (0, 23.9, 24, 300)] == ["held", "held", "lapsed", "lapsed"]


def test_a_hold_that_is_confirmed_in_time_freezes() -> None:
    confirmed = replace(HOLD, confirmed=BEGUN + timedelta(hours=5))
    assert [at(confirmed, hours) for hours in (4, 5, 30, 240)] == ["held", "frozen", "frozen", "ended"]


def test_a_confirmation_that_comes_too_late_confirms_nothing() -> None:
    assert at(replace(HOLD, confirmed=BEGUN + timedelta(hours=25)), 26) == "lapsed"


def test_the_first_appeal_suspends_until_it_is_settled_or_its_time_is_up() -> None:
    first = Suspension(BEGUN + DAY, BEGUN + 3 * DAY)
    appealed = replace(AT_ONCE, appeals=(first, Suspension(BEGUN + 4 * DAY, BEGUN + 6 * DAY)))
    assert [at(appealed, hours) for hours in (23, 24, 71, 72, 97)] == [
        *("frozen", "suspended", "suspended", "frozen", "frozen")
    ]
    settled = replace(AT_ONCE, appeals=(replace(first, settled=BEGUN + 2 * DAY),))
    assert at(settled, 49) == "frozen"


def test_an_appeal_lets_no_hold_lapse() -> None:
    appealed = replace(HOLD, appeals=(Suspension(BEGUN + timedelta(hours=1), BEGUN + timedelta(hours=49)),))
    assert [at(appealed, hours) for hours in (0, 1, 48, 49, 71, 72)] == [
        *("held", "suspended", "suspended", "held", "held", "lapsed")
    ]


def test_what_is_lifted_stays_lifted() -> None:
    lifted = replace(AT_ONCE, lifted=BEGUN + DAY)
    assert [at(lifted, hours) for hours in (23, 24, 300)] == ["frozen", "lifted", "lifted"]


@given(HOURS, st.none() | HOURS, st.none() | HOURS, st.none() | HOURS, HOURS, HOURS)
def test_what_is_over_stays_over(
    until: datetime,
    confirm_by: datetime | None,
    confirmed: datetime | None,
    lifted: datetime | None,
    one: datetime,
    other: datetime,
) -> None:
    freeze = Freezing(BEGUN, until, confirm_by, confirmed, lifted, (Suspension(BEGUN, BEGUN + 2 * DAY),))
    first, later = sorted((one, other))
    over = {"lapsed", "lifted", "ended"}
    assert state(freeze, first) not in over or state(freeze, later) == state(freeze, first)
    assert not RESTS & over


@pytest.mark.parametrize(
    ("term", "end"), [("72 h", BEGUN + 3 * DAY), ("5 d", BEGUN + 5 * DAY), ("month", datetime(2025, 4, 1, tzinfo=UTC))]
)
def test_a_term_ends_by_the_clock_on_the_wall(term: str, end: datetime) -> None:

    assert ends(term, BEGUN, ZoneInfo("UTC")) == end
