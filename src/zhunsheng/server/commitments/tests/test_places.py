"""Promises count by the calendar of the unit or region of whoever is responsible, as it was when the case began."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.server.commitments.tests.desk import CHAIN, Desk
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow

OWNED = CHAIN.replace("case: ticket,", "case: ticket, person: who,")
WEST = """
kind: calendar
id: west
name: {zh: 西部, en: west}
intervals: ['11:00-20:00']
holds_for: {regions: [新疆], units: [客服]}
"""
NIGHT = """
kind: calendar
id: night
name: {zh: 夜班, en: night}
intervals: ['20:00-04:00']
holds_for: {units: [客服/夜班]}
"""
CALENDARS = {"calendars/west.yaml": WEST, "calendars/night.yaml": NIGHT}
ELEVEN, TWENTY = 120, 660
"""When west and night begin to work, in minutes after nine."""


def place(desk: Desk, number: str, unit: str, region: str | None = None, effective: date | None = None) -> None:
    row = PersonRow(row=2, number=number, name=number, unit=unit, region=region, starts=date(2020, 1, 1))
    import_people([row], effective=effective, now=desk.now)


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """E1 of sales, E2 of sales in 新疆, E3 of the service, E4 of its night shift, E5 of that in 新疆."""
    place(desk, "E1", "销售")
    place(desk, "E2", "销售", "新疆")
    place(desk, "E3", "客服")
    place(desk, "E4", "客服/夜班")
    place(desk, "E5", "客服/夜班", "新疆")
    desk.publish(OWNED, beside=CALENDARS)
    desk.at(1)
    desk.turn()
    return desk


def answers(desk: Desk) -> dict[str, int]:
    """Case → minute at which its answer is due."""
    return {name.removesuffix("/answer"): minute for name, minute in desk.armed().items() if name.endswith("answer")}


def test_each_case_is_due_by_the_calendar_of_its_person_and_the_nearest_place_wins(staffed: Desk) -> None:
    for who in ("E1", "E2", "E3", "E4", "E5", "nobody known"):
        staffed.tell((who, "open", 0), who=who)
    assert answers(staffed) == {
        "E1": 30,
        "E2": ELEVEN + 30,
        "E3": ELEVEN + 30,
        "E4": TWENTY + 30,
        "E5": TWENTY + 30,
        "nobody known": 30,
    }
    assert staffed.kept() == staffed.anew()


def test_a_case_alone_is_explained_by_its_own_calendar(staffed: Desk) -> None:
    staffed.tell(("T", "open", 0), who="E2")
    assert "11:00–20:00" in staffed.case("T")[0].steps[-1].why.zh


def test_a_case_keeps_the_calendar_of_the_place_in_which_its_person_was_when_it_began(staffed: Desk) -> None:
    staffed.tell(("first", "open", 0), who="E1")
    place(staffed, "E1", "客服", effective=date(2025, 3, 4))
    staffed.turn()
    assert answers(staffed) == {"first": 30}
    staffed.at(24 * 60 + 1)
    staffed.tell(("second", "open", 24 * 60), who="E1")
    assert answers(staffed)["second"] == 24 * 60 + ELEVEN + 30
    staffed.fire()
    assert staffed.kept() == staffed.anew()


def test_a_place_that_was_wrong_is_put_right_and_nobody_is_told_of_what_that_makes_late(staffed: Desk) -> None:
    staffed.at(45)
    staffed.tell(("T", "open", 0), who="E2")
    assert answers(staffed) == {"T": ELEVEN + 30}
    place(staffed, "E2", "销售", "北京", effective=date(2025, 3, 3))
    assert (staffed.turn(), staffed.turn()) == (True, False)
    assert staffed.states()["T/answer"] == "missed"
    assert staffed.kept() == staffed.anew()
    staffed.at(ELEVEN + 45)
    staffed.fire()
    assert (answers(staffed), staffed.decided()) == ({}, [])


def test_a_calendar_that_the_commitment_names_counts_for_everybody(desk: Desk) -> None:
    place(desk, "E3", "客服")
    desk.publish(OWNED + "calendar: office\n", beside=CALENDARS)
    desk.at(1)
    desk.tell(("T", "open", 0), who="E3")
    assert answers(desk) == {"T": 30}
