"""Last: the value of a field in the latest fact of the period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Last(FromFacts):
    """The value of `field` in the fact that happened last; of two at the same time, the one recorded later.

    Facts that lack the field do not count: the value before them stays the last.
    """

    kind: Literal["last"]
    field: Name

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & rows[self.field].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        column, keep = rows[self.field], self.counted(rows, setting)
        order = ibis.struct({"day": rows._day, "happened": rows._happened, "seq": rows._seq})
        return {"value": column.argmax(order, where=keep)}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def fields(self) -> set[str]:
        return super().fields() | {self.field}
