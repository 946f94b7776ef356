"""Which definition and which knowledge hold for which periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period, Window
from zhunsheng.server.blueprints.queries import definitions, editions
from zhunsheng.server.blueprints.values import Edition
from zhunsheng.server.metrics.models import Closing


@dataclass(frozen=True)
class Piece:
    """Periods in a row that share a definition and a moment of knowledge (`known_at` None: all that is known)."""

    metric: Metric
    release: int
    known_at: datetime | None
    periods: tuple[Period, ...]

    @property
    def window(self) -> Window:
        return Window(self.periods[0].start, self.periods[-1].end)


def pieces(metric: str, periods: Sequence[Period], as_of: datetime | None) -> Iterator[Piece]:
    """Cut the periods where the metric's definition or the state of closing changes."""
    for closing, members in by_closing(periods):
        moments = [moment for moment in (as_of, closing.known_at if closing else None) if moment is not None]
        yield from defined(metric, members, min(moments) if moments else None)


def by_closing(periods: Sequence[Period]) -> Iterator[tuple[Closing | None, list[Period]]]:
    """Periods in a row that lie in the same closing, or in none; a period that juts out of a closing is open."""
    closings = list(Closing.objects.order_by("-id"))

    def closing(period: Period) -> int | None:
        return next((at for at, c in enumerate(closings) if c.start <= period.start and period.end <= c.end), None)

    for at, members in groupby(periods, key=closing):
        yield (None if at is None else closings[at]), list(members)


def defined(metric: str, periods: Sequence[Period], known_at: datetime | None) -> Iterator[Piece]:
    """Cut the periods where the definition changes; those in which there is none are left out.

    A period's definition is the one in force on its first day, by the releases known at the moment.
    """
    history = _history(metric, known_at)

    def holding(period: Period) -> int | None:
        return next((at for at, (since, *_) in reversed(list(enumerate(history))) if since <= period.start), None)

    for at, members in groupby(periods, key=holding):
        entity, release = (None, 0) if at is None else history[at][1:]
        if entity is not None:
            yield Piece(entity, release, known_at, tuple(members))


def versions(metrics: Iterable[str]) -> Iterator[Metric]:
    """Every definition of the metrics that holds for some period, or held when a period was closed."""
    moments, told = {None, *Closing.objects.values_list("known_at", flat=True)}, editions()
    for metric in metrics:
        found = [entity for moment in moments for _, entity, _ in _history(metric, moment, told) if entity is not None]
        yield from dict.fromkeys(found)


def _history(
    metric: str, known_at: datetime | None, told: Sequence[Edition] | None = None
) -> list[tuple[date, Metric | None, int]]:
    """(first day, definition, release) in order of days; the first definition also holds for all days before it."""
    found = [
        (since or date.min, entity if isinstance(entity, Metric) else None, release)
        for since, entity, release in definitions("metric", metric, known_at, told)
    ]
    return [(date.min, *found[0][1:]), *found[1:]] if found else []
