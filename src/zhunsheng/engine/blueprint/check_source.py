"""Whether a source fits together: keys, times, subjects, lists that it feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.faults import no_field, not_a_person, types_named, wrong_field_type
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.cells import tidy
from zhunsheng.engine.facts.dimension import ORGANISATION
from zhunsheng.engine.facts.source import FieldType, Members, Source, SourceField
from zhunsheng.engine.values import Problem, Text

Finding = tuple[Path, Problem]

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})
MOMENTS = frozenset({FieldType.DATE, FieldType.DATETIME})
_ANY = frozenset(FieldType)
_FED = {
    "first_day": MOMENTS,
    "last_day": MOMENTS,
    "day": MOMENTS,
    "starts": MOMENTS,
    "ends": MOMENTS,
    "hours": NUMBERS,
}


def check_source(source: Source) -> Iterator[Finding]:
    """Everything that can be said of a source by itself."""
    for index, name in enumerate(source.key):
        yield from _key(source, name, ("key", index))
    if source.time:
        yield from check_field(source, source.time, MOMENTS, ("time",))
    if source.identity:
        yield from check_field(source, source.identity, _ANY, ("identity",))
    for name, field in source.fields.items():
        for problem in _field_faults(field):
            yield ("fields", name), problem
    yield from _headings(source)
    yield from _feeds(source)


def check_field(source: Source, name: str, wanted: frozenset[FieldType], path: Path) -> Iterator[Finding]:
    """Whether the field is there and of a wanted type."""
    field = source.fields.get(name)
    if field is None:
        yield path, no_field(name, source.id, source.fields)
    elif field.type not in wanted:
        yield path, wrong_field_type(name, field.type, wanted)


def check_person(source: Source, name: str, path: Path) -> Iterator[Finding]:
    """Whether the field points at people."""
    if name not in source.fields:
        yield path, no_field(name, source.id, source.fields)
    elif name not in source.people:
        yield path, not_a_person(name, source.people)


def _key(source: Source, name: str, path: Path) -> Iterator[Finding]:
    yield from check_field(source, name, _ANY, path)
    if name in source.fields and not source.fields[name].required:
        yield (
            path,
            Problem(
                "source.key_not_required",
                Text(
                    zh=f"主键字段「{name}」可以为空，就认不出是哪一笔",
                    en=f"key field '{name}' may be missing, and then nothing tells which object is meant",
                ),
                Text(zh="给该字段写上 required: true", en="give the field required: true"),
            ),
        )


def _field_faults(field: SourceField) -> Iterator[Problem]:
    if field.type is FieldType.SUBJECT and not field.dimension:
        yield _needs("dimension", FieldType.SUBJECT)
    if field.type is FieldType.CHOICE and not field.choices:
        yield _needs("choices", FieldType.CHOICE)
    options = (
        ("dimension", field.dimension, {FieldType.SUBJECT}),
        ("choices", field.choices, {FieldType.CHOICE}),
        ("formats", field.formats, MOMENTS),
        ("unit", field.unit, NUMBERS),
        ("minimum", field.minimum is not None, NUMBERS | MOMENTS),
        ("maximum", field.maximum is not None, NUMBERS | MOMENTS),
    )
    for option, given, types in options:
        if given and field.type not in types:
            yield _useless(option, frozenset(types))
    yield from _reads(field)
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield Problem(
            "source.empty_range",
            Text(
                zh=f"最小值 {field.minimum:g} 大于最大值 {field.maximum:g}",
                en=f"the minimum {field.minimum:g} is above the maximum {field.maximum:g}",
            ),
            Text(zh="对调或改正", en="correct one of them"),
        )


def _reads(field: SourceField) -> Iterator[Problem]:
    """A text that never comes, or is read as nothing or as what the field refuses, is no rule."""
    comes, read = (_tidied(texts) for texts in (field.reads.keys(), field.reads.values()))
    for at, (text, meant) in enumerate(field.reads.items()):
        if comes[at] is None or read[at] is None:
            yield _reads_nothing(text, meant)
        elif field.type is FieldType.CHOICE and meant not in field.choices:
            yield _reads_no_choice(text, meant, field.choices)


def _tidied(texts: Iterable[str]) -> list[str | None]:
    found: list[str | None] = tidy(pa.array(texts, pa.string()), fold_width=True).to_pylist()
    return found


def _reads_nothing(text: str, meant: str) -> Problem:
    return Problem(
        "source.reads_nothing",
        Text(zh=f"读法「{text}」→「{meant}」有一边是空的", en=f"the reading '{text}' → '{meant}' is empty on one side"),
        Text(zh="两边都写上文字，或删去这一条", en="write a text on both sides, or remove it"),
    )


def _reads_no_choice(text: str, meant: str, choices: tuple[str, ...]) -> Problem:
    return Problem(
        "source.reads_no_choice",
        Text(
            zh=f"「{text}」要读作「{meant}」，但选项里没有它",
            en=f"'{text}' is to be read as '{meant}', which is not one of the choices",
        ),
        proposal(meant, choices) or Text(zh="先补上选项", en="add the choice first"),
    )


def _needs(option: str, kind: FieldType) -> Problem:
    return Problem(
        "source.option_missing",
        Text(zh=f"类型 {kind} 的字段缺少「{option}」", en=f"a field of type {kind} needs '{option}'"),
        Text(zh=f"补上「{option}: …」", en=f"add '{option}: …'"),
    )


def _useless(option: str, types: frozenset[FieldType]) -> Problem:
    named = types_named(types)
    return Problem(
        "source.option_useless",
        Text(zh=f"「{option}」只对类型{named.zh}有意义", en=f"'{option}' means something for {named.en} only"),
        Text(zh="删去它，或改类型", en="remove it, or change the type"),
    )


def _headings(source: Source) -> Iterator[Finding]:
    """Two fields must not be read from one column."""
    said = [(name, heading) for name, field in source.fields.items() for heading in {source.heading(name), *field.also}]
    counts = Counter(heading for _, heading in said)
    for name, heading in said:
        if counts[heading] > 1:
            yield (
                ("fields", name),
                Problem(
                    "source.column_shared",
                    Text(
                        zh=f"列「{heading}」被几个字段同时占用", en=f"column '{heading}' is claimed by several fields"
                    ),
                    Text(zh="每个字段写各自的 column / also", en="give each field a column / also of its own"),
                ),
            )


def _feeds(source: Source) -> Iterator[Finding]:
    feeds = source.feeds
    if feeds is None:
        return
    for option, name in feeds:
        path = ("feeds", option)
        if option in ("feeds", "dimension", "create_managers") or name is None:
            continue
        if option == "person":
            yield from check_person(source, name, path)
        else:
            yield from check_field(source, name, _FED.get(option, _ANY), path)
    if isinstance(feeds, Members) and feeds.dimension in ORGANISATION:
        yield (
            ("feeds", "dimension"),
            Problem(
                "source.feeds_organisation",
                Text(
                    zh=f"「{feeds.dimension}」来自人员与组织，不能由成员清单提供",
                    en=f"'{feeds.dimension}' comes from people and organisation, not from a list of members",
                ),
                Text(zh="改用 feeds: people", en="use feeds: people"),
            ),
        )
