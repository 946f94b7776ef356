"""A rate divides by the time people were at work: leave and rosters count as they are told, also late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.server.metrics.models import Correction, StoredValue
from zhunsheng.server.metrics.tests.company import METRICS, SETTINGS, Cells, Company
from zhunsheng.server.tick import actions

PACE = {"pace": METRICS["pace"]}
FEBRUARY_DAYS = 20
"""Weekdays of February 2025."""


def won(id_: str, agent: str, day: str) -> Cells:
    return {"id": id_, "agent": agent, "stage": "Won", "day": day, "value": "1"}


@pytest.fixture
def working(company: Company) -> Company:
    """A and B have each won four deals in February and are in North."""
    company.publish(PACE)
    for who in "AB":
        company.place(who, "North")
    company.send("deals", [won(f"{who}{n}", who, f"2025-02-{n:02}") for who in "AB" for n in (3, 4, 5, 6)])
    company.tick()
    return company


def test_leave_told_later_takes_time_off_those_it_touches_only(working: Company) -> None:
    assert working.values("pace") == {("A", "2025-02"): 4 / FEBRUARY_DAYS, ("B", "2025-02"): 4 / FEBRUARY_DAYS}
    working.send("leave", [{"who": "A", "first": "2025-02-10", "last": "2025-02-21"}])
    before = {row.subject: row.value for row in StoredValue.objects.filter(about="p")}
    working.tick()
    assert working.values("pace") == {("A", "2025-02"): 4 / 10, ("B", "2025-02"): 4 / FEBRUARY_DAYS}
    after = {row.subject: row.value for row in StoredValue.objects.filter(about="p")}
    assert sum(before[subject] != value for subject, value in after.items()) == 1
    assert working.values("pace", "unit") == {("North", "2025-02"): pytest.approx(8 / 30)}
    assert working.kept() == working.rebuilt() == working.requested()


def test_withdrawn_leave_gives_the_time_back(working: Company) -> None:
    batch = working.send("leave", [{"who": "A", "first": "2025-02-10", "last": "2025-02-21"}])
    working.tick()
    working.withdraw("leave", batch)
    assert working.values("pace")[("A", "2025-02")] == 4 / FEBRUARY_DAYS


def test_a_roster_stands_in_the_calendars_place_for_whom_and_when_it_names(working: Company) -> None:
    days = [date(2025, 2, 1) + timedelta(days=n) for n in range(28)]
    working.send("roster", [{"who": "A", "day": day.isoformat(), "hours": "4"} for day in days])
    working.tick()
    assert working.values("pace") == {("A", "2025-02"): pytest.approx(4 / 14), ("B", "2025-02"): 4 / FEBRUARY_DAYS}
    assert working.kept() == working.requested()


def test_leave_over_a_transfer_counts_in_both_units(working: Company) -> None:
    working.place("A", "South", since=date(2025, 2, 17))
    working.send("deals", [won("late", "A", "2025-02-17")])
    working.tick()
    working.send("leave", [{"who": "A", "first": "2025-02-13", "last": "2025-02-18"}])
    working.tick()
    assert working.values("pace", "unit") == {("North", "2025-02"): pytest.approx(8 / 28), ("South", "2025-02"): 1 / 8}
    assert working.kept() == working.rebuilt()


def test_as_of_before_the_leave_and_the_hire_were_known_the_rate_is_the_old_one(working: Company) -> None:
    before = working.now
    working.send("leave", [{"who": "A", "first": "2025-02-10", "last": "2025-02-21"}])
    working.place("C", "North", since=date(2025, 1, 1))
    working.tick()
    assert working.values("pace", "unit") == {("North", "2025-02"): pytest.approx(8 / 50)}
    assert working.values("pace", "unit", before) == {("North", "2025-02"): pytest.approx(8 / 40)}


def test_time_is_counted_by_the_companys_calendar(working: Company) -> None:
    calendars = {
        "calendars/cn.yaml": "kind: calendar\nid: cn\nname: {zh: 中国, en: China}\n"
        "years: {2025: {holidays: [2025-02-03, 2025-02-04]}}\n",
        "calendars/aa.yaml": "kind: calendar\nid: aa\nname: {zh: 六天, en: Six}\nweek: [1, 2, 3, 4, 5, 6]\n",
    }
    working.publish(PACE, settings=SETTINGS + "calendar: cn\n", others=calendars)
    working.tick()
    assert working.values("pace")[("A", "2025-02")] == pytest.approx(4 / (FEBRUARY_DAYS - 2))


def test_of_a_month_under_way_only_the_days_up_to_today_count(working: Company) -> None:
    """Tuesday 5 August is the third day at work of the month; what is dated tomorrow is not due yet."""
    working.now = datetime(2025, 8, 5, 1, tzinfo=UTC)
    working.send("deals", [won("now", "A", "2025-08-04"), won("due", "A", "2025-08-06")])
    working.tick()
    assert working.values("pace")[("A", "2025-08")] == pytest.approx(1 / 3)
    assert working.values("pace")[("A", "2025-02")] == 4 / FEBRUARY_DAYS
    assert working.kept() == working.requested()


def test_as_days_pass_kept_numbers_of_what_is_under_way_follow_without_new_facts(working: Company) -> None:
    working.now = datetime(2025, 8, 5, 1, tzinfo=UTC)
    working.send("deals", [won("now", "A", "2025-08-04"), won("due", "A", "2025-08-06")])
    working.tick()
    tuesday = working.now
    assert not working.tick().measured
    working.now = datetime(2025, 8, 7, 1, tzinfo=UTC)
    assert working.tick().measured
    assert working.values("pace")[("A", "2025-08")] == 2 / 5
    assert working.values("pace", as_of=tuesday)[("A", "2025-08")] == pytest.approx(1 / 3)
    assert working.kept() == working.rebuilt() == working.requested()
    working.now = datetime(2025, 9, 20, 1, tzinfo=UTC)
    working.tick()
    assert working.values("pace")[("A", "2025-08")] == pytest.approx(2 / 21)
    assert working.kept() == working.rebuilt() == working.requested()


def test_a_month_closed_while_under_way_stays_as_it_was_known(working: Company) -> None:
    working.now = datetime(2025, 8, 5, 1, tzinfo=UTC)
    working.send("deals", [won("now", "A", "2025-08-04")])
    working.tick()
    actions.close(working.world, date(2025, 8, 1), date(2025, 9, 1), by="B", now=working.later())
    working.now = datetime(2025, 8, 20, 1, tzinfo=UTC)
    working.tick()
    assert working.values("pace")[("A", "2025-08")] == pytest.approx(1 / 3)
    assert not Correction.objects.exists()
    assert working.kept() == working.rebuilt() == working.requested()


def test_a_rate_divides_by_the_time_of_those_whose_work_it_is(working: Company) -> None:
    """C is in the factory and wins nothing; A goes there on 17 February and what A wins there is not sales."""
    working.place("C", "Factory")
    working.place("A", "Factory", since=date(2025, 2, 17))
    working.send("deals", [won("there", "A", "2025-02-18")])
    working.tick()
    assert working.values("pace", "company")[("company", "2025-02")] == pytest.approx(9 / 60)
    measure = METRICS["pace"].removesuffix("}") + ", of: {dimension: unit, members: [North]}}"
    working.publish({"pace": measure})
    working.tick()
    assert working.values("pace", "company")[("company", "2025-02")] == pytest.approx(8 / 30)
    assert working.values("pace") == {("A", "2025-02"): 4 / 10, ("B", "2025-02"): 4 / FEBRUARY_DAYS}
    assert working.values("pace", "unit") == {("North", "2025-02"): pytest.approx(8 / 30)}
    working.send("deals", [won("more", "A", "2025-02-19"), won("late", "B", "2025-02-19")])
    working.tick()
    assert working.values("pace", "company")[("company", "2025-02")] == pytest.approx(9 / 30)
    assert working.kept() == working.rebuilt() == working.requested()


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.tuples(st.dates(date(2025, 1, 20), date(2025, 2, 25)), st.integers(0, 12)), max_size=3))
def test_leave_never_lowers_a_rate(company: Company, absences: list[tuple[date, int]]) -> None:
    company.clear()
    company.publish(PACE)
    company.place("A", "North")
    company.send("deals", [won("a", "A", "2025-02-03"), won("b", "A", "2025-01-20")])
    company.tick()
    without = company.values("pace")
    rows = {first: first + timedelta(days=length) for first, length in absences}
    company.send("leave", [{"who": "A", "first": f"{first}", "last": f"{last}"} for first, last in rows.items()])
    company.tick()
    for place, value in company.values("pace").items():
        assert value >= without[place]
    assert company.kept() == company.rebuilt()
