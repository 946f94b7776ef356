"""Differences in words: 「指标「赢单率」的分母条件由 … 改为 …」."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import Change
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.entity import KIND_NAMES, AnyEntity, Ref
from zhunsheng.engine.blueprint.labels import LABELS
from zhunsheng.engine.facts.source import Source, SourceField
from zhunsheng.engine.metrics.conditions import All, AnyOf, Not, Test
from zhunsheng.engine.metrics.expression import Binary, Call, MetricRef, Number
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import condition, describe, formula
from zhunsheng.engine.practices.actions.action import (
    Card,
    Escalate,
    Freeze,
    HandOver,
    Notice,
    Unfreeze,
    Unreceived,
    Webhook,
)
from zhunsheng.engine.practices.actions.recipients import Person, Position, said
from zhunsheng.engine.practices.actions.words import in_words as action_in_words
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.values import Frozen, Grain, Text

_NOTHING = Text(zh="（无）", en="nothing")
_SILENT = ("measure",)


def in_words(change: Change, bundle: Bundle) -> Text:
    """The change as a sentence. `bundle`: where the names come from, the new one or, for a removal, the old one."""
    subject = _subject(change)
    affected = _affected(change, bundle)
    match change.what:
        case "added":
            said = _value(change.entity, change.entity, bundle)
            core = Text(zh=f"新增{subject.zh}：{said.zh}", en=f"{subject.en} is added: {said.en}")
        case "removed":
            core = Text(zh=f"删除{subject.zh}", en=f"{subject.en} is removed")
        case "changed":
            core = _changed(change, subject, bundle)
    return Text(zh=core.zh + affected.zh, en=core.en + affected.en)


def _changed(change: Change, subject: Text, bundle: Bundle) -> Text:
    where = _spoken_path(change.path, change.entity)
    old, new = (_value(value, change.entity, bundle) for value in (change.old, change.new))
    match change.old, change.new:
        case Text() as before, Text() as after if before.zh == after.zh:
            where, old, new = _in_language(where, "英文", "in English", before.en, after.en)
        case Text() as before, Text() as after if before.en == after.en:
            where, old, new = _in_language(where, "中文", "in Chinese", before.zh, after.zh)
    if change.old is None or change.old == ():
        return Text(zh=f"{subject.zh}的{where.zh}定为 {new.zh}", en=f"{subject.en}: {where.en} is set to {new.en}")
    if change.new is None or change.new == ():
        return Text(
            zh=f"{subject.zh}的{where.zh}取消（原为 {old.zh}）",
            en=f"{subject.en}: {where.en} is dropped (it was {old.en})",
        )
    return Text(
        zh=f"{subject.zh}的{where.zh}由 {old.zh} 改为 {new.zh}",
        en=f"{subject.en}: {where.en} changes from {old.en} to {new.en}",
    )


def _in_language(where: Text, zh: str, en: str, old: str, new: str) -> tuple[Text, Text, Text]:
    """What differs in one language only is said of that one: else the other's sentence says that nothing changes."""
    before, after = (Text(zh=f"「{text}」", en=f"'{text}'") for text in (old, new))
    return Text(zh=f"{zh}{where.zh}", en=f"{where.en} {en}"), before, after


def _subject(change: Change) -> Text:
    if change.ref is None or change.entity is None:
        return Text(zh="公司设置", en="the company's settings")
    kind = KIND_NAMES[change.ref.kind]
    return Text(zh=f"{kind.zh}「{change.entity.name.zh}」", en=f"{kind.en} '{change.entity.name.en}'")


def _affected(change: Change, bundle: Bundle) -> Text:
    names = [_named(ref, bundle) for ref in change.affects]
    if not names:
        return Text(zh="", en="")
    listed = _listed(names)
    return Text(zh=f"；影响到 {listed.zh}", en=f"; affects {listed.en}")


