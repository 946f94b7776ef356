"""Numbers by definitions that nobody has published: what a metric would give, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from zhunsheng.engine.metrics.combine import combined
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.metrics.computing import NUMBERS, evaluated, with_state
from zhunsheng.server.metrics.evaluate import Ask, Scene
from zhunsheng.server.metrics.portions import portions
from zhunsheng.server.metrics.reach import data_periods


def tried(
    scene: Scene, name: str, dimension: str, periods: Sequence[Period], of: tuple[str, int] | None = None
) -> pa.Table:
    """The metric's numbers in NUMBERS' shape, in all periods as the scene's blueprint defines it.

    `of`: only of what is about the member of a dimension.
    """
    metric = _metric(scene, name)
    if isinstance(metric.measure, FromMetrics):
        return _combined(scene, metric, metric.measure, dimension, periods, of)
    found = [NUMBERS.empty_table()]
    for part in portions(scene, [metric.measure], periods):
        ask = Ask(dimension, part[0].grain, tuple(part), of=of)
        found.append(scene.engine.arrow(evaluated(scene, metric, metric.measure, ask)).cast(NUMBERS))
    return pa.concat_tables(found)


def tried_periods(scene: Scene, name: str, grain: Grain) -> tuple[Period, ...]:
    """All periods for which there are facts, as the scene's blueprint defines the metric."""
    return data_periods(scene, _measures(scene, name), grain)


def _combined(
    scene: Scene,
    metric: Metric,
    measure: FromMetrics,
    dimension: str,
    periods: Sequence[Period],
    of: tuple[str, int] | None,
) -> pa.Table:
    needed = sorted({*periods, *(before for one in periods if (before := measure.earlier(one)) is not None)})
    found = {name: tried(scene, name, dimension, needed, of) for name in measure.inputs()}
    # Only now are they given names: trying one may itself have needed inputs of these names.
    inputs = {name: scene.engine.table(f"input_{name}", numbers) for name, numbers in found.items()}
    return scene.engine.arrow(with_state(metric, combined(scene.engine, measure, inputs, periods))).cast(NUMBERS)


def _measures(scene: Scene, name: str) -> list[FromFacts]:
    """The measures over facts that the metric stands on."""
    metric = _metric(scene, name)
    if isinstance(metric.measure, FromFacts):
        return [metric.measure]
    return [measure for inner in metric.inputs for measure in _measures(scene, inner)]


def _metric(scene: Scene, name: str) -> Metric:
    found = scene.bundle.find(Metric, name)
    if found is None:
        raise LookupError(f"the blueprint has no metric '{name}'")
    return found
