"""Percentile: the value below which a share of the facts lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, Value
from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Percentile(FromFacts):
    """Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). Missing cells do not count."""

    kind: Literal["percentile"]
    field: Name
    p: float = Field(gt=0, lt=100)

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & rows[self.field].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        column, keep = rows[self.field].cast("float64"), self.counted(rows, setting)
        return {"value": column.quantile(self.p / 100, where=keep)}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def fields(self) -> set[str]:
        return super().fields() | {self.field}
