"""Whether the entities of a bundle fit together: every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.check_calendar import check_calendar, check_holders
from zhunsheng.engine.blueprint.check_commitment import check_commitment
from zhunsheng.engine.blueprint.check_metric import check_grains, check_limits, check_metric
from zhunsheng.engine.blueprint.check_source import Finding, check_source
from zhunsheng.engine.blueprint.check_told import check_told
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, AnyEntity, Ref
from zhunsheng.engine.blueprint.faults import no_entity, no_time_zone
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.blueprint.reading import Reading, scan
from zhunsheng.engine.blueprint.references import circles, references
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.zones import is_time_zone
from zhunsheng.engine.facts.dimension import ORGANISATION, Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.units import CURRENCIES, unit_problems
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.values import Problem, Text


def sound(files: Mapping[str, str]) -> Bundle:
    """Read a bundle's files and check it. Raises ZhunshengError: all problems, each with file and line."""
    return examined(scan(files)).bundle()


def examined(reading: Reading, instead: Settings | None = None) -> Reading:
    """The reading with what does not fit together added to its faults. `instead`: settings where none were read."""
    settings = reading.settings or instead
    if settings is not None:
        bundle = Bundle(settings, reading.entities)
        for file, path, problem in _findings(bundle, reading.unreadable):
            reading.report(problem, file, path)
    return reading


def check(bundle: Bundle) -> list[Problem]:
    """What does not fit, each problem with its file."""
    return [problem.at(file) for file, _, problem in _findings(bundle, frozenset())]


def _findings(bundle: Bundle, unreadable: AbstractSet[Ref]) -> Iterator[tuple[str, Path, Problem]]:
    """`unreadable`: entities with problems of their own; that they are not there is no further problem."""
    for path, problem in _settings(bundle, unreadable):
        yield SETTINGS_FILE, path, problem
    for ref, entity in sorted(bundle.entities.items()):
        for path, target in references(entity):
            if target not in bundle.entities and target not in unreadable:
                yield ref.path, path, no_entity(target, _ids(bundle, target.kind))
        for path, problem in _own(entity, bundle):
            yield ref.path, path, problem
    for circle in circles(bundle):
        yield Ref("metric", circle[0]).path, ("measure",), _circle(circle)


def _own(entity: AnyEntity, bundle: Bundle) -> Iterator[Finding]:
    match entity:
        case Source():
            yield from check_source(entity)
            yield from check_told(entity)
        case Dimension(id=name) if name in ORGANISATION:
            yield ("id",), _reserved(name)
        case Calendar():
            yield from check_calendar(entity)
            yield from check_holders(entity, bundle.each(Calendar))
        case Metric():
            yield from _metric(entity, bundle)
        case Commitment():
            yield from check_commitment(entity, bundle)


def _metric(metric: Metric, bundle: Bundle) -> Iterator[Finding]:
    measure = metric.measure
    source = bundle.find(Source, measure.source) if isinstance(measure, FromFacts) else None
    yield from check_grains(metric)
    yield from check_limits(metric)
    if isinstance(measure, FromMetrics) and not measure.inputs():
        yield ("measure",), _no_inputs(metric.id)
    if source is not None:
        yield from check_metric(metric, source)
    currency = bundle.settings.currency if bundle.settings.currency in CURRENCIES else None
    for problem in unit_problems(metric, source, bundle.each(Metric), currency):
        yield ("unit",), problem


def _settings(bundle: Bundle, unreadable: AbstractSet[Ref]) -> Iterator[Finding]:
    settings = bundle.settings
    if not is_time_zone(settings.time_zone):
        yield ("time_zone",), no_time_zone(settings.time_zone)
    if settings.currency is not None and settings.currency not in CURRENCIES:
        yield ("currency",), _no_currency(settings.currency)
    calendar = Ref("calendar", settings.calendar or "")
    if settings.calendar and calendar not in bundle.entities and calendar not in unreadable:
        yield ("calendar",), no_entity(calendar, _ids(bundle, "calendar"))


def _ids(bundle: Bundle, kind: str) -> list[str]:
    own = [ref.id for ref in bundle.entities if ref.kind == kind]
    return [*own, *ORGANISATION] if kind == "dimension" else own


def _circle(circle: tuple[str, ...]) -> Problem:
    spoken = " → ".join((*circle, circle[0]))
    return Problem(
        "metric.circle",
        Text(zh=f"指标绕成了圈：{spoken}", en=f"these metrics stand on each other in a circle: {spoken}"),
        Text(zh="让其中一个不再引用下一个", en="let one of them do without the next"),
    )


def _no_inputs(metric: str) -> Problem:
    return Problem(
        "formula.no_metric",
        Text(zh=f"指标「{metric}」的公式里没有指标", en=f"the formula of metric '{metric}' names no metric"),
        Text(zh="公式至少要用到一个指标", en="a formula stands on at least one metric"),
    )


def _reserved(name: str) -> Problem:
    return Problem(
        "dimension.reserved",
        Text(
            zh=f"维度「{name}」每家公司都有，不用再写",
            en=f"every company has the dimension '{name}'; it is not written down",
        ),
        Text(zh="删去文件，或换个 id", en="delete the file, or choose another id"),
    )


def _no_currency(code: str) -> Problem:
    return Problem(
        "blueprint.no_such_currency",
        Text(zh=f"没有货币「{code}」", en=f"there is no currency '{code}'"),
        proposal(code.upper(), CURRENCIES) if len(code) == 3 else Text(zh="如 CNY、USD", en="such as CNY or USD"),
    )
