"""The quality system of the refurbishment line: planned calibrations, and what the testers detect."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.draws import Ints
from zhunsheng.demo.systems.line import LINE, MACHINES, machine_numbers, technicians
from zhunsheng.demo.systems.system import TOLD, Export

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEDNESDAY = 2
POINTS_A_DAY = 1_260
"""About how many points a tester looks at on a day."""


def calibrations(company: Company, month: date) -> pa.Table:
    """A row for each machine and working day on which a calibration was planned; many have no record."""
    rng = company.seeds.rng("quality", "calibrations", company.branch, month)
    story, places = company.truths["T8"], draws.month_workdays(month)
    place, machine = np.repeat(places, len(MACHINES)), np.tile(np.arange(len(MACHINES)), len(places))
    weekday = (place + days.FIRST.weekday()) % 7
    hit = (weekday == WEDNESDAY) & (place >= days.place(story.since or days.FIRST))
    chance = np.where(hit, story.effects["missing_wednesday"], story.effects["missing_other"])
    missing = draws.chosen(rng, chance, hit, place)
    person = technicians(company, rng, place, machine)
    hour = 17.2 + 0.6 * rng.random(len(place))
    names = machine_numbers(company)
    codes = [
        f"JZ{day:%y%m%d}-{name}"
        for day, name in zip(_days(place), draws.named(names, machine).to_pylist(), strict=True)
    ]
    return pa.table(
        {
            "校准计划号": pa.array(codes),
            "日期": draws.dates(place),
            "星期": draws.named(WEEKDAYS, weekday),
            "产线": pa.array([company.staff.named(LINE)] * len(place)),
            "设备编号": draws.named(names, machine),
            "技师工号": draws.named(company.staff.numbers, person),
            "是否有记录": pa.array(~missing),
            "偏差": pa.array(np.round(0.4 * draws.normal(rng.random(len(place))), 2), mask=missing),
            TOLD: pa.array(draws.moments(place, hour), pa.timestamp("us")),
        }
    ).filter(pa.array(person >= 0))


def _days(place: Ints) -> list[date]:
    found: list[date] = draws.dates(place).to_pylist()
    return found


def tests(company: Company, month: date) -> pa.Table:
    """How many points each tester looked at on a day, and how many it could tell apart."""
    rng = company.seeds.rng("quality", "tests", company.branch, month)
    places = draws.month_workdays(month)
    testers = [at for at, one in enumerate(MACHINES) if one.tests]
    place, tester = np.repeat(places, len(testers)), np.tile(testers, len(places))
    points = rng.integers(round(POINTS_A_DAY * 0.8), round(POINTS_A_DAY * 1.2), len(place))
    unclear = draws.whole(rng, points.astype(np.float64) * (1 - company.truths["T8"].effects["tester_resolves"]))
    person = technicians(company, rng, place, tester)
    return pa.table(
        {
            "日期": draws.dates(place),
            "设备编号": draws.named(machine_numbers(company), tester),
            "产线": pa.array([company.staff.named(LINE)] * len(place)),
            "检测员工号": draws.named(company.staff.numbers, person),
            "检测点数": pa.array(points),
            "有效判定点数": pa.array(points - unclear),
            TOLD: pa.array(draws.moments(place, np.full(len(place), 17.9)), pa.timestamp("us")),
        }
    ).filter(pa.array(person >= 0))


EXPORTS = (
    Export("calibrations", "校准计划执行", "gb18030 ,", calibrations),
    Export("tests", "检测汇总", "utf-8 ,", tests),
)
