"""Service orders as they happen: what breaks where, who goes, and when each step is done.

The 48 hours run on days on which offices work, from the customer's order to the first answer, most of them in the
queue of the pool. The engineer's hours run from dispatch to arrival, while the engineer is on duty. Both are drawn
apart from each other, so that a slow pool makes no engineer slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.draws import Floats, Ints, Marks
from zhunsheng.demo.systems.service_ground import (
    CASE_TYPES,
    FAULT_SHARE,
    FAULTS,
    KILOMETRES_AN_HOUR,
    OPENS,
    OTHERS,
    SHIFT,
    Ground,
    ground,
)

ORDERS_A_DAY = 35.0
_SEASON = (0.92, 0.86, 1.04, 1.01, 0.99, 1.02, 1.06, 1.04, 1.0, 0.98, 1.03, 1.05)
_WEEKDAYS = (1.16, 1.02, 0.98, 0.96, 0.94, 0.8, 0.8)
_HOURS = (0.05, 0.15, 0.15, 0.10, 0.05, 0.09, 0.12, 0.10, 0.09, 0.06, 0.03, 0.01)
"""Share of the orders in each hour from eight o'clock on."""
LATE_HOURS = 48.0
FRIDAY_FROM = 16.0
"""From this hour on a Friday's orders are late more often."""
OVERLOAD_ODDS = 5.0
CLOSURE_HOURS = 72.0
_OFFICE = (9.0, 9.0)
"""When customers confirm: from this hour, for so many hours."""
REOPENED = 0.06
VIDEOS_SINCE = date(2025, 4, 7)
"""The first engineer applies the fault videos; the last one twelve weeks later."""
VIDEO_USE = 0.94


@dataclass(frozen=True)
class Point:
    """A moment of each order: the day's place and the hour. Beyond the story the place is its length."""

    place: Ints
    hour: Floats

    @property
    def known(self) -> Marks:
        return self.place < days.SPAN


@dataclass(frozen=True)
class Cases:
    """The orders created in a month, by the moment of creation; arrays of the same length.

    `seat` goes there; `device`, `customer`, `kind` are places. `waited`: hours on working days until the first answer;
    `took`, `standard`: hours on duty from dispatch to arrival; `repair`: hours, not a number where nothing was
    repaired. `again`, `closed_again` are beyond the story for most.
    """

    created: Point
    device: Ints
    customer: Ints
    kind: Ints
    late: Marks
    waited: Floats
    overdue: Point
    seat: Ints
    dispatched: Point
    answered: Point
    standard: Floats
    took: Floats
    arrived: Point
    repair: Floats
    video: Marks
    solved: Point
    closed: Point
    again: Point
    closed_again: Point

    def __len__(self) -> int:
        return len(self.seat)


@lru_cache(maxsize=8)
def cases(company: Company, month: date) -> Cases:
    """All orders that are created in the month."""
    land, rng = ground(company), company.seeds.rng("service", "cases", company.branch, month)
    created = _created(rng, month)
    device, fault = _devices(rng, land, len(created.place))
    customer = land.owner[device]
    late = _late(rng, land, created, land.pool[customer])
    answered = _answered(rng, land, created, late, land.pool[customer])
    seat = _seats(rng, land, month, customer, answered.place)
    order = np.lexsort((answered.place, seat))
    kind = _kinds(rng, fault, order)
    dispatched = _dispatched(rng, created, answered)
    standard = np.round(_hours_of(kind) + land.kilometres[customer] / KILOMETRES_AN_HOUR, 1)
    took = np.round(standard * land.pace[seat] * _noise(rng, order, draws.SILVER, 0.25), 1)
    arrived = Point(*land.duty.later(seat, dispatched.place, dispatched.hour, took))
    video = _video(rng, company, seat, arrived, kind)
    repair = _repairs(rng, company, kind, video, order)
    work = np.where(np.isnan(repair), 0.8 + 1.6 * rng.random(len(seat)), repair)
    solved = Point(*land.duty.later(seat, arrived.place, arrived.hour, work))
    closed = _office_later(solved, rng.gamma(1.6, 3.0, len(seat)) + 0.2)
    again, closed_again = _reopened(rng, land, seat, closed)
    return Cases(
        created,
        device,
        customer,
        kind,
        late,
        elapsed(created, answered),
        _overdue(created),
        seat,
        dispatched,
        answered,
        standard,
        took,
        arrived,
        repair,
        video,
        solved,
        closed,
        again,
        closed_again,
    )


