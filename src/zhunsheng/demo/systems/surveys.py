"""What people say of each other and of their work: ratings by superiors, a short anonymous survey, hours HR spends."""

from __future__ import annotations

from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.staff import ENGINEERS
from zhunsheng.demo.systems.appraisals import merit
from zhunsheng.demo.systems.cells import Ints, chosen, dates, moments, reach_of
from zhunsheng.demo.systems.system import TOLD, Export

DIRECTOR, MANAGER, KNOWN = "M004", "M007", "S047"
"""Both rate; the one of whom both are told in the story."""
TWICE_SINCE = date(2025, 7, 1)
"""The director rates beside the region manager since then."""
MATTERS = {"招聘与入转调离": 0.3, "薪酬与考勤": 0.22, "绩效数据收集与汇总": 0.26, "培训组织": 0.12, "员工关系": 0.1}
"""What HR spends its hours on."""


def ratings(company: Company, month: date) -> pa.Table:
    """Ratings of the quarter that ends with the month, given on the rater's last day at work in it."""
    staff, (since, until) = company.staff, reach_of(month)
    rng = company.seeds.rng("surveys", "ratings", company.branch, month)
    ends = month.month % 3 == 0
    rater, rated = _lines(company, until - 1) if ends else (np.zeros(0, np.int64),) * 2
    score = _scores(company, rng, rater, rated)
    if ends and month >= TWICE_SINCE:
        rater, rated, score = _with_director(company, rng, rater, rated, score, until - 1)
    day = np.array([since + np.flatnonzero(staff.working[one, since:until])[-1] for one in rater], dtype=np.int64)
    positions = {staff.named(seat.code): seat.position for seat in staff.seats}
    name = f"{month.year}Q{(month.month + 2) // 3}"
    numbers = np.array(staff.numbers, dtype=object)
    return pa.table(
        {
            "评分单号": pa.array(
                [f"PF{name}-{a}-{b}" for a, b in zip(numbers[rater], numbers[rated], strict=True)], pa.string()
            ),
            "被评人工号": chosen(staff.numbers, rated),
            "评分人工号": chosen(staff.numbers, rater),
            "评分人岗位": pa.array([positions[one] for one in numbers[rater]], pa.string()),
            "季度末日期": dates(np.full(rater.size, until - 1)),
            "分数": pa.array(score),
            "提交日期": dates(day),
            TOLD: moments(day, rng.uniform(9.5, 18, day.size)),
        }
    )


def _lines(company: Company, day: int) -> tuple[Ints, Ints]:
    """(rater, rated): everybody on whom their lead has something to say, in the order of the seats."""
    staff = company.staff
    pairs = [
        (staff.holder[staff.place_of[seat.lead], day], staff.holder[at, day])
        for at, seat in enumerate(staff.seats)
        if seat.lead is not None
    ]
    found = np.array([pair for pair in pairs if min(pair) >= 0], dtype=np.int64)
    return found[:, 0], found[:, 1]


def _scores(company: Company, rng: np.random.Generator, rater: Ints, rated: Ints) -> Ints:
    """From what each is worth, with a little of each rater's own."""
    own = company.seeds.rng("surveys", "own", company.branch).normal(0, 1.2, len(company.staff.people))
    score = 81 + 4.0 * merit(company)[rated] + own[rater] + rng.normal(0, 2, rater.size)
    return np.clip(np.rint(score), 62, 98).astype(np.int64)


def _with_director(
    company: Company, rng: np.random.Generator, rater: Ints, rated: Ints, score: Ints, day: int
) -> tuple[Ints, Ints, Ints]:
    """The director's ratings beside the manager's: harsher by so many points in the mean, whoever is rated."""
    staff, told = company.staff, company.truths["T5"].effects
    director, manager, known = (int(staff.holder[staff.place_of[code], day]) for code in (DIRECTOR, MANAGER, KNOWN))
    line = np.flatnonzero(rater == manager)
    order = company.seeds.rng("surveys", "shared", company.branch).random(len(staff.people))
    order[known] = -1
    both = line[np.argsort(order[rated[line]])][: int(told["shared"])]
    score[both[0]] = told["s047_manager"]
    less = _spread(
        rng, both.size - 1, told["harsher_points"] * both.size - (told["s047_manager"] - told["s047_director"])
    )
    harsh = score[both] - np.concatenate([[told["s047_manager"] - told["s047_director"]], less])
    return (
        np.concatenate([rater, np.full(both.size, director)]),
        np.concatenate([rated, rated[both]]),
        np.concatenate([score, harsh.astype(np.int64)]),
    )


