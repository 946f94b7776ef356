"""Leave, the rosters of those who work by one, and who is on call when nobody works."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems.cells import Ints, chosen, dates, moments, reach_of
from zhunsheng.demo.systems.service_ground import OPENS, SHIFT
from zhunsheng.demo.systems.system import TOLD, Export

ROSTERED = "CE"
"""Letters of the seats that work by roster: customer service and engineers in the field."""
SHIFTS = ("早班", "晚班", "日班")
BEGINS = (8.0, 12.0, OPENS)
"""Hour of the day in which each shift begins."""


def leave(company: Company, month: date) -> pa.Table:
    """Leave that begins in the month."""
    since, until = reach_of(month)
    own = [one for one in company.staff.leave if since <= days.place(one.first_day) < until]
    first = np.array([days.place(one.first_day) for one in own], dtype=np.int64)
    last = np.array([days.place(one.last_day) for one in own], dtype=np.int64)
    worked = np.concatenate([[0], np.cumsum(days.worked())])
    kind = np.array([one.kind for one in own], dtype=object)
    return pa.table(
        {
            "单号": pa.array([one.request for one in own], pa.string()),
            "工号": chosen(company.staff.numbers, np.array([one.person for one in own], dtype=np.int64)),
            "假别": pa.array(kind, pa.string()),
            "开始日期": dates(first),
            "结束日期": dates(last),
            "工作日天数": pa.array(worked[last + 1] - worked[first]),
            TOLD: moments(first, np.where(kind == "病假", 9.7, 8.2)),
        }
    )


def roster(company: Company, month: date) -> pa.Table:
    """Planned hours of the month, day by day, leave notwithstanding; told on its first day."""
    staff, (since, until) = company.staff, reach_of(month)
    seats = np.array([at for letter in ROSTERED for at in staff.held_by(letter)])
    work = np.flatnonzero(days.worked()[since:until]) + since
    seat, day = (found.ravel() for found in np.meshgrid(seats, work, indexing="ij"))
    held = staff.holder[seat, day] >= 0
    seat, day = seat[held], day[held]
    person = staff.holder[seat, day]
    shift = _shift(company, seat, day)
    begins = np.array(BEGINS)[shift]
    came = np.array([days.place(one.hired) for one in staff.people])[person]
    return pa.table(
        {
            "工号": chosen(staff.numbers, person),
            "日期": dates(day),
            "班次": chosen(SHIFTS, shift),
            "班开始": moments(day, begins),
            "班结束": moments(day, begins + SHIFT),
            "工时": pa.array(np.full(day.size, SHIFT)),
            TOLD: moments(np.maximum(since, came), 7.0),
        }
    )


def _shift(company: Company, seat: Ints, day: Ints) -> Ints:
    """Customer service takes early and late shifts by turns, a week each."""
    service = np.array([one.code[0] == "C" for one in company.staff.seats])[seat]
    week = (day + days.FIRST.weekday()) // 7
    return np.where(service, (seat + week) % 2, len(SHIFTS) - 1)


def on_call(company: Company, month: date) -> pa.Table:
    """One engineer of each region for each day that is none of work, by turns, passing over who is on leave."""
    staff, (since, until) = company.staff, reach_of(month)
    regions: dict[str, list[int]] = {}
    for at in staff.held_by("E"):
        regions.setdefault(staff.seats[at].region, []).append(at)
    free = np.flatnonzero(~days.worked()[since:until]) + since
    found = [
        (person, day, region)
        for region, seats in regions.items()
        for day in free
        if (person := _in_turn(company, seats, int(day))) >= 0
    ]
    people, on = (np.array([one[at] for one in found], dtype=np.int64) for at in (0, 1))
    return pa.table(
        {
            "工号": chosen(staff.numbers, people),
            "日期": dates(on),
            "大区": pa.array([one[2] for one in found], pa.string()),
            "待命开始": moments(on, np.full(len(found), OPENS)),
            "待命结束": moments(on, np.full(len(found), OPENS + SHIFT)),
            "待命工时": pa.array(np.full(len(found), SHIFT)),
            TOLD: moments(on, 7.5),
        }
    )


def _in_turn(company: Company, seats: list[int], day: int) -> int:
    """The person; −1: nobody is there."""
    staff = company.staff
    turn = [seats[(day // 7 * 2 + day % 7 + at) % len(seats)] for at in range(len(seats))]
    people = (int(staff.holder[at, day]) for at in turn)
    return next((one for one in people if one >= 0 and not staff.away[one, day]), -1)


EXPORTS = (
    Export("leave", "请假单", "utf-8 ,", leave),
    Export("roster", "排班表", "utf-8 \t", roster),
    Export("on_call", "值班表", "utf-8-sig ,", on_call),
)
