"""What a receipt remarks on: nothing that refuses a row, but something that somebody should know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from zhunsheng.engine.values import Problem, Text

FEW = 5
"""Examples in a note; the rest is counted."""


def as_json(problem: Problem) -> dict[str, str]:
    """A problem as it is kept and shown."""
    remedy = problem.remedy or Text(zh="", en="")
    return {
        "code": problem.code,
        "field": problem.place,
        "zh": problem.message.zh,
        "en": problem.message.en,
        "remedy_zh": remedy.zh,
        "remedy_en": remedy.en,
    }


def from_json(kept: Mapping[str, str]) -> Problem:
    """A problem as it was before it was kept."""
    remedy = Text(zh=kept["remedy_zh"], en=kept["remedy_en"]) if kept["remedy_en"] else None
    return Problem(kept["code"], Text(zh=kept["zh"], en=kept["en"]), remedy, kept["field"])


def unused_column(name: str) -> Problem:
    return Problem(
        "file.extra_column",
        Text(zh=f"列「{name}」未使用", en=f"column '{name}' is not used"),
        place=name,
    )


def absent_column(name: str) -> Problem:
    return Problem(
        "file.absent_column",
        Text(
            zh=f"文件里没有列「{name}」：这些行的该字段为空，已有的值会被空值取代",
            en=f"the file has no column '{name}': the field is empty in its rows, and replaces what was known",
        ),
        Text(
            zh="若不该为空，撤回这一批，补上该列再导入",
            en="if it should not be empty, withdraw the batch and load it with the column",
        ),
        place=name,
    )


def absent_field(name: str) -> Problem:
    return Problem(
        "push.absent_field",
        Text(
            zh=f"没有一行带字段「{name}」：这些行的该字段为空，已有的值会被空值取代",
            en=f"no row has the field '{name}': it is empty in them, and replaces what was known",
        ),
        Text(
            zh="若不该为空，带上该字段重发；每一行总是整行替换",
            en="if it should not be empty, send the rows again with it; a row always replaces the whole of it",
        ),
        place=name,
    )


def unlisted(dimension: str, values: Sequence[str]) -> Problem:
    """Values that no list of their dimension knows."""
    shown = "、".join(f"「{value}」" for value in values[:FEW])
    said = ", ".join(f"'{value}'" for value in values[:FEW])
    more = len(values) > FEW
    return Problem(
        "facts.unlisted",
        Text(
            zh=f"维度「{dimension}」有 {len(values)} 个值不在清单里：{shown}{'等' if more else ''}",
            en=f"not in the list of '{dimension}' ({len(values)}): {said}{', …' if more else ''}",
        ),
        Text(
            zh="已照收；在这个数据源的「没对上的值」里说明它们是谁，或补全清单",
            en="accepted; say what they mean under 'Values to match' of this source, or complete the list",
        ),
        place=dimension,
    )


def told_twice(rows: pa.Table) -> Problem:
    """Keys that one batch told with different content; `rows`: key, row, and the earlier row that it replaced."""
    few = rows.sort_by("row").slice(0, FEW).to_pylist()
    keys = len(rows["key"].unique())
    shown = "、".join(f"「{one['key']}」第 {one['earlier']} 行→第 {one['row']} 行" for one in few)
    said = ", ".join(f"'{one['key']}' row {one['earlier']} → row {one['row']}" for one in few)
    more = rows.num_rows > FEW
    return Problem(
        "facts.told_twice",
        Text(
            zh=f"{keys} 个主键在同一批里出现多次且内容不同，以后一行为准：{shown}{'等' if more else ''}",
            en=f"keys that came more than once with different content ({keys}), the later row counts: "
            f"{said}{', …' if more else ''}",
        ),
        Text(
            zh="若不应如此，在数据源的页面上撤回这一批，更正文件后重发",
            en="if that is not meant, withdraw the batch on the page of the source, correct the file and send it again",
        ),
    )


def told_again(rows: pa.Table) -> Problem:
    """Content that was told once and then replaced, told again without an id of the sender; `rows`: key, row."""
    few = rows.sort_by("row").slice(0, FEW).to_pylist()
    shown = "、".join(f"「{one['key']}」第 {one['row']} 行" for one in few)
    said = ", ".join(f"'{one['key']}' row {one['row']}" for one in few)
    more = rows.num_rows > FEW
    return Problem(
        "facts.told_again",
        Text(
            zh=f"{rows.num_rows} 行重说了已被取代的内容，按重复处理，取代它的仍然有效：{shown}{'等' if more else ''}",
            en=f"rows that told again what had been replaced ({rows.num_rows}); they are duplicates, and what replaced "
            f"it stands: {said}{', …' if more else ''}",
        ),
        Text(
            zh="若确应改回，撤回取代它的那一批，或在数据源里用 identity 指明来源自己的编号字段",
            en="if it should stand again, withdraw the batch that replaced it, or name the field with the sender's own "
            "id (identity) in the source",
        ),
    )
