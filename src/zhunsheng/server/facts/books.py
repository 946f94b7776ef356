"""What the books say of every source at once: how much stands, what was heard last, what waits."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F, Max

from zhunsheng.engine.facts.freshness import Heard
from zhunsheng.server.facts.models import Batch, Quarantined

_TABLES = "SELECT id, source, xmin::text FROM facts_facttable"
_STANDING = "SELECT table_id, count(*), max(day) FROM facts_head WHERE table_id = ANY(%s) GROUP BY table_id"

Standing = tuple[int, date | None]
"""How many facts stand, and the last day they tell of."""
MANY = 1_000_000
"""Facts; counting more takes seconds, and is spared."""
SPARED = 20
"""So many times as long as it took, a long count is shown again though more was settled: a page is not worth more."""


@dataclass(frozen=True)
class _Counted:
    """`edition`: the transaction that wrote the table's row last, as every settlement does. `until`: spared so long."""

    edition: str
    standing: Standing
    until: float

    def holds(self, edition: str) -> bool:
        return self.edition == edition or time.monotonic() < self.until


_counted: dict[tuple[str, int], _Counted] = {}
"""By schema and table: what stands is counted once after each settlement, however often it is asked for."""
NEVER = Heard()


@dataclass(frozen=True)
class Books:
    """One source: facts that stand, what was heard, rows that wait. `edition`: another one after each count."""

    facts: int = 0
    heard: Heard = NEVER
    waiting: int = 0
    edition: str = ""


def books() -> Mapping[str, Books]:
    """Of every source that was ever told anything; five queries at most, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = cursor.fetchall()
    stands, told, waits = _standing({id_: edition for id_, _, edition in tables}), _told(), _waiting()
    found = {}
    for id_, source, _ in tables:
        facts, until = stands[id_].standing
        found[source] = Books(facts, Heard(told.get(source), until), waits.get(source, 0), stands[id_].edition)
    return found


def _standing(tables: Mapping[int, str]) -> dict[int, _Counted]:
    schema = str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it
    known = {one: _counted.get((schema, one)) for one in tables}
    stale = [one for one, edition in tables.items() if (held := known[one]) is None or not held.holds(edition)]
    if stale:
        began = time.monotonic()
        counts = _count(stale)
        took = time.monotonic() - began
        many = sum(count for count, _ in counts.values()) > MANY
        until = time.monotonic() + SPARED * took if many else 0.0
        for one in stale:
            _counted[schema, one] = _Counted(tables[one], counts.get(one, (0, None)), until)
    return {one: _counted[schema, one] for one in tables}


def _count(tables: Collection[int]) -> dict[int, Standing]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(tables)])
        return {id_: (count, until) for id_, count, until in cursor.fetchall()}


def _told() -> dict[str, datetime]:
    """When each source last told anything that could be read, and was not taken back."""
    rows = Batch.objects.exclude(state=Batch.State.WITHDRAWN).filter(rows__gt=F("quarantined") + F("blank"))
    return dict(rows.values_list("table__source").annotate(last=Max("accepted_at")))


def _waiting() -> dict[str, int]:
    rows = Quarantined.objects.filter(state=Quarantined.State.WAITING).exclude(batch__state=Batch.State.WITHDRAWN)
    return dict(rows.values_list("batch__table__source").annotate(rows=Count("id")))
