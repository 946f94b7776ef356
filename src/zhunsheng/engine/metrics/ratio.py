"""Ratio: the sum of one thing over the sum of another, never the mean of ratios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.metrics.conditions import Condition
from zhunsheng.engine.metrics.measure import Amount, FromFacts, Parts, Setting, divided


class Ratio(FromFacts):
    """Σ numerator ÷ Σ denominator over the facts that meet `where`. A rate is a fraction: 0.5, not 50.

    `n` is the number of facts in the denominator; a missing cell adds nothing to its sum. A denominator of zero gives
    no value.
    """

    kind: Literal["ratio"]
    numerator: Amount
    denominator: Amount

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & self.denominator.chosen(rows, setting.ids)

    def parts(self, rows: Table, setting: Setting) -> Parts:
        keep = super().counted(rows, setting)
        return {
            "numerator": self.numerator.total(rows, keep, setting.ids),
            "denominator": self.denominator.total(rows, keep, setting.ids),
        }

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return divided(parts["numerator"], parts["denominator"])

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        yield from (where for where in (self.numerator.where, self.denominator.where) if where is not None)

    def fields(self) -> set[str]:
        return super().fields() | self.numerator.fields() | self.denominator.fields()
