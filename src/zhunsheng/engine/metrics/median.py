"""Median: the middle of a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Median(FromFacts):
    """The middle value; of an even number, the mean of the two in the middle. Missing cells do not count."""

    kind: Literal["median"]
    field: Name

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & rows[self.field].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        column, keep = rows[self.field].cast("float64"), self.counted(rows, setting)
        return {"value": column.quantile(0.5, where=keep)}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def fields(self) -> set[str]:
        return super().fields() | {self.field}
