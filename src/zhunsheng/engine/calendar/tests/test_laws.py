"""Laws of counted time to the microsecond, over years and in any time zone; many cases at once are as each alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.calendar.announced import announced
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.calendar.changed import ChangedTime
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import NEVER, amount_of, instant
from zhunsheng.engine.calendar.pauses import Pause, Pauses
from zhunsheng.engine.calendar.roster import RosterTime
from zhunsheng.engine.calendar.rostered import RosteredTime
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.values import Text, ZhunshengError

NAME = Text(zh="历", en="calendar")
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
)
ALWAYS = Calendar(id="always", name=NAME, week=(1, 2, 3, 4, 5, 6, 7), intervals=("00:00-24:00",))
YEARS = {year: known for year in range(2009, 2027) if (known := announced(year))}
OFFICE = Calendar(id="cn", name=NAME, intervals=("09:00-12:00", "13:30-18:00"), years=YEARS)
NIGHT = Calendar(id="night", name=NAME, intervals=("20:00-08:00",), years=YEARS)
MIDDLE = datetime(2017, 6, 1, tzinfo=UTC)
SHIFTS = [(MIDDLE + timedelta(days=at), MIDDLE + timedelta(days=at, hours=at % 30)) for at in range(-2000, 2000, 2)]
SOME = [shift for shift in SHIFTS if shift[0].month % 3]
"""A roster that tells nothing of every third month."""


def rostered(usual: CountedTime, shifts: list[tuple[datetime, datetime]], zone: str = "Asia/Shanghai") -> RosteredTime:
    starts, ends = (np.array([instant(shift[side]) for shift in shifts], dtype=np.int64) for side in (0, 1))
    return RosteredTime(starts, ends, usual, zone)


TIMES: tuple[CountedTime, ...] = (
    WallTime(),
    WorkingTime(OFFICE, "Asia/Shanghai"),
    WorkingTime(NIGHT, "Europe/Berlin"),
    RosterTime(SHIFTS),
    rostered(WorkingTime(OFFICE, "Asia/Shanghai"), SOME),
    rostered(WallTime(), SOME, "America/Sao_Paulo"),
    ChangedTime(WorkingTime(OFFICE, "Europe/Berlin"), MIDDLE, WorkingTime(NIGHT, "America/New_York")),
)

moments = st.datetimes(datetime(2011, 1, 1), datetime(2024, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - zoned by timezones
amounts = st.timedeltas(timedelta(0), timedelta(hours=300))
pauses = st.lists(st.tuples(moments, st.none() | moments), max_size=4)
times = st.sampled_from(TIMES)


@settings(deadline=None)
@given(times, moments, amounts, pauses)
def test_until_the_deadline_just_the_amount_elapses(
    time: CountedTime, start: datetime, amount: timedelta, told: list[Pause]
) -> None:
    due = time.deadline(start, amount, told)
    if due is not None:
        assert time.elapsed(start, due, told) == amount
        if amount:
            assert time.elapsed(start, due - timedelta(microseconds=1), told) == amount - timedelta(microseconds=1)


@settings(deadline=None)
@given(times, moments, moments, moments, pauses)
def test_elapsed_time_adds_up(
    time: CountedTime, one: datetime, two: datetime, three: datetime, told: list[Pause]
) -> None:
    assert time.elapsed(one, two, told) + time.elapsed(two, three, told) == time.elapsed(one, three, told)


@settings(deadline=None)
@given(times, moments, amounts, moments, amounts, pauses)
def test_more_time_or_a_later_start_is_never_due_earlier(
    time: CountedTime, start: datetime, amount: timedelta, later: datetime, more: timedelta, told: list[Pause]
) -> None:
    far = datetime.max.replace(tzinfo=UTC)
    low, high = min(amount, more), max(amount, more)
    assert (time.deadline(start, low, told) or far) <= (time.deadline(start, high, told) or far)
    if low:
        first, last = min(start, later), max(start, later)
        assert (time.deadline(first, low, told) or far) <= (time.deadline(last, low, told) or far)


@settings(deadline=None)
@given(times, st.lists(st.tuples(moments, amounts, moments, pauses), min_size=1, max_size=12))
def test_many_at_once_are_as_each_alone(
    time: CountedTime, told: list[tuple[datetime, timedelta, datetime, list[Pause]]]
) -> None:
    starts, many, ends = (
        np.array(column, dtype=np.int64)
        for column in zip(
            *((instant(start), amount_of(much), instant(end)) for start, much, end, _ in told), strict=True
        )
    )
    rows = [(at, pause) for at, case in enumerate(told) for pause in case[3]]
    paused = Pauses(
        np.array([at for at, _ in rows], dtype=np.int64),
        np.array([instant(since) for _, (since, _) in rows], dtype=np.int64),
        np.array([NEVER if until is None else instant(until) for _, (_, until) in rows], dtype=np.int64),
    )
    due = [time.deadline(start, amount, breaks) for start, amount, _, breaks in told]
    assert time.deadlines(starts, many, paused).tolist() == [NEVER if one is None else instant(one) for one in due]
    passed = [amount_of(time.elapsed(start, end, breaks)) for start, _, end, breaks in told]
    assert time.elapsed_many(starts, ends, paused).tolist() == passed


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(ZONES), moments, amounts)
def test_who_always_works_works_wall_time_wherever_the_clocks_change(
    zone: str, start: datetime, amount: timedelta
) -> None:
    time = WorkingTime(ALWAYS, zone)
    due = time.deadline(start, amount)
    assert due == WallTime().deadline(start, amount)
    steps = time.steps(start, amount)
    assert sum((step.counted for step in steps), timedelta(0)) == amount
    assert len(steps) <= 1


@pytest.mark.parametrize(
    ("interval", "day", "hours"),
    [
        ("01:00-04:00", date(2024, 3, 31), 2),
        ("02:15-02:45", date(2024, 3, 31), 0),
        ("02:30-04:00", date(2024, 3, 31), 1),
        ("01:00-04:00", date(2024, 10, 27), 4),
        ("02:15-02:45", date(2024, 10, 27), 1),
        ("01:00-02:30", date(2024, 10, 27), 2),
        ("22:00-06:00", date(2024, 10, 26), 9),
        ("22:00-06:00", date(2024, 3, 30), 7),
    ],
)
def test_a_skipped_hour_counts_nothing_and_one_lived_twice_counts_twice(interval: str, day: date, hours: float) -> None:
    calendar = Calendar(id="x", name=NAME, week=(), intervals=(interval,), years={2024: Year(workdays=(day,))})
    time = WorkingTime(calendar, "Europe/Berlin")
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    assert time.elapsed(begin, begin + timedelta(days=365)) == timedelta(hours=hours)


def test_a_wall_time_that_is_skipped_is_the_moment_after_the_gap() -> None:
    calendar = Calendar(id="x", name=NAME, week=(7,), intervals=("02:30-04:00",))
    start = datetime(2024, 3, 30, 12, tzinfo=UTC)
    due = WorkingTime(calendar, "Europe/Berlin").deadline(start, timedelta(minutes=1))
    assert due == datetime(2024, 3, 31, 1, 1, tzinfo=UTC)


def test_a_calendar_without_intervals_has_no_working_time() -> None:
    with pytest.raises(ZhunshengError, match="没有工作时段"):
        WorkingTime(Calendar(id="bare", name=NAME), "Asia/Shanghai")


def test_a_calendar_on_which_work_ends_says_so_instead_of_searching_for_ever() -> None:
    only = Calendar(
        id="x", name=NAME, week=(), intervals=("09:00-18:00",), years={2024: Year(workdays=(date(2024, 5, 4),))}
    )
    time = WorkingTime(only, "Asia/Shanghai")
    start = datetime(2024, 1, 1, tzinfo=UTC)
    assert time.deadline(start, timedelta(hours=9)) == datetime(2024, 5, 4, 10, tzinfo=UTC)
    with pytest.raises(ZhunshengError) as caught:
        time.deadline(start, timedelta(hours=10))
    assert [problem.code for problem in caught.value.problems] == ["calendar.no_more_working_time"]


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    gap = {2024: Year(workdays=(date(2024, 5, 4),)), 2100: Year(workdays=(date(2100, 5, 4),))}
    calendar = Calendar(id="x", name=NAME, week=(), intervals=("09:00-18:00",), years=gap)
    asked, fresh = WorkingTime(calendar, "Asia/Shanghai"), WorkingTime(calendar, "Asia/Shanghai")
    start, early = datetime(2024, 1, 1, tzinfo=UTC), datetime(1960, 1, 1, tzinfo=UTC)
    asked.elapsed(early, datetime(2199, 1, 1, tzinfo=UTC))
    due = datetime(2100, 5, 4, 2, tzinfo=UTC)
    assert asked.deadline(start, timedelta(hours=10)) == fresh.deadline(start, timedelta(hours=10)) == due
    for time in (asked, WorkingTime(calendar, "Asia/Shanghai")):
        with pytest.raises(ZhunshengError):
            time.deadline(early, timedelta(hours=10))


def test_years_without_data_go_by_weekdays_and_long_promises_reach_far() -> None:
    start = datetime(2026, 12, 31, 1, tzinfo=UTC)
    due = WorkingTime(OFFICE, "Asia/Shanghai").deadline(start, timedelta(hours=7.5 * 5000))
    assert due is not None
    assert due.year == 2046


@pytest.mark.parametrize("time", TIMES)
def test_what_lies_beyond_the_calendars_end_is_said(time: CountedTime) -> None:
    if isinstance(time, RosterTime):
        assert time.deadline(MIDDLE, timedelta(days=365 * 9000)) is None
        return
    with pytest.raises(ZhunshengError) as caught:
        time.deadline(MIDDLE, timedelta(days=365 * 9000))
    assert [problem.code for problem in caught.value.problems] == ["deadline.out_of_reach"]


def test_amounts_below_zero_and_moments_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        WallTime().deadline(MIDDLE, timedelta(hours=-1))
    with pytest.raises(ValueError, match="time zone"):
        WallTime().deadline(datetime(2024, 1, 1), timedelta(hours=1))  # noqa: DTZ001 - that is the point
    assert TIMES[1].elapsed(MIDDLE + timedelta(days=1), MIDDLE) == -timedelta(hours=7.5)


def test_no_cases_have_no_deadlines() -> None:
    nothing = np.array([], dtype=np.int64)
    for time in TIMES:
        assert time.deadlines(nothing, nothing, Pauses(nothing, nothing, nothing)).size == 0
        assert time.elapsed_many(nothing, nothing).size == 0


def test_a_roster_without_a_shift_has_no_time() -> None:
    time = RosterTime([])
    assert time.deadline(MIDDLE, timedelta(hours=1)) is None
    assert time.elapsed(MIDDLE, MIDDLE + timedelta(days=9)) == timedelta(0)
    (step,) = time.steps(MIDDLE, timedelta(hours=1))
    assert (step.until, step.why.en) == (None, "nothing is rostered from here on")


def test_a_roster_is_explained_shift_by_shift() -> None:
    shifts = [(MIDDLE + timedelta(hours=at), MIDDLE + timedelta(hours=at + 8)) for at in (0, 24, 48)]
    steps = RosterTime(shifts).steps(MIDDLE, timedelta(hours=20))
    assert [step.counted / timedelta(hours=1) for step in steps] == [8, 8, 4]
    assert [step.why.zh for step in steps][:2] == ["排班时间，计时", "排班时间，计时；之前没有排班的时间不计"]
