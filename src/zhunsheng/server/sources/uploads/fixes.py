"""How a wrong cell can be mended: in this file only, or by what its source says from now on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pyarrow as pa
from rapidfuzz import fuzz, process

from zhunsheng.engine.blueprint.faults import TYPE_NAMES
from zhunsheng.engine.facts.guessing.dates import styles
from zhunsheng.engine.facts.guessing.guess import Kind
from zhunsheng.engine.facts.guessing.known import Known
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.propose import kinds
from zhunsheng.engine.facts.headings import renamed
from zhunsheng.engine.facts.moments import FIRST_YEAR
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.schemas import Fix

Patch = dict[str, Any]
Mend = Callable[[str, SourceField, str], Iterator[Fix]]
"""Field's name, the field and a wrong text → ways to mend it."""

_NEAR, _PROPOSED = 60, 3
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[万亿%]?")
_PARTS = {
    "%d": ("日", "day"),
    "%m": ("月", "month"),
    "%Y": ("年", "year"),
    "%y": ("两位年", "two-digit year"),
    "%H": ("时", "hours"),
    "%M": ("分", "minutes"),
    "%S": ("秒", "seconds"),
}
_SERIAL_BEGIN = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_MOST_SEEN = 2_000
_SPECIFIC = ("dimension", "choices", "unit", "formats", "minimum", "maximum")


def of_text(code: str, name: str, field: SourceField, text: str) -> list[Fix]:
    """Ways to mend one wrong text."""
    mend = _BY_CODE.get(code)
    return [] if mend is None else list(mend(name, field, text))


def of_group(code: str, name: str, source: Source, texts: Sequence[str]) -> list[Fix]:
    """Ways to mend all rows of one problem at once, by what the source says from now on."""
    field = source.fields[name]
    match code:
        case "cell.missing" if name not in (*source.key, source.identity):
            return [rule(name, {"required": False}, "这一栏改为可以不填", "let the field be empty")]
        case "choice.unknown" if texts:
            listed = "、".join(texts[:5]) + ("等" if len(texts) > 5 else "")
            some = ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "")
            added = {"choices": [*field.choices, *texts]}
            return [rule(name, added, f"把 {listed} 都加进选项", f"add {some} to the choices")]
        case "date.order" | "date.two_styles" | "date.text":
            return list(_styles(name, field, texts))
        case "date.has_time":
            return [rule(name, {"type": "datetime"}, "类型改为日期和钟点", "make it a date with a time of day")]
        case "number.not_whole" | "number.percent":
            changed = {"type": "number", **({} if field.type is FieldType.INTEGER else {"unit": None})}
            return [rule(name, changed, "类型改为数", "make it a number")]
        case "number.out_of_range" | "date.year":
            return list(_wider(name, field, texts))
        case "money.currency":
            return [rule(name, {"unit": None}, "不限定币种", "let it be of any currency")]
    return []


def other_type(name: str, source: Source, texts: Sequence[str], known: Known) -> list[Fix]:
    """Where most of a column cannot be read as its type: the one that it seems to be, if the source can do with it."""
    field = source.fields[name]
    some = pa.chunked_array([pa.array(texts[:_MOST_SEEN], pa.string())])
    column = Profile.of(field.column or name, some, known.now, known.time_zone)
    others = (kind for kind in kinds(column, known) if kind.field.type is not field.type)
    best = next((kind for kind in others if kind.field.dimension in (None, "person", *known.dimensions)), None)
    dated = (FieldType.DATE, FieldType.DATETIME)
    if best is None or (name == source.time and best.field.type not in dated):
        return []
    return [_retyped(name, best)]


def _retyped(name: str, kind: Kind) -> Fix:
    new = kind.field
    said = new.model_dump(mode="json")
    changed: Patch = {"type": new.type.value} | {part: said[part] or None for part in _SPECIFIC}
    called = TYPE_NAMES[new.type]
    return rule(name, changed, f"类型改为{called.zh}（{kind.why.zh}）", f"make it a {called.en} ({kind.why.en})")


def of_heading(code: str, name: str, source: Source, unused: Sequence[str]) -> list[Fix]:
    """A column is not found: it has another heading, or the file does without."""
    field, found = source.fields[name], []
    if code == "heading.renamed" and (like := renamed(source, name, unused)) is not None:
        found += _another_heading(name, source, like[0])
    if name not in (*source.key, source.identity, source.time):
        if field.required:
            optional = rule(name, {"required": False}, "文件里可以没有这一栏", "let files do without this column")
            found.append(optional)
        elif code == "heading.renamed":
            said = Text(zh="这一栏没有了，不再读它", en="the column is gone; read it no more")
            found.append(Fix(said=said, patch={"fields": {name: None}}, cell=None))
    return found


