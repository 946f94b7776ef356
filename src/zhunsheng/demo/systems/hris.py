"""The personnel system: who is where since when, and each month's register of who was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.staff import ROOT, Person, Post
from zhunsheng.demo.systems.appraisals import USES, uses
from zhunsheng.demo.systems.cells import chosen, dates, moments, quarter_of, reach_of
from zhunsheng.demo.systems.system import TOLD, Export

_NEVER = days.SPAN + 1
_PEOPLE = pa.schema(
    [
        *((name, pa.string()) for name in ("工号", "姓名", "部门", "岗位", "大区", "直属上级")),
        ("任职开始", pa.date32()),
        ("任职结束", pa.date32()),
        (TOLD, pa.timestamp("us")),
    ]
)


def people(company: Company, month: date) -> pa.Table:
    """Everybody as they came: in their first post, told when they came."""
    rows = [
        _post(company, one, one.posts[0], None, datetime.combine(max(one.hired, days.FIRST), time(8)))
        for one in company.staff.people
    ]
    return _table(rows)


def moves(company: Company, month: date) -> pa.Table:
    """Whose posts changed since they came: all posts of theirs, told when the change is known."""
    return _table([row for one in company.staff.people for row in _changed(company, one)])


def _changed(company: Company, one: Person) -> Iterator[tuple[object, ...]]:
    """Who changes places never leaves within the story, so nobody has two changes to tell."""
    if one.left is not None:
        told = datetime.combine(one.left - timedelta(days=1), time(17, 30))
    elif len(one.posts) > 1:
        told = datetime.combine(one.posts[-1].since, time(8, 20))
    else:
        return
    for post in one.posts:
        yield _post(company, one, post, post.until, told)


def _post(company: Company, one: Person, post: Post, until: date | None, told: datetime) -> tuple[object, ...]:
    """A row; branches stand under the one company, and their heads under its head."""
    staff, seat = company.staff, post.seat
    unit = seat.unit if staff.branch == 0 else seat.unit.replace(ROOT, f"{ROOT}/第{staff.branch}分公司", 1)
    lead = staff.named(seat.lead) if seat.lead else "M001" if staff.branch else None
    last = until - timedelta(days=1) if until else None
    return (one.number, one.name, unit, seat.position, seat.region, lead, post.since, last, told)


def _table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(_PEOPLE)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, _PEOPLE, strict=True)], schema=_PEOPLE)


def headcount(company: Company, month: date) -> pa.Table:
    """Who was on the books in the month and for how long; counted on the first of the next."""
    staff, (since, until) = company.staff, reach_of(month)
    employed = staff.employed[:, since:until]
    one = np.flatnonzero(employed.any(axis=1))
    here = employed[one].sum(axis=1)
    last = until - 1 - np.argmax(employed[one, ::-1], axis=1)
    left = np.array([_place(person.left) for person in staff.people])[one] == last + 1
    hired = np.array([_place(person.hired) for person in staff.people])[one]
    high = np.bincount(staff.high_list[:, since:until].ravel(), minlength=len(staff.people))[one]
    use = uses(company, quarter_of(month) - 1)[one]
    return pa.table(
        {
            "月份": pa.array([f"{month:%Y-%m}"] * one.size, pa.string()),
            "工号": chosen(staff.numbers, one),
            "截止日": dates(last),
            "在册天数": pa.array(here),
            "在册人年": pa.array(np.round(here / 365, 6)),
            "月末在册": pa.array(~left & (last == until - 1)),
            "本月入职": pa.array((hired >= since) & (hired < until)),
            "是否高绩效": pa.array(high > 0),
            "高绩效人年": pa.array(np.round(high / 365, 6)),
            "上季结果运用": chosen([*USES, "无结果"], use),
            "本月离职": pa.array(left),
            "离职类型": pa.array(_why(company)[one], pa.string(), mask=~left),
            TOLD: moments(np.full(one.size, until), 6.5),
        }
    )


def _place(day: date | None) -> int:
    return _NEVER if day is None else days.place(day)


def _why(company: Company) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Of everybody, how they would leave: high performers always by their own will."""
    draws = company.seeds.rng("hris", "why", company.branch).random(len(company.staff.people))
    high = np.array([one.high for one in company.staff.people])
    return np.where(high | (draws < 0.85), "主动", "被动").astype(object)


EXPORTS = (
    Export("people", "人员名单", "xlsx", people, lists=True),
    Export("people", "人员异动", "xlsx", moves, lists=True),
    Export("headcount", "在册月报", "utf-8-sig ,", headcount, reach=1),
)
