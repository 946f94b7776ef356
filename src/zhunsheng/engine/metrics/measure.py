"""What every kind of metric has in common: where its rows come from, its parts, its value.

A kind is one file: its options (pydantic fields) beside its meaning (`parts` and `value`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Scalar, Table, Value

from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import Name, Source
from zhunsheng.engine.metrics.conditions import Condition, SubjectIds, Test, holds
from zhunsheng.engine.values import Frozen, Period

Parts = Mapping[str, Scalar]


@dataclass(frozen=True)
class Setting:
    """What a measure may need besides its own rows.

    `periods`: table (start: date, last_day: date) of the periods asked for; None: facts without a day are.
    `exposure`: table (subject: int64, day: date, hours: float64, days: float64) of people's time at work up to today.
    `workers`: table (subject: int64, since: date, until: date) of whose work a rate is, until exclusive; None: all.
    `ids`: ids of the subjects that conditions name.
    `today`: the last day of which anything is known; whose posts count for facts without a date.
    """

    today: date
    periods: Table | None = None
    exposure: Table | None = None
    workers: Table | None = None
    ids: SubjectIds = field(default_factory=dict)


class Amount(Frozen):
    """How many rows, or the sum of a field over them: what ratios and rates are made of."""

    sum: Name | None = None
    where: Condition | None = None

    def chosen(self, rows: Table, ids: SubjectIds) -> BooleanValue:
        """Which rows count towards the amount."""
        return holds(self.where, rows, ids)

    def total(self, rows: Table, keep: BooleanValue, ids: SubjectIds) -> Scalar:
        chosen = keep & self.chosen(rows, ids)
        if self.sum is None:
            return rows.count(where=chosen)
        return rows[self.sum].sum(where=chosen).fill_null(0)

    def fields(self) -> set[str]:
        tests = self.where.tests() if self.where else ()
        return {test.field for test in tests} | ({self.sum} if self.sum else set())


class FromFacts(Frozen):
    """A measure over the facts of one source.

    `time`: the field that places a fact in a period (default: the source's time).
    `person`: the field whose person the number is about (default: the source's only person field).
    """

    own_rows: ClassVar[bool] = False  # True: `prepare` makes rows of its own, so no pass is shared
    fills: ClassVar[bool] = False  # True: there are numbers in periods without facts too, as far as facts reach
    passing: ClassVar[bool] = False  # True: numbers of periods under way move as days pass, without any new fact

    source: Name
    where: Condition | None = None
    time: Name | None = None
    person: Name | None = None

    def prepare(self, rows: Table, setting: Setting) -> Table:
        """Rows to aggregate, with columns `_day` and `_person` set for this measure."""
        return rows

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        """Which rows the value stands on; how many they are is its `n`."""
        return holds(self.where, rows, setting.ids)

    def parts(self, rows: Table, setting: Setting) -> Parts:
        """Aggregates of one group that the value is made of, besides `n`."""
        raise NotImplementedError

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        """The value, from the aggregated parts and `n`; null where there is none."""
        raise NotImplementedError

    def conditions(self) -> Iterator[Condition]:
        """Every condition the measure has, wherever it stands."""
        if self.where is not None:
            yield self.where

    def tests(self) -> Iterator[Test]:
        for condition in self.conditions():
            yield from condition.tests()

    def reach(self, source: Source) -> Reach:
        """On which days a fact of the source can count."""
        own = self.time not in (None, source.time)
        return Reach(self.time, self.time) if self.time and own else Reach()

    def fields(self) -> set[str]:
        """Names of the source's fields that the measure reads."""
        named = {name for name in (self.time, self.person) if name}
        return named | {test.field for test in self.tests()}


class FromMetrics(Frozen):
    """A measure over other metrics' values of the same subject."""

    def inputs(self) -> tuple[str, ...]:
        """Ids of the metrics it stands on."""
        raise NotImplementedError

    def earlier(self, period: Period) -> Period | None:
        """The other period whose inputs it needs besides its own, if any."""
        return None

    def value(self, now: Mapping[str, Value], then: Mapping[str, Value]) -> NumericValue:
        """The value, from the inputs' values of the period and of the earlier one."""
        raise NotImplementedError


def divided(numerator: NumericValue, denominator: NumericValue) -> NumericValue:
    """Numerator ÷ denominator as float64; null where the denominator is zero or null."""
    return numerator.cast("float64") / denominator.cast("float64").nullif(ibis.literal(0.0))
