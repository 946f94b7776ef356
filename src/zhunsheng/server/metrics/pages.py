"""A page of a breakdown, cut by the database: only its rows are fetched, however many members there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection

from zhunsheng.engine.values import Period, State
from zhunsheng.server.access.paging import SubjectOut
from zhunsheng.server.access.sight import Ints
from zhunsheng.server.metrics.kept import Shelf
from zhunsheng.server.metrics.queries import BLANK
from zhunsheng.server.metrics.schemas import BreakdownAsked, BreakdownRow
from zhunsheng.server.metrics.store import letter

MOST_EXPORTED = 50_000
"""Rows of a workbook at most."""
_ORDERS: Mapping[str, str] = {
    "value": "now.value",
    "difference": "now.value - before.value",
    "n": "coalesce(now.n, 0)",
    "name": "coalesce(s.name, '')",
}
_PAGE = """
WITH numbers AS (
    SELECT v.start, v.subject, v.value, v.n, v.state
    FROM metrics_storedvalue v JOIN metrics_metricslot m ON m.id = v.slot_id
    WHERE m.metric = %(metric)s AND v.about = %(about)s AND v.grain = %(grain)s
      AND v.start = ANY(%(starts)s)
), now AS (SELECT * FROM numbers WHERE start = %(start)s),
before AS (SELECT * FROM numbers WHERE start <> %(start)s AND (%(all_before)s OR subject = ANY(%(seen_before)s))),
shown AS (
    SELECT unnest(%(listed)s::bigint[]) AS id
    UNION SELECT subject FROM now WHERE %(all)s OR subject = ANY(%(seen)s)
)
SELECT shown.id, s.key, s.name, now.value, coalesce(now.n, 0), coalesce(now.state, 'no_data'), before.value,
       now.value - before.value, count(*) OVER ()
FROM shown
LEFT JOIN subjects_subject s ON s.id = shown.id
LEFT JOIN now ON now.subject = shown.id
LEFT JOIN before ON before.subject = shown.id
WHERE %(q)s = '' OR strpos(lower(concat_ws(E'\\n', s.key, s.name)), %(q)s) > 0
ORDER BY {order} {way} NULLS LAST, s.key, shown.id
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, eq=False)
class Whose:
    """Whose rows there are for a reader. `seen`, `seen_before`: whom they see in the period and in the one before
    (None: everybody); `listed`: who has a row even without a number."""

    seen: Ints | None
    seen_before: Ints | None
    listed: Ints

    @classmethod
    def of(cls, seen: Iterable[int] | None, before: Iterable[int] | None, listed: Iterable[int]) -> Whose:
        found, then = (None if each is None else _ordered(each) for each in (seen, before))
        all_listed = _ordered(listed)
        return cls(found, then, all_listed if found is None else np.intersect1d(all_listed, found))

    def among(self, members: Iterable[int]) -> Whose:
        """Of these the members only."""
        found = _ordered(members)
        seen = found if self.seen is None else np.intersect1d(self.seen, found)
        return Whose(seen, self.seen_before, np.intersect1d(self.listed, found))

    def sees(self, subject: int) -> bool:
        return self.seen is None or subject in self._sets[0]

    def saw(self, subject: int) -> bool:
        return self.seen_before is None or subject in self._sets[1]

    @cached_property
    def _sets(self) -> list[set[int]]:
        return [set() if each is None else set(each.tolist()) for each in (self.seen, self.seen_before)]

    @cached_property
    def parameters(self) -> dict[str, list[int] | bool]:
        return {
            "all": self.seen is None,
            "seen": [] if self.seen is None else self.seen.tolist(),
            "all_before": self.seen_before is None,
            "seen_before": [] if self.seen_before is None else self.seen_before.tolist(),
            "listed": self.listed.tolist(),
        }


@dataclass(frozen=True)
class Page:
    """Rows with their subjects' ids, and how many there are in all."""

    rows: list[tuple[int, BreakdownRow]]
    total: int


def page(metric: str, shelf: Shelf, dimension: str, period: Period, whose: Whose, asked: BreakdownAsked) -> Page:
    """The page asked for of numbers that are kept; one statement, two where the page lies beyond the last one."""
    part = asked.slice
    way = "DESC" if asked.sort.startswith("-") else "ASC"
    statement = _PAGE.format(order=_ORDERS[asked.sort.lstrip("-")], way=way)
    named = {
        **whose.parameters,
        "metric": metric,
        "about": shelf.about,
        "grain": letter(shelf.grain),
        "start": period.start,
        "starts": [period.start, period.shift(-1).start],
        "q": asked.q.strip().lower(),
    }
    rows = _fetched(statement, {**named, "limit": part.stop - part.start, "offset": part.start})
    if not rows and part.start:
        first = _fetched(statement, {**named, "limit": 1, "offset": 0})
        return Page([], first[0][-1] if first else 0)
    return Page([_row(dimension, *row) for row in rows], rows[0][-1] if rows else 0)


def _fetched(statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _row(dimension: str, id_: int, key: str | None, name: str | None, *figures: Any) -> tuple[int, BreakdownRow]:
    value, n, state, previous, difference, _ = figures
    label = SubjectOut(
        dimension=dimension,
        key=None if id_ < 0 else key or f"#{id_}",
        name=BLANK.zh if id_ < 0 else name or key or f"#{id_}",
    )
    return id_, BreakdownRow(
        subject=label, value=value, n=n, state=State(state), previous=previous, difference=difference
    )


def _ordered(ids: Iterable[int]) -> Ints:
    return np.unique(ids if isinstance(ids, np.ndarray) else np.array(list(ids), dtype=np.int64))
