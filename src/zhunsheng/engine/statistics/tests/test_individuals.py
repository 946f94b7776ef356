"""The individuals chart against a published table, and what holds for every series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.statistics.individuals import Rule, Verdict, individuals, settled, signals, verdict

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""Flow rates of NIST/SEMATECH e-Handbook 6.3.2.2."""
numbers = st.floats(-1e6, 1e6, allow_subnormal=False)


def test_the_limits_are_those_of_the_published_example() -> None:
    band = individuals(NIST)
    assert band is not None
    assert band.mean == pytest.approx(50.81)
    assert band.mean_moving_range == pytest.approx(1.8778, abs=5e-5)
    assert band.upper == pytest.approx(55.8041, abs=5e-5)
    assert band.lower == pytest.approx(45.8159, abs=5e-5)
    assert signals(NIST, band) == []


def test_below_eight_points_nothing_is_judged() -> None:
    assert individuals(NIST[:7]) is None
    assert verdict(NIST[:7], None) is Verdict.TOO_SHORT
    assert individuals(NIST[:8]) is not None


def test_points_without_neighbours_say_nothing_about_the_noise() -> None:
    alternating = [value for each in NIST for value in (each, None)]
    assert individuals(alternating) is None


def test_a_missing_period_breaks_the_moving_range() -> None:
    values = [*[1.0] * 5, None, *[9.0] * 5]
    band = individuals(values)
    assert band is not None
    assert band.mean_moving_range == 0.0


def test_a_missing_last_period_is_no_data_whatever_came_before() -> None:
    assert verdict([*NIST, None], individuals(NIST)) is Verdict.NO_DATA


def test_a_point_beyond_the_limits_is_a_signal_to_its_side() -> None:
    for odd, found in ((80.0, Verdict.UP), (20.0, Verdict.DOWN)):
        values = [*NIST, *NIST, odd]
        band = individuals(values)
        assert verdict(values, band) is found
        assert signals(values, band)[-1].rule is Rule.BEYOND


def test_the_eighth_point_on_one_side_is_a_signal_the_seventh_is_not() -> None:
    band = individuals([10.0, 12.0] * 10)
    assert band is not None
    high = [13.0] * 8
    assert [s.at for s in signals(high, band)] == [7]
    assert signals(high, band)[0].rule is Rule.RUN_OF_EIGHT
    assert signals(high[:7], band) == []
    assert verdict([*high[:7], 11.0, *high[:7]], band) is Verdict.NOISE


def test_eight_points_hardly_off_the_mean_are_no_signal() -> None:
    """σ is 2 / 1.128 = 1.773, so that the mean of eight must be 1.881 off."""
    band = individuals([10.0, 12.0] * 10)
    assert signals([12.87] * 8, band) == []
    assert [s.rule for s in signals([12.89] * 8, band)] == [Rule.RUN_OF_EIGHT]


def test_a_run_goes_on_over_weekends() -> None:
    band = individuals([10.0, 12.0] * 10)
    values = [*[13.0] * 5, None, None, *[13.0] * 3]
    assert [s.rule for s in signals(values, band)] == [Rule.RUN_OF_EIGHT]


def test_the_start_up_of_a_stock_is_left_out() -> None:
    level = [200.0, 206.0, 203.0, 198.0, 205.0, 207.0, 203.0, 204.0, 206.0, 203.0, 208.0, 209.0]
    ramp = [20.0, 60.0, 95.0, 130.0, 160.0, 185.0]
    values = settled([*ramp, None, *level])
    assert values[:7] == [None] * 7
    assert verdict(values, individuals(values)) is Verdict.NOISE
    assert verdict([*ramp, *level], individuals([*ramp, *level])) is Verdict.UP
    assert settled([]) == []


def test_a_fall_after_the_start_up_is_still_seen() -> None:
    values = settled([20.0, 90.0, 150.0, *[200.0, 206.0, 203.0, 198.0, 205.0, 207.0] * 2, 120.0])
    assert verdict(values, individuals(values)) is Verdict.DOWN


@given(st.lists(st.none() | numbers, max_size=40))
def test_of_a_start_up_at_most_half_the_points_are_left_out(values: list[float | None]) -> None:
    kept = settled(values)
    left = len([value for value in kept if value is not None])
    assert len(kept) == len(values)
    assert 2 * left >= len([value for value in values if value is not None])
    assert [value for value in kept if value is not None] == [v for v in values if v is not None][-left:][:left]


def test_limits_stop_where_values_stop() -> None:
    band = individuals([0.1, 0.9] * 5, 0.0, 1.0)
    assert band is not None
    assert (band.lower, band.upper) == (0.0, 1.0)


@given(numbers, st.integers(8, 40))
def test_a_series_that_never_moves_never_stands_out(value: float, length: int) -> None:
    values = [value] * length
    assert verdict(values, individuals(values)) is Verdict.NOISE


@given(st.lists(st.none() | numbers, min_size=1, max_size=40), numbers)
def test_turned_upside_down_the_verdict_turns_with_it(values: list[float | None], last: float) -> None:
    values = [*values, last]
    over = [None if value is None else -value for value in values]
    turned = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}
    found = verdict(values, individuals(values))
    assert verdict(over, individuals(over)) is turned.get(found, found)


@given(st.lists(st.none() | numbers, max_size=40))
def test_the_mean_lies_in_the_band_and_every_point_beyond_it_is_named(values: list[float | None]) -> None:
    band = individuals(values, floor=0.0)
    if band is None:
        return
    assert band.lower <= band.mean <= band.upper
    slack = 1e-6 * max(1.0, abs(band.upper), abs(band.lower))
    far = {at for at, v in enumerate(values) if v is not None and (v > band.upper + slack or v < band.lower - slack)}
    assert far <= {signal.at for signal in signals(values, band)}
