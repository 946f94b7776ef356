"""A workshop of 33: four lines, two shifts, thirteen months of reports; on line 3 rejects have begun to rise."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.starters.crew import Crew, Team
from zhunsheng.demo.starters.messy import Row, Slip
from zhunsheng.demo.starters.starter import Invented, Table, forgotten, months, no_such_day, said
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.starters import Language, SampleFile

MONTHS = 13
LINES = {  # name: (product, pieces a minute)
    "Line 1": (Text(zh="泵体", en="Pump housings"), 1.2),
    "Line 2": (Text(zh="阀芯", en="Valve cores"), 2.5),
    "Line 3": (Text(zh="接头", en="Fittings"), 4.0),
    "Line 4": (Text(zh="总装", en="Final assembly"), 0.6),
}
SHIFTS = (Text(zh="早班", en="early"), Text(zh="晚班", en="late"))
WORSE, RISES = "Line 3", timedelta(days=42)
PLANNED = 480
_WORKER, _LEADER = Text(zh="操作工", en="Operator"), Text(zh="车间主管", en="Supervisor")
CREW = Crew(
    "P",
    Text(zh="生产部", en="Production"),
    Text(zh="生产经理", en="Production manager"),
    (
        *(
            Team(Text(zh=f"生产部/{n}车间", en=f"Production/Shop {n}"), _LEADER, Text(zh="班长", en="Shift leader"), 2)
            for n in range(1, 5)
        ),
        Team(Text(zh="生产部/操作组", en="Production/Operators"), _LEADER, _WORKER, 15),
        Team(Text(zh="生产部/质检组", en="Production/Quality"), _LEADER, Text(zh="质检员", en="Inspector"), 3),
    ),
)


def people(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return CREW.rows(language, today, seeds.rng("production", "people", language))


def lines(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return [{"name": name, "makes": made.en if language == "en" else made.zh} for name, (made, _) in LINES.items()]


def shifts(language: Language, today: date, seeds: Seeds) -> list[Row]:
    """Every shift worked before today; Sundays rest."""
    first = months(today, MONTHS)[0]
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    return [
        _shift(day, line, at, language, today, seeds.rng("production", day, line, at))
        for day in days
        if day.weekday() < 6
        for line in range(len(LINES))
        for at in range(len(SHIFTS))
    ]


def _shift(day: date, line: int, at: int, language: Language, today: date, rng: np.random.Generator) -> Row:
    name, (_, ideal) = list(LINES.items())[line]
    leaders = [one.number for one in CREW.people if one.team == line and not one.leads]
    down = round(float(rng.gamma(2, 14)) + (30 if rng.random() < 0.05 else 0))
    pieces = int((PLANNED - min(down, PLANNED)) * ideal * rng.uniform(0.82, 0.97))
    share = 0.055 if name == WORSE and day >= today - RISES else 0.018
    shift = SHIFTS[at]
    return {
        "number": f"R{day:%y%m%d}-{line + 1}{at + 1}",
        "day": day,
        "shift": shift.en if language == "en" else shift.zh,
        "line": name,
        "leader": leaders[at],
        "planned": PLANNED,
        "down": min(down, PLANNED),
        "pieces": pieces,
        "rejected": int(rng.binomial(pieces, share)),
        "ideal": ideal,
        "overtime": round(float(rng.choice([0, 0, 0, 1.5, 3])) * 2) / 2,
    }


PRODUCTION = Invented(
    "production",
    Text(zh="恒力精工（虚构）", en="Hengli Works (invented)"),
    (
        Table(
            SampleFile(
                "people",
                Text(zh="人员名单", en="People"),
                Text(zh="33 人，六个组；最后一行写了两遍", en="33 people in six teams; the last row stands twice"),
            ),
            people,
        ),
        Table(
            SampleFile("lines", Text(zh="产线清单", en="Lines"), Text(zh="4 条产线", en="Four lines")),
            lines,
        ),
        Table(
            SampleFile(
                "shifts",
                Text(zh="班次报工", en="Shifts"),
                Text(
                    zh="13 个月的班次报工：日期有五种写法，有产线名少了空格、有班长不在名单里、有三行读不了",
                    en="Thirteen months of shift reports: dates in five styles, a line without its space, a leader "
                    "whom the list forgot, three rows that cannot be read",
                ),
            ),
            shifts,
            (
                Slip("line", 3, said("Line1", "Line1")),
                Slip("leader", 2, said(CREW.missing, CREW.missing)),
                Slip("down", 1, said("设备保养", "maintenance")),
                Slip("day", 1, no_such_day),
                Slip("number", 1, forgotten),
            ),
        ),
    ),
)
