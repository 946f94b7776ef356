"""How deals end: won or lost, by whom, with which customer, for how much. The CRM and the ERP tell of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, LAST, NOW, SPAN, Marks, after, place, worked
from zhunsheng.demo.market import PRODUCTS
from zhunsheng.demo.systems.calls import activity
from zhunsheng.demo.systems.sellers import Floats, Ints, Sellers, Words, mondays, sellers, whole

LONGEST = 170
"""Days from a deal's beginning to its end, at most."""
_WINS, _LOST = 0.985, 1.05
"""Deals that a seller wins in a week of 2025; and how many are lost for each that is won."""
_SPREAD = 1.12
"""Standard deviation of a seller's signed value from week to week, as a multiple of its mean."""
_ELSEWHERE = 0.10
"""What calls do for signed value where the story says nothing of it, in standard deviations."""
_GROWTH = {"西北": (0.58, 1.20)}
"""Deals at the beginning of the story and now, where it is not the usual growth."""
_USUAL = (0.86, 1.03)
_LATE = "华南"
"""Where calls take weeks to show."""
_DRAWS = 5
"""How many weeks are drawn, of which one is taken."""
_MIX = (0.02, 0.06, 0.03, 0.23, 0.22, 0.05, 0.05, 0.04, 0.02, 0.05, 0.13, 0.10)
_PIECES = (
    *((1, 2), (1, 2), (1, 2), (1, 4), (2, 8)),
    *((30, 120), (80, 280), (80, 300), (100, 350), (80, 300)),
    *((1, 3), (1, 3)),
)
"""For each product its share of the deals, and how many are bought at once, the second number not included."""
_PRICES = np.array([product.price for product in PRODUCTS])
_USUAL_VALUE = float(np.dot(_MIX, _PRICES * (np.mean(_PIECES, axis=1) - 0.5)) / sum(_MIX) * 0.92)
"""Yuan that a deal is worth on average."""


@dataclass(frozen=True)
class _Ends:
    """Deals that end: seller's seat, day, whether won, product, yuan."""

    seat: Ints
    closed: Ints
    won: Marks
    product: Ints
    value: Ints


@dataclass(frozen=True)
class Closings(_Ends):
    """Deals that end in weeks beginning in a month.

    `begun`: day, negative before the story begins; `customer`: place; `number`: counts the month's closings.
    """

    begun: Ints
    customer: Ints
    number: Words

    def where(self, chosen: Marks | Ints) -> Closings:
        """The chosen ones, in the order in which they are."""
        return Closings(*(getattr(self, each.name)[chosen] for each in fields(self)))


@lru_cache(maxsize=16)
def closings(company: Company, month: date) -> Closings:
    """What ends in the weeks whose Monday lies in the month."""
    desk = sellers(company)
    rng = company.seeds.rng("closings", company.branch, month)
    found = _together([_week(company, rng, monday) for monday in mondays(month)])
    many = len(found.seat)
    cycle = np.exp(np.log(np.where(found.won, 42, 55)) + 0.5 * rng.standard_normal(many))
    target = found.closed - np.clip(cycle, 5, LONGEST - 20).astype(int)
    begun = np.where(target >= 0, desk.last[found.seat, np.maximum(target, 0)], -1)
    early = (begun >= 0) & (begun < found.closed - LONGEST)
    begun = np.where(early, desk.next[found.seat, np.maximum(found.closed - LONGEST, 0)], begun)
    return Closings(
        **{each.name: getattr(found, each.name) for each in fields(_Ends)},
        begun=np.where(begun >= 0, begun, np.minimum(target, -3)),
        customer=_customers(company, found.seat, rng),
        number=np.char.mod(f"{month:%y%m}%04d", np.arange(1, many + 1)),
    )


def closed_between(company: Company, first: date, last: date) -> list[Closings]:
    """Closings of the months from the first up to and including the last, as far as the story goes."""
    found, month = [], max(first, FIRST)
    while month <= min(last, LAST):
        found.append(closings(company, month))
        month = after(month)
    return found


def together(parts: list[Closings]) -> Closings:
    return Closings(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Closings)))


def _together(parts: list[_Ends]) -> _Ends:
    return _Ends(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(_Ends)))


def _week(company: Company, rng: np.random.Generator, monday: date) -> _Ends:
    """Of several weeks that might have been, for each region the one in which luck least looks like calls."""
    desk = sellers(company)
    days = np.arange(place(monday), min(place(monday) + 7, SPAN))
    busy = desk.busy[:, days]
    rate = _WINS * _season(monday) * _level(desk.regions, monday) * busy.any(axis=1)
    now, earlier = _calls(company, monday)
    pull = np.maximum(1 + _SPREAD * _strength(company, monday) * (now + earlier), 0)
    drawn = [_drawn(desk, rng, days, rate, rate * pull) for _ in range(_DRAWS)]
    swing = (now + earlier)[None, :] * np.array([_luck(desk, each, rate * pull) for each in drawn])
    best = np.zeros(len(rate), dtype=int)
    for region in dict.fromkeys(desk.regions):
        at = desk.regions == region
        best[at] = np.abs(swing[:, at].sum(axis=1)).argmin()
    return _together([_chosen(each, best[each.seat] == at) for at, each in enumerate(drawn)])


