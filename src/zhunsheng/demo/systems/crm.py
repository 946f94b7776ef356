"""The CRM: customers, products, leads and deals."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, SPAN, Marks, after, place
from zhunsheng.demo.market import PRODUCTS
from zhunsheng.demo.systems.closing import LONGEST, closed_between, together
from zhunsheng.demo.systems.sellers import Ints, Words, dated, moment, sellers, whole
from zhunsheng.demo.systems.system import TOLD, Export

MATURE = 30
"""Days after which it is settled whether a lead converted."""
_LEADS = 1.2
"""Leads that a seller gets in five days at work."""
_ORIGINS = {"展会": 0.22, "官网": 0.24, "转介绍": 0.26, "电话": 0.20, "学术会议": 0.08}
_ASKING = {"民营诊所": 0.50, "基层卫生院": 0.34, "三甲医院": 0.16}
_SYSTEM = 6
"""The hour of the morning at which the system settles what is due."""


def customers(company: Company, month: date) -> pa.Table:
    """Every customer, told again whenever somebody else becomes responsible."""
    desk, found = sellers(company), company.market.customers
    seats = np.searchsorted(desk.seats, [customer.seller for customer in found])
    holder = company.staff.holder[desk.seats]
    told = (holder >= 0) & _new(holder)
    at, day = np.nonzero(told[seats])
    rng = company.seeds.rng("customers", "filed", company.branch)
    filed = np.datetime64("2016-01-04") + rng.integers(0, 2500, len(found)).astype("timedelta64[D]")
    chosen = [found[each] for each in at]
    return pa.table(
        {
            "客户编号": [customer.number for customer in chosen],
            "客户名称": [customer.name for customer in chosen],
            "客户类型": [customer.kind for customer in chosen],
            "大区": [customer.region for customer in chosen],
            "省份": [customer.province for customer in chosen],
            "负责人工号": desk.numbers(seats[at], day),
            "建档日期": filed[at],
            TOLD: dated(day).astype("datetime64[us]") + np.timedelta64(_SYSTEM, "h"),
        }
    )


def _new(holder: npt.NDArray[np.int32]) -> Marks:
    """Seats × days: whether the seat is held by somebody else than whoever held it last."""
    last = np.maximum.accumulate(np.where(holder >= 0, np.arange(SPAN), 0), axis=1)
    before = np.take_along_axis(holder, np.concatenate([last[:, :1], last[:, :-1]], axis=1), axis=1)
    found: Marks = before != holder
    found[:, 0] = True
    return found


def products(company: Company, month: date) -> pa.Table:
    """What is sold; every branch sells the same."""
    sold = PRODUCTS if company.branch == 0 else ()
    return pa.table(
        {
            "产品名称": pa.array([product.name for product in sold], pa.string()),
            "产品类别": pa.array([product.kind for product in sold], pa.string()),
            "标价（元）": pa.array([product.price for product in sold], pa.int64()),
            TOLD: pa.array([np.datetime64(FIRST, "us")] * len(sold), pa.timestamp("us")),
        }
    )


def leads(company: Company, month: date) -> pa.Table:
    """Leads that come in the month: open, perhaps converted, and settled when they mature.

    Each converts by its own chance, the same for all of them.
    """
    desk = sellers(company)
    rng = company.seeds.rng("crm", "leads", company.branch, month)
    workdays, busy = desk.workdays(month)
    seat = np.repeat(np.arange(len(busy)), whole(rng, _LEADS / 5 * busy))
    day = workdays[seat, (rng.random(len(seat)) * busy[seat]).astype(int)]
    order = np.lexsort((seat, day))
    seat, day = seat[order], day[order]
    many = len(seat)
    due = day + MATURE
    converted = rng.random(many) < company.truths["D4"].effects["conversion"]
    wanted = np.minimum(day + rng.integers(3, MATURE - 1, many), SPAN - 1)
    reached = np.maximum(desk.last[seat, wanted], day)
    number = _codes(company, f"XS{month:%y%m}", np.arange(1, many + 1))
    origin = rng.choice(list(_ORIGINS), many, p=list(_ORIGINS.values()))
    kind = rng.choice(list(_ASKING), many, p=list(_ASKING.values()))
    entered, signed = moment(rng, day), moment(rng, reached)
    signed = np.maximum(signed, entered + np.timedelta64(20, "m"))

    def told(chosen: Ints, result: Words, settled: bool) -> pa.Table:
        done = result[chosen] != "跟进中"
        ended = dated(np.where(converted, reached, due))[chosen]
        system = dated(due[chosen]).astype("datetime64[us]") + np.timedelta64(_SYSTEM, "h")
        when = system if settled else signed[chosen] if done.all() else entered[chosen]
        return pa.table(
            {
                "线索编号": number[chosen],
                "工号": desk.numbers(seat[chosen], day[chosen]),
                "创建日期": dated(day[chosen]),
                "来源": origin[chosen],
                "客户类型": kind[chosen],
                "到期日": dated(due[chosen]),
                "结果": result[chosen],
                "结果日期": pa.array(np.where(done, ended, np.datetime64("NaT", "D"))),
                "是否满30天": ["是" if settled else "否"] * len(chosen),
                TOLD: when,
            }
        )

    every, won = np.arange(many), np.flatnonzero(converted)
    return pa.concat_tables(
        [
            told(every, np.full(many, "跟进中"), settled=False),
            told(won, np.where(converted, "转化", "跟进中"), settled=False),
            told(every, np.where(converted, "转化", "未转化"), settled=True),
        ]
    )


def deals(company: Company, month: date) -> pa.Table:
    """Deals that begin in the month; with the story's first month those that had begun before, and end in it."""
    desk, first = sellers(company), month == FIRST
    low, high = (-SPAN if first else place(month)), place(after(month))
    last = month + timedelta(days=31 + LONGEST)
    found = together(closed_between(company, month - timedelta(days=7), last))
    found = found.where((found.begun >= low) & (found.begun < high))
    found = found.where(np.lexsort((found.number, found.begun)))
    rng = company.seeds.rng("crm", "deals", company.branch, month)
    many = len(found.seat)
    begun, closed = moment(rng, found.begun), moment(rng, found.closed, 9.5)
    number = _codes(company, np.char.mod("SJ%s", _year_month(found.begun)), np.arange(1, many + 1))
    every, open_ = company.market.customers, np.flatnonzero(found.begun >= 0)

    def told(chosen: Ints, ended: bool) -> pa.Table:
        who = [every[at] for at in found.customer[chosen]]
        won, nothing = found.won[chosen] & ended, np.datetime64("NaT", "D")
        return pa.table(
            {
                "商机编号": number[chosen],
                "客户编号": [customer.number for customer in who],
                "客户类型": [customer.kind for customer in who],
                "产品": [PRODUCTS[at].name for at in found.product[chosen]],
                "销售工号": desk.numbers(found.seat[chosen], (found.closed if ended else found.begun)[chosen]),
                "阶段": np.where(won, "赢单", "丢单" if ended else "跟进中"),
                "创建日期": dated(found.begun[chosen]),
                "关闭日期": pa.array(np.where(ended, dated(found.closed[chosen]), nothing)),
                "签单金额（元）": pa.array(found.value[chosen], mask=~won),
                TOLD: (closed if ended else begun)[chosen],
            }
        )

    return pa.concat_tables([told(open_, ended=False), told(np.arange(many), ended=True)])


def _year_month(day: Ints) -> Words:
    months = dated(day).astype("datetime64[M]").astype(str)
    return np.array([month[2:4] + month[5:7] for month in months])


def _codes(company: Company, prefix: str | Words, counted: Ints) -> Words:
    """Numbers of cases, this branch's own."""
    plain = np.char.add(np.char.add(prefix, "-"), np.char.mod("%04d", counted))
    return np.char.add(plain, company.staff.named(""))


EXPORTS = (
    Export("customers", "客户清单", "xlsx", customers, lists=True),
    Export("products", "产品清单", "utf-8-sig ,", products, lists=True),
    Export("leads", "线索", "utf-8-sig ,", leads, reach=2),
    Export("deals", "商机", "gb18030 ,", deals, reach=6),
)
