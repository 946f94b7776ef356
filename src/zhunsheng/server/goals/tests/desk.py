"""A small company whose goals come as files: two units of sellers, what they do each week and what comes of it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import xlsxwriter

from zhunsheng.server.goals.actions import import_goals
from zhunsheng.server.goals.sheet import read_files
from zhunsheng.server.goals.values import ImportReport
from zhunsheng.server.metrics.tests.company import Cells, Company

WORK = """
kind: source
id: work
name: {zh: 周报, en: Work}
system: CRM
key: [who, day]
time: day
fields:
  who: {type: subject, dimension: person, required: true}
  day: {type: date, required: true}
  calls: {type: integer}
  value: {type: number}
  tested: {type: integer}
  passed: {type: integer}
"""
METRICS = {
    "calls": "call {kind: sum, source: work, field: calls}\nnature: effort",
    "value": "CNY {kind: sum, source: work, field: value}\nempty: zero",
    "complaints": "row {kind: count, source: work}",
    "pass_rate": "% {kind: ratio, source: work, numerator: {sum: passed}, denominator: {sum: tested}}\n"
    "limits: {ceiling: 0.9992, because: {zh: 测试台, en: the tester}}",
}
FIRST, WEEKS, CHANGED = date(2024, 7, 1), 78, 52
"""The first Monday, how many weeks, and from which of them on calls are a target."""
EAST, WEST = [f"E{at:02d}" for at in range(24)], [f"W{at:02d}" for at in range(24)]
Table = Sequence[Sequence[object]]

GOALS = (
    ("编号", "目标", "归属", "负责人", "周期", "指标", "目标值", "权重", "方向"),
    ("G", "年度营收增长20%", "公司", "B1", "2025-H2", "value", 90000, None, "升"),
    ("GE", "东区签单额", "总部/东", "E00", "2025-H2", "value", 50000, 1, "升"),
    ("GW", "西区签单额", "总部/西", "W00", "2025-H2", "value", 40000, 1, "升"),
    ("CE", "东区外呼量", "总部/东", "E00", "2025-H2", "calls", 1500, None, "升"),
    ("CW", "西区外呼量", "总部/西", "W00", "2025-H2", "calls", 1500, None, "升"),
)
SAID = "打得越多，约到当面演示的医院越多"
LINKS = (
    ("下级", "上级", "怎样支撑", "最长延迟（周）", "制衡指标", "最小效应"),
    ("GE", "G", SAID, 0, None, 0.2),
    ("GW", "G", SAID, 0, None, 0.2),
    ("CE", "GE", SAID, 4, "complaints", 0.4),
    ("CW", "GW", SAID, 4, "complaints", 0.4),
)


def opened(company: Company, rows: Sequence[Cells] = ()) -> None:
    """People in their units, and what they are measured by."""
    company.now = datetime(2025, 12, 29, 1, tzinfo=UTC)
    company.publish(METRICS, sources={"work": WORK}, grains="[week, month, quarter]")
    company.place("B1", "总部")
    for unit, people in (("东", EAST), ("西", WEST)):
        for number in people:
            company.place(number, f"总部/{unit}")
    if rows:
        company.send("work", rows)
        company.tick()


def weeks() -> list[dict[str, str | None]]:
    """In the east value follows calls by two weeks; in the west calls have no effect, and rise once a target."""
    rng = np.random.default_rng(7)
    rows: list[dict[str, str | None]] = []
    for people, works in ((EAST, 1.0), (WEST, 0.0)):
        swing = rng.standard_normal((len(people), WEEKS))
        for at, number in enumerate(people):
            for week in range(WEEKS):
                rise = 60 if not works and week >= CHANGED else 0
                effect = works * swing[at, week - 2] if week >= 2 else 0.0
                value = 1000 + 150 * (effect + rng.standard_normal())
                calls = 100 + rise + 15 * swing[at, week]
                rows.append(
                    {
                        "who": number,
                        "day": (FIRST + timedelta(weeks=week)).isoformat(),
                        "calls": str(int(calls)),
                        "value": f"{value:.2f}",
                        "tested": "1000",
                        "passed": "990",
                    }
                )
    return rows


def workbook(path: Path, sheets: Mapping[str, Table]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        month = book.add_format({"num_format": "yyyy-mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, cell, month if isinstance(cell, date) else None)
    return path


def text(path: Path, rows: Table) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def load(company: Company, *paths: Path, dry_run: bool = False) -> ImportReport:
    """Raises ImportRefused."""
    moment = company.later()
    with company.scene() as scene:
        sheets = read_files(paths, company.world.time_zone, moment)
        return import_goals(scene, sheets, now=moment, dry_run=dry_run)