def _created(rng: np.random.Generator, month: date) -> Point:
    """Orders come on days on which offices work; more on Mondays, fewer beside long holidays, and more every year."""
    workdays = draws.month_workdays(month)
    year = (month.year - days.FIRST.year) + (month.month - 1) / 12
    size = ORDERS_A_DAY * (0.93 + 0.045 * year) * _SEASON[month.month - 1]
    by_weekday = np.array(_WEEKDAYS)[_weekday(workdays)]
    many = draws.whole(rng, size * by_weekday * np.exp(rng.normal(0.0, 0.09, len(workdays))))
    place = np.repeat(workdays, many)
    hour = 8.0 + draws.pick(draws.even(rng, len(place)), _HOURS) + rng.random(len(place))
    order = np.lexsort((hour, place))
    return Point(place[order], hour[order])


def _weekday(places: Ints) -> Ints:
    return (places + days.FIRST.weekday()) % 7


def friday_evening(created: Point) -> Marks:
    """Which orders are created late on a Friday."""
    late: Marks = (_weekday(created.place) == 4) & (created.hour >= FRIDAY_FROM)
    return late


def _devices(rng: np.random.Generator, land: Ground, many: int) -> tuple[Ints, Marks]:
    """The device of each order, and whether it is about a fault."""
    faults = round(many * FAULT_SHARE)
    ill = np.repeat(np.arange(len(land.owner)), draws.whole(rng, land.failing * faults / land.failing.sum()))
    ask = np.repeat(np.arange(len(land.owner)), draws.whole(rng, land.asking * many / land.asking.sum()))
    ask = rng.permutation(ask)[: many - len(ill)]
    order = rng.permutation(many)
    return np.concatenate([ill, ask])[order], (np.arange(many) < len(ill))[order]


def _late(rng: np.random.Generator, land: Ground, created: Point, pool: Ints) -> Marks:
    """Which orders are answered late: as many as the story states, more of them in the overloaded pools."""
    story, friday = land.company.truths["T3"], friday_evening(created)
    lift = np.log(OVERLOAD_ODDS) * land.overloaded[pool] + np.log(story.effects["friday_odds"]) * friday
    live = created.place >= days.place(story.since or days.LIVE)
    chance = np.zeros(len(pool))
    for part, share in ((live, "late_after"), (~live, "late_before")):
        if part.any():
            chance[part] = _with_mean(lift[part], story.effects[share])
    return draws.chosen(rng, chance, live, friday, land.overloaded[pool], pool)


def _with_mean(lift: Floats, mean: float) -> Floats:
    """Chances whose log odds differ as `lift` does and whose mean is given; by bisection."""
    low, high = -12.0, 12.0
    for _ in range(40):
        middle = (low + high) / 2
        found = 1 / (1 + np.exp(-(lift + middle)))
        low, high = (middle, high) if found.mean() < mean else (low, middle)
    return found


def _answered(rng: np.random.Generator, land: Ground, created: Point, late: Marks, pool: Ints) -> Point:
    """When the pool first answers, on a working day between nine and five; within 48 hours unless late."""
    many = len(pool)
    soon = draws.pick(rng.random(many), (0.46, 0.40, 0.14))
    soon = np.where((soon == 0) & (created.hour >= 16.2) | (soon == 2) & (created.hour <= 9.6), 1, soon)
    slow = 2 + rng.geometric(np.where(land.overloaded[pool], 0.42, 0.55), many)
    slow = np.where((slow == 3) & (created.hour < 16.2) & (rng.random(many) < 0.6), 2, np.minimum(slow, 12))
    wait = np.where(late, slow, soon)
    least, most = np.full(many, OPENS + 0.1), np.full(many, OPENS + SHIFT - 0.2)
    after = np.where(late, wait == 2, wait == 0)
    least[after] = np.maximum(least[after], created.hour[after] + 0.2)
    before = ~late & (wait == 2)
    most[before] = np.minimum(most[before], created.hour[before] - 0.05)
    return Point(_workdays_later(created.place, wait), least + (most - least) * rng.random(many))


