"""What a new release may not change, because facts are kept by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text


def continuity(old: Bundle, new: Bundle, told: Collection[str]) -> list[Problem]:
    """Problems of a release that follows `old` where the sources in `told` already have facts.

    Their keys tell versions from new facts, their time puts facts on days, their types are those of the lake; who
    tells them stays who it was.
    """
    problems = [problem for name in sorted(told) for problem in _source(name, old, new)]
    if told and old.settings.time_zone != new.settings.time_zone:
        problems.append(_zone(old.settings.time_zone, new.settings.time_zone))
    return problems


def _source(name: str, old: Bundle, new: Bundle) -> Iterator[Problem]:
    before, after = old.find(Source, name), new.find(Source, name)
    if before is None or after is None:
        return
    for option in ("key", "time", "identity", "told_by"):
        if getattr(before, option) != getattr(after, option):
            yield _changed(name, option, getattr(before, option), getattr(after, option))
    for field, was in before.fields.items():
        now = after.fields.get(field)
        if now is not None and (was.type, was.dimension) != (now.type, now.dimension):
            yield _changed(name, f"fields.{field}", was.dimension or was.type.value, now.dimension or now.type.value)


def _changed(source: str, what: str, was: object, now: object) -> Problem:
    return Problem(
        "source.facts_kept",
        Text(
            zh=f"数据源「{source}」已有事实，不能把 {what} 从 {was} 改为 {now}",
            en=f"source '{source}' has facts: {what} cannot change from {was} to {now}",
        ),
        Text(
            zh="新增一个字段或数据源，再重新载入文件",
            en="add a field or a source of another name and load the files again",
        ),
        f"sources/{source}.yaml",
    )


def _zone(was: str, now: str) -> Problem:
    return Problem(
        "settings.time_zone_kept",
        Text(
            zh=f"已有事实，不能把时区从 {was} 改为 {now}：事实属于哪一天会随之改变",
            en=f"there are facts: the time zone cannot change from {was} to {now}, for the days of facts would move",
        ),
        Text(zh="在新的主目录里使用新时区", en="use the new time zone in a new home"),
        "bundle.yaml",
    )
