"""The words for what does not fit together in a bundle."""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.engine.blueprint.entity import KIND_NAMES, Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import FieldType
from zhunsheng.engine.values import Problem, Text

TYPE_NAMES = {
    FieldType.TEXT: Text(zh="文字", en="text"),
    FieldType.CHOICE: Text(zh="选项", en="choice"),
    FieldType.INTEGER: Text(zh="整数", en="integer"),
    FieldType.NUMBER: Text(zh="数", en="number"),
    FieldType.MONEY: Text(zh="金额", en="money"),
    FieldType.BOOLEAN: Text(zh="是否", en="boolean"),
    FieldType.DATE: Text(zh="日期", en="date"),
    FieldType.DATETIME: Text(zh="时刻", en="datetime"),
    FieldType.SUBJECT: Text(zh="对象", en="subject"),
}


def types_named(types: Iterable[FieldType]) -> Text:
    """The types in words, with the word that YAML uses."""
    ordered = [kind for kind in FieldType if kind in set(types)]
    return Text(
        zh="、".join(f"{TYPE_NAMES[kind].zh}（{kind}）" for kind in ordered),
        en=" or ".join(ordered),
    )


def no_entity(ref: Ref, known: Iterable[str]) -> Problem:
    kind = KIND_NAMES[ref.kind]
    return Problem(
        "blueprint.no_such_entity",
        Text(zh=f"没有{kind.zh}「{ref.id}」", en=f"there is no {kind.en} '{ref.id}'"),
        proposal(ref.id, known) or Text(zh=f"先写 {ref.path}", en=f"write {ref.path} first"),
    )


def no_field(name: str, source: str, known: Iterable[str]) -> Problem:
    return Problem(
        "blueprint.no_such_field",
        Text(zh=f"数据源「{source}」没有字段「{name}」", en=f"source '{source}' has no field '{name}'"),
        proposal(name, known),
    )


def wrong_field_type(name: str, found: FieldType, wanted: Iterable[FieldType]) -> Problem:
    named = types_named(wanted)
    return Problem(
        "blueprint.wrong_field_type",
        Text(
            zh=f"字段「{name}」的类型是{TYPE_NAMES[found].zh}（{found}），这里用不上",
            en=f"field '{name}' is a {found} and cannot be used here",
        ),
        Text(zh=f"选用类型为{named.zh}的字段", en=f"name a field of type {named.en}"),
    )


def not_a_person(name: str, people: Iterable[str]) -> Problem:
    return Problem(
        "blueprint.not_a_person",
        Text(zh=f"字段「{name}」不指向人员", en=f"field '{name}' does not point at people"),
        proposal(name, people)
        or Text(zh="字段写 type: subject, dimension: person", en="give it type: subject, dimension: person"),
    )


def no_time_zone(name: str) -> Problem:
    return Problem(
        "blueprint.no_such_time_zone",
        Text(zh=f"没有时区「{name}」", en=f"there is no time zone '{name}'"),
        Text(zh="写 IANA 名称，如 Asia/Shanghai", en="write an IANA name such as Asia/Shanghai"),
    )
