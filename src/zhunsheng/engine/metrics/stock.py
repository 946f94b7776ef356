"""Stock: what is open at the end of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import Name, Source
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Stock(FromFacts):
    """Items opened on or before the period's last day and not closed by then; counted, or summed over `sum`.

    An item closed on a day is not open at that day's end. Items without an opening day are undated, and do not count
    once closed. Items that lack the cell of `sum` do not count.
    """

    own_rows: ClassVar[bool] = True
    fills: ClassVar[bool] = True

    kind: Literal["stock"]
    opened: Name
    closed: Name
    sum: Name | None = None

    def prepare(self, rows: Table, setting: Setting) -> Table:
        """One row per item and period in which it is open, dated the period's last day; or the undated items."""
        items = rows.filter(super().counted(rows, setting)).mutate(
            _opened=rows[self.opened].cast("date"), _closed=rows[self.closed].cast("date")
        )
        if setting.periods is None:
            undated = items.filter(items._opened.isnull() & items._closed.isnull())
            return undated.mutate(_day=ibis.null("date"))
        ends = setting.periods.select(last_day=setting.periods.last_day)
        still_open = items._closed.isnull() | (items._closed > ends.last_day)
        dated = items.join(ends, (items._opened <= ends.last_day) & still_open)
        return dated.mutate(_day=dated.last_day).select(*rows.columns)

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return ibis.literal(True) if self.sum is None else rows[self.sum].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        return {} if self.sum is None else {"total": rows[self.sum].sum()}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["n"] if self.sum is None else parts["total"]

    def reach(self, source: Source) -> Reach:
        return Reach(self.opened, self.closed)

    def fields(self) -> set[str]:
        return super().fields() | {self.opened, self.closed} | ({self.sum} if self.sum else set())
