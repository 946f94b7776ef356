"""What can be wrong with a cell, said so that the person who has the file can put it right."""

from __future__ import annotations

from rapidfuzz import process

from zhunsheng.engine.values import Problem, Text

_LONGEST_SHOWN = 40
_SIMILAR = 75


def shown(text: str) -> str:
    """A cell's text, short enough for a sentence."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def nearest(text: str, known: tuple[str, ...]) -> str | None:
    """The known word that looks like a misspelling of this one, if any."""
    found = process.extractOne(text[:100].casefold(), known, processor=str.casefold, score_cutoff=_SIMILAR)
    return found[0] if found else None


def missing() -> Problem:
    return Problem(
        "cell.missing",
        Text(zh="必填的格子是空的", en="a required cell is empty"),
        Text(zh="在来源系统里补上，再导入", en="fill it in the system of record and load again"),
    )


def excel_error(text: str) -> Problem:
    return Problem(
        "cell.excel_error",
        Text(zh=f"格子里是 Excel 的错误「{text}」", en=f"the cell holds Excel's error '{text}'"),
        Text(zh="修好公式，或粘贴为数值", en="repair the formula, or paste its value"),
    )


def not_a_number(text: str) -> Problem:
    return Problem(
        "number.text",
        Text(zh=f"数字栏里是文字「{shown(text)}」", en=f"'{shown(text)}' is not a number"),
        Text(zh="写成 1234.5 或 1,234.50", en="write 1234.5 or 1,234.50"),
    )


def not_finite(text: str) -> Problem:
    return Problem(
        "number.not_finite",
        Text(zh=f"「{shown(text)}」不是有限的数", en=f"'{shown(text)}' is not a finite number"),
        Text(zh="没有数就留空", en="leave the cell empty where there is no number"),
    )


def not_whole(text: str) -> Problem:
    return Problem(
        "number.not_whole",
        Text(zh=f"「{shown(text)}」不是整数", en=f"'{shown(text)}' is not a whole number"),
        Text(zh="改成整数，或把字段类型改为 number", en="write a whole number, or declare the field as number"),
    )


def too_large(text: str) -> Problem:
    return Problem(
        "number.too_large",
        Text(zh=f"数「{shown(text)}」大得放不下", en=f"'{shown(text)}' is too large to hold"),
        Text(zh="检查是否多写了几位", en="check whether there are digits too many"),
    )


def too_fine(text: str) -> Problem:
    return Problem(
        "money.too_fine",
        Text(zh=f"金额「{shown(text)}」超过四位小数", en=f"amount '{shown(text)}' has more than four decimals"),
        Text(zh="四舍五入到四位小数以内", en="round it to four decimals or fewer"),
    )


def percent_of_money(text: str) -> Problem:
    return Problem(
        "number.percent",
        Text(zh=f"「{shown(text)}」是百分比，这一栏不是", en=f"'{shown(text)}' is a percentage; this field is not"),
        Text(zh="写数值，或把字段类型改为 number", en="write the amount, or declare the field as number"),
    )


def other_currency(text: str, unit: str) -> Problem:
    return Problem(
        "money.currency",
        Text(zh=f"「{shown(text)}」的币种不是 {unit}", en=f"'{shown(text)}' is not in {unit}"),
        Text(zh=f"换算成 {unit}，或分成两个字段", en=f"convert it to {unit}, or use a field of its own"),
    )


def out_of_range(text: str, minimum: float | None, maximum: float | None) -> Problem:
    low, high = ("" if bound is None else f"{bound:g}" for bound in (minimum, maximum))
    return Problem(
        "number.out_of_range",
        Text(
            zh=f"「{shown(text)}」不在允许的范围 [{low}, {high}] 里",
            en=f"'{shown(text)}' is outside the allowed range [{low}, {high}]",
        ),
        Text(zh="改正数值，或放宽字段的范围", en="correct the number, or widen the field's range"),
    )


def not_a_boolean(text: str) -> Problem:
    return Problem(
        "boolean.text",
        Text(zh=f"「{shown(text)}」看不出是还是否", en=f"'{shown(text)}' is neither yes nor no"),
        Text(zh="写 是/否、true/false、yes/no、Y/N 或 1/0", en="write yes/no, true/false, Y/N, 1/0 or 是/否"),
    )


def not_a_choice(text: str, choices: tuple[str, ...]) -> Problem:
    near = nearest(text, choices)
    listed = "、".join(choices[:20])
    zh, en = (f"，是不是「{near}」？", f"; did you mean '{near}'?") if near else ("", "")
    return Problem(
        "choice.unknown",
        Text(zh=f"「{shown(text)}」不在选项里{zh}", en=f"'{shown(text)}' is not one of the choices{en}"),
        Text(zh=f"可选：{listed}", en=f"choose one of: {listed}"),
    )
