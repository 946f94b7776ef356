"""Weekly numbers of people, units and the company as arrays, each metric asked for once, however many links need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.metrics.computing import periods_of
from zhunsheng.server.metrics.evaluate import Ask, Scene, time_at_work_of
from zhunsheng.server.metrics.queries import dated
from zhunsheng.server.people.queries import spans

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

WEEKS = 156
"""How far back is looked: three years show a season three times."""
YEAR = 52
"""Weeks of which days are looked at one by one."""
COMPANY = 0


@dataclass(frozen=True)
class _Stays:
    """Who belonged to whom or what, by member; `marks`: the weeks that began so."""

    member: Ints
    person: Ints
    marks: Marks


@dataclass(frozen=True)
class Numbers:
    """Subjects × weeks of some metrics, as known at a moment; weeks up to the last of which any of them tells."""

    scene: Scene
    metrics: tuple[Metric, ...]
    as_of: datetime | None
    _kept: dict[tuple[str, str, tuple[str, int] | None], dict[int, Floats]] = field(default_factory=dict)
    _stays: dict[str, _Stays] = field(default_factory=dict)
    _days: dict[str, tuple[Ints, Ints, Floats]] = field(default_factory=dict)

    @cached_property
    def weeks(self) -> tuple[Period, ...]:
        after = max(self._ends.values(), default=self._running)
        return tuple(after.shift(-back) for back in range(WEEKS, 0, -1))

    @cached_property
    def _running(self) -> Period:
        return Period.holding(self.scene.today(self.as_of), Grain.WEEK)

    @cached_property
    def _told(self) -> dict[str, Sequence[Period]]:
        """The weeks of which each metric's facts tell, in order."""
        return {metric.id: periods_of(self.scene, metric, Grain.WEEK, self.as_of) for metric in self.metrics}

    @cached_property
    def _ends(self) -> dict[str, Period]:
        """The week after the last that is over, matured, and has facts, of each metric that has any."""
        judged = {
            metric.id: Period.holding(metric.judged(self.scene.today(self.as_of)), Grain.WEEK)
            for metric in self.metrics
        }
        return {name: min(judged[name], weeks[-1].shift(1)) for name, weeks in self._told.items() if weeks}

    def of(self, metric: Metric, dimension: str, about: tuple[str, int] | None = None) -> dict[int, Floats]:
        """The weeks' values of each subject that has any, NaN where there is none; immature weeks have none.

        `about`: only of what is about that member of a dimension.
        """
        asked = (metric.id, dimension, about)
        if asked not in self._kept:
            found = dated(self.scene, metric, dimension, Grain.WEEK, self.weeks, self.as_of, about)
            self._kept[asked] = self._rows(found, metric, dimension)
        return self._kept[asked]

    def _rows(self, found: pa.Table, metric: Metric, dimension: str) -> dict[int, Floats]:
        """Where nothing counts as zero, it does of people since the metric's first week, of others since their own."""
        sound = found.filter(pc.and_(pc.is_valid(found["value"]), pc.is_valid(found["subject"])))
        week = (_days(sound["start"]) - _ordinal(self.weeks[0].start)) // 7
        subjects, row = np.unique(sound["subject"].to_numpy(), return_inverse=True)
        values = np.full((subjects.size, len(self.weeks)), np.nan)
        values[row, week] = sound["value"].to_numpy()
        if metric.empty == "zero":
            first = self._first(metric) if dimension == "person" else np.isfinite(values).argmax(axis=1)[:, None]
            told = np.arange(len(self.weeks)) >= first
            values = np.where(told, np.nan_to_num(values), values)
        values[:, self.mature(metric) :] = np.nan
        return dict(zip(subjects.tolist(), values, strict=True))

    def daily(self, metric: Metric) -> tuple[Ints, Ints, Floats]:
        """People, places of weeks, and values of every day of the last year."""
        if metric.id not in self._days:
            days = tuple(Window(self.weeks[-YEAR].start, self.weeks[-1].end).periods(Grain.DAY))
            found = dated(self.scene, metric, "person", Grain.DAY, days, self.as_of)
            sound = found.filter(pc.and_(pc.is_valid(found["value"]), pc.is_valid(found["subject"])))
            week = (_days(sound["start"]) - _ordinal(self.weeks[0].start)) // 7
            self._days[metric.id] = sound["subject"].to_numpy(), week, sound["value"].to_numpy()
        return self._days[metric.id]

    def _first(self, metric: Metric) -> int:
        """Place of the first week of which the metric's facts tell; after the last where none does."""
        told = self._told.get(metric.id, ())
        return next((at for at, week in enumerate(self.weeks) if told and week >= told[0]), len(self.weeks))

    def mature(self, metric: Metric) -> int:
        """How many of the weeks are over with all that their cases will show."""
        end = self._ends.get(metric.id)
        return 0 if end is None else sum(week < end for week in self.weeks)

    @cached_property
    def at_work(self) -> dict[int, Marks]:
        """Weeks in which each person was at work at all."""
        found = time_at_work_of(self.scene, Ask("person", Grain.WEEK, self.weeks, self.as_of))
        busy = found.filter(pc.greater(found["hours"], 0))
        week = (_days(busy["day"]) - _ordinal(self.weeks[0].start)) // 7
        subjects, row = np.unique(busy["subject"].to_numpy(), return_inverse=True)
        marks = np.zeros((subjects.size, len(self.weeks)), dtype=bool)
        marks[row, week] = True
        return dict(zip(subjects.tolist(), marks, strict=True))

    def inside(self, dimension: str, member: int) -> dict[int, Marks]:
        """Weeks which each person began in the unit, or in the manager's line, by primary post."""
        if dimension not in self._stays:
            self._stays[dimension] = self._read(dimension)
        stays = self._stays[dimension]
        first, end = np.searchsorted(stays.member, [member, member + 1])
        found: dict[int, Marks] = {}
        for person, marks in zip(stays.person[first:end].tolist(), stays.marks[first:end], strict=True):
            found[person] = found[person] | marks if person in found else marks
        return found

    def _read(self, dimension: str) -> _Stays:
        rows = spans(dimension, self.as_of).sort_by("member")
        since, until = (_days(rows[name])[:, None] for name in ("since", "until"))
        starts = np.array([_ordinal(week.start) for week in self.weeks])[None, :]
        member, person = (rows[name].to_numpy() for name in ("member", "subject"))
        return _Stays(member, person, (since <= starts) & (starts < until))


def _days(column: pa.ChunkedArray) -> Ints:
    found: Ints = column.cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    return found


def _ordinal(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
