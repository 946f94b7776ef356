"""Whether a source that the product itself tells declares what is offered, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.check_source import Finding
from zhunsheng.engine.blueprint.faults import wrong_field_type
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.facts.told import STAMPED
from zhunsheng.engine.practices.commitments.telling import KEY, LENGTHS, OFFERED, STATES, UNITS
from zhunsheng.engine.values import Problem, Text

_FROM_OUTSIDE = ("identity", "feeds", "files", "every")
_OF_CELLS = ("column", "also", "formats", "minimum", "maximum")


def check_told(source: Source) -> Iterator[Finding]:
    """Everything that can be said of a source with `told_by`; of any other that it has no tellers."""
    if source.tellers is not None and source.told_by != "people":
        yield ("tellers",), _no_form()
    if source.told_by is None:
        return
    yield from _by_people(source) if source.told_by == "people" else _by_commitments(source)
    for option in _FROM_OUTSIDE:
        if getattr(source, option):
            yield (option,), _useless(option)


def _by_people(source: Source) -> Iterator[Finding]:
    """What the product adds by itself has its place, and is all of its key and time."""
    if source.key != ("id",):
        yield ("key",), _option("key", "[id]")
    if source.time != "at":
        yield ("time",), _option("time", "at")
    for name, kind in STAMPED.items():
        field = source.fields.get(name)
        if field is None or field.type is not kind or (name == "by" and field.dimension != "person"):
            yield ("fields",), _stamped(name, kind)


def _by_commitments(source: Source) -> Iterator[Finding]:
    if source.key != KEY:
        yield ("key",), _key(source)
    for name, field in source.fields.items():
        for problem in _field(source, name, field):
            yield ("fields", name), problem


def _option(name: str, wanted: str) -> Problem:
    return Problem(
        "told.other_option",
        Text(
            zh=f"由人填写的数据源，「{name}」只能是 {wanted}", en=f"of what people fill in '{name}' is always {wanted}"
        ),
        Text(zh=f"写 {name}: {wanted}", en=f"write {name}: {wanted}"),
    )


def _no_form() -> Problem:
    return Problem(
        "told.no_form",
        Text(
            zh="只有由人填写的数据源才有「谁可以填写」",
            en="only what people fill in says who may fill it in",
        ),
        Text(zh="删去 tellers，或写 told_by: people", en="remove tellers, or write told_by: people"),
    )


def _stamped(name: str, kind: FieldType) -> Problem:
    person = ", dimension: person" if name == "by" else ""
    return Problem(
        "told.not_stamped",
        Text(
            zh=f"由人填写的数据源要有系统自己记下的字段「{name}」",
            en=f"what people fill in has a field '{name}' that the product fills in by itself",
        ),
        Text(zh=f"写 {name}: {{type: {kind.value}{person}}}", en=f"write {name}: {{type: {kind.value}{person}}}"),
    )


def _field(source: Source, name: str, field: SourceField) -> Iterator[Problem]:
    if name not in OFFERED:
        yield _not_offered(source, name)
        return
    if field.type not in OFFERED[name]:
        yield wrong_field_type(name, field.type, OFFERED[name])
    elif name == "person" and field.dimension != "person":
        yield _other(name, "dimension: person")
    elif field.type is FieldType.CHOICE and set(field.choices) != set(STATES):
        yield _other(name, f"choices: [{', '.join(STATES)}]")
    elif name in LENGTHS and field.unit not in (None, *UNITS):
        yield _other(name, f"unit: {' / '.join(UNITS)}")
    elif name not in LENGTHS and field.unit is not None:
        yield _useless("unit")
    for option in _OF_CELLS:
        if getattr(field, option) not in (None, ()):
            yield _useless(option)


def _key(source: Source) -> Problem:
    return Problem(
        "told.key",
        Text(
            zh=f"数据源「{source.id}」由承诺讲述，主键却是 {list(source.key)}",
            en=f"source '{source.id}' is told by commitments, and its key is {list(source.key)}",
        ),
        Text(zh=f"写 key: [{', '.join(KEY)}]", en=f"write key: [{', '.join(KEY)}]"),
    )


def _useless(option: str) -> Problem:
    return Problem(
        "told.option_useless",
        Text(
            zh=f"系统自己讲述的内容不读文件，也不收推送，「{option}」没有意义",
            en=f"what the product tells itself comes from no file and no push, so '{option}' means nothing",
        ),
        Text(zh="删去它", en="remove it"),
    )


def _not_offered(source: Source, name: str) -> Problem:
    return Problem(
        "told.no_such_field",
        Text(zh=f"承诺不讲述「{name}」", en=f"commitments do not tell '{name}'"),
        proposal(name, OFFERED.keys() - source.fields.keys()),
    )


def _other(name: str, wanted: str) -> Problem:
    return Problem(
        "told.other_field",
        Text(zh=f"字段「{name}」讲的不是这个", en=f"that is not what '{name}' tells"),
        Text(zh=f"写 {wanted}", en=f"write {wanted}"),
    )
