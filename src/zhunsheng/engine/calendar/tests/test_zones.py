"""Wall times and the instants at which clocks show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.calendar.instants import EPOCH, instant, moment
from zhunsheng.engine.calendar.zones import is_time_zone, stretches, to_instant, to_wall

zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Africa/Casablanca"])
seconds = st.integers(-2_000_000_000, 4_000_000_000)


@pytest.mark.parametrize(
    ("zone", "wall", "shown"),
    [
        ("Europe/Berlin", datetime(2024, 3, 31, 1, 30, tzinfo=UTC), datetime(2024, 3, 31, 0, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2024, 3, 31, 2, 30, tzinfo=UTC), datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2024, 10, 27, 2, 30, tzinfo=UTC), datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),
        ("America/Sao_Paulo", datetime(2018, 11, 4, tzinfo=UTC), datetime(2018, 11, 4, 3, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 12, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_skipped_wall_time_is_the_moment_after_and_one_shown_twice_the_first(
    zone: str, wall: datetime, shown: datetime
) -> None:
    assert moment(to_instant(instant(wall), zone, wall.year)) == shown


@given(zones, seconds)
def test_the_wall_shows_what_the_zone_says(zone: str, second: int) -> None:
    at = EPOCH + timedelta(seconds=second)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    assert moment(to_wall(instant(at), zone)) == shown
    (offset,) = (one.offset for one in stretches(zone, at.year, at.year) if one.since <= instant(at) < one.until)
    assert instant(at) + offset == instant(shown)


def test_names_of_time_zones_are_known() -> None:
    assert is_time_zone("Asia/Shanghai")
    assert not any(map(is_time_zone, ["Asia/Shangai", "", "Asia", "../etc/passwd"]))
