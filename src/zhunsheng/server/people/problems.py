"""What can be wrong with a list of people, in words."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.people.values import Refused

Rows = Sequence[int]


def _refused(rows: Rows, code: str, message: Text, remedy: Text, place: str) -> Refused:
    ordered = tuple(sorted(rows))
    return Refused(ordered, Problem(f"people.{code}", message, remedy, place, ordered[0]))


def number_missing(rows: Rows) -> Refused:
    return _refused(
        rows,
        "number_missing",
        Text(zh="没有工号", en="no number"),
        Text(zh="填写工号", en="enter the person's number"),
        "number",
    )


def name_missing(rows: Rows, number: str) -> Refused:
    return _refused(
        rows,
        "name_missing",
        Text(zh=f"新人员 {number} 没有姓名", en=f"the new person {number} has no name"),
        Text(zh="填写姓名", en="enter the name"),
        "name",
    )


def too_long(rows: Rows, field: str, text: str, limit: int) -> Refused:
    begin = f"{text[:20]}…"
    return _refused(
        rows,
        "too_long",
        Text(
            zh=f"「{begin}」有 {len(text)} 个字符，最多 {limit} 个",
            en=f"'{begin}' has {len(text)} characters; at most {limit} can be kept",
        ),
        Text(zh="缩短内容；检查列是否错位", en="shorten it, and look whether the columns have shifted"),
        field,
    )


def duplicate(rows: Rows, number: str) -> Refused:
    listed = ", ".join(map(str, sorted(rows)))
    return _refused(
        rows,
        "duplicate",
        Text(
            zh=f"工号 {number} 在第 {listed} 行出现，内容不一致",
            en=f"number {number} is in rows {listed} with different content",
        ),
        Text(
            zh="只保留一行；兼任岗位把「主岗」填为否；先后岗位填写不同的起止日期",
            en="keep one row; mark a second post with primary = no; give posts held one after another their dates",
        ),
        "number",
    )


def overlap(rows: Rows, number: str) -> Refused:
    listed = ", ".join(map(str, sorted(rows)))
    return _refused(
        rows,
        "overlap",
        Text(
            zh=f"工号 {number} 的主岗时间重叠（第 {listed} 行）",
            en=f"primary posts of number {number} overlap (rows {listed})",
        ),
        Text(
            zh="改正起止日期，或把其中一个的「主岗」填为否",
            en="correct the dates, or mark one of them with primary = no",
        ),
        "starts",
    )


def ends_early(rows: Rows, number: str) -> Refused:
    return _refused(
        rows,
        "ends_early",
        Text(zh=f"工号 {number} 的结束日期早于开始日期", en=f"the last day of number {number} is before the first"),
        Text(zh="改正日期", en="correct the dates"),
        "ends",
    )


def primary_missing(rows: Rows, number: str) -> Refused:
    return _refused(
        rows,
        "primary_missing",
        Text(zh=f"新人员 {number} 只有兼任岗位，没有主岗", en=f"the new person {number} has no primary post"),
        Text(zh="增加一行，「主岗」填为是", en="add a row with primary = yes"),
        "primary",
    )


def unit_unreadable(rows: Rows, unit: str) -> Refused:
    return _refused(
        rows,
        "unit_unreadable",
        Text(zh=f"部门路径「{unit}」里有空的一级", en=f"the unit path '{unit}' has an empty step"),
        Text(zh="写成 总部/华东/一部", en="write it as Head office/East/Team 1"),
        "unit",
    )


def manager_unknown(rows: Rows, manager: str) -> Refused:
    return _refused(
        rows,
        "manager_unknown",
        Text(
            zh=f"找不到直属上级「{manager}」：名单里和库里都没有这个工号或姓名",
            en=f"nobody has the manager's number or name '{manager}', neither in the list nor in the books",
        ),
        Text(zh="改正写法，或把这位上级也加进名单", en="correct it, or add a row for the manager to the list"),
        "manager",
    )


def manager_ambiguous(rows: Rows, manager: str, numbers: Sequence[str]) -> Refused:
    listed = ", ".join(sorted(numbers))
    return _refused(
        rows,
        "manager_ambiguous",
        Text(zh=f"叫「{manager}」的不止一人：{listed}", en=f"more than one person is called '{manager}': {listed}"),
        Text(zh="直属上级改填工号", en="name the manager by number"),
        "manager",
    )


def manager_self(rows: Rows, number: str) -> Refused:
    return _refused(
        rows,
        "manager_self",
        Text(zh=f"工号 {number} 的直属上级是自己", en=f"number {number} is named as their own manager"),
        Text(zh="改成真正的上级；没有上级就留空", en="name the real manager, or leave it empty if there is none"),
        "manager",
    )


def manager_circle(rows: Rows, people: Sequence[str]) -> Refused:
    """`people`: each reports to the next, the last to the first."""
    chain = " → ".join((*people, people[0]))
    listed = ", ".join(map(str, sorted(rows)))
    return _refused(
        rows,
        "manager_circle",
        Text(
            zh=f"汇报关系成环：{chain}（第 {listed} 行）",
            en=f"reporting lines run in a circle: {chain} (rows {listed})",
        ),
        Text(zh="改正其中一人的直属上级", en="correct the manager of one of them"),
        "manager",
    )
