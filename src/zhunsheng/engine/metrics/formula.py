"""Formula: a number made of other numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import NumericValue, Value

from zhunsheng.engine.metrics.expression import Formula
from zhunsheng.engine.metrics.measure import FromMetrics


class Composite(FromMetrics):
    """An expression over metrics of the same subject and period. Missing inputs give no value, save by `or_zero`."""

    kind: Literal["formula"]
    formula: Formula

    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.formula.metrics()))

    def value(self, now: Mapping[str, Value], then: Mapping[str, Value]) -> NumericValue:
        return self.formula.value(now)
