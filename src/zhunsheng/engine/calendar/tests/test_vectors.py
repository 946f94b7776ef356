"""Published examples of service promises, and how their deadlines are explained."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.values import Text

NAME = Text(zh="历", en="calendar")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
SHANGHAI = ZoneInfo("Asia/Shanghai")
THROUGH, WITH_BREAK = ("09:00-18:00",), ("09:00-12:00", "13:30-18:00")
CHINA_2024 = Year(
    holidays=tuple(date(2024, 10, day) for day in range(1, 8)), workdays=(date(2024, 9, 29), date(2024, 10, 12))
)
CREATED = datetime(2024, 9, 30, 17, 50, tzinfo=SHANGHAI)


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 10, day, hour, minute, tzinfo=SHANGHAI)


def china(intervals: tuple[str, ...]) -> WorkingTime:
    return WorkingTime(Calendar(id="cn", name=NAME, intervals=intervals, years={2024: CHINA_2024}), "Asia/Shanghai")


def berlin(interval: str, holidays: tuple[date, ...] = ()) -> WorkingTime:
    calendar = Calendar(
        id="de",
        name=NAME,
        week=EVERY_DAY,
        intervals=(interval,),
        time_zone="Europe/Berlin",
        years={2015: Year(holidays=holidays)},
    )
    return WorkingTime(calendar, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("intervals", "hours", "due"),
    [
        (THROUGH, 0.5, october(8, 9, 20)),
        (THROUGH, 4, october(8, 12, 50)),
        (THROUGH, 72, october(16, 17, 50)),
        (WITH_BREAK, 0.5, october(8, 9, 20)),
        (WITH_BREAK, 4, october(8, 14, 20)),
        (WITH_BREAK, 72, october(18, 14, 50)),
    ],
)
def test_the_promise_over_the_national_holiday(intervals: tuple[str, ...], hours: float, due: datetime) -> None:
    assert china(intervals).deadline(CREATED, timedelta(hours=hours)) == due


@pytest.mark.parametrize(("minutes", "hour"), [(120, 7), (180, 8), (240, 9)])
def test_a_holiday_in_berlin(minutes: int, hour: int) -> None:
    created = datetime(2015, 9, 21, 14, 30, tzinfo=UTC)
    time = berlin("08:00-17:00", (date(2015, 9, 22),))
    assert time.deadline(created, timedelta(minutes=minutes)) == datetime(2015, 9, 23, hour, 30, tzinfo=UTC)


def test_a_pause_in_berlin() -> None:
    created, begin, end, due = (
        datetime(2013, 6, 4, hour, minute, tzinfo=UTC) for hour, minute in ((9, 0), (10, 0), (10, 30), (13, 40))
    )
    assert berlin("09:00-18:00").deadline(created, timedelta(minutes=250), [(begin, end)]) == due


def test_seventy_two_hours_are_explained_in_six_lines() -> None:
    steps = china(WITH_BREAK).steps(CREATED, timedelta(hours=72))
    assert [step.why.zh for step in steps] == [
        "2024-09-30（周一），工作日 09:00–12:00、13:30–18:00，计时",
        "2024-10-01（周二）至 2024-10-07（周一），放假，不计时",
        "2024-10-08（周二）至 2024-10-11（周五），工作日 09:00–12:00、13:30–18:00，计时",
        "2024-10-12（周六），调休上班 09:00–12:00、13:30–18:00，计时",
        "2024-10-13（周日），休息，不计时",
        "2024-10-14（周一）至 2024-10-18（周五），工作日 09:00–12:00、13:30–18:00，计时",
    ]
    assert [step.counted / timedelta(hours=1) for step in steps] == pytest.approx([1 / 6, 0, 30, 7.5, 0, 34 + 1 / 3])
    assert steps[1].why.en == "2024-10-01 (Tue) to 2024-10-07 (Mon): holiday, does not count"


def test_a_pause_and_the_evening_are_explained() -> None:
    created = datetime(2024, 9, 30, 18, 30, tzinfo=SHANGHAI)
    begin, end = october(8, 11), october(9, 11)
    steps = china(THROUGH).steps(created, timedelta(hours=3), [(begin, end)])
    assert [step.why.en for step in steps] == [
        "2024-09-30 (Mon): outside its intervals, does not count",
        "2024-10-01 (Tue) to 2024-10-07 (Mon): holiday, does not count",
        "2024-10-08 (Tue): workday 09:00–18:00, counts",
        "paused, does not count",
        "2024-10-09 (Wed): workday 09:00–18:00, counts",
    ]
    assert steps[-1].until == october(9, 12)


def test_days_off_around_a_holiday_are_told_with_it() -> None:
    year = Year(holidays=(date(2024, 10, 4), date(2024, 10, 7)))
    calendar = Calendar(id="x", name=NAME, intervals=THROUGH, years={2024: year})
    created = october(3, 17)
    steps = WorkingTime(calendar, "Asia/Shanghai").steps(created, timedelta(hours=2))
    assert steps[1].why.zh == "2024-10-04（周五）至 2024-10-07（周一），放假和休息日，不计时"
    assert len(steps) == 3


def test_a_pause_that_lasts_leaves_the_deadline_open() -> None:
    begin = CREATED + timedelta(minutes=4)
    time, amount = china(THROUGH), timedelta(minutes=5)
    assert time.deadline(CREATED, amount, [(begin, None)]) is None
    steps = time.steps(CREATED, amount, [(begin, None)])
    assert [(step.until, step.counted) for step in steps] == [(begin, timedelta(minutes=4)), (None, timedelta(0))]
    assert time.deadline(CREATED, timedelta(minutes=4), [(begin, None)]) == begin


def test_what_is_reached_at_closing_time_is_due_then_and_begins_in_the_morning() -> None:
    time = china(THROUGH)
    assert time.deadline(CREATED, timedelta(minutes=10)) == datetime(2024, 9, 30, 18, tzinfo=SHANGHAI)
    closed = datetime(2024, 9, 30, 18, tzinfo=SHANGHAI)
    assert time.deadline(closed, timedelta(minutes=1)) == october(8, 9, 1)
    assert time.deadline(closed, timedelta(0)) == closed
    assert time.steps(closed, timedelta(0)) == ()
