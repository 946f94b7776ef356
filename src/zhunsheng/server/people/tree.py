"""The tree of units as a viewer sees it, with headcounts of whom they see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from django.db import connection

from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.values import Held, Viewer
from zhunsheng.server.people.directory import Directory, packed
from zhunsheng.server.people.models import Unit
from zhunsheng.server.people.schemas import UnitItem

_HEADS = """
SELECT unit_id, count(*) FROM people_post
WHERE known_until IS NULL AND "primary" AND unit_id IS NOT NULL
  AND (starts IS NULL OR starts <= %(day)s) AND (ends IS NULL OR ends > %(day)s)
  AND (%(people)s::bigint[] IS NULL OR person_id = ANY(%(people)s::bigint[]))
GROUP BY unit_id
"""

_VERSION = "SELECT md5(string_agg(subject_id || ':' || xmin, ',' ORDER BY subject_id)) FROM people_unit"
EVERYBODY = Viewer(0, "", "", None, (Held(Role.AUDITOR),))
"""In place of any viewer who sees everything."""

Row = tuple[int, str, str, int | None]
Rows = Mapping[int, Row]


def tree(of: Directory) -> list[UnitItem]:
    """Units in sight, and those that hold somebody in sight, with all above them; each after the one above it."""
    if not of.sight.everything:
        return _tree(of)
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        ((version,),) = cursor.fetchall()
    return _whole(replace(of, viewer=EVERYBODY, today=of.day), str(version))


@lru_cache(maxsize=8)
def _whole(of: Directory, version: str) -> list[UnitItem]:
    """The whole tree, kept until posts or units change. `version`: of the units; the posts' is the organisation's."""
    return _tree(of)


def _tree(of: Directory) -> list[UnitItem]:
    rows: Rows = {row[0]: row for row in Unit.objects.values_list("subject_id", "code", "name", "parent_id")}
    heads: Counter[int] = Counter()
    for unit, count in _heads(of):
        for above in _up(unit, rows):
            heads[above] += count
    kept = {above for unit in rows if unit in heads or of.sight.sees_unit(unit) for above in _up(unit, rows)}
    depth = {unit: len(list(_up(unit, rows))) for unit in kept}
    return [
        _item(rows[unit], rows, heads[unit]) for unit in sorted(kept, key=lambda unit: (depth[unit], rows[unit][1]))
    ]


def _heads(of: Directory) -> list[tuple[int, int]]:
    """People in sight by the unit of their primary post."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"day": of.day, "people": packed(of.people)})
        return list(cursor.fetchall())


def _up(unit: int | None, rows: Rows) -> Iterator[int]:
    while unit is not None:
        yield unit
        unit = rows[unit][3]


def _item(row: Row, rows: Rows, people: int) -> UnitItem:
    _, code, name, parent = row
    return UnitItem(code=code, name=name, parent=rows[parent][1] if parent else None, people=people)
