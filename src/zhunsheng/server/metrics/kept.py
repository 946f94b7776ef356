"""Numbers that are kept ready, straight from their table, and formulas over them: no engine is opened for these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.single import stated
from zhunsheng.engine.values import Grain, Period, State
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.store import letter

_ROWS = """
SELECT s.metric, v.subject, v.start, v.value, v.n, v.state
FROM metrics_storedvalue v JOIN metrics_metricslot s ON s.id = v.slot_id
WHERE s.metric = ANY(%s) AND v.grain = %s AND v.start = ANY(%s) AND v.about = %s
"""
_OF = " AND v.subject = ANY(%s)"


class Point(NamedTuple):
    """A number without its subject and period; there may be many."""

    value: float | None
    n: int
    state: State


NOTHING = Point(None, 0, State.NO_DATA)

Found = dict[tuple[str, int], dict[date, Point]]
"""(metric, subject) → first day of the period → number; absent where there is no data."""


@dataclass(frozen=True)
class Shelf:
    """Reads what is kept of subjects of one sort (`about`: p or u) at one grain; `subjects` None: of everybody."""

    past: History
    about: str
    grain: Grain
    subjects: Collection[int] | None

    def holds(self, metric: str, period: Period) -> bool:
        """Whether the metric's number in the period is kept, or follows from kept ones."""
        defined = self.past.metric(metric, period)
        if defined is None:
            return True  # there is no number to have
        if isinstance(defined.measure, FromFacts):
            return self.grain in defined.grains
        before = defined.measure.earlier(period)
        if before is not None and not self._as_known(period, before):
            return False
        periods = (period,) if before is None else (period, before)
        return all(self.holds(name, one) for name in defined.inputs for one in periods)

    def read(self, metrics: Sequence[str], periods: Collection[Period]) -> Found:
        """The metrics' numbers in the periods, by subject; one statement."""
        wanted: dict[str, set[Period]] = {}
        for name in metrics:
            for period in periods:
                self._need(name, period, wanted)
        facts = self._facts(wanted)
        subjects = {subject for _, subject in facts}
        return {
            (name, subject): numbers
            for name in metrics
            for subject in subjects
            if (numbers := self._numbers(name, subject, periods, facts))
        }

    def _as_known(self, period: Period, before: Period) -> bool:
        """Whether the earlier period's kept number is what the later one compares with."""
        known, then = self.past.known_at(period), self.past.known_at(before)
        return known is None or (then is not None and then <= known)

    def _need(self, name: str, period: Period, wanted: dict[str, set[Period]]) -> None:
        """Which facts' numbers it takes."""
        defined = self.past.metric(name, period)
        if defined is None:
            return
        if isinstance(defined.measure, FromFacts):
            wanted.setdefault(name, set()).add(period)
            return
        before = defined.measure.earlier(period)
        for one in (period,) if before is None else (period, before):
            for inner in defined.inputs:
                self._need(inner, one, wanted)

    def _facts(self, wanted: Mapping[str, Collection[Period]]) -> Found:
        starts = sorted({period.start for periods in wanted.values() for period in periods})
        if not starts or (self.subjects is not None and not self.subjects):
            return {}
        statement = _ROWS
        parameters: list[str | list[str] | list[date] | list[int]] = [
            list(wanted),
            letter(self.grain),
            starts,
            self.about,
        ]
        if self.subjects is not None:
            statement += _OF
            parameters.append(list(self.subjects))
        found: Found = {}
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            for metric, subject, start, value, n, state in cursor.fetchall():
                found.setdefault((metric, subject), {})[start] = Point(value, n, State(state))
        return found

    def _numbers(self, name: str, subject: int, periods: Collection[Period], facts: Found) -> dict[date, Point]:
        points = {period.start: self._number(name, subject, period, facts) for period in periods}
        return {start: point for start, point in points.items() if point.state is not State.NO_DATA}

    def _number(self, name: str, subject: int, period: Period, facts: Found) -> Point:
        defined = self.past.metric(name, period)
        if defined is None:
            return NOTHING
        measure = defined.measure
        if not isinstance(measure, Composite | Change):
            return facts.get((name, subject), {}).get(period.start, NOTHING)
        now = {inner: self._number(inner, subject, period, facts) for inner in measure.inputs()}
        before = measure.earlier(period)
        then = {} if before is None else {inner: self._number(inner, subject, before, facts) for inner in now}
        value, n, state = stated(
            measure,
            {inner: point.value for inner, point in now.items()},
            {inner: point.value for inner, point in then.items()},
            {inner: point.n for inner, point in now.items()},
            defined.min_sample,
        )
        return Point(value, n, state)