def _another_heading(name: str, source: Source, heading: str) -> list[Fix]:
    """The column is there under another heading: now and then, or from now on."""
    field, column = source.fields[name], source.heading(name)
    also = {"also": [*field.also, heading]}
    changed = {"column": heading, "also": [*(one for one in field.also if one != heading), column]}
    return [
        rule(name, also, f"「{heading}」就是「{column}」，两个列名都认", f"'{heading}' is '{column}'; know it by both"),
        rule(name, changed, f"从现在起列名是「{heading}」", f"from now on the column is called '{heading}'"),
    ]


def rule(name: str, changed: Patch, zh: str, en: str) -> Fix:
    """What a field says from now on."""
    return Fix(said=Text(zh=zh, en=en), patch={"fields": {name: changed}}, cell=None)


def reading(name: str, text: str, meant: str) -> Fix:
    """The text is read as another one, from now on, or in this file only."""
    said = Text(zh=f"把「{text}」读作「{meant}」", en=f"read '{text}' as '{meant}'")
    return Fix(said=said, patch={"fields": {name: {"reads": {text: meant}}}}, cell=meant)


def _once(text: str, cell: str) -> Fix:
    if cell:
        said = Text(zh=f"这次把「{text}」改为「{cell}」", en=f"this once, write '{cell}' for '{text}'")
    else:
        said = Text(zh=f"这次把「{text}」当作空", en=f"this once, take '{text}' for nothing")
    return Fix(said=said, patch=None, cell=cell)


def _choice(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    near = process.extract(
        text[:100].casefold(),
        field.choices,
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=_NEAR,
        limit=_PROPOSED,
    )
    for choice, _, _ in near:
        yield reading(name, text, choice)
    yield rule(name, {"choices": [*field.choices, text]}, f"把「{text}」加进选项", f"add '{text}' to the choices")


def _number(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    found = _NUMBER.findall(text.replace("，", ","))
    if len(found) == 1 and found[0] != text:
        yield _once(text, found[0])
    if not found and not field.required:
        yield _once(text, "")


def _nothing(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    if not field.required:
        yield _once(text, "")


def _serial(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    if _SERIAL.fullmatch(text):
        yield _once(text, (_SERIAL_BEGIN + timedelta(days=int(text.split(".")[0]))).isoformat())


def _day_only(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    if (day := re.match(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", text)) is not None:
        yield _once(text, day[0])


def _rounded(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    if (found := re.search(r"\.\d{4}", text)) is not None:
        yield _once(text, text[: found.end()])


def _as_boolean(name: str, field: SourceField, text: str) -> Iterator[Fix]:
    yield reading(name, text, "是")
    yield reading(name, text, "否")


_BY_CODE: dict[str, Mend] = {
    "choice.unknown": _choice,
    "number.text": _number,
    "number.not_finite": _nothing,
    "cell.excel_error": _nothing,
    "date.text": _nothing,
    "date.empty_in_excel": _nothing,
    "date.serial": _serial,
    "date.has_time": _day_only,
    "money.too_fine": _rounded,
    "boolean.text": _as_boolean,
}


def _styles(name: str, field: SourceField, texts: Sequence[str]) -> Iterator[Fix]:
    for way in styles([*texts]):
        formats = [*field.formats, *(style for style in way if style not in field.formats)]
        yield rule(
            name,
            {"formats": formats},
            f"日期按「{'」「'.join(_in_words(style, 0) for style in way)}」读",
            f"read dates as {', '.join(_in_words(style, 1) for style in way)}",
        )


def _in_words(style: str, language: int) -> str:
    """A style of dates as people write it: 日-月-年, day-month-year."""
    return reduce(lambda said, part: said.replace(part, _PARTS[part][language]), _PARTS, style)


def _wider(name: str, field: SourceField, texts: Sequence[str]) -> Iterator[Fix]:
    if field.type in (FieldType.DATE, FieldType.DATETIME):
        years = [int(found[0]) for text in texts if (found := re.match(r"\d{4}", text))]
        first = FIRST_YEAR if field.minimum is None else field.minimum
        early, late = [year for year in years if 0 < year < first], [year for year in years if year >= first]
        if early:
            yield rule(name, {"minimum": min(early)}, f"允许早到 {min(early)} 年", f"allow years from {min(early)} on")
        if late:
            yield rule(name, {"maximum": max(late)}, f"允许晚到 {max(late)} 年", f"allow years up to {max(late)}")
        return
    yield rule(name, {"minimum": None, "maximum": None}, "不限范围", "let it be of any size")
