"""Pydantic's complaints in plain Chinese and English."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from pydantic_core import ErrorDetails

from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.values import Problem, Text

_EXPECTED = {
    "string": Text(zh="文字", en="a text"),
    "int": Text(zh="整数", en="a whole number"),
    "float": Text(zh="数", en="a number"),
    "bool": Text(zh="true 或 false", en="true or false"),
    "date": Text(zh="日期，如 2017-03-01", en="a date such as 2017-03-01"),
    "tuple": Text(zh="列表，如 [a, b]", en="a list such as [a, b]"),
    "dict": Text(zh="一组「名称：值」", en="pairs of 'name: value'"),
    "model": Text(zh="一组「名称：值」", en="pairs of 'name: value'"),
    "is": Text(zh="完整的对象", en="a complete entity"),
}
_BOUNDS = {
    "greater_than": ("gt", "大于", "greater than"),
    "greater_than_equal": ("ge", "不小于", "at least"),
    "less_than": ("lt", "小于", "less than"),
    "less_than_equal": ("le", "不大于", "at most"),
}


def said(path: Path, detail: ErrorDetails, names: AbstractSet[str], open_choice: bool) -> Problem | None:
    """The complaint as a problem; None where it only echoes a deeper one.

    `names`: keys that could stand there. `open_choice`: several simple types would have done.
    """
    field, kind = _spoken(path), detail["type"]
    context = detail.get("ctx", {})
    match kind:
        case "missing":
            return _missing(field)
        case "extra_forbidden":
            return _unknown(str(path[-1]), names)
        case "enum" | "literal_error" | "union_tag_invalid":
            choices = context.get("expected") or context["expected_tags"]
            given = context.get("tag", detail["input"])
            return _no_choice(_told(field, context), given, _listed(choices))
        case "union_tag_not_found":
            return _missing(_told(field, context))
        case "too_short":
            return None if detail["input"] else _empty(field)
        case "string_pattern_mismatch":
            return _bad_name(field, detail["input"])
        case "value_error":
            return _refused(field, str(context["error"]))
    if kind in _BOUNDS:
        return _out_of_bounds(field, detail["input"], kind, context)
    expected = _EXPECTED.get(kind.split("_")[0])
    if expected is None and not open_choice:
        return _refused(field, detail["msg"])
    return _wrong_type(field, detail["input"], None if open_choice else expected)


def _spoken(path: Path) -> str:
    """The node's name as a person would point at it: `fields.close_date.type`, `grains 1`."""
    return "".join(f" {step + 1}" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def _told(field: str, context: dict[str, object]) -> str:
    """The field that tells which branch is meant, else the field itself."""
    teller = str(context.get("discriminator", "")).strip("'")
    return f"{field}.{teller}" if teller else field


def _listed(choices: str) -> list[str]:
    return [choice.strip(" '") for choice in choices.replace(" or ", ",").split(",")]


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _missing(field: str) -> Problem:
    return Problem(
        "blueprint.missing",
        Text(zh=f"缺少「{field}」", en=f"'{field}' is missing"),
        Text(zh=f"补上「{field.split('.')[-1]}: …」", en=f"add '{field.split('.')[-1]}: …'"),
    )


def _unknown(name: str, names: AbstractSet[str]) -> Problem:
    return Problem(
        "blueprint.unknown_field",
        Text(zh=f"不认识「{name}」", en=f"'{name}' is not known here"),
        proposal(name, names) or Text(zh="删去它", en="remove it"),
    )


def _no_choice(field: str, given: object, choices: list[str]) -> Problem:
    return Problem(
        "blueprint.no_such_choice",
        Text(zh=f"「{field}」不能是「{_shown(given)}」", en=f"'{field}' cannot be '{_shown(given)}'"),
        proposal(str(given), choices),
    )


def _empty(field: str) -> Problem:
    return Problem(
        "blueprint.empty",
        Text(zh=f"「{field}」不能为空", en=f"'{field}' must not be empty"),
        Text(zh="至少写一项", en="give at least one"),
    )


def _bad_name(field: str, given: object) -> Problem:
    return Problem(
        "blueprint.bad_name",
        Text(zh=f"「{_shown(given)}」不能作标识（{field}）", en=f"'{_shown(given)}' cannot be an id ({field})"),
        Text(
            zh="用小写字母开头，只含小写字母、数字和下划线，最多 63 个；给人看的名称写在 name 里",
            en="begin with a lower-case letter; lower-case letters, digits and underscores only, at most 63; "
            "what people read belongs in name",
        ),
    )


def _refused(field: str, reason: str) -> Problem:
    return Problem(
        "blueprint.refused",
        Text(zh=f"「{field}」不成立：{reason}", en=f"'{field}' cannot stand: {reason}"),
        Text(zh="按提示改写", en="rewrite it accordingly"),
    )


def _out_of_bounds(field: str, given: object, kind: str, context: dict[str, object]) -> Problem:
    name, zh, en = _BOUNDS[kind]
    return Problem(
        "blueprint.out_of_bounds",
        Text(
            zh=f"「{field}」是 {_shown(given)}，必须{zh} {context[name]}",
            en=f"'{field}' is {_shown(given)} and must be {en} {context[name]}",
        ),
        Text(zh="改成范围内的值", en="choose a value within the bound"),
    )


def _wrong_type(field: str, given: object, expected: Text | None) -> Problem:
    wanted = expected or Text(
        zh="简单的值（文字、数、日期）或其列表", en="a simple value (text, number, date) or a list"
    )
    return Problem(
        "blueprint.wrong_type",
        Text(zh=f"「{field}」写成了「{_shown(given)}」", en=f"'{field}' is '{_shown(given)}'"),
        Text(zh=f"应为{wanted.zh}", en=f"write {wanted.en}"),
    )
