"""The machines of the refurbishment line: shifts, and readings of the quantity that each step depends on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.draws import Floats, Ints, Marks
from zhunsheng.demo.systems.line import BURN_IN, LINE, MACHINES, machine_numbers, technicians
from zhunsheng.demo.systems.system import TOLD, Export

SHIFTS = ("早班", "晚班")
_ENDS = (15.5, 23.5)
PLANNED = 480.0
IDEAL = 0.1
"""Pieces a minute."""
AVAILABLE, PACE, GOOD = 0.884, 0.918, 0.983
"""Availability, performance and quality before the records went missing."""
READINGS = (9.5, 14.5)
"""Hours of the day at which each quantity is read."""
STEADY, SWINGING = 0.40, 1.0
"""Between the 5th and the 95th percentile a quantity stays within this share of what the swings reach."""
_P95 = 1.6448536269514722


def machine_list(company: Company, month: date) -> pa.Table:
    """All machines."""
    return pa.table(
        {
            "设备编号": pa.array(machine_numbers(company)),
            "设备名称": pa.array(
                [f"{one.name}（{code}）" for one, code in zip(MACHINES, machine_numbers(company), strict=True)]
            ),
            "产线": pa.array([company.staff.named(LINE)] * len(MACHINES)),
            "监测参数": pa.array([one.quantity for one in MACHINES]),
            TOLD: pa.array(np.full(len(MACHINES), np.datetime64(days.FIRST, "us")), pa.timestamp("us")),
        }
    )


def line_shifts(company: Company, month: date) -> pa.Table:
    """Every shift of every machine on working days, with what its effectiveness is made of."""
    rng = company.seeds.rng("machines", "shifts", company.branch, month)
    place, machine, shift = _cells(month, len(SHIFTS))
    bad = _bad(company, place)
    loss = -company.truths["T8"].effects["oee_points"] / 100 / (PACE * GOOD)
    available = AVAILABLE - loss * bad
    down = np.round(PLANNED * (1 - available) * _around_one(rng, bad, 0.45))
    ideal = (PLANNED - down) * IDEAL * PACE * _around_one(rng, bad, 0.03)
    pieces = draws.whole(rng, ideal)
    rejected = np.minimum(draws.whole(rng, pieces * (1 - GOOD) * _around_one(rng, bad, 0.3)), pieces)
    person = technicians(company, rng, place, machine)
    return pa.table(
        {
            "日期": draws.dates(place),
            "班次": draws.named(SHIFTS, shift),
            "产线": pa.array([company.staff.named(LINE)] * len(place)),
            "设备编号": draws.named(machine_numbers(company), machine),
            "班长工号": draws.named(company.staff.numbers, person),
            "计划时间（分钟）": pa.array(np.full(len(place), int(PLANNED))),
            "停机（分钟）": pa.array(down.astype(np.int64)),
            "产量": pa.array(pieces),
            "不良": pa.array(rejected),
            "标准节拍（件/分钟）": pa.array(np.full(len(place), IDEAL)),
            TOLD: pa.array(draws.moments(place, np.array(_ENDS)[shift]), pa.timestamp("us")),
        }
    ).filter(pa.array(person >= 0))


def _cells(month: date, many: int) -> tuple[Ints, Ints, Ints]:
    """Day, machine and number of each shift or reading."""
    places = draws.month_workdays(month)
    place, machine, number = np.meshgrid(places, np.arange(len(MACHINES)), np.arange(many), indexing="ij")
    return place.ravel(), machine.ravel(), number.ravel()


def _bad(company: Company, place: Ints) -> Marks:
    """Days since the records went missing."""
    return place >= days.place(company.truths["T8"].since or days.FIRST)


def _around_one(rng: np.random.Generator, part: Marks, width: float) -> Floats:
    """Factors whose mean is one, before and after alike."""
    factor = np.empty(len(part))
    for one in (part, ~part):
        noise = np.exp(width * draws.normal(draws.even(rng, int(one.sum()))))
        factor[one] = noise / noise.mean() if noise.size else noise
    return factor


def readings(company: Company, month: date) -> pa.Table:
    """What is read at each machine twice a day, and how far it is from where it should be."""
    rng = company.seeds.rng("machines", "readings", company.branch, month)
    place, machine, number = _cells(month, len(READINGS))
    swings = _bad(company, place) & np.array([one.swings for one in MACHINES])[machine]
    target, tolerance = (
        np.array([getattr(one, name) for one in MACHINES])[machine] for name in ("target", "tolerance")
    )
    share = company.truths["T8"].effects["burn_in_swing_celsius"] / MACHINES[BURN_IN].tolerance
    width = np.where(swings, SWINGING, STEADY) * share
    uniform = np.empty(len(place))
    for at in range(2 * len(MACHINES)):
        own = (machine == at % len(MACHINES)) & (swings == (at >= len(MACHINES)))
        uniform[own] = draws.even(rng, int(own.sum()))
    off = np.round(draws.normal(uniform) / _P95 * width * tolerance, 3)
    person = technicians(company, rng, place, machine)
    hour = np.array(READINGS)[number] + 0.3 * rng.random(len(place))
    return pa.table(
        {
            "时间": pa.array(draws.moments(place, hour), pa.timestamp("us")),
            "产线": pa.array([company.staff.named(LINE)] * len(place)),
            "设备编号": draws.named(machine_numbers(company), machine),
            "监测参数": draws.named([one.quantity for one in MACHINES], machine),
            "设定值": pa.array(target),
            "实测值": pa.array(np.round(target + off, 3)),
            "偏差": pa.array(off),
            "允差": pa.array(tolerance),
            "偏差占允差": pa.array(np.round(np.abs(off) / tolerance, 3)),
            "记录人工号": draws.named(company.staff.numbers, person),
            TOLD: pa.array(draws.moments(place, hour + 0.02), pa.timestamp("us")),
        }
    ).filter(pa.array(person >= 0))


EXPORTS = (
    Export("machines", "翻新设备台账", "xlsx", machine_list, lists=True),
    Export("line_shifts", "翻新线班次", "gb18030 ,", line_shifts),
    Export("readings", "工序读数", "utf-8 ,", readings),
)
