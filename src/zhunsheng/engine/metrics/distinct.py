"""Distinct: how many different values a field takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Distinct(FromFacts):
    """The number of different values of `field`; missing cells do not count."""

    kind: Literal["distinct"]
    field: Name

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & rows[self.field].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        column, keep = rows[self.field], self.counted(rows, setting)
        return {"value": column.nunique(where=keep)}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def fields(self) -> set[str]:
        return super().fields() | {self.field}
