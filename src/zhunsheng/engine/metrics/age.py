"""Age: for how long what is open at the end of a period has been open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.metrics.measure import Parts, Setting
from zhunsheng.engine.metrics.stock import OfOpen


class Age(OfOpen):
    """The mean of the days since open items were opened, at the end of the period or today, whichever is earlier.

    An item of today is 0 days old. Undated items have no age.
    """

    passing: ClassVar[bool] = True

    kind: Literal["age"]

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return rows[self.opened].notnull() & (rows[self.opened].cast("date") <= ibis.literal(setting.today))

    def parts(self, rows: Table, setting: Setting) -> Parts:
        seen = ibis.least(rows._day, ibis.literal(setting.today))
        days = seen.delta(rows[self.opened].cast("date"), unit="day")
        return {"value": days.cast("float64").mean(where=self.counted(rows, setting))}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]
