"""The dealers' portal: who they are, and what flows through each of them in a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pyarrow as pa

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, LAST, Marks, after, place, worked
from zhunsheng.demo.systems.sellers import Floats, mondays
from zhunsheng.demo.systems.system import TOLD, Export

_WEEKLY = 54_000
"""Yuan that a middling dealer buys in a week."""
_CLEARING = 8
"""Weeks in which a stuffed dealer's stock goes back to what it was."""
_PATH = 0.55
"""How much of the fall of sell-through outside a quarter's last week comes in the week before that."""


@dataclass(frozen=True)
class _Week:
    """Yuan for each dealer."""

    out: Floats
    stock: Floats
    returned: Floats


def stuffing(company: Company) -> Marks:
    """Which dealers take more at the end of a quarter than they sell."""
    said, dealers = company.truths["T2"], company.market.dealers
    rng = company.seeds.rng("dealers", "stuffing", company.branch)
    there = np.flatnonzero([dealer.region in said.where for dealer in dealers])
    found = np.zeros(len(dealers), dtype=bool)
    found[rng.choice(there, int(said.effects["dealers"]), replace=False)] = True
    return found


@lru_cache(maxsize=64)
def _week(company: Company, monday: date) -> _Week:
    """What goes out, what comes back as a share of what comes in, and what is left."""
    said = company.truths["T2"].effects
    sizes = company.seeds.rng("dealers", "size", company.branch).lognormal(0, 0.35, len(company.market.dealers))
    rng = company.seeds.rng("dealers", "week", company.branch, monday)
    usual = _WEEKLY * sizes
    normal_out = usual * (1 - said["returns_before"])
    out = normal_out * _festive(monday) * (1 + 0.04 * rng.standard_normal(len(sizes)))
    stock = normal_out * said["stock_days_before"] / 7 * (1 + 0.008 * rng.standard_normal(len(sizes)))
    share = said["returns_before"] * (1 + 0.25 * rng.uniform(-1, 1, len(sizes)))
    stuffed = stuffing(company)
    at = _into(company, monday)
    if 0 <= at < int(said["last_weeks"]):
        falls, stocks = _stuffed(said)
        out[stuffed] *= falls[at]
        share[stuffed] *= said["returns_after"] / said["returns_before"]
        stock[stuffed] += (usual * stocks[at])[stuffed]
    elif at >= 0:
        left = max(1 - (at - said["last_weeks"] + 1) / _CLEARING, 0)
        stock[stuffed] += (usual * _stuffed(said)[1][-1] * left)[stuffed]
    return _Week(out, stock, share)


def _stuffed(said: dict[str, float]) -> tuple[Floats, Floats]:
    """For each of the last weeks of a quarter what is left of sell-through, and stock above the usual.

    Stock in weeks of usual sell-in. The fall deepens, so that the last week's stock lasts as long as told.
    """
    weeks = int(said["last_weeks"])
    flow = 1 - said["returns_before"]
    gained = (1 + said["sell_in_change"]) * (1 - said["returns_after"]) - flow * (1 + said["sell_through_change"])
    ends = flow * said["stock_days_before"] / 7 + weeks * gained
    last = 7 * ends / said["stock_days_after"] / flow
    others = weeks * (1 + said["sell_through_change"]) - last
    first = 1 - (weeks - 1 - others) * (1 - _PATH) / (weeks - 2)
    falls = np.array([*[first] * (weeks - 2), others - first * (weeks - 2), last])
    net = (1 + said["sell_in_change"]) * (1 - said["returns_after"])
    return falls, np.cumsum(net - flow * falls)


def _into(company: Company, monday: date) -> int:
    """How many weeks the week lies after the first of the last ones of its quarter, or of the one before; −1: none."""
    said = company.truths["T2"]
    for quarter in (_quarter_after(monday), _quarter_after(monday - timedelta(weeks=13))):
        last = quarter - timedelta(days=1)
        last -= timedelta(days=last.weekday())
        first = last - timedelta(weeks=int(said.effects["last_weeks"]) - 1)
        if said.since and first >= said.since and monday >= first:
            return (monday - first).days // 7
    return -1


def _quarter_after(day: date) -> date:
    """The first day of the next quarter."""
    return after(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def _festive(monday: date) -> float:
    """Weeks that are holidays altogether sell less."""
    days = [monday + timedelta(days=at) for at in range(7)]
    share = sum(worked()[place(day)] for day in days if FIRST <= day <= LAST) / 5
    return 0.7 if share < 0.3 else 1.0


def flows(company: Company, month: date) -> pa.Table:
    """A row per dealer and week beginning in the month, told on the Monday after."""
    found = [_flow(company, monday) for monday in mondays(month)]
    return pa.concat_tables(found)


def _flow(company: Company, monday: date) -> pa.Table:
    now, before = _week(company, monday), _week(company, monday - timedelta(weeks=1))
    came = np.maximum((now.out + now.stock - before.stock) / (1 - now.returned), 0)
    dealers, many = company.market.dealers, len(now.out)
    told = np.datetime64(monday + timedelta(weeks=1), "us") + np.timedelta64(7, "h")
    return pa.table(
        {
            "经销商编号": [dealer.number for dealer in dealers],
            "周一日期": np.full(many, np.datetime64(monday, "D")),
            "大区": [dealer.region for dealer in dealers],
            "渠道负责人工号": _managers(company, monday),
            "进货金额（元）": np.round(came),
            "出货金额（元）": np.round(now.out),
            "期末库存": np.round(now.stock),
            "日均出货（元）": np.round(now.out / 7, 2),
            "退货金额（元）": np.round(came * now.returned),
            TOLD: np.full(many, told),
        }
    )


def _managers(company: Company, monday: date) -> list[str]:
    """工号 of the regional manager of each dealer."""
    staff = company.staff
    lead = {seat.region: at for at, seat in enumerate(staff.seats) if seat.position == "大区经理"}
    day = max(place(monday), 0)
    return [staff.numbers[staff.holder[lead[dealer.region], day]] for dealer in company.market.dealers]


def dealers(company: Company, month: date) -> pa.Table:
    """Every dealer."""
    found = company.market.dealers
    return pa.table(
        {
            "经销商编号": [dealer.number for dealer in found],
            "经销商名称": [dealer.name for dealer in found],
            "大区": [dealer.region for dealer in found],
            TOLD: np.full(len(found), np.datetime64(FIRST, "us")),
        }
    )


EXPORTS = (
    Export("dealers", "经销商清单", "xlsx", dealers, lists=True),
    Export("dealer_flow", "渠道进销存周报", "utf-8-sig ,", flows, reach=1),
)
