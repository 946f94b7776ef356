"""The refurbishment line: its machines, and who works at them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhunsheng.demo.company import Company
from zhunsheng.demo.systems.draws import Ints
from zhunsheng.demo.systems.service_ground import ground

LINE = "翻新线"


@dataclass(frozen=True)
class Machine:
    """A machine and the quantity that is read at it. `tolerance`: in the quantity's unit. `swings`: since the records
    are missing."""

    code: str
    name: str
    quantity: str
    target: float
    tolerance: float
    swings: bool = False
    tests: bool = False


MACHINES = (
    Machine("QX-01", "超声清洗机", "清洗液温（℃）", 60.0, 4.0),
    Machine("HJ-01", "回流焊接机一", "焊接漂移（μm）", 0.0, 40.0, swings=True),
    Machine("HJ-02", "回流焊接机二", "焊接漂移（μm）", 0.0, 40.0, swings=True),
    Machine("ZP-01", "装配工位", "装配扭矩（N·m）", 1.2, 0.15),
    Machine("LH-01", "老化箱", "老化温度（℃）", 55.0, 2.5, swings=True),
    Machine("CS-01", "综合测试台一", "测试电压（V）", 12.0, 0.24, tests=True),
    Machine("CS-02", "综合测试台二", "测试电压（V）", 12.0, 0.24, tests=True),
    Machine("BZ-01", "封装机", "封口温度（℃）", 145.0, 6.0),
)
BURN_IN = 4
"""The place of the burn-in chamber."""


def machine_numbers(company: Company) -> list[str]:
    """Numbers of the machines, in order."""
    return [company.staff.named(one.code) for one in MACHINES]


def technicians(company: Company, rng: np.random.Generator, place: Ints, machine: Ints) -> Ints:
    """Who of the line works at each machine on each day; −1: nobody of the line is there."""
    staff, duty = company.staff, ground(company).duty
    seats = np.array([at for at in staff.held_by("Q") if staff.seats[at].unit.endswith(LINE)])
    first = rng.integers(0, len(seats), len(place))
    person = np.full(len(place), -1, dtype=np.int64)
    for turn in range(len(seats)):
        seat = seats[(machine + first + turn) % len(seats)]
        free = (person < 0) & duty.on[seat, place]
        person = np.where(free, duty.person(seat, place), person)
    return person
