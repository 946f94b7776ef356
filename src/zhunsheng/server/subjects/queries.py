"""Asking about subjects."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from zhunsheng.server.subjects.models import Alias, Match, Subject
from zhunsheng.server.subjects.values import Label, Member, Unmatched
from zhunsheng.server.subjects.writing import plain, proposals

# Lists travel as one JSON text: as arrays they would be quoted value by value, which costs more than the query.
# They are joined: `= ANY` of a list that is no constant compares every row with every element.
_KEYS = """
SELECT key, id FROM subjects_subject JOIN json_array_elements_text(%(texts)s) AS wanted(key) USING (key)
WHERE dimension = %(dimension)s
"""
_ALIASES = """
SELECT text, subject_id FROM subjects_alias JOIN json_array_elements_text(%(texts)s) AS wanted(text) USING (text)
WHERE dimension = %(dimension)s
"""
_CALLED = "SELECT dimension, key, name FROM subjects_subject WHERE known AND key IS NOT NULL LIMIT %s"
_LABELS = "SELECT id, key, name FROM subjects_subject WHERE id = ANY(%s)"

# The dimensions with a list are found first, so that those of one without are not read.
_STRAYS = """
SELECT dimension, id, key FROM subjects_subject s
WHERE NOT known AND key IS NOT NULL AND dimension = ANY(ARRAY(
    SELECT named FROM unnest(%s::text[]) AS named
    WHERE EXISTS (SELECT FROM subjects_subject listed WHERE listed.dimension = named AND listed.known)
  ))
  AND NOT EXISTS (SELECT FROM subjects_match m WHERE m.stray_id = s.id AND m.known_until IS NULL)
