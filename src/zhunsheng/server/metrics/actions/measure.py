"""Measure: keep the stored values of people and units right, at the cost of what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from zhunsheng.engine.facts.source import LeaveList, RosterList, Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.facts.actions.progress import mark_measured
from zhunsheng.server.facts.queries import last_seq, measured_seq, touched
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.actions.correct import raise_corrections
from zhunsheng.server.metrics.computing import numbers_of, with_state
from zhunsheng.server.metrics.evaluate import Ask, Scene, data_periods, evaluate
from zhunsheng.server.metrics.models import Measured
from zhunsheng.server.metrics.moved import Moved, moved_subjects
from zhunsheng.server.metrics.pieces import pieces
from zhunsheng.server.people.queries import organisation_version, spans

ABOUT = {"person": "p", "unit": "u"}
"""Dimensions whose numbers are kept ready, and the letter they are kept under."""
MOST_PERIODS = 26
"""Periods computed together: bounds the memory of a rebuild."""


@dataclass(frozen=True)
class Group:
    """Metrics over one source that can be brought up to date together."""

    source: Source
    grain: Grain
    forward: int | None
    metrics: dict[str, Metric]

    @property
    def measures(self) -> list[FromFacts]:
        return [m.measure for m in self.metrics.values() if isinstance(m.measure, FromFacts)]


def measure(scene: Scene) -> bool:
    """Compute what facts, posts or definitions have moved since last time; returns whether anything had to be."""
    marker, _ = Measured.objects.get_or_create(id=1)
    if (marker.release, marker.organisation) != (current_number(), organisation_version()):
        rebuild(scene)
        return True
    behind = [s for s in scene.bundle.each(Source).values() if last_seq(s.id) > measured_seq(s.id)]
    for source in behind:
        _advance(scene, source)
    return bool(behind)


@transaction.atomic
def rebuild(scene: Scene) -> None:
    """Compute every stored value anew from the lake; closed periods come out as they were known."""
    for source in scene.bundle.each(Source).values():
        for group in groups(scene, source):
            store.clear([store.slot(name) for name in group.metrics], group.grain)
            periods = data_periods(scene, group.measures, group.grain)
            for first in range(0, len(periods), MOST_PERIODS):
                _compute(scene, group, periods[first : first + MOST_PERIODS], None, undated=first == 0)
        mark_measured(source.id, last_seq(source.id))
    Measured.objects.filter(id=1).update(release=current_number(), organisation=organisation_version())


@transaction.atomic
def _advance(scene: Scene, source: Source) -> None:
    """Bring the numbers up to date with the source's lake rows that metrics have not seen."""
    seen = last_seq(source.id)
    rows = touched(scene.engine, scene.lake(source), measured_seq(source.id))
    if rows.num_rows and source.people:
        moved = Moved.of(rows, source.people)
        for group in groups(scene, source):
            forward = group.forward
            periods = data_periods(scene, group.measures, group.grain) if forward is None else None
            periods = moved.periods(group.grain, forward or 0) if periods is None else periods
            if periods:
                _compute(scene, group, periods, moved, undated=True)
    mark_measured(source.id, seen)


def groups(scene: Scene, source: Source) -> Iterator[Group]:
    """The stored metrics that the source's facts move: those over it, and rates where it tells time at work."""
    tells_time = isinstance(source.feeds, RosterList | LeaveList)
    items = [
        (measure.source, grain, _forward(scene, source, measure), name, metric)
        for name, metric in scene.bundle.each(Metric).items()
        if isinstance(measure := metric.measure, FromFacts)
        and (measure.source == source.id or (tells_time and isinstance(measure, Rate)))
        for grain in metric.grains
    ]

    def together(item: tuple[str, Grain, int | None, str, Metric]) -> tuple[str, str, int]:
        return (item[0], item[1].value, -1 if item[2] is None else item[2])

    for _, members in groupby(sorted(items, key=together), key=together):
        found = list(members)
        about, grain, forward, _, _ = found[0]
        yield Group(scene.source(about), grain, forward, {name: metric for *_, name, metric in found})


def _forward(scene: Scene, source: Source, measure: FromFacts) -> int | None:
    """Days after a changed fact in which the measure may still move; None where its day cannot tell."""
    elsewhere = measure.source != source.id or measure.time not in (None, source.time)
    return None if elsewhere else measure.reach.forward


def _compute(scene: Scene, group: Group, periods: Sequence[Period], moved: Moved | None, *, undated: bool) -> None:
    """Compute the group's numbers of the periods, for those who moved (None: everybody), and keep them."""
    for cut, metrics in _cuts(group, periods):
        for dimension, about in ABOUT.items():
            people = moved.people if moved is not None and dimension == "person" else None
            ask = Ask(dimension, group.grain, cut.periods, None if moved else cut.known_at, people)
            which = None
            if moved is not None:
                belonging = None if dimension == "person" else spans(dimension, None)
                which = moved_subjects(scene.engine, moved, cut.periods, group.forward, belonging)
            values = _values(scene, metrics, ask, about, which, undated=undated and cut.periods[-1] == periods[-1])
            if moved is not None and cut.closing is not None:
                raise_corrections(cut.closing, values, scene.now)
            else:
                store.replace([store.slot(name) for name in metrics], _kept_under(group.grain, which), values)


@dataclass(frozen=True)
class Cut:
    """Periods in a row that share the moment of knowledge."""

    periods: tuple[Period, ...]
    known_at: datetime | None
    closing: int | None


def _cuts(group: Group, periods: Sequence[Period]) -> Iterator[tuple[Cut, dict[str, Metric]]]:
    """The periods by what is known of them, and the metrics as defined in them."""
    shared: dict[Cut, dict[str, Metric]] = {}
    for name in group.metrics:
        for piece in pieces(name, periods, None):
            cut = Cut(piece.periods, piece.known_at, piece.closing)
            shared.setdefault(cut, {})[name] = piece.metric
    yield from shared.items()


def _values(
    scene: Scene, metrics: dict[str, Metric], ask: Ask, about: str, which: pa.Table | None, *, undated: bool
) -> pa.Table:
    """The numbers as they are stored, only those in `which` (start, subject; None: all)."""
    measures = {name: metric.measure for name, metric in metrics.items()}
    found = [store.EMPTY]
    for table in evaluate(scene, measures, ask):
        if which is not None:
            wanted = scene.engine.table("which", which)
            same = table.subject.identical_to(wanted.subject) & table.start.identical_to(wanted.start)
            table = table.semi_join(wanted, same)
        if not undated:
            table = table.filter(table.start.notnull())
        wide = scene.engine.table("wide", scene.engine.arrow(table))
        for name in (name for name in metrics if f"{name}__n" in wide.columns):
            numbers = scene.engine.arrow(with_state(metrics[name], numbers_of(name, wide)))
            found.append(store.rows_for(name, ask.grain, about, numbers))
    return pa.concat_tables(found)


def _kept_under(grain: Grain, which: pa.Table | None) -> pa.Table | None:
    """(grain, start, subject) of the stored numbers that give way."""
    if which is None:
        return None
    return pa.table(
        {
            "grain": pa.array([store.letter(grain)] * which.num_rows, pa.string()),
            "start": pc.fill_null(which["start"], pa.scalar(store.NEVER, pa.date32())),
            "subject": pc.fill_null(which["subject"], store.NOBODY),
        }
    )
