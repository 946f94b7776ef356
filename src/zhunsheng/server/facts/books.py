"""What the books say of every source at once: how much stands, what was heard last, what waits."""

from __future__ import annotations

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
_counted: dict[tuple[str, int], tuple[str, Standing]] = {}
"""(schema, table) → the transaction that wrote the table's row last, and what stood then.

Every settlement writes that row, so what stands is counted once after each, however often it is asked for.
"""


NEVER = Heard()


@dataclass(frozen=True)
class Books:
    """One source: facts that stand, what was heard, rows that wait. `edition`: another one after every settlement."""

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
    for id_, source, edition in tables:
        facts, until = stands[id_]
        found[source] = Books(facts, Heard(told.get(source), until), waits.get(source, 0), edition)
    return found


def _standing(tables: Mapping[int, str]) -> dict[int, Standing]:
    schema = str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it
    stale = [one for one, edition in tables.items() if _counted.get((schema, one), ("",))[0] != edition]
    if stale:
        counts = _count(stale)
        for one in stale:
            _counted[schema, one] = tables[one], counts.get(one, (0, None))
    return {one: _counted[schema, one][1] for one in tables}


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
