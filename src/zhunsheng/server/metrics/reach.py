"""From when to when facts reach: which periods there are numbers of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.partitions import Partition, partitions
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.models import Closing


def data_periods(
    scene: Scene, measures: Sequence[FromFacts], grain: Grain, as_of: datetime | None = None
) -> tuple[Period, ...]:
    """From the first to the last period in which the measures' facts happened; `as_of`: as was known then."""
    days = [day for ends in _ends(scene, measures, as_of) for day in ends]
    days += [day for closing in Closing.objects.all() for day in _closed(scene, measures, closing, days, as_of)]
    if not days:
        return ()
    return tuple(Window(min(days), max(days) + timedelta(days=1)).periods(grain))


def _closed(
    scene: Scene, measures: Sequence[FromFacts], closing: Closing, days: Sequence[date], as_of: datetime | None
) -> Iterator[date]:
    """First and last day of what a closing still knows, where it may lie outside the days."""
    last = closing.end - timedelta(days=1)
    if days and min(days) <= closing.start and last <= max(days):
        return
    known_at = closing.known_at if as_of is None else min(as_of, closing.known_at)
    for first_day, last_day in _ends(scene, measures, known_at):
        if first_day <= last and closing.start <= last_day:
            yield max(first_day, closing.start)
            yield min(last_day, last)


def _ends(scene: Scene, measures: Sequence[FromFacts], as_of: datetime | None) -> Iterator[tuple[date, date]]:
    """The first and last day of each column that places facts in periods."""
    for source, columns in _day_columns(scene, measures).items():
        lake = scene.lake(scene.source(source))
        parts = partitions(lake, columns)
        for column in columns:
            first_day, last_day = (_end(scene, lake, parts, column, as_of, last=last) for last in (False, True))
            if first_day is not None and last_day is not None:
                yield first_day, last_day


def _end(
    scene: Scene, lake: LakeTable, parts: Sequence[Partition], column: str, as_of: datetime | None, *, last: bool
) -> date | None:
    """The first or last day in the column of facts that stand. Partitions that cannot hold it are not read."""
    best: date | None = None
    for bound, month in sorted(_bounds(parts, column, last=last), reverse=last):
        if best is not None and (bound <= best if last else bound >= best):
            break
        facts = standing(reading.rows(scene.engine, lake, [month]), as_of)
        days = facts[column].cast("date")
        (found,) = scene.engine.arrow(facts.aggregate(day=days.max() if last else days.min()))["day"].to_pylist()
        candidates = [day for day in (best, found) if day is not None]
        best = (max if last else min)(candidates, default=None)
    return best


def _bounds(parts: Sequence[Partition], column: str, *, last: bool) -> Iterator[tuple[date, str]]:
    """The earliest or latest day that each partition can hold, where it can hold any."""
    for part in parts:
        ends = part.ends[column]
        bound = ends.last if last else ends.first
        if bound is not None:
            yield bound, part.month


def _day_columns(scene: Scene, measures: Sequence[FromFacts]) -> dict[str, list[str]]:
    """Source → names of the columns whose days place the measures' facts in periods."""
    columns: dict[str, list[str]] = {}
    for measure in measures:
        known = columns.setdefault(measure.source, [])
        reach = measure.reach(scene.source(measure.source))
        known += [name for name in reach.columns if name not in known]
    return columns
