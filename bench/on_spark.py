"""The same expressions on Spark: values must be equal. Needs the extra `spark` and Java."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa

from bench.company import FIRST_DAY, MEASURES
from bench.steps import Figures, timed
from zhunsheng.engine.backend import Backend
from zhunsheng.engine.backend.spark import Spark
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Window
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Ask, Scene, evaluate
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo


def compare(world: WorldInfo) -> Figures:
    """Six metrics by person and week on Spark and on DuckDB; raises SystemExit where any value differs."""
    figures: Figures = {}
    with reading.backend(world) as engine, timed(figures, "duckdb"):
        ours = _numbers(world, engine)
    with Spark(world.time_zone, "local[2]", {"spark.driver.memory": "3g"}) as engine, timed(figures, "spark"):
        theirs = _numbers(world, engine)
    if ours.column_names != theirs.column_names or ours.num_rows != theirs.num_rows:
        raise SystemExit(f"{ours.num_rows} rows against {theirs.num_rows}")
    for name in ours.column_names[2:]:
        left, right = (table[name].to_numpy(zero_copy_only=False).astype(float) for table in (ours, theirs))
        if not np.allclose(left, right, rtol=1e-9, equal_nan=True):
            raise SystemExit(f"{name} differs")
    figures["groups"] = ours.num_rows
    return figures


def _numbers(world: WorldInfo, engine: Backend) -> pa.Table:
    scene = Scene(world, current(), engine, now(world))
    metrics = scene.bundle.each(Metric)
    measures = {name: measure for name in MEASURES if isinstance(measure := metrics[name].measure, FromFacts)}
    periods = tuple(Window(FIRST_DAY, FIRST_DAY + timedelta(days=364)).periods(Grain.WEEK))
    ((_, table),) = evaluate(scene, measures, Ask("person", Grain.WEEK, periods))
    return engine.arrow(table).sort_by([("subject", "ascending"), ("start", "ascending")])
