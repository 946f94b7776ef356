"""Time at work against a plain day-by-day reckoning."""

from __future__ import annotations

import time
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine import exposure as module
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.exposure import EMPLOYMENT, LEAVE, ROSTER, exposure
from zhunsheng.engine.values import Text, Window

Employment = tuple[int, date, date]
Roster = tuple[int, date, float]
Leave = tuple[int, date, date | None, float | None]

FIRST = date(2024, 1, 20)
NAME = Text(zh="历", en="calendar")
CALENDAR = Calendar(
    id="main",
    name=NAME,
    hours=7.5,
    years={2024: Year(holidays=(date(2024, 2, 12), date(2024, 2, 13)), workdays=(date(2024, 2, 4),))},
)
EVER = (date.min, date(9999, 12, 31))

people = st.integers(1, 4)
days = st.integers(0, 45).map(lambda offset: FIRST + timedelta(days=offset))
quarters = st.integers(0, 48).map(lambda count: count / 4)


@st.composite
def employments(draw: st.DrawFn) -> Employment:
    since, until = sorted((draw(days), draw(days)))
    return (draw(people), draw(st.sampled_from([since, date.min])), draw(st.sampled_from([until, EVER[1]])))


@st.composite
def leaves(draw: st.DrawFn) -> Leave:
    first, last = sorted((draw(days), draw(days)))
    return draw(people), first, draw(st.sampled_from([last, None])), draw(st.none() | quarters)


def table(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema)


def plain(
    employment: list[Employment], roster: list[Roster], leave: list[Leave], window: Window
) -> dict[tuple[int, date], float]:
    """The rule as it is written, one person and day after another."""
    found = {}
    assert window.start
    assert window.end
    for person in {row[0] for row in employment}:
        for offset in range((window.end - window.start).days):
            day = window.start + timedelta(days=offset)
            if not any(who == person and since <= day < until for who, since, until in employment):
                continue
            month = [
                (on, hours) for who, on, hours in roster if who == person and on.replace(day=1) == day.replace(day=1)
            ]
            scheduled = 7.5 if CALENDAR.works(day) else 0.0
            hours = sum(h for on, h in month if on == day) if month else scheduled
            for who, first, last, off in leave:
                if who == person and first <= day and (last is None or day <= last):
                    hours -= hours if off is None else off
            if hours > 0:
                found[person, day] = hours
    return found


@given(
    st.lists(employments(), max_size=6),
    st.lists(st.tuples(people, days, quarters), max_size=12),
    st.lists(leaves(), max_size=6),
    days,
    st.integers(0, 50),
)
@settings(max_examples=300, deadline=None)
def test_time_at_work_is_what_the_rule_says_day_by_day(
    employment: list[Employment], roster: list[Roster], leave: list[Leave], start: date, length: int
) -> None:
    window = Window(start, start + timedelta(days=length))
    got = exposure(
        table(list(employment), EMPLOYMENT),
        table(list(roster), ROSTER),
        table(list(leave), LEAVE),
        CALENDAR,
        window,
    )
    found = {(row["subject"], row["day"]): row["hours"] for row in got.to_pylist()}
    assert found == pytest.approx(plain(employment, roster, leave, window))
    assert got["days"].to_pylist() == pytest.approx([hours / 7.5 for hours in got["hours"].to_pylist()])


def test_people_worked_out_in_blocks_are_all_there_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    employment = table([(person, *EVER) for person in (9, 3, 7)], EMPLOYMENT)
    window = Window(date(2024, 3, 4), date(2024, 3, 11))
    nobody = (ROSTER.empty_table(), LEAVE.empty_table(), CALENDAR, window)
    whole = exposure(employment, *nobody)
    monkeypatch.setattr(module, "BLOCK", 7)
    assert exposure(employment, *nobody).to_pylist() == whole.to_pylist()
    assert whole["subject"].to_pylist() == [3] * 5 + [7] * 5 + [9] * 5


def test_an_open_window_is_refused() -> None:
    with pytest.raises(ValueError, match="closed on both sides"):
        exposure(EMPLOYMENT.empty_table(), ROSTER.empty_table(), LEAVE.empty_table(), CALENDAR, Window(FIRST, None))


@pytest.mark.parametrize(("count", "length"), [(5_000, 365), (100_000, 7)])
def test_a_company_takes_under_two_seconds_of_one_core(count: int, length: int) -> None:
    random = np.random.default_rng(1)
    who = np.arange(count, dtype=np.int64)
    employment = pa.table([who, pa.array([EVER[0]] * count), pa.array([EVER[1]] * count)], schema=EMPLOYMENT)
    offsets = random.integers(0, length, count).astype(np.int32) + 19_723
    day = pa.array(offsets).cast(pa.date32())
    roster = pa.table([who % (count // 3), day, random.random(count) * 8], schema=ROSTER)
    last = pa.array(offsets + 3).cast(pa.date32())
    leave = pa.table([who, day, last, pa.nulls(count, pa.float64())], schema=LEAVE)
    window = Window(date(2024, 1, 1), date(2024, 1, 1) + timedelta(days=length))
    began = time.process_time()
    exposure(employment, roster, leave, CALENDAR, window)
    assert time.process_time() - began < 2
