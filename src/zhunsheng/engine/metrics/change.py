"""Change: how much a metric moved against an earlier period, relative to what it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import NumericValue, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromMetrics, divided
from zhunsheng.engine.values import Grain, Period

YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4}


class Change(FromMetrics):
    """(now − then) ÷ |then|, a fraction. From zero, or where either is missing, there is no rate of change.

    `against`: the period before, or the same period a year earlier (weeks: 52 weeks, days: 364 days earlier, so
    that weekdays match).
    """

    kind: Literal["change"]
    metric: Name
    against: Literal["previous", "year_before"] = "previous"

    def inputs(self) -> tuple[str, ...]:
        return (self.metric,)

    def earlier(self, period: Period) -> Period:
        if self.against == "previous":
            return period.shift(-1)
        if period.grain in YEAR:
            return period.shift(-YEAR[period.grain])
        return period.shift(-52 if period.grain is Grain.WEEK else -364)

    def value(self, now: Mapping[str, Value], then: Mapping[str, Value]) -> NumericValue:
        before = then[self.metric]
        return divided(now[self.metric] - before, before.abs())
