"""Duration: how long something takes, between two fields of a fact or two events of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, TimestampValue, Value
from pydantic import Field

from zhunsheng.engine.backend import instant
from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import Name, Source
from zhunsheng.engine.metrics.conditions import Condition, holds
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting

MICROS = {"minute": 60e6, "hour": 3600e6, "day": 86400e6}


class Between(FromFacts):
    """What both kinds of duration share: the unit of the result and the statistic over the group.

    `percentile` (default 50, the median) by linear interpolation; None takes the mean. Facts whose start or end is
    missing do not count. An end before its start counts as negative time.
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
        start, end = rows[self.start], rows[self.end]
        if start.type().is_date() and end.type().is_date():  # days of 24 hours, also where the clocks change
            return end.delta(start, unit="day").cast("float64") * (MICROS["day"] / MICROS[self.per])
        return _elapsed(*(moment.cast("timestamp('UTC', 6)") for moment in (start, end))) / MICROS[self.per]

    def fields(self) -> set[str]:
        return super().fields() | {self.start, self.end}


class Duration(Between):
    """Time from the first fact of a case that meets `start` to the first at or after it that meets `end`.

    `case`: the field that tells cases apart. The case belongs to the period and the person of its end. Only events
    within `within_days` before an end are looked at, so that a number never depends on how much history is read: a
    case reopened within that time is not timed again, one reopened later is. Facts without case or time do not count.
    """

    own_rows = True

    kind: Literal["duration"]
    case: Name
    start: Condition
    end: Condition
    within_days: int = Field(default=90, ge=1, le=3660)

    def reach(self, source: Source) -> Reach:
        return replace(super().reach(source), after=self.within_days)

    def prepare(self, rows: Table, setting: Setting) -> Table:
        kept = rows.filter(FromFacts.counted(self, rows, setting) & rows._happened.notnull())
        starts = kept.filter(holds(self.start, kept, setting.ids))
        ends = self._ends(kept, setting)
        begun = starts.select(case=starts[self.case], started=starts._happened)
        lasted = _elapsed(begun.started, ends._happened)
        near = lasted.between(0.0, self.within_days * MICROS["day"])
        pairs = ends.join(begun, (ends[self.case] == begun.case) & near)
        firsts = pairs.group_by(end=pairs._seq).aggregate(_begun=pairs.started.min())
        paired = ends.join(firsts, ends._seq == firsts.end)
        return paired.filter(paired._previous.isnull() | (paired._previous < paired._begun))

    def _ends(self, kept: Table, setting: Setting) -> Table:
        """The events that meet `end`, each with the moment of the one before it in its case."""
        ends = kept.filter(holds(self.end, kept, setting.ids))
        order = {"group_by": ends[self.case], "order_by": [ends._happened, ends._seq]}
        return ends.mutate(_previous=ends._happened.lag().over(**order))

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        return self.length(rows).notnull()

    def length(self, rows: Table) -> NumericValue:
        return _elapsed(rows._begun, rows._happened) / MICROS[self.per]

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        yield from (self.start, self.end)

    def fields(self) -> set[str]:
        return super().fields() | {self.case}


def _elapsed(start: TimestampValue, end: TimestampValue) -> NumericValue:
    """Microseconds from start to end."""
    return (instant(end) - instant(start)).cast("float64")
