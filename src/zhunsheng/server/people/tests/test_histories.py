"""Where people were on each day, against plain day-by-day reckoning. No database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.server.people.circles import circles
from zhunsheng.server.people.said import Known, When, after
from zhunsheng.server.people.spans import Spans, up_the_line, up_the_tree
from zhunsheng.server.people.timeline import Place, Stint, merged, place_on
from zhunsheng.server.people.values import UNSAID, PersonRow

FIRST = date(2024, 1, 1)
SPAN = 24

days = st.integers(0, SPAN).map(lambda offset: FIRST + timedelta(days=offset))
units = st.sampled_from(["A", "B", None])
rows = st.builds(
    PersonRow,
    row=st.just(2),
    number=st.just("1"),
    unit=units | st.just(UNSAID),
    starts=days | st.none(),
    ends=st.just(UNSAID),
)


def each_day() -> list[date]:
    return [FIRST + timedelta(days=offset) for offset in range(SPAN + 1)]


@given(st.lists(st.tuples(rows, days), min_size=1, max_size=6))
def test_a_list_never_changes_where_somebody_was_before_it_holds(told: list[tuple[PersonRow, date]]) -> None:
    known: Known | None = None
    for row, day in told:
        then = after([row], known, When(today=day))
        for past in each_day() if known and row.starts is None else ():
            before = place_on(known.primary, past) if known else None
            if past < day and before is not None:
                assert place_on(then.primary, past) == before
        known = then
        assert all(a.until <= b.since and (a.until, a.place) != (b.since, b.place) for a, b in pairwise(known.primary))


@given(st.lists(st.tuples(rows, days), min_size=1, max_size=6))
def test_the_same_list_on_the_same_day_changes_nothing_the_second_time(told: list[tuple[PersonRow, date]]) -> None:
    known: Known | None = None
    for row, day in told:
        known = after([row], known, When(today=day))
        assert after([row], known, When(today=day)) == known


@given(st.lists(st.tuples(rows, days), min_size=1, max_size=6))
def test_from_the_day_on_people_are_where_the_last_list_says(told: list[tuple[PersonRow, date]]) -> None:
    known: Known | None = None
    for row, day in told:
        known = after([row], known, When(today=day))
        place = place_on(known.primary, max(day, row.starts or day, known.primary[0].since))
        assert place is not None
        assert row.unit is UNSAID or place.unit == row.unit


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, tuple[Stint, ...]]:
    """Six people, each under changing managers, circles included."""
    found = {}
    for number in "123456":
        cuts = sorted({FIRST, FIRST + timedelta(days=SPAN), *draw(st.lists(days, max_size=2))})
        managers = [draw(st.sampled_from([*"123456", None])) for _ in cuts[1:]]
        found[number] = merged(
            Stint(a, b, Place(manager=None if manager == number else manager))
            for (a, b), manager in zip(pairwise(cuts), managers, strict=True)
        )
    return found


def manager_on(lines: Mapping[str, tuple[Stint, ...]], number: str, day: date) -> str | None:
    place = place_on(lines[number], day)
    return place.manager if place else None


def line_on(lines: Mapping[str, tuple[Stint, ...]], number: str, day: date) -> list[str]:
    """Everybody above on that day; stops where the line closes on itself."""
    found: list[str] = []
    above = manager_on(lines, number, day)
    while above is not None and above not in found:
        found.append(above)
        above = manager_on(lines, above, day)
    return found


@given(organisations())
@settings(max_examples=300, deadline=None)
def test_circles_are_found_exactly_where_somebody_is_above_themselves_on_a_day(
    lines: dict[str, tuple[Stint, ...]],
) -> None:
    turning = {number for number in lines for day in each_day()[:-1] if number in line_on(lines, number, day)}
    found = circles(lines)
    assert {number for circle in found for number in circle} <= turning
    assert bool(found) == bool(turning)
    for circle in found:
        steps = zip(circle, (*circle[1:], circle[0]), strict=True)
        pairs = list(steps)
        assert any(all(manager_on(lines, low, day) == high for low, high in pairs) for day in each_day()[:-1])


@given(organisations())
@settings(max_examples=200, deadline=None)
def test_the_line_above_somebody_is_the_one_of_that_day(lines: dict[str, tuple[Stint, ...]]) -> None:
    # Managers only among the lower numbers, so that no line closes on itself.
    lines = {
        number: tuple(s for s in stints if s.place.manager and s.place.manager < number)
        for number, stints in lines.items()
    }
    direct = Spans.of(
        [
            (int(number), int(s.place.manager or 0), s.since.toordinal(), s.until.toordinal())
            for number, stints in lines.items()
            for s in stints
        ]
    )
    found = up_the_line(direct)
    every = list(zip(found.subject, found.member, found.since, found.until, strict=True))
    for number in lines:
        for day in each_day():
            at = day.toordinal()
            above = [str(m) for s, m, since, until in every if s == int(number) and since <= at < until]
            assert sorted(above) == sorted(line_on(lines, number, day))


def test_people_of_a_unit_are_people_of_every_unit_above_it() -> None:
    found = up_the_tree(Spans.of([(7, 3, 0, 10), (8, 1, 5, 6)]), {1: None, 2: 1, 3: 2})
    assert sorted(zip(found.subject.tolist(), found.member.tolist(), strict=True)) == [(7, 1), (7, 2), (7, 3), (8, 1)]


def test_nobody_belongs_nowhere() -> None:
    nothing = Spans.of([])
    assert up_the_line(nothing).table().num_rows == up_the_tree(nothing, {}).table().num_rows == 0