def _workdays_later(place: Ints, by: Ints) -> Ints:
    """The day that is so many working days later; beyond the story: its length."""
    workdays: Ints = np.append(np.flatnonzero(days.worked()), days.SPAN).astype(np.int64)
    number = np.searchsorted(workdays, place) + by
    found: Ints = workdays[np.minimum(number, len(workdays) - 1)]
    return found


def _overdue(created: Point) -> Point:
    """When 48 hours are over."""
    return Point(_workdays_later(created.place, np.full(len(created.place), 2)), created.hour)


def elapsed(since: Point, until: Point) -> Floats:
    """Hours between, those of days on which nobody works left out."""
    worked = np.append(0, np.cumsum(days.worked()))
    between = worked[until.place] - worked[since.place]
    hours: Floats = np.round(between * 24.0 + until.hour - since.hour, 2)
    return hours


def _seats(rng: np.random.Generator, land: Ground, month: date, customer: Ints, place: Ints) -> Ints:
    """Who goes: the customer's own engineer, or somebody of the region who is there for the next days."""
    seat, day = land.engineer[customer], np.minimum(place, days.SPAN - 1)
    for fit in (land.duty.ahead, land.duty.on):
        for region, name in enumerate(land.regions):
            others = [one for one in land.engineers[name] if one not in (land.slow, land.distant)]
            turned = rng.permuted(np.tile(others, (len(seat), 1)), axis=1)
            for other in turned.T:
                change = (land.region[customer] == region) & ~fit[seat, day] & fit[other, day]
                seat = np.where(change, other, seat)
    for at in np.flatnonzero(~land.duty.on[seat, day]):
        anybody = [one for own in land.engineers.values() for one in own if land.duty.on[one, day[at]]]
        seat[at] = rng.choice(anybody or [seat[at]])
    return _quota(rng, land, month, seat, customer, day)


def _quota(rng: np.random.Generator, land: Ground, month: date, seat: Ints, customer: Ints, day: Ints) -> Ints:
    """As many orders for the slow engineer as the story states, neither more nor fewer."""
    slow, fit = land.slow, land.duty.on
    region = land.regions.index(land.company.staff.seats[slow].region)
    wanted = slow_cases(land, month)
    own = rng.permutation(np.flatnonzero((seat == slow) & fit[slow, day]))
    others = [one for one in land.engineers[land.regions[region]] if one != slow]
    for at in own[wanted:]:
        seat[at] = next((one for one in rng.permutation(others) if fit[one, day[at]]), slow)
    free = (land.region[customer] == region) & (seat != slow) & land.duty.ahead[slow, day]
    seat[rng.permutation(np.flatnonzero(free))[: max(wanted - len(own), 0)]] = slow
    return seat


def slow_cases(land: Ground, month: date) -> int:
    """How many orders the slow engineer has in the month: in 2025 as many as the story states, else at that rate."""
    worked = np.append(0, np.cumsum(land.duty.on[land.slow]))
    year = [days.place(date(2025, 1, 1)), days.place(date(2026, 1, 1))]
    rate = land.company.truths["T3"].effects["e031_cases"] / max(worked[year[1]] - worked[year[0]], 1)
    edges = [days.place(month), min(days.place(days.after(month)), days.SPAN)]
    done = np.floor(np.round((worked[edges] - worked[year[0]]) * rate, 6))
    return int(done[1] - done[0])


def _kinds(rng: np.random.Generator, fault: Marks, order: Ints) -> Ints:
    """What each order is about; every engineer gets about the same mix."""
    kind = np.empty(len(fault), dtype=np.int64)
    for part, offset, kinds in ((True, 0, FAULTS), (False, len(FAULTS), OTHERS)):
        own = order[fault[order] == part]
        kind[own] = offset + draws.pick(draws.spaced(rng, len(own), draws.GOLDEN), [one.share for one in kinds])
    return kind


