"""People, posts, leave and rosters as the product knows them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.delivery import Delivery, history, write
from zhunsheng.demo.staff import STEADY, Person, Post
from zhunsheng.demo.systems.hris import EXPORTS, people
from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.turnover import HIGH, SWAP
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.people.queries import employees
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.context import enter

DAYS = [date(2023, 1, 3), SWAP - timedelta(days=1), SWAP, date(2025, 6, 30), days.NOW.date()]


def post_on(one: Person, day: date) -> Post | None:
    return next((post for post in one.posts if post.since <= day and (post.until is None or day < post.until)), None)


def check_posts(company: Company, loaded: date, day: date) -> None:
    """The world entered knows everybody who had come by the day of loading, and where they were on the other."""
    known = {one.number: one for one in employees(day)}
    hired = {one.number: one for one in company.staff.people if one.hired < loaded}
    assert known.keys() == hired.keys()
    for number, one in hired.items():
        found, post = known[number], post_on(one, day)
        expected = (post.seat.unit, post.seat.position, post.seat.region, post.seat.lead) if post else (None,) * 4
        assert (found.unit, found.position, found.region, found.manager) == expected
        assert found.name == one.name


@pytest.mark.parametrize("day", DAYS)
def test_everybody_is_where_they_were(told: Told, day: date) -> None:
    """The list and its changes were loaded: nothing was refused, and no career was cut short."""
    with enter(told.world):
        check_posts(told.company, days.NOW.date(), day)


@pytest.mark.usefixtures("home", "_live")
def test_people_come_move_and_leave_delivery_by_delivery(tmp_path: Path) -> None:
    company, world = Company(), actions.create("posts")
    to_come = [datetime(2026, month, 1, 8, 30) for month in (2, 5, 9)]  # noqa: DTZ001  the company's wall time
    ahead = [Delivery(a, b) for a, b in pairwise([days.NOW.replace(tzinfo=None), *to_come])]
    with enter(world):
        publish(days.blueprint(), now=days.NOW, note="demo")
        for delivery in [*history(days.FIRST), *ahead]:
            now = delivery.until.replace(tzinfo=days.ZONE)
            actions.set_clock(world, now)
            for export in EXPORTS[:2]:
                if (path := write(delivery, export, [company], days.FIRST, tmp_path)) is not None:
                    load(world, current().each(Source)[export.source], path, now)
            for day in (*DAYS[:3], delivery.until.date() - timedelta(days=1)):
                check_posts(company, delivery.until.date(), day)
    actions.drop(world)


def test_headcount_is_that_of_the_books(told: Told) -> None:
    (months,) = told.by("headcount", "company", "month", date(2023, 1, 1), date(2026, 1, 1)).values()
    for label, value in months.items():
        last = days.after(date.fromisoformat(f"{label}-01")) - timedelta(days=1)
        leaves_then = [one for one in told.company.staff.people if one.left == last + timedelta(days=1)]
        assert value == told.company.staff.employed[:, days.place(last)].sum() - len(leaves_then)


def test_a_seller_who_changed_places_counts_where_they_were(told: Told) -> None:
    """Years before the swap stand with the one region, years after it with the other; people go with their posts."""
    staff = told.company.staff
    for day in (SWAP - timedelta(days=1), SWAP):
        month = day.replace(day=1)
        regions = told.by("person_years", "region", "month", month, days.after(month))
        for region, own in regions.items():
            seats = [at for at, seat in enumerate(staff.seats) if seat.region == region]
            here = staff.holder[seats, days.place(month) : days.place(days.after(month))] >= 0
            assert own[f"{month:%Y-%m}"] == pytest.approx(here.sum() / 365, abs=1e-3)


def test_sick_days_and_hours_on_call_are_those_of_the_year(told: Told) -> None:
    staff = told.company.staff
    worked = np.concatenate([[0], np.cumsum(days.worked())])
    sick = sum(
        int(worked[days.place(one.last_day) + 1] - worked[days.place(one.first_day)])
        for one in staff.leave
        if one.kind == "病假" and one.first_day.year == 2025
    )
    year = date(2025, 1, 1), date(2026, 1, 1)
    (months,) = told.by("sick_days", "company", "month", *year).values()
    assert sum(value or 0 for value in months.values()) == sick
    (months,) = told.by("on_call_hours", "company", "month", *year).values()
    free = np.count_nonzero(~days.worked()[days.place(year[0]) : days.place(year[1])])
    assert sum(value or 0 for value in months.values()) == free * 7 * 8


def test_everybody_learns_something(told: Told) -> None:
    (months,) = told.by("training_hours_a_head", "company", "quarter", date(2023, 1, 1), date(2026, 1, 1)).values()
    assert all(value is not None and 0.5 < value < 10 for value in months.values())


def test_no_seat_is_ever_held_by_two_and_every_seat_is_held_now(told: Told) -> None:
    staff = told.company.staff
    held = staff.holder >= 0
    assert held[:, days.place(days.NOW.date())].all()
    assert all(np.unique(day[day >= 0]).size == np.count_nonzero(day >= 0) for day in staff.holder.T)
    assert held[[staff.place_of[code] for code in STEADY]].all()
    assert held.mean() > 0.98


def test_posts_follow_each_other(told: Told) -> None:
    for one in told.company.staff.people:
        assert all(before.until == then.since for before, then in pairwise(one.posts))
    moved = [one for one in told.company.staff.people if len(one.posts) > 1]
    assert len(moved) == 4
    assert not {post.seat.code for one in moved for post in one.posts} & STEADY
    assert all(one.posts[0].seat.region != one.posts[1].seat.region for one in moved)


def test_the_list_of_high_performers_is_always_full(told: Told) -> None:
    staff = told.company.staff
    assert staff.high_list.shape[0] == told.truth("T4").effects["high_performers"] == sum(HIGH.values())
    for day in range(0, days.SPAN, 30):
        on_it = staff.high_list[:, day]
        assert np.unique(on_it).size == on_it.size
        assert staff.employed[on_it, day].all()
        assert all(staff.people[one].high for one in on_it)


def test_leave_of_one_person_never_overlaps(told: Told) -> None:
    mine: dict[int, list[tuple[date, date]]] = {}
    for away in told.company.staff.leave:
        mine.setdefault(away.person, []).append((away.first_day, away.last_day))
    for spans in mine.values():
        assert all(before[1] < then[0] for before, then in pairwise(sorted(spans)))


def test_who_is_listed_is_listed_once(told: Told) -> None:
    listed = people(told.company, days.FIRST)["工号"].to_pylist()
    assert Counter(listed).most_common(1)[0][1] == 1
    assert [one.source for one in EXPORTS[:2]] == ["people", "people"]
