"""Every definition that ever held and every closing, read once per call: what a metric means in a period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period
from zhunsheng.server.access.roles import FieldClass
from zhunsheng.server.blueprints.queries import current, editions, editions_version
from zhunsheng.server.blueprints.values import Edition
from zhunsheng.server.metrics.models import Closing

_Held = list[tuple[date, Metric | None]]


@dataclass(frozen=True, eq=False)
class History:
    """`bundle`: as released last. `closings`: newest first. `classes`: see `eyes.sensitivity`."""

    bundle: Bundle
    editions: tuple[Edition, ...]
    closings: tuple[Closing, ...]
    _held: dict[tuple[str, datetime | None], _Held] = field(default_factory=dict)
    _meant: dict[tuple[str, Period], Metric | None] = field(default_factory=dict)
    classes: dict[str, FieldClass] = field(default_factory=dict)

    def known_at(self, period: Period) -> datetime | None:
        """The moment whose knowledge the period's numbers have; None: it is open."""
        inside = (c.known_at for c in self.closings if c.start <= period.start and period.end <= c.end)
        return next(inside, None)

    def metric(self, name: str, period: Period) -> Metric | None:
        """The metric as it is defined in the period (see `pieces.defined`); None: it is not."""
        if (name, period) not in self._meant:
            self._meant[name, period] = self._holding(name, period)
        return self._meant[name, period]

    def _holding(self, name: str, period: Period) -> Metric | None:
        known_at = self.known_at(period)
        if (name, known_at) not in self._held:
            self._held[name, known_at] = self._definitions(name, known_at)
        held = [metric for since, metric in self._held[name, known_at] if since <= period.start]
        return held[-1] if held else None

    def _definitions(self, name: str, known_at: datetime | None) -> _Held:
        """(first day, definition) in order of days; the first definition also holds for all days before it."""
        known = [one for one in self.editions if known_at is None or one.published_at <= known_at]
        last = {one.effective: one for one in known}  # of one date only the last published counts
        found = [(one.effective or date.min, one.bundle.find(Metric, name)) for one in last.values()]
        while found and found[0][1] is None:
            del found[0]
        return [(date.min, found[0][1]), *found[1:]] if found else []

    def followed_by(self, bundle: Bundle, moment: datetime) -> History:
        """The same with one more edition, as if it were published at the moment."""
        number = max((one.number for one in self.editions), default=0) + 1
        return History(bundle, (*self.editions, Edition(None, moment, number, bundle)), self.closings)


def history() -> History:
    """The history of the world that is entered; raises ZhunshengError where nothing was published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(id || ':' || xmin, ',' ORDER BY id)) FROM metrics_closing")
        ((closings,),) = cursor.fetchall()
    schema = str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it
    return _history(schema, editions_version(), str(closings))


@lru_cache(maxsize=16)
def _history(schema: str, releases: str, closings: str) -> History:
    """Kept from call to call until something is published or closed."""
    found = editions()
    newest = max(found, key=lambda one: one.number, default=None)
    bundle = current() if newest is None else newest.bundle  # the former says that there is none
    return History(bundle, tuple(found), tuple(Closing.objects.order_by("-id")))
