"""The after-sales system: service orders state by state, installed devices and their uptime, sellers' check-ins."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.market import PRODUCTS
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.draws import Floats, Ints, Marks
from zhunsheng.demo.systems.service_cases import (
    CLOSURE_HOURS,
    Cases,
    Point,
    cases,
    elapsed,
    friday_evening,
)
from zhunsheng.demo.systems.service_ground import CASE_TYPES, FAULTS, Ground, ground
from zhunsheng.demo.systems.system import TOLD, Export

STATES = ("待响应", "处理中", "已闭环", "已重开")
REACH = 2
"""Months after that of its creation in which an order may still change."""
BANDS = ("上午", "下午", "周五16点后")
"""Parts of the day in which orders are created."""
_MODELS = [product.name for product in PRODUCTS if product.kind == "设备"]
_HOURS_A_DAY = {"三甲医院": 14.0, "民营诊所": 9.0, "基层卫生院": 8.0}
"""For how long a device is to run on a day of its customer's."""
_STILL = 9.0
"""Mean hours for which a fault stops a device."""
_OTHERS_HOURS = 0.04
"""Hours a day at work that sellers of whom the story does not tell spend on devices without record."""
_VISIT = 1.3
"""Hours of the mean check-in."""


def order_numbers(company: Company, month: date) -> pa.Array:
    """Numbers of the orders created in the month, in their order."""
    return draws.numbered("FW", month, len(cases(company, month)), company.branch)


def service_orders(company: Company, month: date) -> pa.Table:
    """A row for each state that an order comes to, and one when its 48 hours are over without an answer."""
    found, land = cases(company, month), ground(company)
    every = np.ones(len(found), dtype=np.bool_)
    back = found.again.known
    states = (
        _state(land, found, month, 0, found.created, every),
        _state(land, found, month, 0, found.overdue, found.late, overdue=True),
        _state(land, found, month, 1, found.answered, every),
        _state(land, found, month, 2, found.closed, every),
        _state(land, found, month, 3, found.again, back),
        _state(land, found, month, 2, found.closed_again, back, again=True),
    )
    return pa.concat_tables(states)


def _state(
    land: Ground,
    found: Cases,
    month: date,
    state: int,
    point: Point,
    kept: Marks,
    *,
    overdue: bool = False,
    again: bool = False,
) -> pa.Table:
    """The orders as the system knows them in the state into which they come at `point`. `again`: a second time."""
    kept = kept & (point.place < end_of(month))
    answered, closed = state >= 1, state == 2
    known = np.full(len(found), state >= 2)
    closure = elapsed(found.created, _done(found, again))
    person = land.duty.person(found.seat, found.answered.place)
    late = pa.array(found.late, mask=np.full(len(found), not (answered or overdue)))
    columns: dict[str, pa.Array] = {
        "服务单号": order_numbers(land.company, month),
        "状态": draws.named(STATES, np.full(len(found), state)),
        **_about(land, found),
        "工程师工号": draws.named(land.company.staff.numbers, np.where(answered, person, -1)),
        "派单时间": _moment(found.dispatched, answered),
        "首次响应时间": _moment(found.answered, answered),
        "响应时长（小时）": _number(found.waited, answered),
        "是否超48小时": late,
        "到场时间": _moment(found.arrived, known),
        "到场用时（小时）": _number(found.took, known),
        "标准到场用时（小时）": _number(found.standard, answered),
        "维修工时（小时）": _number(found.repair, known & ~np.isnan(found.repair)),
        "是否使用视频": pa.array(found.video, mask=~(known & ~np.isnan(found.repair))),
        "方案上传时间": _moment(found.solved, known),
        "闭环时间": _moment(_done(found, again), closed),
        "闭环时长（小时）": _number(closure, known & closed),
        "是否72小时闭环": pa.array(closure <= CLOSURE_HOURS, mask=~(known & closed)),
        "重开次数": pa.array(np.full(len(found), int(state == 3 or again))),
        TOLD: _moment(point, True),
    }
    return pa.table(columns).filter(pa.array(kept))


def _done(found: Cases, again: bool) -> Point:
    return found.closed_again if again else found.closed


def end_of(month: date) -> int:
    """The place of the first day on which no order of the month changes any more."""
    for _ in range(REACH + 1):
        month = days.after(month)
    return min(days.place(month), days.SPAN)


def _about(land: Ground, found: Cases) -> dict[str, pa.Array]:
    """What is known of an order from its beginning."""
    customers = land.company.market.customers
    band = np.where(friday_evening(found.created), 2, np.where(found.created.hour < 12, 0, 1))
    return {
        "客户编号": draws.named([one.number for one in customers], found.customer),
        "客户类型": draws.named([one.kind for one in customers], found.customer),
        "大区": draws.named(land.regions, land.region[found.customer]),
        "省份": draws.named([one.province for one in customers], found.customer),
        "服务池": draws.named(land.pools, land.pool[found.customer]),
        "设备编号": draws.named(land.devices, found.device),
        "故障类型": draws.named([one.name for one in CASE_TYPES], found.kind),
        "里程（公里）": pa.array(land.kilometres[found.customer].astype(np.int64)),
        "创建时间": _moment(found.created, True),
        "创建时段": draws.named(BANDS, band),
    }


def _moment(point: Point, known: bool | Marks) -> pa.Array:
    missing = ~(point.known & known)
    return pa.array(draws.moments(np.minimum(point.place, days.SPAN), point.hour), pa.timestamp("us"), mask=missing)


def _number(values: Floats, known: bool | Marks) -> pa.Array:
    return pa.array(values, mask=np.broadcast_to(~np.asarray(known), values.shape))


