"""How many periods are computed at once: as many as bounded memory holds, whether stored or on request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import accumulate, groupby
from math import ceil

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Period
from zhunsheng.server.facts.partitions import partitions
from zhunsheng.server.metrics.evaluate import Scene

MOST_FACTS = 2_500_000
"""About as many facts are grouped at once."""
MOST_FILLED = 13
"""At most as many periods of metrics that have numbers in periods without facts. A quarter of weeks."""


def portions(scene: Scene, measures: Sequence[FromFacts], periods: Sequence[Period]) -> Iterator[list[Period]]:
    """The periods a few at a time, about equally many facts in each portion. The measures are over one source."""
    rows = {part.month: part.rows for part in partitions(scene.lake(scene.source(measures[0].source)), ())}
    least = MOST_FACTS / MOST_FILLED if any(measure.fills for measure in measures) else 0.0
    weights = [max(least, _facts_in(period, rows)) for period in periods]
    size = sum(weights) / max(1, ceil(sum(weights) / MOST_FACTS - 1e-9)) or 1.0
    middles = [end - weight / 2 for end, weight in zip(accumulate(weights), weights, strict=True)]
    for _, members in groupby(zip(periods, middles, strict=True), key=lambda each: each[1] // size):
        yield [period for period, _ in members]


def _facts_in(period: Period, rows: Mapping[str, int]) -> float:
    """About how many facts a period has, by how many its months have."""
    days = range((period.end - period.start).days)
    return sum(rows.get(f"{period.start + timedelta(days=day):%Y-%m}", 0) / 30 for day in days)
