"""Whether a metric fits its source: fields, their types, person, time, conditions."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.check_conditions import check_condition
from zhunsheng.engine.blueprint.check_source import MOMENTS, NUMBERS, Finding, check_field, check_person
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.metrics.conditions import All, AnyOf, Not, Test
from zhunsheng.engine.metrics.distinct import Distinct
from zhunsheng.engine.metrics.measure import Amount, FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.metrics.stock import OfOpen
from zhunsheng.engine.practices.goals.feasible import beyond
from zhunsheng.engine.values import Problem, Text

FIELD_OPTIONS = {
    "field": NUMBERS,
    "sum": NUMBERS,
    "start": MOMENTS,
    "end": MOMENTS,
    "opened": MOMENTS,
    "closed": MOMENTS,
    "time": MOMENTS,
    "case": frozenset(FieldType),
    "planned": NUMBERS,
    "down": NUMBERS,
    "pieces": NUMBERS,
    "rejected": NUMBERS,
    "ideal_rate": NUMBERS,
}
"""Options of measures that name a field of the source, and the types it may have."""


def check_metric(metric: Metric, source: Source) -> Iterator[Finding]:
    """Everything that can be said of a metric over facts, given its source."""
    measure = metric.measure
    if not isinstance(measure, FromFacts):
        return
    yield from _options(measure, source, ("measure",), isinstance(measure, Distinct))
    yield from _person(measure, source)
    if not (measure.time or source.time or isinstance(measure, OfOpen)):
        yield ("measure",), _no_time(source)


def _options(part: FromFacts | Amount, source: Source, path: Path, any_type: bool) -> Iterator[Finding]:
    for option, value in part:
        here = (*path, option)
        match value:
            case Test() | All() | AnyOf() | Not():
                yield from check_condition(value, source, here)
            case Amount():
                yield from _options(value, source, here, any_type=False)
            case str() if option in FIELD_OPTIONS:
                wanted = frozenset(FieldType) if any_type and option == "field" else FIELD_OPTIONS[option]
                yield from check_field(source, value, wanted, here)


def _person(measure: FromFacts, source: Source) -> Iterator[Finding]:
    if measure.person:
        yield from check_person(source, measure.person, ("measure", "person"))
    elif len(source.people) > 1:
        yield ("measure",), _whose(source)
    elif isinstance(measure, Rate) and not source.people:
        yield ("measure",), _nobody(source)


def check_grains(metric: Metric) -> Iterator[Finding]:
    """Each grain once."""
    if len(set(metric.grains)) < len(metric.grains):
        yield (
            ("grains",),
            Problem(
                "metric.grain_twice",
                Text(zh="同一周期写了两次", en="a grain is given twice"),
                Text(zh="留下一个", en="keep one of them"),
            ),
        )


def check_limits(metric: Metric) -> Iterator[Finding]:
    """Limits that leave room, and a target within them."""
    limits = metric.limits
    if limits is None:
        return
    if limits.floor is not None and limits.ceiling is not None and limits.floor >= limits.ceiling:
        yield ("limits",), _no_room(limits.floor, limits.ceiling)
    elif metric.target is not None and metric.direction != "none":
        for problem in beyond(metric.target, metric.direction, metric.unit, limits, None):
            yield ("target",), problem


def _no_room(floor: float, ceiling: float) -> Problem:
    return Problem(
        "metric.limits_crossed",
        Text(
            zh=f"下限 {floor:g} 不低于上限 {ceiling:g}，什么也测不出",
            en=f"the floor {floor:g} is not below the ceiling {ceiling:g}: nothing could be shown",
        ),
        Text(zh="对调，或去掉一个", en="swap them, or drop one"),
    )


def _whose(source: Source) -> Problem:
    return Problem(
        "metric.person_ambiguous",
        Text(
            zh=f"数据源「{source.id}」有几个人员字段（{'、'.join(source.people)}），不知道算谁的",
            en=f"source '{source.id}' has several fields that point at people ({', '.join(source.people)})",
        ),
        Text(zh="用 person: 指明其中一个", en="say with person: whom the number is about"),
    )


def _nobody(source: Source) -> Problem:
    return Problem(
        "metric.person_missing",
        Text(
            zh=f"按出勤时间算率要有人，而数据源「{source.id}」没有人员字段",
            en=f"a rate per time at work needs people, and source '{source.id}' has no field that points at them",
        ),
        Text(zh="给数据源加一个 dimension: person 的字段", en="add a field with dimension: person to the source"),
    )


def _no_time(source: Source) -> Problem:
    return Problem(
        "metric.no_time",
        Text(
            zh=f"数据源「{source.id}」没有时间字段，数字归不到任何周期",
            en=f"source '{source.id}' has no time, so its facts belong to no period",
        ),
        Text(zh="在数据源或指标上写 time", en="give the source or the metric a time"),
    )
