"""Reach: from which day to which a fact can count, and so which facts a period needs and which periods a fact moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis
from ibis.expr.types import DateValue, Table

from zhunsheng.engine.values import Period

FOR_EVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Ends:
    """What is known of a column: no day before `first` or after `last` (None: no day at all), maybe empty cells."""

    first: date | None
    last: date | None
    empty: bool


@dataclass(frozen=True)
class Reach:
    """A fact can count from the day in column `first` to the day in column `last`, and some days around.

    Empty in `first`: the fact is undated. Empty in another column `last`: it counts for ever.
    """

    first: str = "_day"
    last: str = "_day"
    before: int = 0
    after: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.first, self.last)))

    def days(self, rows: Table) -> tuple[DateValue, DateValue]:
        """The first and last day on which each row can count; both null for undated ones."""
        first, last = rows[self.first].cast("date"), rows[self.last].cast("date")
        begins, ends = (first - ibis.interval(days=self.before)), (last + ibis.interval(days=self.after))
        ends = ends.cast("date").fill_null(ibis.literal(FOR_EVER))
        return begins.cast("date"), ibis.ifelse(first.isnull(), ibis.null("date"), ends)

    def touches(self, ends: Mapping[str, Ends], period: Period) -> bool:
        """Whether any of the rows may count in the period."""
        first, last = ends[self.first], ends[self.last]
        if first.first is None or first.first.toordinal() - self.before >= period.end.toordinal():
            return False
        if self.last != self.first and last.empty:
            return True
        return last.last is not None and last.last.toordinal() + self.after >= period.start.toordinal()
