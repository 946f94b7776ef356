"""Which entities name which: references, where something is used, circles."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.facts.dimension import ORGANISATION
from zhunsheng.engine.facts.source import Members, Source
from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Keeper


def references(entity: AnyEntity) -> Iterator[tuple[Path, Ref]]:
    """The entities that this one names, and where it does; dimensions that every company has are left out."""
    match entity:
        case Source():
            yield from _of_source(entity)
        case Metric(measure=FromFacts() as measure):
            yield ("measure", "source"), Ref("source", measure.source)
        case Metric(measure=Change() as measure):
            yield ("measure", "metric"), Ref("metric", measure.metric)
        case Metric(measure=Composite() as measure):
            for metric in measure.inputs():
                yield ("measure", "formula"), Ref("metric", metric)
        case Commitment():
            yield from _of_commitment(entity)


def _of_source(source: Source) -> Iterator[tuple[Path, Ref]]:
    for name, field in source.fields.items():
        if field.dimension and field.dimension not in ORGANISATION:
            yield ("fields", name, "dimension"), Ref("dimension", field.dimension)
    if isinstance(source.feeds, Members) and source.feeds.dimension not in ORGANISATION:
        yield ("feeds", "dimension"), Ref("dimension", source.feeds.dimension)


def _of_commitment(chain: Commitment) -> Iterator[tuple[Path, Ref]]:
    yield ("begins", "source"), Ref("source", chain.begins.source)
    for path, fact in chain.facts():
        if fact.source not in (None, chain.begins.source):
            yield (*path, "source"), Ref("source", fact.source)
    for at, rule in enumerate(chain.responsible.choose if chain.responsible else ()):
        if isinstance(rule, Keeper):
            yield ("responsible", "choose", at, "source"), Ref("source", rule.source)
    for at, shifts in enumerate(chain.roster):
        yield ("roster", at, "source"), Ref("source", shifts.source)
    if chain.calendar:
        yield ("calendar",), Ref("calendar", chain.calendar)


def where_used(bundle: Bundle, ref: Ref) -> tuple[Ref, ...]:
    """Entities that stand on this one, directly or through others; the nearest first."""
    users: dict[Ref, None] = {}
    wave = {ref}
    while wave:
        named = {
            user
            for user, entity in sorted(bundle.entities.items())
            if any(target in wave for _, target in references(entity))
        }
        wave = named - users.keys() - {ref}
        users |= dict.fromkeys(sorted(wave))
    return tuple(users)


def circles(bundle: Bundle) -> list[tuple[str, ...]]:
    """Ids of metrics that stand on themselves: each circle once, beginning with its first id in the alphabet."""
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()
    metrics = bundle.each(Metric)
    for start in sorted(metrics):
        trail: list[tuple[str, Iterator[str]]] = [(start, iter(metrics[start].inputs))]
        while trail and start not in done:
            following = next(trail[-1][1], None)
            names = [name for name, _ in trail]
            if following is None:
                done.add(trail.pop()[0])
            elif following in names:
                found.add(_turned(names[names.index(following) :]))
            elif following in metrics and following not in done:
                trail.append((following, iter(metrics[following].inputs)))
    return sorted(found)


def _turned(circle: list[str]) -> tuple[str, ...]:
    first = circle.index(min(circle))
    return (*circle[first:], *circle[:first])
