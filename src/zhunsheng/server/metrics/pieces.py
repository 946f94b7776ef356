"""Which definition and which knowledge hold for which periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period, Window
from zhunsheng.server.blueprints.queries import definitions
from zhunsheng.server.metrics.models import Closing


@dataclass(frozen=True)
class Piece:
    """Periods in a row that share a definition and a moment of knowledge (`known_at` None: all that is known)."""

    metric: Metric
    release: int
    known_at: datetime | None
    closing: int | None
    periods: tuple[Period, ...]

    @property
    def window(self) -> Window:
        return Window(self.periods[0].start, self.periods[-1].end)


def pieces(metric: str, periods: Sequence[Period], as_of: datetime | None) -> Iterator[Piece]:
    """Cut the periods where the metric's definition or the state of closing changes."""
    history = [
        (since or date.min, entity, release)
        for since, entity, release in definitions("metric", metric)
        if isinstance(entity, Metric)
    ]
    closings = list(Closing.objects.order_by("-id"))

    def holding(period: Period) -> tuple[Metric, int] | None:
        """The definition in force on the period's first day; before the first release, the first one."""
        valid = [(entity, release) for since, entity, release in history if since <= period.start]
        if valid:
            return valid[-1]
        return (history[0][1], history[0][2]) if history else None

    def closing(period: Period) -> Closing | None:
        return next((c for c in closings if c.start <= period.start and period.end <= c.end), None)

    kept = [(period, held, closing(period)) for period in periods if (held := holding(period)) is not None]
    for (release, _), group in groupby(kept, key=lambda item: (item[1][1], item[2].id if item[2] else None)):
        members = list(group)
        _, (metric, _), closed = members[0]
        moments = [moment for moment in (as_of, closed.known_at if closed else None) if moment is not None]
        known_at = min(moments) if moments else None
        yield Piece(metric, release, known_at, closed.id if closed else None, tuple(period for period, _, _ in members))
