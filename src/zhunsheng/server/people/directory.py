"""The directory: people in sight, searched, filtered, ordered and paged by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection

from zhunsheng.server.access.paging import Coded, Named
from zhunsheng.server.access.roles import Act, FieldClass
from zhunsheng.server.access.sight import Ints, Sight, sight
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.people.finding import matching
from zhunsheng.server.people.models import Unit
from zhunsheng.server.people.organisation import Books, organisation
from zhunsheng.server.people.pinyin import folded
from zhunsheng.server.people.schemas import PersonItem

SENSITIVE = {"email": FieldClass.CONTACT, "hired": FieldClass.EMPLOYMENT, "left": FieldClass.EMPLOYMENT}
"""Fields of a person that are not open. They say what is so today, whatever day is asked for."""

_COUNT = "SELECT count(*) FROM people_person p"
_SELECT = """
SELECT p.subject_id, p.number, p.name, p.email, p.hired, p."left", u.code, u.name, s.key, r.key, m.number, m.name
FROM people_person p
"""
_POSTS = """
LEFT JOIN people_post o ON o.person_id = p.subject_id AND o.known_until IS NULL AND o."primary"
  AND (o.starts IS NULL OR o.starts <= %(day)s) AND (o.ends IS NULL OR o.ends > %(day)s)
LEFT JOIN subjects_subject s ON s.id = o.position_id
"""
_NAMES = """
LEFT JOIN people_unit u ON u.subject_id = o.unit_id
LEFT JOIN subjects_subject r ON r.id = o.region_id
LEFT JOIN people_person m ON m.subject_id = o.manager_id
"""
_ORDERS = {
    "number": "p.number {way}",
    "name": "p.pinyin {way}, p.number {way}",
    "unit": "u.name {way} NULLS LAST, u.code {way} NULLS LAST, p.pinyin, p.number",
    "position": "s.key {way} NULLS LAST, p.pinyin, p.number",
    "hired": "{hired} {way} NULLS LAST, p.number",
    "left": "{left} {way} NULLS LAST, p.number",
    "likeness": "lower(p.number) <> %(typed)s, NOT starts_with(p.pinyin, %(typed)s) AND NOT starts_with("
    "lower(p.name), %(typed)s), p.pinyin, p.number",
}


@dataclass(frozen=True)
class Directory:
    """The people whose rows of a day a viewer sees."""

    viewer: Viewer
    organisation: Books
    day: date
    today: date

    @cached_property
    def sight(self) -> Sight:
        return sight(self.viewer, Act.PEOPLE, self.organisation)

    @cached_property
    def people(self) -> Ints | None:
        """Their subjects; None: everybody's."""
        return self.sight.people(self.day)

    def seeing(self, field: str) -> Ints | None:
        """Those of whom the viewer sees that field; None: everybody."""
        return self._of_class[SENSITIVE[field]]

    @cached_property
    def _of_class(self) -> Mapping[FieldClass, Ints | None]:
        classes = set(SENSITIVE.values())
        return {one: sight(self.viewer, Act.PEOPLE, self.organisation, one).people(self.today) for one in classes}


@dataclass(frozen=True)
class Wanted:
    """Which of them, and in what order: a name of `_ORDERS`, turned round by a `-` before it."""

    q: str = ""
    unit: str = ""
    position: str = ""
    number: str = ""
    order: str = "number"


def directory(viewer: Viewer, today: date, day: date | None = None) -> Directory:
    """What of the people of this world is for the viewer."""
    return Directory(viewer, organisation(), day or today, today)


def counted(of: Directory, wanted: Wanted) -> int:
    """How many there are."""
    if of.people is not None and replace(wanted, order="") == Wanted(order=""):
        return int(of.people.size)
    joined = _POSTS if wanted.unit or wanted.position else ""
    ((total,),) = _rows(f"{_COUNT} {joined}", of, wanted)
    return int(total)


def found(of: Directory, wanted: Wanted, part: slice | None = None) -> list[tuple[int, PersonItem]]:
    """Subjects and what the viewer sees of them, in order."""
    name, way = wanted.order.removeprefix("-"), "DESC" if wanted.order.startswith("-") else "ASC"
    order = _ORDERS[name].format(way=way, hired=_sorting(of, "hired"), left=_sorting(of, "left"))
    limit = f"LIMIT {part.stop - part.start} OFFSET {part.start}" if part else ""
    rows = _rows(f"{_SELECT} {_POSTS} {_NAMES}", of, wanted, f"ORDER BY {order} {limit}")
    subjects = np.array([row[0] for row in rows], dtype=np.int64)
    shown = {field: _among(subjects, of.seeing(field)) for field in SENSITIVE}
    return [(row[0], _item(row, [field for field in SENSITIVE if not shown[field][at]])) for at, row in enumerate(rows)]


def last_day(until: date | None) -> date | None:
    """Days as people write them: the last one, not the first after it."""
    return until - timedelta(days=1) if until else None


def coded(code: str | None, name: str | None) -> Coded | None:
    return Coded(code=code, name=name or code) if code else None


def named(number: str | None, name: str | None) -> Named | None:
    return Named(number=number, name=name or number) if number else None


def _item(row: Sequence[Any], hidden: list[str]) -> PersonItem:
    _, number, name, email, hired, left, unit, unit_name, position, region, manager, manager_name = row
    sensitive = {"email": email, "hired": hired, "left": last_day(left)}
    return PersonItem(
        number=number,
        name=name,
        unit=coded(unit, unit_name),
        position=position,
        region=region,
        manager=named(manager, manager_name),
        hidden=hidden,
        **(sensitive | dict.fromkeys(hidden)),
    )


def _rows(select: str, of: Directory, wanted: Wanted, rest: str = "") -> list[tuple[Any, ...]]:
    where = ["true"]
    if of.people is not None:
        where.append("p.subject_id = ANY(%(people)s::bigint[])")
    if query := matching(wanted.q):
        where.append("p.endings @@ %(query)s::tsquery")
    if wanted.number:
        where.append("p.number = %(number)s")
    if wanted.unit:
        where.append("o.unit_id = ANY(%(units)s)")
    if wanted.position:
        where.append("strpos(lower(s.key), %(position)s) > 0")
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {' AND '.join(where)} {rest}", _values(of, wanted, query))
        return list(cursor.fetchall())


def _values(of: Directory, wanted: Wanted, query: str) -> dict[str, Any]:
    return {
        "day": of.day,
        "people": packed(of.people),
        "query": query,
        "typed": folded(wanted.q),
        "number": wanted.number,
        "units": _below(of.organisation, wanted.unit) if wanted.unit else [],
        "position": wanted.position.lower(),
        **{f"seeing_{field}": packed(of.seeing(field)) for field in SENSITIVE if wanted.order.endswith(field)},
    }


def _sorting(of: Directory, field: str) -> str:
    """The column by which rows are ordered: where the viewer may not see it, it says nothing."""
    if of.seeing(field) is None:
        return f'p."{field}"'
    return f'CASE WHEN p.subject_id = ANY(%(seeing_{field})s::bigint[]) THEN p."{field}" END'


def _below(books: Books, code: str) -> list[int]:
    return sorted(books.units_below(frozenset(Unit.objects.filter(code=code).values_list("subject_id", flat=True))))


def _among(subjects: Ints, those: Ints | None) -> Sequence[bool]:
    return [True] * subjects.size if those is None else np.isin(subjects, those).tolist()


def packed(people: Ints | None) -> str | None:
    """Subjects as the database reads a list; ten thousand in a millisecond, where the driver takes several."""
    return None if people is None else f"{{{','.join(map(str, people.tolist()))}}}"
