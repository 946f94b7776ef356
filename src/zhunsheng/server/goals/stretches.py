"""Targets beyond the best that was ever done, by the numbers on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.feasible import stretch
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.engine.values import Grain, Period, Problem
from zhunsheng.server.goals.values import GoalEntry
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import dated, of_people

Asked = tuple[str, str, Grain]


def stretches(scene: Scene, goals: Sequence[GoalEntry]) -> Iterator[Problem]:
    """A remark for each goal whose target its owner never reached in a period of the kind of its term."""
    metrics, kept = scene.bundle.each(Metric), dict[Asked, Mapping[int, tuple[float, float]]]()
    for goal in goals:
        metric, grain = metrics.get(goal.metric or ""), Term.parse(goal.term).grain
        if metric is None or grain is None or goal.target is None:
            continue
        if goal.level != "company" and not of_people(metric, scene.bundle):
            continue
        asked = (metric.id, goal.level, grain)
        if asked not in kept:
            kept[asked] = _extremes(_over(scene, metric, grain, dated(scene, metric, goal.level, grain)))
        ends = kept[asked].get(goal.owner or 0)
        best = None if ends is None else ends[1 if goal.direction == "up" else 0]
        if remark := stretch(goal.target, goal.direction, metric.unit, best):
            yield replace(remark, place=goal.code)


def _over(scene: Scene, metric: Metric, grain: Grain, found: pa.Table) -> pa.Table:
    """The numbers of periods that are over, their cases matured."""
    running = Period.holding(metric.judged(scene.today()), grain).start
    return found.filter(pc.less(found["start"], pa.scalar(running, pa.date32())))


def _extremes(found: pa.Table) -> dict[int, tuple[float, float]]:
    """The lowest and the highest value of each subject."""
    sound = found.filter(pc.and_(pc.is_valid(found["value"]), pc.is_valid(found["subject"])))
    ends = sound.group_by("subject").aggregate([("value", "min"), ("value", "max")])
    columns = (ends[name].to_pylist() for name in ("subject", "value_min", "value_max"))
    return {subject: (low, high) for subject, low, high in zip(*columns, strict=True)}