def _named(ref: Ref, bundle: Bundle) -> Text:
    entity = bundle.entities.get(ref)
    name = entity.name if entity else Text(zh=ref.id, en=ref.id)
    return Text(zh=f"{KIND_NAMES[ref.kind].zh}「{name.zh}」", en=f"{KIND_NAMES[ref.kind].en} '{name.en}'")


def _spoken_path(path: Path, entity: AnyEntity | None) -> Text:
    """`measure.denominator.where` becomes 分母条件 / denominator condition."""
    words = []
    for index, step in enumerate(path):
        if step in _SILENT and index + 1 < len(path):
            continue
        words.append(_spoken_step(path[:index], step, entity))
    return Text(zh="".join(word.zh for word in words), en=" ".join(word.en for word in words))


def _spoken_step(before: Path, step: str | int, entity: AnyEntity | None) -> Text:
    match before:
        case (*_, "fields" | "years"):
            return _member(step, entity)
        case ("fields", _, "reads"):
            return Text(zh=f"「{step}」", en=f"of '{step}'")
    return LABELS.get(str(step), Text(zh=str(step), en=str(step)))


def _member(step: str | int, entity: AnyEntity | None) -> Text:
    found = entity.fields.get(str(step)) if isinstance(entity, Source) else None
    name = found.name if found and found.name else Text(zh=str(step), en=str(step))
    return Text(zh=f"「{name.zh}」的", en=f"'{name.en}'")


def _value(value: object, entity: AnyEntity | None, bundle: Bundle) -> Text:
    """A value as people read it; conditions and formulas with names in place of ids."""
    match value:
        case None | () | "":
            return _NOTHING
        case Text():
            return Text(zh=f"「{value.zh}」", en=f"'{value.en}'")
        case Metric():
            return describe(value, _source(value, bundle), bundle.each(Metric))
        case Test() | All() | AnyOf() | Not():
            return condition(value, _source(entity, bundle))
        case Number() | MetricRef() | Binary() | Call():
            return formula(value, bundle.each(Metric))
        case FromFacts() | FromMetrics() if isinstance(entity, Metric):
            return _value(entity.model_copy(update={"measure": value}), entity, bundle)
        case bool():
            return Text(zh="是" if value else "否", en="yes" if value else "no")
        case Grain():
            return LABELS[value]
        case tuple():
            return _listed([_value(item, entity, bundle) for item in value])
        case Source():
            return _counted(len(value.fields))
        case SourceField():
            return Text(zh=f"类型 {value.type}", en=f"type {value.type}")
        case Enum():
            return Text(zh=str(value.value), en=str(value.value))
        case Notice() | Card() | Escalate() | HandOver() | Webhook() | Freeze() | Unfreeze() | Unreceived():
            return action_in_words(value)
        case Position() | Person():
            return said(value)
        case Frozen():
            return value.name if isinstance(value, AnyEntity) else _pairs(value, entity, bundle)
    return Text(zh=str(value), en=str(value))


def _pairs(value: Frozen, entity: AnyEntity | None, bundle: Bundle) -> Text:
    parts = []
    for name, inner in value:
        if inner is not None and inner != ():
            label, said = LABELS.get(name, Text(zh=name, en=name)), _value(inner, entity, bundle)
            parts.append(Text(zh=f"{label.zh} {said.zh}", en=f"{label.en} {said.en}"))
    return _listed(parts)


def _counted(fields: int) -> Text:
    return Text(zh=f"{fields} 个字段", en=f"{fields} fields")


def _source(entity: AnyEntity | None, bundle: Bundle) -> Source | None:
    if isinstance(entity, Metric) and isinstance(entity.measure, FromFacts):
        return bundle.find(Source, entity.measure.source)
    return bundle.find(Source, entity.begins.source) if isinstance(entity, Commitment) else None


def _listed(parts: Iterable[Text]) -> Text:
    items = list(parts)
    return Text(zh="、".join(item.zh for item in items), en=", ".join(item.en for item in items))