def _hours_of(kind: Ints) -> Floats:
    return np.array([one.hours for one in CASE_TYPES])[kind]


def _noise(rng: np.random.Generator, order: Ints, step: float, width: float) -> Floats:
    """Factors of mean one, whose logarithms spread by `width`; about the same for every engineer."""
    uniform = np.empty(len(order))
    uniform[order] = draws.spaced(rng, len(order), step)
    return np.exp(width * draws.normal(uniform) - width**2 / 2)


def _dispatched(rng: np.random.Generator, created: Point, answered: Point) -> Point:
    """Shortly before the first answer, never before the order."""
    since = np.where(created.place == answered.place, created.hour, OPENS)
    back = np.minimum(0.1 + 0.8 * rng.random(len(since)), 0.9 * (answered.hour - since))
    return Point(answered.place, np.maximum(answered.hour - back, OPENS))


@lru_cache(maxsize=4)
def adopters(company: Company) -> dict[int, int]:
    """Seats of the engineers who apply the fault videos, and the place of the day from which on they do.

    Their holders were there before the videos and still are, so that each compares with their own past.
    """
    story, staff = company.truths["T7"], company.staff
    rng = company.seeds.rng("service", "videos", company.branch)
    told = {*story.who, *company.truths["T3"].who, *company.truths["D2"].who}
    spell = staff.holder[:, days.place(VIDEOS_SINCE) - 180 : days.place(days.NOW.date())]
    stays = (spell == spell[:, :1]).all(axis=1) & (spell[:, 0] >= 0)
    free = [seat for seat in staff.held_by("E") if stays[seat] and staff.seats[seat].code not in told]
    found = rng.choice(free, int(story.effects["engineers"]), replace=False)
    since = days.place(VIDEOS_SINCE) + rng.integers(0, 84, len(found))
    return dict(zip(found.tolist(), since.tolist(), strict=True))


def _video(rng: np.random.Generator, company: Company, seat: Ints, arrived: Point, kind: Ints) -> Marks:
    """At which repairs a fault video is applied."""
    since = np.full(len(company.staff.seats), days.SPAN)
    for at, day in adopters(company).items():
        since[at] = day
    may = arrived.known & (arrived.place >= since[seat]) & (kind < len(FAULTS))
    return draws.chosen(rng, np.where(may, VIDEO_USE, 0.0), may, seat)


def _repairs(rng: np.random.Generator, company: Company, kind: Ints, video: Marks, order: Ints) -> Floats:
    """Hours of each repair."""
    effects = company.truths["T7"].effects
    mean = np.where(video, effects["repair_hours_after"], effects["repair_hours_before"])
    hours = mean * np.array([one.repair for one in CASE_TYPES])[kind] * _noise(rng, order, draws.BRONZE, 0.35)
    return np.where(kind < len(FAULTS), np.maximum(np.round(hours, 1), 0.3), np.nan)


def _office_later(point: Point, by: Floats) -> Point:
    """So many hours of offices later."""
    begins, long = _OFFICE
    total = np.clip(point.hour - begins, 0.0, long) + by
    place = _workdays_later(point.place, (total // long).astype(np.int64))
    return Point(np.where(point.known, place, days.SPAN), begins + total % long)


def _reopened(rng: np.random.Generator, land: Ground, seat: Ints, closed: Point) -> tuple[Point, Point]:
    """When some orders come back, and when they are closed again: within two weeks, or they do not come back."""
    back = _office_later(closed, 3.0 + 40.0 * rng.random(len(seat)))
    done = Point(*land.duty.later(seat, back.place, back.hour, 2.0 + 10.0 * rng.random(len(seat))))
    none = (rng.random(len(seat)) >= REOPENED) | (done.place - back.place > 14) | ~done.known | ~back.known
    return tuple(Point(np.where(none, days.SPAN, one.place), one.hour) for one in (back, done))  # type: ignore[return-value]
