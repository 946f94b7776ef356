"""The telephone system: what each seller's outbound calls of a day come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pyarrow as pa

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, NOW, SPAN, Marks, after, month_of, place
from zhunsheng.demo.systems.sellers import Floats, Ints, dated, normal, sellers, whole
from zhunsheng.demo.systems.system import TOLD, Export

TARGET = (50, 51, 52)
"""What counts as just above the target of fifty."""
_LEVEL = {"华南": 34.0, "华北": 30.0, "华中": 29.0, "西南": 28.0, "东北": 27.0}
_RISING = {"西北": (19.0, 35.0)}
"""Calls a day at the beginning of the story and now."""
_TALK = {"华南": 192.0, "华北": 171.0, "华中": 176.0, "西南": 168.0, "东北": 180.0, "西北": 165.0}
_WEEKLY, _DAILY = 0.16, 0.10
"""How much calls swing from week to week and from day to day, as log standard deviations."""
_FEW = 0.15
_BELOW = range(41, 50)
"""Share of the days off the target that lie below it, once everybody aims at it; and how many calls those have."""


@dataclass(frozen=True)
class Calls:
    """Seats × days of a month. `talked`: seconds."""

    first: int
    busy: Marks
    made: Ints
    reached: Ints
    talked: Ints


@lru_cache(maxsize=16)
def calls(company: Company, month: date) -> Calls:
    """The month's calls."""
    desk = sellers(company)
    days = np.arange(place(month), min(place(after(month)), SPAN))
    busy = desk.busy[:, days]
    rng = company.seeds.rng("calls", "day", company.branch, month)
    swing = np.exp(_shocks(company, days) + _DAILY * rng.standard_normal(busy.shape))
    made, reached, talked = np.zeros(busy.shape), np.zeros(busy.shape), np.zeros(busy.shape)
    rate = 0.40 + 0.06 * (rng.random(busy.shape) - 0.5)
    length = np.exp(0.2 * rng.standard_normal(busy.shape))
    east = company.truths["T1"]
    for region in dict.fromkeys(desk.regions):
        for changed in (False, True):
            cells = busy & (desk.regions == region)[:, None] & ((days >= _change(company, region)) == changed)[None, :]
            if not cells.any():
                continue
            mine = (swing * desk.eager[:, None])[cells]
            talk = _TALK.get(region, 0.0)
            if region in east.where:
                made[cells], talk = _aimed(rng, mine, changed, east.effects)
                rate[cells] -= 0.06 * changed
            else:
                made[cells] = whole(rng, mine / mine.mean() * _level(region, days))
            reached[cells] = np.maximum(whole(rng, (made * rate)[cells]), 1)
            seconds = (reached * length)[cells]
            talked[cells] = np.round(seconds * talk * reached[cells].sum() / seconds.sum())
    return Calls(int(days[0]), busy, made.astype(int), reached.astype(int), talked.astype(int))


@lru_cache(maxsize=64)
def activity(company: Company, monday: date) -> Floats:
    """Each seller's calls per day at work in the week, against the others of their region, in standard deviations.

    0 where they were not there. Nobody is further than two and a half from the middle.
    """
    desk = sellers(company)
    made, days = np.zeros(len(desk.seats)), np.zeros(len(desk.seats))
    for month in dict.fromkeys(month_of(monday + timedelta(days=at)) for at in range(7)):
        if month < FIRST or place(month) >= SPAN:
            continue
        month_calls = calls(company, month)
        within = slice(max(place(monday) - month_calls.first, 0), max(place(monday) + 7 - month_calls.first, 0))
        made += (month_calls.made * month_calls.busy)[:, within].sum(axis=1)
        days += month_calls.busy[:, within].sum(axis=1)
    found = np.zeros(len(desk.seats))
    for region in dict.fromkeys(desk.regions):
        there = (desk.regions == region) & (days > 0)
        aimed = place(monday) >= _change(company, region)  # then everybody makes about as many
        if there.sum() > 2:
            own = made[there] / days[there] / (1 if aimed else desk.eager[there])
            found[there] = (own - own.mean()) / max(own.std(), 1e-9)
    return np.clip(found, -2.5, 2.5)


def _shocks(company: Company, days: Ints) -> Floats:
    """Seats × days: the swing of the week that the day lies in."""
    desk = sellers(company)
    found = np.zeros((len(desk.seats), len(days)))
    mondays = days - (days + FIRST.weekday()) % 7
    for week in np.unique(mondays):
        rng = company.seeds.rng("calls", "week", company.branch, week)
        found[:, mondays == week] = (_WEEKLY * normal(rng, len(desk.seats)))[:, None]
    return found


def _change(company: Company, region: str) -> int:
    """The day from which the region makes its calls to meet a target; beyond the story where it never does."""
    east = company.truths["T1"]
    return place(east.since) if region in east.where and east.since else SPAN


def _aimed(rng: np.random.Generator, swing: Floats, changed: bool, said: dict[str, float]) -> tuple[Ints, float]:
    """Calls of days on which fifty is the target, and seconds a call; before the change hardly anybody minds it."""
    when = "after" if changed else "before"
    level, share = said[f"calls_{when}"], said[f"share_at_target_{when}"]
    many = int(whole(rng, np.array([share * len(swing)]))[0])
    order = rng.permutation(len(swing)) if changed else np.argsort(-swing, kind="stable")
    off = order[many:]
    rest = (level * len(swing) - np.mean(TARGET) * many) / max(len(off), 1)
    found = rng.choice(TARGET, len(swing))
    if changed:
        above = TARGET[-1] + 1
        few = rng.random(len(off)) < _FEW
        more = (rest - _FEW * np.mean(_BELOW)) / (1 - _FEW) - above
        found[off] = np.where(few, rng.choice(_BELOW, len(off)), above + rng.poisson(more, len(off)))
    else:
        found[off] = np.minimum(whole(rng, swing[off] / swing[off].mean() * rest), TARGET[0] - 1)
    return found, said[f"talk_seconds_{when}"]


def _level(region: str, days: Ints) -> float:
    begun, now = _RISING.get(region, (_LEVEL.get(region, 0.0),) * 2)
    return float(begun + (now - begun) * min(days.mean() / place(NOW.date()), 1.1))


def rows(company: Company, month: date) -> pa.Table:
    """A row per seller and day at work, told that evening."""
    desk, found = sellers(company), calls(company, month)
    day, seat = np.nonzero(found.busy.T)
    rng = company.seeds.rng("calls", "told", company.branch, month)
    told = dated(day + found.first).astype("datetime64[us]") + np.timedelta64(20, "h")
    return pa.table(
        {
            "工号": desk.numbers(seat, day + found.first),
            "日期": dated(day + found.first),
            "外呼量": found.made[seat, day],
            "接通量": found.reached[seat, day],
            "通话时长（秒）": found.talked[seat, day],
            TOLD: told + rng.integers(0, 1800, len(day)).astype("timedelta64[s]"),
        }
    )


EXPORTS = (Export("calls", "外呼日报", "gb18030 ,", rows),)
