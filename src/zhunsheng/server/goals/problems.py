"""What can be wrong with a row of a list of goals or links, in words. `place` is the field; the row places it."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.goals.lists import WORDS


def missing(field: str, code: str) -> Problem:
    return Problem(
        "goals.missing_cell",
        Text(zh=f"「{code}」缺这一格", en=f"'{code}' lacks this cell"),
        Text(zh="填上，再导入", en="fill it in and import again"),
        field,
    )


def no_such_word(field: str, word: str) -> Problem:
    first = list(WORDS[field].values())
    return Problem(
        "goals.no_such_word",
        Text(zh=f"看不懂「{word}」", en=f"'{word}' is not understood"),
        Text(
            zh=f"写 {'、'.join(words[0] for words in first)} 之一",
            en=f"write one of {', '.join(words[1] for words in first)}",
        ),
        field,
    )


def duplicate(field: str, what: str, rows: Sequence[int]) -> Problem:
    listed = ", ".join(map(str, rows))
    return Problem(
        "goals.duplicate",
        Text(zh=f"「{what}」在第 {listed} 行都有", en=f"'{what}' is in rows {listed}"),
        Text(zh="只留一行", en="keep one row"),
        field,
    )


def nobody_such(field: str, word: str) -> Problem:
    return Problem(
        "goals.no_such_member",
        Text(
            zh=f"「{word}」不是公司、部门，也不是在册的人" if field == "owner" else f"没有叫「{word}」的人",
            en=f"'{word}' is neither the company, nor a unit, nor a person"
            if field == "owner"
            else f"there is no person '{word}'",
        ),
        Text(
            zh="写「公司」、部门的编号（路径）或工号；人员和部门要先导入",
            en="write company, a unit's code (its path) or a person's number; people and units come first",
        )
        if field == "owner"
        else Text(zh="写工号；人员要先导入", en="write the person's number; people come first"),
        field,
    )


def ambiguous(field: str, word: str, keys: Sequence[str]) -> Problem:
    listed = "、".join(keys)
    return Problem(
        "goals.ambiguous",
        Text(zh=f"「{word}」可以指 {listed}", en=f"'{word}' may mean {listed}"),
        Text(zh="写编号或工号；归属有歧义时写明层级", en="write the code or number; say the level of an owner"),
        field,
    )


def unknown_metric(field: str, word: str, known: Sequence[str]) -> Problem:
    return Problem(
        "goals.unknown_metric",
        Text(zh=f"没有指标「{word}」", en=f"there is no metric '{word}'"),
        proposal(word, known),
        field,
    )


def measures_nothing(code: str) -> Problem:
    return Problem(
        "goals.measures_nothing",
        Text(zh=f"「{code}」既没有指标也没有里程碑", en=f"'{code}' has neither a metric nor a milestone"),
        Text(zh="写一个指标和目标值，或写一个里程碑", en="give it a metric with a target, or a milestone"),
        "metric",
    )


def measures_two(code: str) -> Problem:
    return Problem(
        "goals.measures_two",
        Text(zh=f"「{code}」既有指标又有里程碑", en=f"'{code}' has both a metric and a milestone"),
        Text(zh="留下一个，另一个写成单独的目标", en="keep one, and make the other a goal of its own"),
        "milestone",
    )


def no_effect(what: str) -> Problem:
    return Problem(
        "goals.no_effect",
        Text(zh=f"「{what}」的最小效应必须大于 0", en=f"the smallest effect of '{what}' must be above 0"),
        Text(
            zh="写大于 0 的数，如 0.2；反向写在「关系」里", en="write one above 0, such as 0.2; the sign says which way"
        ),
        "smallest",
    )


def delay_backwards(what: str) -> Problem:
    return Problem(
        "goals.delay_backwards",
        Text(zh=f"「{what}」的最短延迟长于最长延迟", en=f"the delay of '{what}' ends before it begins"),
        Text(zh="对调两格", en="swap the two"),
        "delay_to",
    )


def no_list(place: str) -> Problem:
    return Problem(
        "goals.no_list",
        Text(
            zh="里面没有目标，也没有链接：没有叫「目标」「链接」且有内容的工作表，也没有列名对得上的表",
            en="neither goals nor links in it: no sheet with rows is called Goals or Links, no table has their columns",
        ),
        Text(
            zh="用 zhunsheng goals export 得到一份样子，照它的列名填",
            en="export with `zhunsheng goals export` and use its headings",
        ),
        place,
    )
