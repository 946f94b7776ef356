"""A calendar may hold for units and regions: one for each, and with hours that a promise can count."""

from __future__ import annotations

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.tests.test_commitments import CHAIN, FILES
from zhunsheng.engine.calendar.calendar import Calendar, Holders
from zhunsheng.engine.values import Problem, ZhunshengError

WEST = """
kind: calendar
id: west
name: {zh: 西部, en: west}
intervals: ['10:00-19:00']
holds_for: {units: [D7], regions: [新疆, 西藏]}
"""


def problems(*others: str) -> tuple[Problem, ...]:
    """What is wrong where these calendars are beside the western one."""
    files = {f"calendars/x{at}.yaml": text.replace("id: west", f"id: x{at}") for at, text in enumerate(others)}
    try:
        sound({**FILES, "calendars/west.yaml": WEST, "commitments/chain.yaml": CHAIN, **files})
    except ZhunshengError as refused:
        return refused.problems
    return ()


def test_a_calendar_holds_for_units_and_regions() -> None:
    assert problems() == ()
    bundle = sound({**FILES, "calendars/west.yaml": WEST})
    assert bundle.each(Calendar)["west"].holds_for == Holders(units=("D7",), regions=("新疆", "西藏"))
    assert [one.id for one in bundle.calendars_of(None)] == ["office", "west"]
    assert [one.id for one in bundle.calendars_of("office")] == ["office"]


def test_a_region_or_unit_named_by_two_calendars_is_refused_where_it_is_named_again() -> None:
    region, unit = problems(WEST.replace("D7", "D8").replace("西藏", "青海"), WEST.replace("[新疆, 西藏]", "[]"))
    assert {(one.code, one.place, one.line) for one in (region, unit)} == {
        ("calendar.two_for_one", "calendars/x1.yaml", 6),
        ("calendar.two_for_one", "calendars/x0.yaml", 6),
    }


def test_a_region_named_twice_by_one_calendar_is_refused() -> None:
    (twice,) = problems(WEST.replace("D7", "D8").replace("[新疆, 西藏]", "[青海, 青海]"))
    assert twice.code == "calendar.two_for_one"
    assert "青海" in twice.message.zh


def test_a_calendar_that_holds_for_somebody_has_hours_that_a_promise_can_count() -> None:
    bare = WEST.replace("intervals: ['10:00-19:00']\n", "").replace("D7", "D8").replace("[新疆, 西藏]", "[]")
    (without,) = problems(bare)
    assert (without.code, without.place) == ("calendar.no_intervals", "commitments/chain.yaml")
