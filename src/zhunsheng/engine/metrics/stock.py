"""Stock: what is open at the end of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.reach import FOR_EVER, Reach
from zhunsheng.engine.facts.source import Name, Source
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class OfOpen(FromFacts):
    """What measures of open items share: those opened on or before the period's last day and not closed by then.

    An item closed on a day is not open at that day's end. Items without an opening day are undated, and do not count
    once closed.
    """

    own_rows: ClassVar[bool] = True
    fills: ClassVar[bool] = True

    opened: Name
    closed: Name

    def prepare(self, rows: Table, setting: Setting) -> Table:
        """One row per item and period in which it is open, dated the period's last day; or the undated items."""
        items = rows.filter(FromFacts.counted(self, rows, setting))
        opened, closed = items[self.opened].cast("date"), items[self.closed].cast("date")
        if setting.periods is None:
            return items.filter(opened.isnull() & closed.isnull()).mutate(_day=ibis.null("date"))
        ends = setting.periods.select(end=setting.periods.last_day)
        items = items.mutate(_opened=opened, _closed=closed.fill_null(ibis.literal(FOR_EVER)))
        near = items.filter(items._opened <= ends.end.max().as_scalar(), items._closed > ends.end.min().as_scalar())
        dated = near.join(ends, [near._opened <= ends.end, near._closed > ends.end])
        return dated.mutate(_day=dated.end).select(*rows.columns)

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return ibis.literal(True)

    def reach(self, source: Source) -> Reach:
        return Reach(self.opened, self.closed)

    def fields(self) -> set[str]:
        return super().fields() | {self.opened, self.closed}


class Stock(OfOpen):
    """Open items counted, or summed over `sum`. Items that lack the cell of `sum` do not count."""

    kind: Literal["stock"]
    sum: Name | None = None

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return ibis.literal(True) if self.sum is None else rows[self.sum].notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        return {} if self.sum is None else {"total": rows[self.sum].sum()}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["n"] if self.sum is None else parts["total"]

    def fields(self) -> set[str]:
        return super().fields() | ({self.sum} if self.sum else set())
