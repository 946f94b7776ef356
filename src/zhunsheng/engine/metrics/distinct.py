"""Distinct: how many different values a field takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import NumericValue, Table, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Distinct(FromFacts):
    """The number of different values of `field`; missing cells do not count."""

    kind: Literal["distinct"]
    field: Name

    def parts(self, rows: Table, setting: Setting) -> Parts:
        column = rows[self.field]
        keep = self.keep(rows, setting) & column.notnull()
        return {"n": keep.sum(), "value": column.nunique(where=keep)}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def fields(self) -> set[str]:
        return super().fields() | {self.field}
