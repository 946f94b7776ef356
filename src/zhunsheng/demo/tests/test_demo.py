"""The example company: the same from every seed, and told truly by the product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median

import chinese_calendar
import pytest

from zhunsheng.demo.exports import SPRING, SUMMER, UNMEASURED, exports, spoilt
from zhunsheng.demo.findings import Cell, Figure, Finding, findings
from zhunsheng.demo.mending import mending
from zhunsheng.demo.story import STEPS, play, tell
from zhunsheng.demo.truth import Truth, blueprint, truth
from zhunsheng.engine.calendar import Calendar
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import State, Text
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.redo import redo
from zhunsheng.server.facts.queries import receipts, waiting
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.project.home import Home
from zhunsheng.server.subjects.queries import unmatched
from zhunsheng.server.tick.actions import match
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture(scope="module")
def told() -> Truth:
    return truth()


@pytest.fixture(scope="module")
def found(home: Home, _live: WorldInfo, told: Truth) -> dict[str, Finding]:
    """The findings by what they are about, out of a world of their own."""
    world = actions.create("story")
    with enter(world):
        tell(world, home.scratch, lambda _: None)
        with reading.backend(world) as engine:
            scene = Scene(world, current(), engine, now(world))
            names = ("region", "transfer", "newcomer", "oee", "answers", "leave", "late")
            said = dict(zip(names, findings(scene, told), strict=True))
    actions.drop(world)
    return said


def spoken(cell: Cell) -> str:
    """A cell that holds a name."""
    assert isinstance(cell, Text)
    return cell.zh


def figures(row: tuple[Cell, ...]) -> list[float | None]:
    return [cell.value for cell in row if isinstance(cell, Figure)]


def test_a_seed_always_writes_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("once", "again"):
        folder = tmp_path / name
        folder.mkdir()
        written.append([one.write(folder).read_bytes() for one in exports(truth(7))])
    assert written[0] == written[1]
    assert truth(7) != truth(8)


def test_the_calendar_is_the_one_announced() -> None:
    calendar = blueprint().each(Calendar)["china"]
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(365)]
    assert [calendar.works(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_the_sales_of_a_region_are_those_of_its_people_on_the_day(found: dict[str, Finding], told: Truth) -> None:
    finding = found["region"]
    for name, *cells in finding.rows:
        before, earlier_rate = _sold(told, spoken(name), 5)
        after, later_rate = _sold(told, spoken(name), 6)
        expected = [before, after, (after - before) / before, earlier_rate, later_rate]
        assert figures(tuple(cells)) == pytest.approx(expected)


def _loaded(told: Truth) -> Iterator[tuple[str, date, bool, int]]:
    """(seller, day, won, value) of the closed deals that could be read."""
    bad = spoilt(told.deals)
    for deal in told.deals:
        if deal.closed and deal.number not in (bad.day, bad.amount):
            yield deal.seller, deal.closed, bool(deal.won), deal.value or 0


def _region(told: Truth, seller: str, day: date) -> str:
    places = {person.number: person.region for person in told.people}
    if day >= SPRING.date():
        places |= {person.number: person.region for person in told.moved}
    return places[seller]


def _sold(told: Truth, region: str, month: int) -> tuple[int, float]:
    own = [
        (won, value)
        for seller, day, won, value in _loaded(told)
        if day.month == month and _region(told, seller, day) == region
    ]
    return sum(value for _, value in own), sum(won for won, _ in own) / len(own)


def test_a_transfer_divides_a_month_at_its_day(found: dict[str, Finding], told: Truth) -> None:
    finding = found["transfer"]
    mover = told.moved[0].number
    own = [(day, value) for seller, day, won, value in _loaded(told) if seller == mover and won and day.month == 4]
    early = [value for day, value in own if day < SPRING.date()]
    late = [value for day, value in own if day >= SPRING.date()]
    assert early
    assert late
    expected = [[len(part), sum(part)] for part in (early, late, [*early, *late])]
    assert [figures(row) for row in finding.rows] == expected


def test_a_newcomer_without_a_deal_has_no_average(found: dict[str, Finding], told: Truth) -> None:
    *_, average = found["newcomer"].rows
    april, may, _ = (cell for cell in average if isinstance(cell, Figure))
    deals = [
        value for seller, day, won, value in _loaded(told) if seller == told.moved[1].number and won and day.month == 5
    ]
    assert april.value is None
    assert april.state is not State.VALUE
    assert may.value == pytest.approx(sum(deals) / len(deals))


def test_oee_is_availability_times_performance_times_quality_of_the_sums(
    found: dict[str, Finding], told: Truth
) -> None:
    shifts = [shift for at, shift in enumerate(told.shifts) if at != UNMEASURED]
    for name, *cells in found["oee"].rows:
        for month, value in enumerate(figures(tuple(cells)), 1):
            own = [s for s in shifts if s.line == spoken(name) and s.day.month == month]
            planned, down, pieces, rejected = (
                sum(getattr(s, part) for s in own) for part in ("planned", "down", "pieces", "rejected")
            )
            ideal = sum(s.pieces / s.ideal for s in own)
            run = planned - down
            assert value == pytest.approx((run / planned) * (ideal / run) * ((pieces - rejected) / pieces))


def test_the_first_answer_to_every_ticket_counts_in_its_month(found: dict[str, Finding], told: Truth) -> None:
    median_row, _, reopened_row = found["answers"].rows
    waits: dict[int, list[float]] = {month: [] for month in range(1, 7)}
    for _, steps in groupby(
        sorted(told.tickets, key=lambda step: (step.ticket, step.at)), key=lambda step: step.ticket
    ):
        at: dict[str, datetime] = {}
        for step in steps:
            at.setdefault(step.event, step.at)
        if "响应" in at:
            waits[at["响应"].month].append((at["响应"] - at["创建"]).total_seconds() / 60)
    assert figures(median_row) == pytest.approx([median(own) for own in waits.values()])
    events = [(step.event, step.at.month) for step in told.tickets]
    again = [events.count(("重开", month)) / events.count(("解决", month)) for month in waits]
    assert figures(reopened_row) == pytest.approx(again)


def test_three_weeks_of_illness_leave_the_days_worked(found: dict[str, Finding], told: Truth) -> None:
    ill, _ = found["leave"].rows
    solved, rate, days = figures(ill)
    (sick,) = [one for one in told.leave if one.kind == "病假"]
    june = [duty for duty in told.roster if duty.person == sick.person and duty.day.month == 6]
    present = [duty for duty in june if not sick.first_day <= duty.day <= sick.last_day]
    done = [s for s in told.tickets if s.agent == sick.person and s.event == "解决" and s.at.month == 6]
    assert len(present) < len(june)
    assert (solved, days) == (len(done), len(present))
    assert rate == pytest.approx(len(done) / len(present))


def test_what_was_known_in_april_can_still_be_asked(found: dict[str, Finding], told: Truth) -> None:
    then, today = (figures(row) for row in found["late"].rows)
    won = [deal for deal in told.deals if deal.won and deal.closed and deal.closed < date(2025, 4, 1)]
    known = [deal for deal in won if deal.entered and deal.entered < SPRING.date()]
    assert len(known) < len(won)
    assert then == [len(known), sum(deal.value or 0 for deal in known)]
    assert today == [len(won), sum(deal.value or 0 for deal in won)]


def _carry_out(world: WorldInfo, words: tuple[str, ...]) -> None:
    if words[0] == "match":
        dimension, text, key = words[1:]
        match(world, dimension, text, key, SUMMER)
        return
    edits: dict[int, dict[str, str]] = {}
    for word in words[3::2]:
        row, _, rest = word.partition(":")
        field, _, text = rest.partition("=")
        edits.setdefault(int(row), {})[field] = text
    redo(current().each(Source)[words[1]], world.time_zone, SUMMER, edits)


def test_a_story_cut_off_goes_on_and_what_it_leaves_waiting_can_be_settled(
    home: Home, world: WorldInfo, told: Truth
) -> None:
    steps: list[int] = []

    def pull_the_plug(done: int) -> None:
        steps.append(done)
        if len(steps) == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(home, pull_the_plug)
    assert play(home, steps.append).loaded == 6
    assert len(steps) == STEPS + 2
    with enter(world):
        names = [receipt.name for receipt in receipts()]
        assert len(names) == len(set(names)) == 11
        assert all(
            one.rows == one.new + one.changed + one.duplicate + one.quarantined + one.blank for one in receipts()
        )
        commands = list(mending(told, current(), waiting(), unmatched()))
        assert [words[0] for words in commands] == ["redo", "redo", "match"]
        for words in commands:
            _carry_out(world, words)
    assert play(home, steps.append).loaded == 0
    with enter(world):
        assert not waiting()
        assert not unmatched()
