"""Duration: how long something takes, between two fields of a fact or two events of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value
from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.conditions import Condition, holds
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Reach, Setting

SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0}


class Between(FromFacts):
    """What both kinds of duration share: the unit of the result and the statistic over the group.

    `percentile` (default 50, the median) by linear interpolation; None takes the mean.
    """

    per: Literal["minute", "hour", "day"] = "day"
    percentile: float | None = Field(default=50, gt=0, lt=100)

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return super().counted(rows, setting) & self.length(rows).notnull()

    def parts(self, rows: Table, setting: Setting) -> Parts:
        length, keep = self.length(rows), self.counted(rows, setting)
        value = (
            length.mean(where=keep) if self.percentile is None else length.quantile(self.percentile / 100, where=keep)
        )
        return {"value": value}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["value"]

    def length(self, rows: Table) -> NumericValue:
        """Elapsed time of a row in `per`; null where an end is missing."""
        raise NotImplementedError


class Elapsed(Between):
    """Time from field `start` to field `end` of the same fact. Whole days where both are dates."""

    kind: Literal["elapsed"]
    start: Name
    end: Name

    def length(self, rows: Table) -> NumericValue:
        start, end = (rows[name].cast("timestamp('UTC', 6)") for name in (self.start, self.end))
        return (end.epoch_seconds() - start.epoch_seconds()).cast("float64") / SECONDS[self.per]

    def fields(self) -> set[str]:
        return super().fields() | {self.start, self.end}


class Duration(Between):
    """Time from the first fact of a case that meets `start` to the first later one that meets `end`.

    `case`: the field that tells cases apart. The case belongs to the period and the person of its end. Both events
    are looked for within `within_days` of each other.
    """

    own_rows = True

    kind: Literal["duration"]
    case: Name
    start: Condition
    end: Condition
    within_days: int = Field(default=90, ge=1, le=3660)

    @property
    def reach(self) -> Reach:  # type: ignore[override]
        return Reach(back=self.within_days, forward=self.within_days)

    def prepare(self, rows: Table, setting: Setting) -> Table:
        kept = rows.filter(FromFacts.counted(self, rows, setting) & rows._happened.notnull())
        starts = kept.filter(holds(self.start, kept, setting.ids))
        begun = starts.group_by(case=starts[self.case]).aggregate(_begun=starts._happened.min())
        ends = kept.filter(holds(self.end, kept, setting.ids))
        paired = ends.join(begun, (ends[self.case] == begun.case) & (ends._happened >= begun._begun))
        order = ibis.row_number().over(group_by=paired[self.case], order_by=[paired._happened, paired._seq])
        first = paired.mutate(_rank=order).filter(lambda t: t._rank == 0)
        limit = self.within_days * 86400
        return first.filter(first._happened.epoch_seconds() - first._begun.epoch_seconds() <= limit)

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return self.length(rows).notnull()

    def length(self, rows: Table) -> NumericValue:
        seconds = rows._happened.epoch_seconds() - rows._begun.epoch_seconds()
        return seconds.cast("float64") / SECONDS[self.per]

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        yield from (self.start, self.end)

    def fields(self) -> set[str]:
        return super().fields() | {self.case}
