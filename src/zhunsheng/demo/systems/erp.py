"""The ERP: orders of devices and consumables, and the invoices for what is installed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, LAST, SPAN, Marks, after, place, worked
from zhunsheng.demo.market import LARGE, PRODUCTS, SMALL, Customer
from zhunsheng.demo.systems.closing import Closings, closed_between, together
from zhunsheng.demo.systems.sellers import Days, Floats, Ints, Words, dated, even, moment, normal, sellers, whole
from zhunsheng.demo.systems.system import TOLD, Export

_CONSUMABLES = [at for at, product in enumerate(PRODUCTS) if product.kind == "耗材"]
_SHARE = 0.3
"""Consumables' share of what a customer spends in a year."""
_ORDERS = 1.6
"""Orders of consumables that a customer places in a month; large hospitals place _BUSIER times as many."""
_BUSIER = 3.0
_GROWS, _COOLS = date(2025, 1, 1), date(2025, 7, 1)
"""When the clinics of T9 begin to grow, and its hospitals to order less often."""
_MONTHS = 12
"""For how long the clinics grow."""
_HOLIDAYS = {1: 0.93, 2: 0.82}
"""Orders of January and February, against other months."""
_MISSED = 0.28
"""Share of the installations that are not closed within 72 hours."""
_SPREAD = 0.32
"""How much the days until payment differ, as a log standard deviation."""
_HALF_YEAR = 274
"""Days from the middle of half a year to the end of the next one: how old what is still open is by then."""
_BACK = 120
"""Days that lie between winning a deal and its invoice, at most."""
_UNPAID = (400, 640)
"""After how many days those pay at last who do not pay within the year."""


@dataclass(frozen=True)
class Buyers:
    """What customers buy, as arrays over the market's customers."""

    company: Company

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        return self.company.market.customers

    @cached_property
    def seats(self) -> Ints:
        """Their sellers, by the place in `sellers`."""
        return np.searchsorted(sellers(self.company).seats, [customer.seller for customer in self.customers])

    @cached_property
    def _plain(self) -> Floats:
        return _SHARE * np.array([customer.yearly for customer in self.customers], dtype=float)

    @cached_property
    def yearly(self) -> Floats:
        """Yuan of consumables a year, before anybody grows."""
        return np.where(self.cooling, np.maximum(self._plain, 1.05 * LARGE), self._plain)

    @cached_property
    def growing(self) -> Marks:
        """The clinics of T9: small, and still so when they have grown; none of them served by those of T7."""
        low, high = 0.22 * SMALL, 0.5 * SMALL
        fit = self._of("民营诊所") & (self._plain > low) & (self._plain < high)
        rng = self.company.seeds.rng("erp", "growing", self.company.branch)
        found = np.zeros(len(fit), dtype=bool)
        many = int(self.company.truths["T9"].effects["clinics"])
        found[rng.choice(np.flatnonzero(fit), many, replace=False)] = True
        return found

    @cached_property
    def cooling(self) -> Marks:
        """The hospitals of T9: the largest."""
        size = np.where(self._of("三甲医院"), self._plain, 0)
        found = np.zeros(len(size), dtype=bool)
        found[np.argsort(-size)[: int(self.company.truths["T9"].effects["hospitals"])]] = True
        return found

    @cached_property
    def rate(self) -> Floats:
        """Orders of consumables a month; on average more, as T7 tells, where sellers help unseen."""
        rng = self.company.seeds.rng("erp", "rate", self.company.branch)
        unseen = sellers(self.company).unseen[self.seats]
        own = _ORDERS * np.exp(0.10 * normal(rng, len(unseen))) * np.where(self.cooling, _BUSIER, 1)
        if unseen.any():
            wanted = (1 + self.company.truths["T7"].effects["repurchase_change"]) * own[~unseen].mean()
            own[unseen] *= wanted / own[unseen].mean()
        return own

    def _of(self, kind: str) -> Marks:
        unseen = sellers(self.company).unseen[self.seats]
        return np.array([customer.kind == kind for customer in self.customers]) & ~unseen


@lru_cache(maxsize=4)
def buyers(company: Company) -> Buyers:
    return Buyers(company)


