"""Which stored metrics can be brought up to date together, and what a source's facts move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import LeaveList, RosterList, Source
from zhunsheng.engine.metrics.duration import Duration
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.pieces import defined, versions


@dataclass(frozen=True)
class Group:
    """Definitions over one source that a source's facts move in the same way.

    `reach`: which days' numbers a fact moves.
    `pairs`: a number may stand on facts of several people, so facts are never picked by person.
    `fills`, `passing`: see FromFacts.
    """

    source: Source
    grain: Grain
    reach: Reach
    fills: bool
    passing: bool
    pairs: bool
    names: tuple[str, ...]
    measures: tuple[FromFacts, ...]

    def cuts(self, periods: Sequence[Period], known_at: datetime | None) -> Iterator[Cut]:
        """The periods by definition: those metrics that this group's kind of definition has in them.

        Which metrics stand together in a period depends on that period alone, never on what else is asked for.
        """
        meant: dict[Period, dict[str, Metric]] = {}
        for name in self.names:
            for piece in defined(name, periods, known_at):
                if piece.metric.measure in self.measures and self.grain in piece.metric.grains:
                    for period in piece.periods:
                        meant.setdefault(period, {})[name] = piece.metric
        alike: list[tuple[dict[str, Metric], list[Period]]] = []
        for period in sorted(meant):
            if not alike or alike[-1][0] != meant[period]:
                alike.append((meant[period], []))
            alike[-1][1].append(period)
        for metrics, members in alike:
            yield Cut(tuple(members), known_at, metrics)


@dataclass(frozen=True)
class Cut:
    """Periods, what is known of them (None: everything), and the metrics as defined in them."""

    periods: tuple[Period, ...]
    known_at: datetime | None
    metrics: dict[str, Metric]

    @property
    def measures(self) -> dict[str, FromFacts]:
        measures = {name: metric.measure for name, metric in self.metrics.items()}
        return {name: measure for name, measure in measures.items() if isinstance(measure, FromFacts)}


def sources(scene: Scene) -> list[Source]:
    """All sources that metrics stand on, those included that a release took away."""
    measures = [metric.measure for metric in versions(scene.bundle.each(Metric))]
    former = {measure.source for measure in measures if isinstance(measure, FromFacts)}
    return [scene.source(name) for name in sorted({*scene.bundle.each(Source), *former})]


def groups(scene: Scene, told: Source) -> Iterator[Group]:
    """What the source's facts move: definitions over it, and rates where it tells time at work."""
    found: dict[tuple[str, Grain, Reach, bool, bool, bool], dict[str, list[FromFacts]]] = {}
    for metric in versions(scene.bundle.each(Metric)):
        measure = metric.measure
        if not isinstance(measure, FromFacts) or (reach := _reach(told, measure)) is None:
            continue
        for grain in metric.grains:
            kind = (measure.source, grain, reach, measure.fills, measure.passing, isinstance(measure, Duration))
            found.setdefault(kind, {}).setdefault(metric.id, []).append(measure)
    for (source, grain, reach, fills, passing, pairs), named in found.items():
        measures = tuple(measure for each in named.values() for measure in each)
        yield Group(scene.source(source), grain, reach, fills, passing, pairs, tuple(named), measures)


def _reach(told: Source, measure: FromFacts) -> Reach | None:
    """Which days' numbers a fact of the source moves; None where it moves none."""
    if isinstance(measure, Rate) and isinstance(told.feeds, RosterList | LeaveList):
        return told.feeds.reach
    return measure.reach(told) if measure.source == told.id else None
