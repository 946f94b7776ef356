"""Asking about subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from zhunsheng.server.subjects.models import Subject
from zhunsheng.server.subjects.values import Label, Member, Unmatched
from zhunsheng.server.subjects.writing import proposals

_LABELS = "SELECT id, key, name FROM subjects_subject WHERE id = ANY(%s)"

# The dimensions with a list are found first, so that those of one without are not read.
_STRAYS = """
SELECT dimension, id, key FROM subjects_subject
WHERE NOT known AND same_as_id IS NULL AND key IS NOT NULL AND dimension = ANY(ARRAY(
    SELECT named FROM unnest(%s::text[]) AS named
    WHERE EXISTS (SELECT 1 FROM subjects_subject WHERE dimension = named AND known)
))
ORDER BY dimension, key
"""


def unmatched(dimension: str | None = None) -> list[Unmatched]:
    """Values outside the list of their dimension and not matched yet; only dimensions that have a list."""
    listed = Subject.objects.filter(known=True).values("dimension").distinct()
    strays = Subject.objects.filter(known=False, same_as=None, key__isnull=False, dimension__in=listed)
    if dimension is not None:
        strays = strays.filter(dimension=dimension)
    by_dimension: dict[str, list[Subject]] = {}
    for stray in strays.order_by("dimension", "key"):
        by_dimension.setdefault(stray.dimension, []).append(stray)
    return [found for name, group in by_dimension.items() for found in _proposed(name, group)]


def strays_among(named: Mapping[str, Iterable[int]]) -> dict[str, list[str]]:
    """By dimension, the keys of those of these subjects that its list does not know; none where there is no list."""
    wanted = {dimension: set(ids) for dimension, ids in named.items()}
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        # All of them come: they are few beside the list, while the ids may be a million.
        cursor.execute(_STRAYS, [list(wanted)])
        for dimension, id_, key in cursor.fetchall():
            if id_ in wanted[dimension]:
                found.setdefault(dimension, []).append(key)
    return found


def _proposed(dimension: str, strays: list[Subject]) -> Iterable[Unmatched]:
    texts = [stray.key or "" for stray in strays]
    found = proposals(texts, [(member.key, member.name) for member in members(dimension)])
    for stray, text, keys in zip(strays, texts, found, strict=True):
        yield Unmatched(stray.id, dimension, text, stray.first_seen, keys)


def members(dimension: str) -> list[Member]:
    """The members that a list names, by key."""
    return _members(Subject.objects.filter(dimension=dimension, known=True).order_by("key"))


def find(text: str, dimensions: Collection[str]) -> list[Member]:
    """Subjects of these dimensions with that key, else that name; a matched one gives what it means."""
    inside = Subject.objects.filter(dimension__in=dimensions, key__isnull=False)
    found = _members(inside.filter(key=text)) or _members(inside.filter(name=text))
    canonical = dict(same_as_pairs()) if found else {}
    ids = {canonical.get(member.id, member.id) for member in found}
    return _members(Subject.objects.filter(id__in=ids).order_by("dimension", "key"))


def labels(ids: Collection[int]) -> dict[int, Label]:
    """Key and name of the subjects that exist among `ids`."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [list(ids)])
        rows = cursor.fetchall()
    return {id_: Label(key or f"#{id_}", name or key or f"#{id_}") for id_, key, name in rows}


def same_as_pairs() -> list[tuple[int, int]]:
    """(id, canonical id) of every subject matched to another one; chains are followed to their end."""
    matched = dict(Subject.objects.filter(same_as__isnull=False).values_list("id", "same_as_id"))
    return [(id_, _end(id_, matched)) for id_ in sorted(matched)]


def _end(id_: int, matched: Mapping[int, int | None]) -> int:
    while (following := matched.get(id_)) is not None:
        id_ = following
    return id_


def _members(subjects: Iterable[Subject]) -> list[Member]:
    return [Member(s.id, s.dimension, s.key or f"#{s.id}", s.name or s.key or f"#{s.id}") for s in subjects]
