"""Numbers of the company as they are, and as they would be with a file loaded: tried, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, ZhunshengError
from zhunsheng.server.access.policy import allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.drafts.overlay import Bodies
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.trials import Trial
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Rehearsal
from zhunsheng.server.facts.lake import widened
from zhunsheng.server.metrics.calls import points_of
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.eyes import eyes, sensitivity
from zhunsheng.server.metrics.history import history
from zhunsheng.server.metrics.subjects import WHOLE
from zhunsheng.server.metrics.trying import tried
from zhunsheng.server.sources.schemas import DryNumber, PreviewIn
from zhunsheng.server.sources.uploads.keeping import room
from zhunsheng.server.worlds.values import Visited

MOST_ROWS = 300_000
"""Of a file; with more of them it is tried without numbers."""
MOST = 5
_TRIED = 10
"""Metrics that are looked at until so many have something to say."""
_GRAINS = list(Grain)


def moved(visited: Visited, viewer: Viewer, given: PreviewIn, source: Source, rehearsal: Rehearsal) -> list[DryNumber]:
    """The numbers that stand on the source, each in the last period of the file's own days.

    None where the file brings nothing new, and for a viewer who may not try numbers of the whole company.
    """
    rows = rehearsal.settled
    if rows is None or not rows.num_rows or not allowed(viewer, Act.TRY) or not current_number():
        return []
    trial = _trial(visited, viewer, given, source)
    metrics = [metric for metric in _standing_on(trial, source) if _told(trial, metric)]
    if not metrics:
        return []
    lake = reading.lake_of(visited.world, source)
    with widened(lake, rows, room()) as wider, reading.backend(visited.world) as engine:
        scenes = [Scene(visited.world, trial.draft.bundle, engine, visited.now) for _ in range(2)]
        for scene, table in zip(scenes, (lake, wider), strict=True):
            scene.lakes[source.id] = table
        found = _numbers(trial, source, metrics[:_TRIED], rehearsal.rows, scenes)
        return list(islice(found, MOST))


def _trial(visited: Visited, viewer: Viewer, given: PreviewIn, source: Source) -> Trial:
    """The draft with the source as it is about to be."""
    also: Bodies = {
        Ref("source", source.id): {**given.source, "kind": "source"},
        **{Ref("dimension", str(one.get("id", ""))): {**one, "kind": "dimension"} for one in given.dimensions},
    }
    draft = drafted(also)
    past = history().followed_by(draft.bundle, visited.now)
    return Trial(visited, draft, past, eyes(viewer, visited.today, Act.TRY))


def _standing_on(trial: Trial, source: Source) -> Iterator[Metric]:
    """The metrics with which nothing is wrong, those over the source's own facts first."""
    bundle = trial.draft.bundle
    for ref in where_used(bundle, Ref("source", source.id)):
        metric = bundle.find(Metric, ref.id) if ref.kind == "metric" else None
        if metric is not None and not trial.faults(ref):
            yield metric


def _told(trial: Trial, metric: Metric) -> bool:
    """Whether the viewer may try the metric of the whole company."""
    return trial.eyes.of(sensitivity(metric, trial.past)).everything


def _numbers(
    trial: Trial, source: Source, metrics: Sequence[Metric], rows: Sequence[pa.Table], scenes: Sequence[Scene]
) -> Iterator[DryNumber]:
    """Before and after, where there is any number; a closed period has the number it has."""
    for metric in metrics:
        day = _last_day(metric, source, rows, trial.visited)
        period = Period.holding(day, max(metric.grains, key=_GRAINS.index, default=Grain.MONTH)) if day else None
        if period is None or trial.past.known_at(period) is not None:
            continue
        with suppress(ZhunshengError):  # it cannot be computed of the whole company
            before, after = (_of_company(scene, metric, period) for scene in scenes)
            if before is not None or after is not None:
                yield DryNumber(metric=head(metric), period=period.label, before=before, after=after)


def _last_day(metric: Metric, source: Source, rows: Sequence[pa.Table], visited: Visited) -> date | None:
    """The last of the file's days that place facts in the metric's periods."""
    measure = metric.measure
    own = isinstance(measure, FromFacts) and measure.source == source.id
    column = measure.reach(source).first if isinstance(measure, FromFacts) and own else "_day"
    ends = [pc.max(piece[column]).as_py() for piece in rows if column in piece.column_names]
    last = max((end for end in ends if end is not None), default=None)
    return last.astimezone(visited.world.zone).date() if isinstance(last, datetime) else last


def _of_company(scene: Scene, metric: Metric, period: Period) -> float | None:
    found = points_of(tried(scene, metric.id, WHOLE.dimension, [period]))
    point = found.get(WHOLE.id, {}).get(period.start)
    return point.value if point else None
