"""Periods tile the calendar, labels read back, windows list what they touch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.values import Grain, Period, Problem, Text, Window, ZhunshengError, all_or_raise

grains = st.sampled_from(Grain)
days = st.dates(date(2, 1, 1), date(9990, 12, 31))
near = st.dates(date(2024, 1, 1), date(2026, 12, 31))
steps = st.integers(-30, 30)


@given(day=st.dates(date(3, 1, 1), date(9998, 12, 31)), grain=grains)
def test_a_period_reads_back_from_its_label(day: date, grain: Grain) -> None:
    period = Period.holding(day, grain)
    assert Period.parse(period.label) == period
    assert str(period) == period.label


@given(day=days, grain=grains)
def test_a_period_holds_its_day_and_is_the_same_from_every_day_in_it(day: date, grain: Grain) -> None:
    period = Period.holding(day, grain)
    assert period.start <= day <= period.last_day < period.end
    assert {Period.holding(inside, grain) for inside in (period.start, day, period.last_day)} == {period}
    assert Period.holding(period.end, grain) == period.shift(1) != period


@given(day=days, grain=grains, there=steps, further=steps)
def test_shifts_add_up_and_go_back(day: date, grain: Grain, there: int, further: int) -> None:
    period = Period.holding(date(1000, 1, 1) if day.year < 50 or day.year > 9900 else day, grain)
    assert period.shift(there).shift(-there) == period
    assert period.shift(there).shift(further) == period.shift(there + further)
    assert (period.shift(there) > period) == (there > 0)


@given(day=near)
def test_weeks_begin_on_monday_and_are_numbered_as_iso_says(day: date) -> None:
    week = Period.holding(day, Grain.WEEK)
    assert week.start.isoweekday() == 1
    assert week.last_day.isoweekday() == 7
    assert week.label == f"{day:%G-W%V}"


@given(day=days, grain=st.sampled_from([Grain.MONTH, Grain.QUARTER]))
def test_months_and_quarters_begin_on_a_first(day: date, grain: Grain) -> None:
    period = Period.holding(day, grain)
    assert period.start.day == period.end.day == 1
    assert (period.start.month - 1) % (1 if grain is Grain.MONTH else 3) == 0


@pytest.mark.parametrize(
    ("day", "grain", "label"),
    [
        (date(2024, 12, 30), Grain.WEEK, "2025-W01"),
        (date(2026, 1, 1), Grain.WEEK, "2026-W01"),
        (date(2027, 1, 1), Grain.WEEK, "2026-W53"),
        (date(2024, 12, 30), Grain.QUARTER, "2024-Q4"),
        (date(2024, 2, 29), Grain.MONTH, "2024-02"),
        (date(987, 6, 5), Grain.MONTH, "0987-06"),
        (date(987, 6, 5), Grain.DAY, "0987-06-05"),
    ],
)
def test_labels_at_the_edges_of_years(day: date, grain: Grain, label: str) -> None:
    assert Period.holding(day, grain).label == label


@pytest.mark.parametrize(
    "label",
    [
        "",
        "2024",
        "2024-00",
        "2024-13",
        "2024-Q0",
        "2024-Q5",
        "2024-W00",
        "2024-W53",
        "2024-02-30",
        "2024-03-00",
        "2024-W1",
        "2024-3",
        "0000-01",
        "2024-01-01\n",
        "24-01",
        "2024-W01-1",
        "x2024-01",
    ],
)
def test_a_label_that_is_no_period_is_refused_in_both_languages(label: str) -> None:
    with pytest.raises(ZhunshengError) as refused:
        Period.parse(label)
    (problem,) = refused.value.problems
    assert problem.code == "period.unreadable"
    assert label in problem.message.zh
    assert label in problem.message.en
    assert problem.remedy is not None


@pytest.mark.parametrize("label", ["0001-01", "0001-12-31", "0001-W01", "9999-01", "9999-Q4", "9999-12-31", "9999-W52"])
def test_a_period_without_a_year_on_either_side_is_refused(label: str) -> None:
    with pytest.raises(ZhunshengError) as refused:
        Period.parse(label)
    assert refused.value.problems[0].code == "period.out_of_reach"


@given(first=near, length=st.integers(-5, 400), grain=grains)
def test_a_window_lists_every_period_it_touches_once_and_in_order(first: date, length: int, grain: Grain) -> None:
    inside = [first + timedelta(days=offset) for offset in range(length)]
    expected = sorted({Period.holding(day, grain) for day in inside})
    assert list(Window(first, first + timedelta(days=length)).periods(grain)) == expected


@pytest.mark.parametrize("window", [Window(), Window(start=date(2024, 1, 1)), Window(end=date(2024, 1, 1))])
def test_an_open_window_has_no_list(window: Window) -> None:
    with pytest.raises(ValueError, match="open window"):
        list(window.periods(Grain.DAY))


def test_all_problems_are_raised_at_once_and_none_where_there_is_none() -> None:
    all_or_raise([])
    said = [Problem(code, Text(zh=f"错{code}", en=f"wrong {code}")).at("a.yaml", 3) for code in ("a", "b")]
    with pytest.raises(ZhunshengError) as raised:
        all_or_raise(said)
    assert raised.value.problems == tuple(said)
    assert str(raised.value).count("a.yaml:3: 错") == 2
