"""Quarterly results and what they led to: a bonus, and sometimes more than that."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems.cells import Ints, chosen, dates, moments, quarter_of, quarter_start, reach_of
from zhunsheng.demo.systems.system import TOLD, Export

USES = ("未运用", "仅奖金", "含其他运用")
UNUSED, BONUS_ONLY, MORE, NONE = range(4)
"""What a result led to; `NONE`: there was no result."""
OTHERS = ("调薪", "培训资源", "晋升", "岗位调整")
GRADES = {"A": 0.2, "B+": 0.3, "B": 0.4, "C": 0.1}
_TOLD_YEARS = (1, 2)
"""Years of the list of high performers, October to September, of which the story tells."""


@lru_cache(maxsize=4)
def merit(company: Company) -> npt.NDArray[np.float64]:
    """How good each person is, in standard deviations; those whose effort no system counts do not look it."""
    staff = company.staff
    found = company.seeds.rng("appraisals", "merit", company.branch).standard_normal(len(staff.people))
    hidden = {staff.named(code) for code in company.truths["T7"].who}
    for at, one in enumerate(staff.people):
        found[at] = -0.9 + 0.1 * found[at] if one.number in hidden else found[at] + 1.3 * one.high
    return found


@lru_cache(maxsize=4)
def bonus_only(company: Company) -> days.Marks:
    """Places on the list of high performers × years, October to September: results led to a bonus only."""
    told, staff = company.truths["T4"].effects, company.staff
    rng = company.seeds.rng("appraisals", "bonus only", company.branch)
    places, years = staff.high_list.shape[0], _year(quarter_of(days.LAST)) + 1
    left = np.zeros((places, years), dtype=np.bool_)
    for one in staff.turnover.listed:
        if one.until is not None:
            left[one.place, _year(quarter_of(one.until))] = True
    share = (told["left_bonus_only"] + told["stayed_bonus_only"]) / told["person_years"]
    found = rng.random((places, years)) < share
    within = np.isin(np.arange(years), _TOLD_YEARS)[np.newaxis, :]
    for chosen_years, many in ((left & within, "left_bonus_only"), (~left & within, "stayed_bonus_only")):
        at = np.flatnonzero(chosen_years)
        found.flat[at] = np.isin(at, rng.choice(at, int(told[many]), replace=False))
    return found


def _year(quarter: int) -> int:
    return (quarter + 1) // 4


def uses(company: Company, quarter: int) -> Ints:
    """What each person's result of the quarter led to. High performers' holds for the quarter after."""
    staff, since = company.staff, days.place(quarter_start(quarter + 1))
    rng = company.seeds.rng("appraisals", "uses", company.branch, quarter)
    used, more = _shares(company, quarter, rng)
    found = np.where(staff.employed[:, max(since - 1, 0)], UNUSED, NONE)
    everybody = np.count_nonzero(found == UNUSED)
    places = staff.high_list[:, since : days.place(quarter_start(quarter + 2))]
    flag = bonus_only(company)[:, _year(quarter + 1)]
    found[places] = np.where(flag, BONUS_ONLY, MORE)[:, np.newaxis]
    rest = np.flatnonzero(found == UNUSED)
    rest = rest[np.argsort(-(0.5 * merit(company)[rest] + rng.standard_normal(rest.size)))]
    led = everybody - rest.size
    found[rest[: max(round(used * everybody) - led, 0)]] = BONUS_ONLY
    found[rest[: max(round(more * everybody) - np.count_nonzero(found == MORE), 0)]] = MORE
    return found


def _shares(company: Company, quarter: int, rng: np.random.Generator) -> tuple[float, float]:
    """Shares of results that led to something, and to more than a bonus."""
    told = company.truths["T4"].effects
    if quarter_start(quarter) == date(2025, 7, 1):
        return told["q3_use"], told["q3_use_without_bonus"]
    return rng.uniform(0.80, 0.90), rng.uniform(0.28, 0.35)


def _grades(company: Company, quarter: int, one: Ints) -> Ints:
    """Place in GRADES of each of the people."""
    noise = company.seeds.rng("appraisals", "grades", company.branch, quarter).standard_normal(one.size)
    rank = np.argsort(np.argsort(-(merit(company)[one] + 0.6 * noise)))
    return np.searchsorted(np.cumsum(list(GRADES.values()))[:-1], (rank + 0.5) / one.size)


def results(company: Company, month: date) -> pa.Table:
    """Results of the quarter that ends with the month; approved on the tenth working day after."""
    staff, quarter, (_, until) = company.staff, quarter_of(month), reach_of(month)
    ends = month.month % 3 == 0
    one = np.flatnonzero(staff.employed[:, until - 1]) if ends else np.array([], dtype=np.int64)
    rng = company.seeds.rng("appraisals", "results", company.branch, month)
    grade, use = _grades(company, quarter, one), uses(company, quarter)[one]
    other = np.where(use == MORE, rng.choice(len(OTHERS), one.size, p=(0.4, 0.3, 0.15, 0.15)), -1)
    bonus = (use == BONUS_ONLY) | ((use == MORE) & (rng.random(one.size) < 0.7))
    amount = np.round((9_000 - 1_800 * grade) * rng.uniform(0.8, 1.3, one.size), -2)
    rise = np.round(rng.uniform(3, 8, one.size), 1)
    numbers = np.array(staff.numbers, dtype=object)[one]
    name = f"{month.year}Q{(month.month + 2) // 3}"
    approved = [f"SP{name}-{number}" for number in numbers]
    return pa.table(
        {
            "考核单号": pa.array([f"KH{name}-{number}" for number in numbers], pa.string()),
            "工号": pa.array(numbers, pa.string()),
            "季度末日期": dates(np.full(one.size, until - 1)),
            "等级": chosen(list(GRADES), grade),
            "是否高绩效": pa.array(np.isin(one, staff.high_list[:, until - 1])),
            "奖金（元）": pa.array(amount, mask=~bonus),
            "调薪（%）": pa.array(rise, mask=other != 0),
            **{what: pa.array(other == at) for at, what in enumerate(OTHERS) if at > 0},
            "结果运用": chosen(USES, use),
            "审批单号": pa.array(approved, pa.string(), mask=use == UNUSED),
            TOLD: moments(np.full(one.size, _tenth_working_day(until)), 16.5 + np.arange(one.size) / 3600),
        }
    )


def _tenth_working_day(since: int) -> int:
    found = np.flatnonzero(days.worked()[since : since + 30])
    return since + (int(found[9]) if found.size > 9 else 15)


EXPORTS = (Export("results", "绩效结果", "gb18030 ,", results, reach=1),)