def _drawn(desk: Sellers, rng: np.random.Generator, days: Ints, rate: Floats, wins: Floats) -> _Ends:
    """A week's deals. `rate`, `wins`: how many each seat is expected to close by itself, and to win."""
    won, lost = whole(rng, wins), whole(rng, rate * _LOST)
    seat = np.repeat(np.tile(np.arange(len(rate)), 2), np.concatenate([won, lost]))
    busy = desk.busy[:, days]
    order = np.argsort(~busy, axis=1, kind="stable")
    closed = days[order[seat, (rng.random(len(seat)) * busy.sum(axis=1)[seat]).astype(int)]]
    product = rng.choice(len(_MIX), len(seat), p=np.array(_MIX) / sum(_MIX))
    pieces = rng.integers(*np.array(_PIECES)[product].T)
    value = _PRICES[product] * pieces * (0.86 + 0.12 * rng.random(len(seat))) * desk.able[seat]
    return _Ends(seat, closed, np.arange(len(seat)) < won.sum(), product, (np.round(value / 100) * 100).astype(int))


def _luck(desk: Sellers, found: _Ends, wins: Floats) -> Floats:
    """By how much each seat signed more than expected."""
    return np.bincount(found.seat, found.value * found.won, len(wins)) - wins * desk.able * _USUAL_VALUE


def _chosen(found: _Ends, marks: Marks) -> _Ends:
    return _Ends(*(getattr(found, each.name)[marks] for each in fields(_Ends)))


def _calls(company: Company, monday: date) -> tuple[Floats, Floats]:
    """The calls that matter for the week: its own, and in the south those of some weeks before."""
    south = sellers(company).regions == _LATE
    delay = timedelta(weeks=int(company.truths["T1"].effects["delay_weeks"]))
    return activity(company, monday) * ~south, activity(company, monday - delay) * south


def _strength(company: Company, monday: date) -> Floats:
    """What calls do for signed value, in its standard deviations."""
    regions, said, decoy = sellers(company).regions, company.truths["T1"], company.truths["D3"]
    changed = said.since is not None and monday >= said.since
    found = np.full(len(regions), _ELSEWHERE)
    found[np.isin(regions, said.where)] = said.effects["effect_after_sd" if changed else "effect_before_sd"]
    found[np.isin(regions, decoy.where)] = decoy.effects["effect_sd"]
    found[regions == _LATE] = said.effects["effect_south_sd"]
    return found


def _season(monday: date) -> float:
    """Holidays thin the week out; ends of months and quarters fill it."""
    days = [monday + timedelta(days=at) for at in range(7)]
    share = sum(bool(worked()[place(day)]) for day in days if day <= LAST) / 5
    ends = after(monday.replace(day=1)) <= days[-1] + timedelta(days=1)
    peak = 1.0 if not ends else 1.3 if monday.month % 3 == 0 else 1.12
    return share * peak


def _level(regions: Words, monday: date) -> Floats:
    at = min(place(monday) / place(NOW.date()), 1.1)
    found = np.full(len(regions), _USUAL[0] + (_USUAL[1] - _USUAL[0]) * at)
    for region, (begun, now) in _GROWTH.items():
        found[regions == region] = begun + (now - begun) * at
    return found


@lru_cache(maxsize=4)
def _served(company: Company) -> tuple[Ints, Floats, Ints]:
    """Customers in the order of their sellers, their running weight, and where each seller's begin.

    A seller without customers of their own sells to those of the colleague before.
    """
    desk, customers = sellers(company), company.market.customers
    seat = np.searchsorted(desk.seats, [customer.seller for customer in customers])
    order = np.argsort(seat, kind="stable")
    weight = np.concatenate([[0.0], np.cumsum([customers[at].yearly ** 0.8 for at in order])])
    return order, weight, np.searchsorted(seat[order], np.arange(len(desk.seats) + 1))


def _customers(company: Company, seat: Ints, rng: np.random.Generator) -> Ints:
    order, weight, begins = _served(company)
    low, high = begins[seat], begins[seat + 1]
    low = np.where(high > low, low, np.maximum(low - 1, 0))
    high = np.where(high > low, high, low + 1)
    found = np.searchsorted(weight, weight[low] + (weight[high] - weight[low]) * rng.random(len(seat)), side="right")
    return order[np.clip(found - 1, low, high - 1)]
