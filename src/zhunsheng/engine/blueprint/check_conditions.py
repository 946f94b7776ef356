"""Whether conditions fit the fields that they test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from zhunsheng.engine.blueprint.check_source import MOMENTS, NUMBERS, Finding
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.faults import TYPE_NAMES, no_field
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.metrics.conditions import All, AnyOf, Condition, Literal_, Not, Op, Test
from zhunsheng.engine.values import Problem, Text

_LISTS = (Op.IN, Op.NOT_IN)
_BARE = (Op.EMPTY, Op.NOT_EMPTY)
_ORDERS = (Op.LT, Op.LE, Op.GT, Op.GE)
_LETTERS = (Op.CONTAINS, Op.STARTS_WITH)
_WORDS = frozenset({FieldType.TEXT, FieldType.CHOICE})


def check_condition(condition: Condition, source: Source, path: Path) -> Iterator[Finding]:
    """Every test of the tree, with its place."""
    match condition:
        case All():
            for index, part in enumerate(condition.all):
                yield from check_condition(part, source, (*path, "all", index))
        case AnyOf():
            for index, part in enumerate(condition.any):
                yield from check_condition(part, source, (*path, "any", index))
        case Not():
            yield from check_condition(condition.negated, source, (*path, "not"))
        case Test():
            yield from _test(condition, source, path)


def _test(test: Test, source: Source, path: Path) -> Iterator[Finding]:
    field = source.fields.get(test.field)
    if field is None:
        yield (*path, "field"), no_field(test.field, source.id, source.fields)
        return
    if (problem := _shape(test)) is not None:
        yield (*path, "value"), problem
        return
    if not _applies(test.op, field.type):
        yield (*path, "op"), _no_such_test(test, field.type)
        return
    for value in test.value if isinstance(test.value, tuple) else (test.value,):
        if value is not None and (problem := _unfit(test.field, field, value, test.op)) is not None:
            yield (*path, "value"), problem


def _shape(test: Test) -> Problem | None:
    """Whether the operator has what it compares with: a list, one value or nothing."""
    if test.op in _BARE:
        return None if test.value is None else _wrong_shape(test.op, Text(zh="不要写 value", en="no value"))
    if test.op in _LISTS:
        return None if isinstance(test.value, tuple) else _wrong_shape(test.op, Text(zh="一个列表", en="a list"))
    if test.value is None or isinstance(test.value, tuple):
        return _wrong_shape(test.op, Text(zh="一个值", en="one value"))
    return None


def _applies(op: Op, kind: FieldType) -> bool:
    if op in _ORDERS:
        return kind in NUMBERS | MOMENTS
    return kind in _WORDS if op in _LETTERS else True


def _unfit(name: str, field: SourceField, value: Literal_, op: Op) -> Problem | None:
    if not _is_of(field.type, value):
        return _wrong_value(name, field.type, value)
    if field.type is FieldType.CHOICE and op not in _LETTERS and value not in field.choices:
        return Problem(
            "metric.no_such_choice",
            Text(
                zh=f"字段「{name}」没有选项「{value}」，这个条件永远不成立",
                en=f"field '{name}' has no choice '{value}'; the condition would never hold",
            ),
            proposal(str(value), field.choices),
        )
    return None


def _is_of(kind: FieldType, value: Literal_) -> bool:
    if kind in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case FieldType.BOOLEAN:
            return isinstance(value, bool)
        case FieldType.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case FieldType.DATETIME:
            return isinstance(value, datetime) and value.tzinfo is not None
        case _:
            return isinstance(value, str)


_WRITTEN = {
    FieldType.DATE: Text(zh="写成 2017-03-01（不加引号）", en="write 2017-03-01, without quotes"),
    FieldType.DATETIME: Text(
        zh="写成 2017-03-01T08:00:00+08:00（含时区，不加引号）",
        en="write 2017-03-01T08:00:00+08:00, with its offset and without quotes",
    ),
    FieldType.BOOLEAN: Text(zh="写成 true 或 false", en="write true or false"),
}


def _wrong_value(name: str, kind: FieldType, value: Literal_) -> Problem:
    number = Text(zh="写成数，不加引号", en="write a number, without quotes")
    text = Text(zh="写成文字，必要时加引号", en="write a text, in quotes where necessary")
    return Problem(
        "metric.wrong_value",
        Text(
            zh=f"字段「{name}」的类型是{TYPE_NAMES[kind].zh}（{kind}），不能和「{value}」比较",
            en=f"field '{name}' is a {kind} and cannot be compared with '{value}'",
        ),
        _WRITTEN.get(kind) or (number if kind in NUMBERS else text),
    )


def _wrong_shape(op: Op, wanted: Text) -> Problem:
    return Problem(
        "metric.wrong_shape",
        Text(zh=f"「{op}」的 value 写得不对", en=f"'{op}' does not go with this value"),
        Text(zh=f"「{op}」需要：{wanted.zh}", en=f"'{op}' takes {wanted.en}"),
    )


def _no_such_test(test: Test, kind: FieldType) -> Problem:
    return Problem(
        "metric.no_such_test",
        Text(
            zh=f"字段「{test.field}」的类型是{TYPE_NAMES[kind].zh}（{kind}），不能用「{test.op}」",
            en=f"field '{test.field}' is a {kind}; '{test.op}' does not apply to it",
        ),
        proposal(test.op, [op for op in Op if _applies(op, kind)]),
    )
