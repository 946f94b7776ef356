"""The training system: who attended what, who asked to learn another department's work."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems.cells import Ints, chosen, dates, moments, reach_of
from zhunsheng.demo.systems.system import TOLD, Export

COURSES = (
    ("超声设备临床应用", "产品知识", "SE", 3.0),
    ("呼吸机装机与验收", "产品知识", "ES", 4.0),
    ("招投标合规实务", "合规", "SF", 2.0),
    ("医疗器械不良事件上报", "合规", "EQC", 2.0),
    ("客户异议处理工作坊", "销售技能", "S", 3.0),
    ("电话沟通与情绪管理", "服务技能", "C", 2.0),
    ("故障代码速查与远程诊断", "服务技能", "EC", 2.5),
    ("翻新线校准规范", "质量", "QE", 3.0),
    ("冷链与效期管理", "物流", "W", 2.0),
    ("数据填报与系统操作", "系统", "SECQWHFTK", 1.5),
)
"""Course, kind, letters of the seats it is for (the first one's department gives it), hours."""
SESSIONS = 6
"""A month."""
DEPARTMENTS = {"S": "销售中心", "E": "客户服务中心", "C": "客服部", "Q": "质量与翻新部", "W": "仓储物流部"}
SIGN_UPS = 6
"""Of people who want to learn another department's work, a month."""


def training(company: Company, month: date) -> pa.Table:
    """Who signed in to the month's sessions: some of those at work that day."""
    rng = company.seeds.rng("training", "sessions", company.branch, month)
    since, until = reach_of(month)
    work = np.flatnonzero(days.worked()[since:until]) + since
    courses = rng.choice(len(COURSES), SESSIONS, replace=False)
    held = np.sort(rng.choice(work, SESSIONS, replace=False))
    people = [_attending(company, rng, int(course), int(day)) for course, day in zip(courses, held, strict=True)]
    many = [one.size for one in people]
    person, session = np.concatenate(people), np.repeat(np.arange(SESSIONS), many)
    course, day = courses[session], held[session]
    letter = np.array([number[0] for number in company.staff.numbers])[person]
    hours = np.array([one[3] for one in COURSES])[course]
    code = [f"PX{month:%y%m}{at + 1:02d}-{company.staff.numbers[one]}" for at, one in zip(session, person, strict=True)]
    return pa.table(
        {
            "签到编号": pa.array(code, pa.string()),
            "工号": chosen(company.staff.numbers, person),
            "课程": chosen([one[0] for one in COURSES], course),
            "类别": chosen([one[1] for one in COURSES], course),
            "日期": dates(day),
            "学时": pa.array(hours),
            "是否跨部门": pa.array(letter != np.array([one[2][0] for one in COURSES])[course]),
            TOLD: moments(day, 13.5 + hours + rng.uniform(0, 0.3, day.size)),
        }
    )


def _attending(company: Company, rng: np.random.Generator, course: int, day: int) -> Ints:
    """A fifth of those whom the course is for."""
    seats = [at for letter in COURSES[course][2] for at in company.staff.held_by(letter)]
    people = company.staff.holder[seats, day]
    people = people[people >= 0]
    people = people[company.staff.working[people, day]]
    return np.sort(rng.choice(people, min(people.size, 4 + people.size // 5), replace=False)).astype(np.int64)


def cross_training(company: Company, month: date) -> pa.Table:
    """Sign-ups of the month; a month or so later whether they went through with it."""
    staff, (since, until) = company.staff, reach_of(month)
    rng = company.seeds.rng("training", "cross", company.branch, month)
    work = np.flatnonzero(days.worked()[since:until]) + since
    day = np.sort(rng.choice(work, SIGN_UPS))
    seats = [at for letter in DEPARTMENTS for at in staff.held_by(letter)]
    picked = rng.choice(len(seats), SIGN_UPS, replace=False)
    person = staff.holder[np.array(seats)[picked], day]
    goes = (person >= 0) & staff.working[person, day]
    person, day, at = person[goes].astype(np.int64), day[goes], np.flatnonzero(goes)
    number = [staff.named(f"LG{month:%y%m}{one + 1:02d}") for one in at]
    target = [_elsewhere(rng, staff.numbers[one][0]) for one in person]
    told = moments(day, rng.uniform(9, 17.5, day.size))
    done = np.array(
        [
            _done(company, one, on + wait)
            for one, on, wait in zip(person, day, rng.integers(20, 45, day.size), strict=True)
        ]
    )
    state = np.where(rng.random(day.size) < 0.82, "已完成", "已取消").astype(object)
    columns = {
        "报名单号": pa.array(number, pa.string()),
        "工号": chosen(staff.numbers, person),
        "目标部门": pa.array(target, pa.string()),
        "报名日期": dates(day),
    }
    signed = pa.table(
        {
            **columns,
            "状态": pa.array(["已报名"] * day.size, pa.string()),
            "结束日期": pa.nulls(day.size, pa.date32()),
            TOLD: told,
        }
    )
    ended = pa.table(
        {**columns, "状态": pa.array(state, pa.string()), "结束日期": dates(done), TOLD: moments(done, 17.0)}
    )
    return pa.concat_tables([signed, ended.filter(pa.array(done >= 0))])


def _elsewhere(rng: np.random.Generator, letter: str) -> str:
    return str(rng.choice([name for own, name in DEPARTMENTS.items() if own != letter]))


def _done(company: Company, person: int, day: int) -> int:
    """The person's first day at work from that day on; −1: there is none."""
    found = np.flatnonzero(company.staff.working[person, day : day + 60])
    return day + int(found[0]) if found.size else -1


EXPORTS = (
    Export("training", "培训签到", "gb18030 ,", training),
    Export("cross_training", "跨岗学习报名", "utf-8-sig ,", cross_training, reach=4),
)