def _spread(rng: np.random.Generator, many: int, total: float) -> npt.NDArray[np.float64]:
    """Whole numbers about their mean as ratings differ, that come to the total."""
    normal = np.array([NormalDist().inv_cdf((at + 0.5) / many) for at in range(many)])
    found = np.rint(total / many + 3.4 * rng.permutation(normal) + rng.normal(0, 0.6, many))
    short = int(total - found.sum())
    np.add.at(found, np.resize(rng.permutation(many), abs(short)), np.sign(short))
    return found


def pulse(company: Company, month: date) -> pa.Table:
    """Four in ten answer at the end of a quarter; nobody can tell who."""
    staff, (since, until) = company.staff, reach_of(month)
    rng = company.seeds.rng("surveys", "pulse", company.branch, month)
    work = np.flatnonzero(days.worked()[since:until]) + since
    day = int(work[-5])
    people = np.flatnonzero(staff.working[:, day]) if month.month % 3 == 0 else np.zeros(0, np.int64)
    people = rng.permutation(people)[: round(0.4 * people.size)]
    group = [_group(company, int(one), day) for one in people]
    many = people.size
    name = f"{month.year}Q{(month.month + 2) // 3}"
    answers = {
        what: pa.array(np.clip(np.rint(rng.normal(middle, 0.9, many)), 1, 5).astype(np.int64))
        for what, middle in (("目标共识", 3.4), ("工作负荷", 3.6), ("跨部门配合", 3.2))
    }
    return pa.table(
        {
            "问卷编号": pa.array([staff.named(f"WJ{name}-{at:03d}") for at in range(1, many + 1)], pa.string()),
            "日期": dates(np.full(many, day)),
            "部门": pa.array(group, pa.string()),
            **answers,
            TOLD: moments(np.full(many, day), np.sort(rng.uniform(9, 21, many))),
        }
    )


def _group(company: Company, person: int, day: int) -> str:
    """As coarse as an anonymous survey must be."""
    seat = company.staff.seats[int(np.flatnonzero(company.staff.holder[:, day] == person)[0])]
    return f"{seat.region}" if seat.region in ENGINEERS else "总部"


def timesheets(company: Company, month: date) -> pa.Table:
    """Hours of HR by what they went into, written down on the last working day."""
    staff, (since, until) = company.staff, reach_of(month)
    rng = company.seeds.rng("surveys", "timesheets", company.branch, month)
    day = int(np.flatnonzero(days.worked()[since:until])[-1]) + since
    people = staff.holder[staff.held_by("H"), day].astype(np.int64)
    people = people[people >= 0]
    hours = staff.working[people, since:until].sum(axis=1) * 8.0
    shares = rng.dirichlet(60 * np.array(list(MATTERS.values())), people.size)
    spent = np.round(hours[:, np.newaxis] * shares, 1).ravel()
    person, matter = np.repeat(people, len(MATTERS)), np.tile(np.arange(len(MATTERS)), people.size)
    return pa.table(
        {
            "月份": pa.array([f"{month:%Y-%m}"] * spent.size, pa.string()),
            "工号": chosen(staff.numbers, person),
            "填报日期": dates(np.full(spent.size, day)),
            "事项": chosen(list(MATTERS), matter),
            "工时": pa.array(spent),
            TOLD: moments(np.full(spent.size, day), 17.4),
        }
    ).filter(pa.array(spent > 0))


EXPORTS = (
    Export("ratings", "多方评分", "xlsx", ratings),
    Export("pulse", "匿名问卷", "utf-8-sig ,", pulse),
    Export("timesheets", "人事工时", "gb18030 ,", timesheets),
)
