"""Rate: something per time at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value
from pydantic import Field

from zhunsheng.engine.metrics.conditions import Condition
from zhunsheng.engine.metrics.measure import Amount, FromFacts, Parts, Setting, divided
from zhunsheng.engine.values import Frozen

_COLUMNS = ("_seq", "_person", "_day", "amount", "time")


class Workers(Frozen):
    """Whose work it is: those who belong to a unit, region or position on the day, by key or name."""

    dimension: Literal["unit", "region", "position"]
    members: tuple[str, ...] = Field(min_length=1)


class Rate(FromFacts):
    """Σ amount ÷ Σ time the people were at work, so that leave and part-time lower nobody.

    Time comes from the roster where there is one, else from the working calendar; leave is taken off; only days
    of employment count. `per`: scheduled `hour` or `day` (a full working day). Facts without a day, or lacking the
    amount's cell, do not count; without time at work there is no value.

    Days after today count on neither side, so that a period under way is what was done so far by the time so far.
    Today counts on both, with its whole time at work: it is part of the period under way.

    `of`: whose work it is. What others do and their time at work do not count, so that the whole company's rate does
    not divide by people who have other work; they have no value. Default: everybody's.
    """

    own_rows: ClassVar[bool] = True
    fills: ClassVar[bool] = True
    passing: ClassVar[bool] = True

    kind: Literal["rate"]
    amount: Amount = Amount()
    per: Literal["hour", "day"] = "day"
    of: Workers | None = None

    def prepare(self, rows: Table, setting: Setting) -> Table:
        """The facts and the people's time at work in one table, so that both follow the posts as they were."""
        kept = rows.filter(super().counted(rows, setting) & (rows._day <= ibis.literal(setting.today)))
        chosen = kept.filter(self.amount.chosen(kept, setting.ids))
        amount = chosen[self.amount.sum].cast("float64") if self.amount.sum else ibis.literal(1.0)
        facts = chosen.mutate(amount=amount, time=ibis.null("float64")).select(*_COLUMNS)
        if setting.exposure is None:
            return self._theirs(facts, setting)
        time = setting.exposure.select(
            _seq=ibis.null("int64"),
            _person=setting.exposure.subject,
            _day=setting.exposure.day,
            amount=ibis.null("float64"),
            time=setting.exposure.hours if self.per == "hour" else setting.exposure.days,
        )
        return self._theirs(ibis.union(facts, time), setting)

    def _theirs(self, rows: Table, setting: Setting) -> Table:
        them = setting.workers
        if them is None:
            return rows
        return rows.semi_join(them, [rows._person == them.subject, rows._day >= them.since, rows._day < them.until])

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return rows.amount.notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        return {
            "amount": rows.amount.sum().fill_null(0.0),
            "time": rows.time.sum(),
        }

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return divided(parts["amount"], parts["time"])

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        yield from (where for where in (self.amount.where,) if where is not None)

    def fields(self) -> set[str]:
        return super().fields() | self.amount.fields()