def devices(company: Company, month: date) -> pa.Table:
    """All devices that stand at customers."""
    land, rng = ground(company), company.seeds.rng("aftersales", "devices", company.branch)
    customers, many = company.market.customers, len(land.owner)
    model = [_MODELS[at] for at in draws.pick(draws.even(rng, many), (0.14, 0.22, 0.16, 0.26, 0.22))]
    installed = days.place(days.FIRST) - rng.integers(60, 2_400, many)
    return pa.table(
        {
            "设备编号": pa.array(land.devices),
            "设备名称": pa.array([f"{name}（{code}）" for name, code in zip(model, land.devices, strict=True)]),
            "型号": pa.array(model),
            "客户编号": draws.named([one.number for one in customers], land.owner),
            "装机日期": draws.dates(installed),
            TOLD: pa.array(np.full(many, np.datetime64(days.FIRST, "us")), pa.timestamp("us")),
        }
    )


def device_uptime(company: Company, month: date) -> pa.Table:
    """How long each device was to run in the month, how long it stood still, and how often it failed.

    It names who was responsible for the customer when the month began.
    """
    land, found = ground(company), cases(company, month)
    rng = company.seeds.rng("aftersales", "uptime", company.branch, month)
    customers, places = company.market.customers, draws.month_places(month)
    faults = np.bincount(found.device[found.kind < len(FAULTS)], minlength=len(land.owner))
    clinic, hospital = len(draws.month_workdays(month)), len(places)
    plan = np.array([_HOURS_A_DAY[one.kind] * (hospital if one.kind == "三甲医院" else clinic) for one in customers])
    planned = plan[land.owner]
    still = np.minimum(np.round(faults * _STILL * rng.lognormal(-0.125, 0.5, len(faults)), 1), planned)
    first, last = (np.full(len(planned), places[at]) for at in (0, -1))
    return pa.table(
        {
            "设备编号": pa.array(land.devices),
            "月份": draws.dates(first),
            "客户编号": draws.named([one.number for one in customers], land.owner),
            "客户类型": draws.named([one.kind for one in customers], land.owner),
            "服务池": draws.named(land.pools, land.pool[land.owner]),
            "负责工程师": draws.named(company.staff.numbers, land.duty.person(land.engineer[land.owner], first)),
            "负责销售": draws.named(company.staff.numbers, land.duty.person(land.seller[land.owner], first)),
            "计划开机（小时）": pa.array(planned),
            "开机（小时）": pa.array(np.round(planned - still, 1)),
            "停机（小时）": pa.array(still),
            "故障次数": pa.array(faults),
            TOLD: pa.array(draws.moments(last + 1, np.full(len(planned), 2.5)), pa.timestamp("us")),
        }
    )


def site_visits(company: Company, month: date) -> pa.Table:
    """Check-ins of sellers at customers' devices, which no system counts as work done, save a few of other sellers."""
    seat, place, hours, counted = _visits(company, month)
    rng = company.seeds.rng("aftersales", "visits at", company.branch, month)
    customers, land = company.market.customers, ground(company)
    own = {at: np.flatnonzero(land.seller == at) for at in set(seat.tolist())}
    at = np.array([rng.choice(own[one]) if own[one].size else -1 for one in seat.tolist()], dtype=np.int64)
    begins = 9.0 + 6.5 * rng.random(len(seat))
    person = land.duty.person(seat, place)
    return pa.table(
        {
            "签到编号": draws.numbered("QD", month, len(seat), company.branch),
            "工号": draws.named(company.staff.numbers, person),
            "客户编号": draws.named([one.number for one in customers], at),
            "日期": draws.dates(place),
            "签到时间": pa.array(draws.moments(place, begins), pa.timestamp("us")),
            "事由": draws.named(
                ("协助装机调试", "协助故障排查", "操作指导"), draws.pick(rng.random(len(seat)), (5, 3, 2))
            ),
            "时长（小时）": pa.array(hours),
            "是否计入工时": pa.array(counted),
            TOLD: pa.array(draws.moments(place, begins + hours), pa.timestamp("us")),
        }
    ).filter(pa.array(at >= 0))


def _visits(company: Company, month: date) -> tuple[Ints, Ints, Floats, Marks]:
    """Seat, day, hours of each check-in, and whether it counts as work done; by day."""
    story, staff, duty = company.truths["T7"], company.staff, ground(company).duty
    rng = company.seeds.rng("aftersales", "visits", company.branch, month)
    sellers, places = np.array(staff.held_by("S")), draws.month_workdays(month)
    row, column = np.nonzero(duty.on[sellers][:, places])
    seat, place = sellers[row], places[column]
    named = np.isin(seat, [at for at in sellers if staff.seats[at].code in story.who])
    unseen = np.where(named, story.effects["hours_a_week"] / 5, _OTHERS_HOURS)
    seen = np.where(named, 0.0, _OTHERS_HOURS)
    kept = [draws.chosen(rng, part / _VISIT, named, seat) for part in (unseen, seen)]
    seat, place = (np.concatenate([values[part] for part in kept]) for values in (seat, place))
    counted = np.arange(len(seat)) >= kept[0].sum()
    hours = np.round(_VISIT * (0.6 + 0.8 * draws.even(rng, len(seat))), 1)
    order = np.argsort(place, kind="stable")
    return seat[order], place[order], hours[order], counted[order]


EXPORTS = (
    Export("devices", "装机设备清单", "xlsx", devices, lists=True),
    Export("service_orders", "服务工单", "utf-8-sig ,", service_orders, reach=REACH),
    Export("device_uptime", "设备开机月报", "gb18030 ,", device_uptime, reach=1),
    Export("site_visits", "设备签到", "utf-8 ,", site_visits),
)
