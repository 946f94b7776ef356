"""The entity a company configures: a number, what it measures and how it is read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.age import Age
from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.distinct import Distinct
from zhunsheng.engine.metrics.duration import Duration, Elapsed
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.last import Last
from zhunsheng.engine.metrics.limits import Limits
from zhunsheng.engine.metrics.mean import Mean
from zhunsheng.engine.metrics.median import Median
from zhunsheng.engine.metrics.oee import Oee
from zhunsheng.engine.metrics.percentile import Percentile
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.metrics.ratio import Ratio
from zhunsheng.engine.metrics.stock import Stock
from zhunsheng.engine.metrics.sum import Sum
from zhunsheng.engine.values import Frozen, Grain, Text

FactMeasure = (
    Count | Sum | Mean | Median | Percentile | Distinct | Last | Ratio | Elapsed | Duration | Stock | Age | Oee | Rate
)
Measure = Annotated[FactMeasure | Change | Composite, Field(discriminator="kind")]


class Metric(Frozen):
    """A number about a subject over a period.

    `unit`: what the value is in, e.g. `CNY`, `%` (stored as a fraction), `day`, `deal`.
    `grains`: the periods for which values of people and units are kept ready.
    `min_sample`: with fewer rows the state is `too_few`.
    `empty`: what a period without rows means: `no_data`, or `zero` where the source is known to be complete.
    `matures_days`: days after which what happened has shown all it will, as when an invoice is judged by whether it
    was paid; periods younger than that are still under way.
    `personal`: whether it says something of one person; attrition does not, and is nobody's own number of the day.
    `nature`: effort is what people put in (calls, visits), an outcome what comes of it.
    `limits`: what its instrument can show; a goal beyond them is refused.
    """

    kind: Literal["metric"] = "metric"
    id: Name
    name: Text
    description: Text | None = None
    unit: str
    direction: Literal["up", "down", "none"] = "up"
    measure: Measure
    grains: tuple[Grain, ...] = (Grain.MONTH, Grain.QUARTER)
    min_sample: int = Field(default=1, ge=1)
    empty: Literal["no_data", "zero"] = "no_data"
    target: float | None = None
    owner: str | None = None
    matures_days: int = Field(default=0, ge=0, le=1_000)
    personal: bool = True
    nature: Literal["effort", "outcome"] = "outcome"
    limits: Limits | None = None

    def judged(self, today: date) -> date:
        """The day that its periods are seen from: one is complete when its last day lies before it."""
        return today - timedelta(days=self.matures_days)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of the metrics it stands on; none where it stands on facts."""
        return self.measure.inputs() if isinstance(self.measure, Change | Composite) else ()
