"""The people of the company that is served: teams of ten, departments of ten teams, divisions of ten departments."""

from __future__ import annotations

import csv
from pathlib import Path

SPAN = 10
DAYS = 60
FACTS = 20
"""Deals of each person in these days."""
LEAD, ALL = "lead", "all"
"""Who calls the site: somebody who leads a hundred people, and an auditor, who sees everybody."""
PASSWORD = "correct horse battery"  # noqa: S105  of a company that nobody works for
REGIONS = ("华东", "华北", "华南", "西部")
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def number(person: int) -> str:
    return f"E{person:06d}"


def name(person: int) -> str:
    family, first, second = person % 20, person // 20 % 20, person // 400 % 20
    return FAMILY[family] + GIVEN[first] + GIVEN[second]


def manager(person: int) -> int | None:
    """The first of a team leads it, the first of ten teams leads those leaders, and so on up to person 0."""
    if person == 0:
        return None
    span = SPAN
    while person % span == 0:
        span *= SPAN
    return person - person % span


def unit(person: int) -> str:
    """The path of the team."""
    return f"总部/{person // SPAN**3 + 1}部/{person // SPAN**2 + 1}处/{person // SPAN + 1}组"


def write_people(path: Path, people: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["工号", "姓名", "部门", "岗位", "区域", "直属上级", "入职日期"])
        for person in range(people):
            boss = manager(person)
            leads = "经理" if person % SPAN == 0 else "销售"
            rows.writerow(
                [
                    *(number(person), name(person), unit(person), leads, REGIONS[person % 4]),
                    *("" if boss is None else number(boss), "2023-01-01"),
                ]
            )
    return path
