"""Deadlines and elapsed time against minutes ticked off one by one: 10,000 cases with pauses and calendar edits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.calendar.changed import ChangedTime
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.pauses import Pause
from zhunsheng.engine.calendar.roster import RosterTime
from zhunsheng.engine.calendar.tests.oracle import MINUTE, MINUTES, SCENES, Pauses, Scene, due, paused, ticked
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.values import Text

NAME = Text(zh="历", en="calendar")
CASES = 12

scenes = st.sampled_from(SCENES)
within = st.integers(0, MINUTES - 1)
pauses = st.lists(st.tuples(within, st.none() | st.integers(0, MINUTES + 600)), max_size=3)
cases = st.tuples(within, st.integers(0, 1500), pauses, within)
Case = tuple[int, int, Pauses, int]


def written(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def patterns(draw: st.DrawFn) -> tuple[str, ...]:
    """Intervals of a day; the last may run through midnight."""
    through = draw(st.booleans())
    bounds = sorted(draw(st.sets(st.integers(0, 1439 if through else 1440), min_size=2, max_size=6)))
    bounds = bounds[: len(bounds) // 2 * 2]
    turned = bounds[1:] + bounds[:1] if through else bounds
    return tuple(f"{written(a)}-{written(b)}" for a, b in zip(turned[::2], turned[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn, scene: Scene) -> Calendar:
    intervals = draw(patterns())
    special = draw(st.lists(st.sampled_from(scene.days), unique=True, max_size=4))
    split = draw(st.integers(0, len(special)))
    off, on = ([day for day in part if day.year == scene.first.year] for part in (special[:split], special[split:]))
    week = draw(st.sets(st.integers(1, 7), min_size=1).map(sorted))
    return Calendar(
        id="c",
        name=NAME,
        week=tuple(week),
        intervals=intervals,
        weekdays={week[-1]: intervals[:1]} if draw(st.booleans()) else {},
        years={scene.first.year: Year(holidays=tuple(off), workdays=tuple(on))},
    )


def moments(scene: Scene, told: Pauses) -> list[Pause]:
    return [(scene.at(begin), None if end is None else scene.at(end)) for begin, end in told]


def hold(time: CountedTime, marks: bytearray, scene: Scene, case: Case) -> None:
    """The case comes out as the minutes say, and its explanation is whole."""
    start, amount, told, other = case
    left, breaks = paused(marks, told), moments(scene, told)
    wanted = due(left, start, amount)
    found = time.deadline(scene.at(start), amount * MINUTE, breaks)
    if wanted is not None:
        assert found == scene.at(wanted)
    else:
        assert found is None or found > scene.at(MINUTES)
    sign, (first, last) = (1, (start, other)) if start <= other else (-1, (other, start))
    assert time.elapsed(scene.at(start), scene.at(other), breaks) == sign * sum(left[first:last]) * MINUTE
    if wanted is not None or found is None:
        explained(time, scene.at(start), amount * MINUTE, breaks, found)


def explained(
    time: CountedTime, start: datetime, amount: timedelta, breaks: Sequence[Pause], found: datetime | None
) -> None:
    steps = time.steps(start, amount, breaks)
    counted = sum((step.counted for step in steps), timedelta(0))
    assert counted == amount if found else counted < amount
    ends = [start, *(step.until for step in steps)]
    assert ends[:-1] == [step.since for step in steps]
    assert ends[-1] == found
    for step in steps:
        until = step.until or step.since
        assert step.until is None or step.since < step.until
        assert step.counted == time.elapsed(step.since, until, breaks)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_working_time_is_what_the_minutes_say(data: st.DataObject) -> None:
    scene = data.draw(scenes)
    calendar = data.draw(calendars(scene))
    time, marks = WorkingTime(calendar, scene.zone), ticked(calendar, scene)
    for case in data.draw(st.lists(cases, min_size=CASES, max_size=CASES)):
        hold(time, marks, scene, case)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_edit_of_the_calendar_holds_from_its_moment_on(data: st.DataObject) -> None:
    scene, at = data.draw(scenes), data.draw(within)
    old, new = data.draw(calendars(scene)), data.draw(calendars(scene))
    time = ChangedTime(WorkingTime(old, scene.zone), scene.at(at), WorkingTime(new, scene.zone))
    marks = ticked(old, scene)[:at] + ticked(new, scene)[at:]
    for case in data.draw(st.lists(cases, min_size=CASES, max_size=CASES)):
        hold(time, marks, scene, case)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(within, st.integers(0, 900)), max_size=8), st.lists(cases, min_size=CASES, max_size=CASES))
def test_roster_time_is_what_the_minutes_say(shifts: list[tuple[int, int]], told: list[Case]) -> None:
    scene, marks = SCENES[0], bytearray(MINUTES)
    bounded = [(begin, min(begin + length, MINUTES)) for begin, length in shifts]
    for begin, end in bounded:
        marks[begin:end] = b"\1" * (end - begin)
    time = RosterTime([(scene.at(begin), scene.at(end)) for begin, end in bounded])
    for case in told:
        hold(time, marks, scene, case)


@given(st.lists(cases, min_size=CASES, max_size=CASES))
def test_wall_time_is_what_the_minutes_say(told: list[Case]) -> None:
    for case in told:
        hold(WallTime(), bytearray(b"\1" * MINUTES), SCENES[0], case)