def orders(company: Company, month: date) -> pa.Table:
    """Orders of the month: devices and services that were won, and consumables."""
    return pa.concat_tables([_devices(company, month), _consumables(company, month)])


def _devices(company: Company, month: date) -> pa.Table:
    found, ordered = _ordered(company, month)
    chosen = (ordered >= place(month)) & (ordered < place(after(month)))
    found, ordered = found.where(chosen), ordered[chosen]
    rng = company.seeds.rng("erp", "devices", company.branch, month)
    return _orders(
        company, rng, _numbers(company, found), found.customer, found.product, found.seat, ordered, found.value
    )


def _ordered(company: Company, month: date) -> tuple[Closings, Ints]:
    """Devices and services won until the month, and the day on which the seller places the order for them.

    As far back as an order or invoice of the month may come from.
    """
    months = closed_between(company, (month - timedelta(days=_BACK)).replace(day=1), month)
    found = together([part.where(part.won & ~np.isin(part.product, _CONSUMABLES)) for part in months])
    wait = found.closed + 1 + found.number.astype(int) % 5
    desk = sellers(company)
    ordered = desk.next[found.seat, np.minimum(wait, SPAN - 1)]
    there = (ordered < SPAN) & (wait < SPAN)
    return found.where(there), ordered[there]


def _numbers(company: Company, found: Closings) -> Words:
    return np.char.add(np.char.add("SO", found.number), company.staff.named(""))


def _consumables(company: Company, month: date) -> pa.Table:
    desk, shop = sellers(company), buyers(company)
    rng = company.seeds.rng("erp", "consumables", company.branch, month)
    often, much = _change(company, month)
    season = _HOLIDAYS.get(month.month, 1.0)
    times = whole(rng, shop.rate * often * season)
    who = np.repeat(np.arange(len(times)), times)
    many = len(who)
    workdays, busy = desk.workdays(month)
    seat = _there(company, busy)[shop.seats[who]]
    day = workdays[seat, (even(rng, many) * busy[seat]).astype(int)]
    product = rng.choice(_CONSUMABLES, many)
    wanted = (shop.yearly / 12 * often * much * season / np.maximum(times, 1))[who]
    value = np.maximum(np.round(wanted * np.exp(0.2 * normal(rng, many) - 0.02), -1), 60).astype(int)
    number = np.char.add(np.char.mod(f"SC{month:%y%m}%05d", np.arange(1, many + 1)), company.staff.named(""))
    return _orders(company, rng, number, who, product, seat, day, value)


def _change(company: Company, month: date) -> tuple[Floats, Floats]:
    """Against the beginning, for each customer: how often they order, and how much at once."""
    said, shop = company.truths["T9"].effects, buyers(company)
    usual = 1.05 ** ((month - FIRST).days / 365)
    grown = min(max(month.month + 12 * (month.year - _GROWS.year), 0), _MONTHS)
    growth = (1 + said["clinic_growth_a_month"]) ** (grown / 2)
    often = np.where(shop.growing, growth, 1.0)
    if month >= _COOLS:
        often = np.where(shop.cooling, 1 + said["frequency_change"], often)
    return often, usual * np.where(shop.growing, growth, 1.0)


def _there(company: Company, busy: Ints) -> Ints:
    """For each seat who takes its orders: itself, or where nobody is at work the busiest of the region.

    Those of T7 stand in for nobody: their customers are to be their own.
    """
    regions, unseen = sellers(company).regions, sellers(company).unseen
    found = np.arange(len(busy))
    for seat in np.flatnonzero(busy == 0):
        found[seat] = np.argmax(np.where((regions == regions[seat]) & ~unseen, busy, -1))
    return found


def _orders(
    company: Company,
    rng: np.random.Generator,
    number: Words,
    customer: Ints,
    product: Ints,
    seat: Ints,
    day: Ints,
    value: Ints,
) -> pa.Table:
    who = [company.market.customers[at] for at in customer]
    return pa.table(
        {
            "订单号": number,
            "客户编号": [one.number for one in who],
            "客户类型": [one.kind for one in who],
            "省份": [one.province for one in who],
            "产品": [PRODUCTS[at].name for at in product],
            "产品类别": [PRODUCTS[at].kind for at in product],
            "销售工号": sellers(company).numbers(seat, day),
            "下单日期": dated(day),
            "金额（元）": value,
            TOLD: moment(rng, day),
        }
    )


