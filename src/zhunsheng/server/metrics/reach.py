"""From when to when facts reach: which periods there are numbers of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.facts import reading
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
        facts = standing(reading.rows(scene.engine, scene.lake(scene.source(source))), as_of)
        days = {name: facts[name].cast("date") for name in columns}
        bounds = {f"{end}_{name}": getattr(day, end)() for name, day in days.items() for end in ("min", "max")}
        found = scene.engine.arrow(facts.aggregate(**bounds)).to_pylist()[0]
        for name in columns:
            if found[f"min_{name}"] is not None:
                yield found[f"min_{name}"], found[f"max_{name}"]


def _day_columns(scene: Scene, measures: Sequence[FromFacts]) -> dict[str, list[str]]:
    """Source → names of the columns whose days place the measures' facts in periods."""
    columns: dict[str, list[str]] = {}
    for measure in measures:
        known = columns.setdefault(measure.source, [])
        known += [name for name in measure.day_fields(scene.source(measure.source)) if name not in known]
    return {source: names for source, names in columns.items() if names}