"""
NOBODY_YET = -1
"""In place of a subject: of values that are only looked up, what nobody knows."""


def unmatched(dimension: str | None = None) -> list[Unmatched]:
    """Values outside the list of their dimension and not matched yet; only dimensions that have a list."""
    listed = Subject.objects.filter(known=True).values("dimension").distinct()
    matched = Match.objects.filter(stray=OuterRef("id"), known_until=None)
    found = Subject.objects.filter(~Exists(matched), known=False, key__isnull=False, dimension__in=listed)
    if dimension is not None:
        found = found.filter(dimension=dimension)
    by_dimension: dict[str, list[Subject]] = {}
    for stray in found.order_by("dimension", "key"):
        by_dimension.setdefault(stray.dimension, []).append(stray)
    return [found for name, group in by_dimension.items() for found in _proposed(name, group)]


def meant_by(dimension: str, text: str) -> str | None:
    """Key of the member that the value is matched to, where it is."""
    found = Match.objects.filter(stray__dimension=dimension, stray__key=text, known_until=None)
    return found.values_list("target__key", flat=True).first()


def strays(dimensions: Collection[str]) -> list[tuple[str, int, str]]:
    """(dimension, id, key) of the values outside their list and not matched; none where there is no list."""
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS, [list(dimensions)])
        return list(cursor.fetchall())


def proposed(dimension: str, texts: Sequence[str]) -> list[list[Member]]:
    """For every text the members that it may mean, the nearest first."""
    known = {member.key: member for member in members(dimension)} if texts else {}
    found = proposals(texts, [(member.key, member.name) for member in known.values()])
    return [[known[key] for key in keys] for keys in found]


def strays_among(named: Mapping[str, Mapping[str, int]]) -> dict[str, list[str]]:
    """By dimension, of what these values name, the keys outside its list; none where there is no list."""
    found: dict[str, set[str]] = {}
    wanted = {dimension: set(values.values()) for dimension, values in named.items()}
    # All of them come: they are few beside the list, while the values may be a million.
    for dimension, id_, key in strays(list(named)):
        if id_ in wanted[dimension]:
            found.setdefault(dimension, set()).add(key)
    for dimension, values in named.items():
        if fresh := _unlisted(dimension, [value for value, id_ in values.items() if id_ <= NOBODY_YET]):
            found.setdefault(dimension, set()).update(fresh)
    return {dimension: sorted(keys) for dimension, keys in found.items()}


def _unlisted(dimension: str, values: Sequence[str]) -> set[str]:
    """Those values that nobody knows, where the dimension has a list."""
    if not values or not Subject.objects.filter(dimension=dimension, known=True).exists():
        return set()
    return set(values) - known_as(dimension, values).keys()


def looked_up(dimension: str, values: Sequence[str]) -> dict[str, int]:
    """The subject each value names, NOBODY_YET where there is none."""
    return dict.fromkeys(values, NOBODY_YET) | known_as(dimension, values)


def known_as(dimension: str, values: Sequence[str]) -> dict[str, int]:
    """The subject each value names, by key, then by alias; values that nobody knows are left out."""
    found = by_key(dimension, values)
    others = [value for value in values if value not in found]
    if not others or not Alias.objects.filter(dimension=dimension).exists():
        return found
    plains = {value: plain(value) for value in others}
    aliases = _pairs(_ALIASES, dimension, plains.values())
    return found | {value: aliases[text] for value, text in plains.items() if text in aliases}


def by_key(dimension: str, values: Iterable[str]) -> dict[str, int]:
    """The subjects of those keys."""
    return _pairs(_KEYS, dimension, values)


def _pairs(query: str, dimension: str, texts: Iterable[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"dimension": dimension, "texts": json.dumps(list(dict.fromkeys(texts)))})
        return dict(cursor.fetchall())


def _proposed(dimension: str, unknown: list[Subject]) -> Iterable[Unmatched]:
    texts = [stray.key or "" for stray in unknown]
    found = proposals(texts, [(member.key, member.name) for member in members(dimension)])
    for stray, text, keys in zip(unknown, texts, found, strict=True):
        yield Unmatched(stray.id, dimension, text, stray.first_seen, keys)


def called(most: int) -> list[tuple[str, str, str]]:
    """(dimension, key, name) of the members of all lists, so many at most."""
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [most])
        return list(cursor.fetchall())


def members(dimension: str) -> list[Member]:
    """The members that a list names, by key."""
    return _members(Subject.objects.filter(dimension=dimension, known=True).order_by("key"))


def members_page(dimension: str, q: str, part: slice) -> tuple[list[Member], int]:
    """A part of the members that a list names whose key or name holds `q`, by name, and how many there are."""
    found = Subject.objects.filter(dimension=dimension, known=True)
    found = found.filter(Q(key__icontains=q) | Q(name__icontains=q)) if q else found
    return _members(found.order_by("name", "key")[part]), found.count()


def find(text: str, dimensions: Collection[str], as_of: datetime | None = None) -> list[Member]:
    """Subjects of these dimensions with that key, else that name; a matched one gives what it means.

    `as_of`: by the matches known at that moment.
    """
    inside = Subject.objects.filter(dimension__in=dimensions, key__isnull=False)
    found = _members(inside.filter(key=text)) or _members(inside.filter(name=text).exclude(name=F("key")))
    canonical = dict(same_as_pairs(as_of)) if found else {}
    ids = {canonical.get(member.id, member.id) for member in found}
    return _members(Subject.objects.filter(id__in=ids).order_by("dimension", "key"))


def member(dimension: str, key: str) -> Member | None:
    """The member with that key; a matched one gives what it means."""
    subject = Subject.objects.filter(dimension=dimension, key=key).first()
    if subject is not None and not subject.known:
        meant = dict(same_as_pairs()).get(subject.id)
        subject = subject if meant is None else Subject.objects.get(id=meant)
    return None if subject is None else _members([subject])[0]


def labels(ids: Collection[int]) -> dict[int, Label]:
    """Key and name of the subjects that exist among `ids`."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, [list(ids)])
        rows = cursor.fetchall()
    return {id_: Label(key or f"#{id_}", name or key or f"#{id_}") for id_, key, name in rows}


def same_as_pairs(as_of: datetime | None = None) -> list[tuple[int, int]]:
    """(id, canonical id) of every subject matched to another one; chains are followed to their end.

    `as_of`: as it was known at that moment.
    """
    held = Q(known_until=None)
    if as_of is not None:
        held = (held | Q(known_until__gt=as_of)) & Q(known_from__lte=as_of)
    matched = dict(Match.objects.filter(held).values_list("stray_id", "target_id"))
    return [(id_, _end(id_, matched)) for id_ in sorted(matched)]


def _end(id_: int, matched: Mapping[int, int]) -> int:
    while (following := matched.get(id_)) is not None:
        id_ = following
    return id_


def _members(subjects: Iterable[Subject]) -> list[Member]:
    return [Member(s.id, s.dimension, s.key or f"#{s.id}", s.name or s.key or f"#{s.id}") for s in subjects]
