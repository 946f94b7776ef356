"""What calendars say of days and years, what they lack, and how a year comes in."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from zhunsheng.engine.calendar.announced import announced
from zhunsheng.engine.calendar.calendar import Calendar, DayKind, Year
from zhunsheng.engine.calendar.importing import year_from_rows
from zhunsheng.engine.calendar.intervals import minutes
from zhunsheng.engine.calendar.readiness import without_working_time, years_to_enter
from zhunsheng.engine.values import Text, ZhunshengError

NAME = Text(zh="中国", en="China")
HALVES = ("09:00-12:00", "13:30-18:00")
SIX = Calendar(
    id="cn",
    name=NAME,
    week=(1, 2, 3, 4, 5, 6),
    intervals=HALVES,
    weekdays={6: ("09:00-12:00",)},
    years={2024: Year(holidays=(date(2024, 10, 1),), workdays=(date(2024, 10, 12), date(2024, 10, 13)))},
)


@pytest.mark.parametrize(
    ("day", "kind", "intervals", "hours"),
    [
        (date(2024, 10, 1), DayKind.HOLIDAY, (), 0),
        (date(2024, 10, 2), DayKind.WORKDAY, HALVES, 7.5),
        (date(2024, 10, 5), DayKind.WORKDAY, ("09:00-12:00",), 3),
        (date(2024, 10, 6), DayKind.REST, (), 0),
        (date(2024, 10, 12), DayKind.MAKE_UP, HALVES, 7.5),
        (date(2024, 10, 13), DayKind.MAKE_UP, HALVES, 7.5),
    ],
)
def test_a_make_up_day_is_worked_like_any_day_and_a_short_day_is_short(
    day: date, kind: DayKind, intervals: tuple[str, ...], hours: float
) -> None:
    assert (SIX.day_kind(day), SIX.intervals_on(day), SIX.hours_on(day)) == (kind, intervals, hours)
    assert SIX.works(day) == bool(intervals)


@pytest.mark.parametrize(
    ("hours", "intervals", "full"),
    [(None, (), 8), (7.5, (), 7.5), (None, HALVES, 7.5), (8, ("00:00-24:00",), 8), (None, ("20:00-08:00",), 12)],
)
def test_hours_of_a_day_are_those_given_else_those_of_the_intervals_else_eight(
    hours: float | None, intervals: tuple[str, ...], full: float
) -> None:
    assert Calendar(id="x", name=NAME, hours=hours, intervals=intervals).full_day == full


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("09:00-12:00", (540, 720)),
        ("09:00 – 24:00", (540, 1440)),
        ("20:00-08:00", (1200, 1920)),
        ("20:00-00:00", (1200, 1440)),
    ],
)
def test_intervals_are_read(written: str, read: tuple[int, int]) -> None:
    assert minutes(written) == read


@pytest.mark.parametrize("written", ["", "9-12", "09:00", "24:00-08:00", "09:60-10:00", "09:00-25:00", "09:00-09:00"])
def test_what_is_no_interval_is_refused(written: str) -> None:
    with pytest.raises(ZhunshengError):
        minutes(written)


def test_a_calendar_without_intervals_or_days_cannot_count_working_time() -> None:
    bare = Calendar(id="bare", name=NAME, week=())
    assert [problem.code for problem in without_working_time(bare)] == ["calendar.no_intervals", "calendar.no_days"]
    assert without_working_time(SIX) == []


def test_a_year_without_data_is_warned_of_before_a_deadline_needs_it() -> None:
    assert years_to_enter(SIX, date(2024, 10, 1), date(2024, 11, 1)) == []
    (soon,) = years_to_enter(SIX, date(2024, 10, 1), date(2024, 11, 2))
    assert (soon.code, soon.place) == ("calendar.year_unknown", "cn")
    assert "2025" in soon.message.zh
    assert soon.remedy == Text(
        zh="在 2025-01-01 之前录入或导入这一年的放假安排",
        en="enter or import the holidays of that year before 2025-01-01",
    )
    (late,) = years_to_enter(SIX, date(2025, 3, 1), date(2025, 3, 4))
    assert late.remedy
    assert late.remedy.en.endswith("now")
    assert len(years_to_enter(SIX, date(2024, 10, 1), date(2026, 6, 1))) == 2
    assert years_to_enter(SIX, date(2024, 12, 20), date(2024, 12, 20), timedelta(0)) == []


def test_who_has_no_holidays_lacks_none() -> None:
    always = Calendar(id="x", name=NAME, week=(1, 2, 3, 4, 5, 6, 7), intervals=("00:00-24:00",))
    assert years_to_enter(always, date(2024, 10, 1), date(2030, 1, 1)) == []


def test_a_year_is_read_from_rows() -> None:
    rows = [("2026-10-10", "上班"), ("2026/10/2", "放假"), ("2026年10月1日", " Holiday "), ("2026-10-01", "放假")]
    assert year_from_rows(2026, rows) == Year(
        holidays=(date(2026, 10, 1), date(2026, 10, 2)), workdays=(date(2026, 10, 10),)
    )


def test_everything_wrong_with_a_year_is_said_at_once() -> None:
    rows = [
        ("2026-10-01", "放假"),
        ("2026-02-30", "放假"),
        ("2027-01-01", "放假"),
        ("2026-10-02", "半天"),
        ("2026-10-01", "上班"),
    ]
    with pytest.raises(ZhunshengError) as caught:
        year_from_rows(2026, rows)
    found = [(problem.line, problem.code) for problem in caught.value.problems]
    assert found == [
        (1, "year.both"),
        (2, "year.not_a_date"),
        (3, "year.other_year"),
        (4, "year.no_such_kind"),
        (5, "year.both"),
    ]
    with pytest.raises(ZhunshengError, match=r"2026 年的放假安排是空的"):
        year_from_rows(2026, [])


@pytest.mark.parametrize("year", [2004, 2020, 2024, 2026])
def test_announced_years_are_those_of_the_state_council(year: int) -> None:
    known = announced(year)
    assert known
    calendar = Calendar(id="cn", name=NAME, years={year: known})
    days = [date(year, 1, 1) + timedelta(days=at) for at in range(365)]
    assert [calendar.works(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_a_year_that_nobody_announced_is_not_known() -> None:
    assert announced(2003) is None
    assert announced(2099) is None
