"""A year that a calendar lacks is warned of while cases are open that need it, and before."""

from __future__ import annotations

from zhunsheng.engine.calendar.calendar import Year
from zhunsheng.server.blueprints.actions import enter_year
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.lacking import lacking, problems
from zhunsheng.server.commitments.tests.desk import CHAIN, FILES, Desk

DAY = 24 * 60
HELD = FILES["calendars/office.yaml"] + "years: {2025: {}}\n"
SLOW = CHAIN.replace("within: 4 h", "within: 20 h")


def promised(desk: Desk) -> list[str]:
    return [f"{one.code} {one.place}" for one in lacking(current(), desk.now.date(), desk.world.zone)]


def open_cases(desk: Desk) -> list[str]:
    return [f"{one.code} {one.place}" for one in problems()]


def test_what_is_promised_needs_this_year_and_doctor_asks_for_it_once_a_case_is_open(desk: Desk) -> None:
    assert (promised(desk), open_cases(desk)) == (["calendar.year_unknown office"], [])
    desk.at(1)
    desk.tell(("T", "open", 0))
    assert open_cases(desk) == ["calendar.year_unknown live: office"]
    enter_year("office", 2025, Year(), now=desk.now)
    assert (promised(desk), open_cases(desk)) == ([], [])


def test_the_next_year_is_asked_for_two_months_before_the_last_open_deadline_needs_it(desk: Desk) -> None:
    desk.publish(SLOW, beside={"calendars/office.yaml": HELD})
    friday = 242 * DAY  # 31 October
    desk.at(friday)
    desk.turn()
    assert (promised(desk), open_cases(desk)) == ([], [])
    desk.tell(("T", "open", friday - 1))
    assert open_cases(desk) == ["calendar.year_unknown live: office"]


def test_wall_time_needs_no_year(desk: Desk) -> None:
    desk.publish(CHAIN.replace("within: 30 min", "within: 30 min, clock: wall").replace("4 h", "4 h, clock: wall"))
    desk.at(1)
    desk.tell(("T", "open", 0))
    assert (promised(desk), open_cases(desk)) == ([], [])