def invoices(company: Company, month: date) -> pa.Table:
    """Invoices issued in the month, as they stood when issued, at the end of each quarter while open, and when paid."""
    found, ordered = _ordered(company, month)
    issued = _workday(np.minimum(ordered + 4 + found.number.astype(int) % 13, SPAN - 1))
    chosen = (issued >= place(month)) & (issued < place(after(month)))
    found, ordered, issued = found.where(chosen), ordered[chosen], issued[chosen]
    rng = company.seeds.rng("erp", "invoices", company.branch, month)
    many = len(issued)
    missed = even(rng, many) < _MISSED
    due = issued + _days(company, rng, missed)
    paid: Ints = np.where(due < SPAN, _workday(np.minimum(due, SPAN - 1)), due)
    entered = moment(rng, issued, 13.0, 17.5)
    who = [company.market.customers[at] for at in found.customer]
    columns = {
        "发票号": np.char.add(np.char.mod(f"FP{month:%y%m}%04d", np.arange(1, many + 1)), company.staff.named("")),
        "订单号": _numbers(company, found),
        "客户编号": np.array([one.number for one in who]),
        "客户类型": np.array([one.kind for one in who]),
        "销售工号": sellers(company).numbers(found.seat, ordered),
        "开票日期": dated(issued),
        "到期日": dated(issued + 60),
        "金额（元）": found.value,
        "安装72小时内闭环": np.where(missed, "否", "是"),
    }

    def told(chosen: Marks, when: Days, paid: Days, counted: Days) -> pa.Table:
        cells = {**columns, "回款日期": paid, "账龄计至": counted, TOLD: when}
        return pa.table({name: cell[chosen] for name, cell in cells.items()})

    never: Days = np.full(many, np.datetime64("NaT", "D"))
    states = [told(np.ones(many, dtype=bool), entered, never, never)]
    for end in _quarter_ends(month):
        counted: Days = dated(np.full(many, end))
        night = moment(rng, np.full(many, end + 1), 2.0, 3.0)
        states.append(told((issued <= end) & (paid > end), night, never, counted))
    states.append(told(paid < SPAN, moment(rng, paid, 15.0, 17.5), dated(paid), dated(paid)))
    return pa.concat_tables(states)


def _days(company: Company, rng: np.random.Generator, missed: Marks) -> Ints:
    """Days from invoice to payment: longer after a missed closure; and some do not pay within the year."""
    said, many = company.truths["T6"].effects, len(missed)
    in_time = said["closed_days"] - said["missed_closure_days"] * _MISSED
    swing = np.zeros(many)
    for group in (missed, ~missed):
        swing[group] = normal(rng, int(group.sum()))
    usual = in_time * np.exp(_SPREAD * swing - _SPREAD**2 / 2) + said["missed_closure_days"] * missed
    share = (said["all_days"] - said["closed_days"]) / (_HALF_YEAR - said["closed_days"])
    late = even(rng, many) < share
    found: Ints = np.maximum(np.where(late, rng.integers(*_UNPAID, many), np.round(usual)) - 1, 3).astype(np.int64)
    return found


def _workday(day: Ints) -> Ints:
    """The first day from each on which offices work."""
    later = np.where(worked(), np.arange(SPAN), SPAN - 1)[::-1]
    found: Ints = np.minimum.accumulate(later)[::-1][day]
    return found


def _quarter_ends(month: date) -> list[int]:
    """Last days of the quarters from the month's on, as long as anybody may still owe."""
    found, last = [], after(month.replace(month=(month.month - 1) // 3 * 3 + 3)) - timedelta(days=1)
    while place(last) <= min(place(month) + _UNPAID[1] + 40, place(LAST) - 1):
        found.append(place(last))
        last = after(after(after(after(last.replace(day=1))))) - timedelta(days=1)
    return found


EXPORTS = (
    Export("orders", "销售订单", "utf-8 ;", orders, reach=1),
    Export("invoices", "应收发票", "gb18030 ,", invoices, reach=22),
)
