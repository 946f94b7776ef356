"""Asking who belongs and belonged where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
from django.db import connection
from django.db.models import Q, QuerySet

from zhunsheng.engine.exposure import EMPLOYMENT
from zhunsheng.server.people.models import Person, Post, Unit
from zhunsheng.server.people.spans import Spans, up_the_line, up_the_tree
from zhunsheng.server.people.timeline import EVER, FOREVER
from zhunsheng.server.people.values import Employee, OrganisationVersion
from zhunsheng.server.subjects.queries import same_as_pairs

_PLACE = ("unit__code", "unit__name", "position__key", "region__key", "manager__number", "manager__name")
_VERSION = """
SELECT (SELECT coalesce(max(id), 0) FROM people_post),
       greatest((SELECT known_from FROM people_post ORDER BY id DESC LIMIT 1),
                (SELECT max(known_until) FROM people_post)),
       (SELECT coalesce(left(md5(string_agg(stray_id || '>' || target_id, ',' ORDER BY stray_id)), 16), '')
        FROM subjects_match WHERE known_until IS NULL)
"""
_EPOCH = date(1970, 1, 1).toordinal()
_EVER, _FOREVER = EVER.toordinal() - _EPOCH, FOREVER.toordinal() - _EPOCH


def spans(dimension: str, as_of: datetime | None = None) -> pa.Table:
    """Who belonged to which unit, region, position or manager, by primary post.

    Columns (subject, member: int64, since, until: date32), until exclusive;
    open ends are 0001-01-01 and 9999-12-31. A unit's people are also those of every unit above it, a manager's
    those of everybody below. `as_of`: as it was known at that moment.
    """
    column = f"{dimension}_id"
    posts = held(as_of).filter(primary=True, **{f"{column}__isnull": False})
    rows = posts.values_list("person_id", column, "starts", "ends").iterator(10_000)
    found = Spans.of([(who, where, *_days(starts, ends)) for who, where, starts, ends in rows])
    match dimension:
        case "unit":
            return up_the_tree(found, dict(Unit.objects.values_list("subject_id", "parent_id"))).table()
        case "manager":
            return up_the_line(found).table()
        case _:
            return found.meant(dict(same_as_pairs(as_of))).table()


def employment(as_of: datetime | None = None) -> pa.Table:
    """Days of employment: (subject: int64, since: date32, until: date32), until exclusive; one row without a gap."""
    posts = held(as_of).filter(primary=True).values_list("person_id", "starts", "ends").iterator(10_000)
    days = sorted((who, *_days(starts, ends)) for who, starts, ends in posts)
    rows = [(who, *run) for who, group in groupby(days, itemgetter(0)) for run in _runs(group)]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    subject, since, until = (
        pa.array(column, kind) for column, kind in zip(columns, (pa.int64(), pa.int32(), pa.int32()), strict=True)
    )
    return pa.table([subject, since.cast(pa.date32()), until.cast(pa.date32())], schema=EMPLOYMENT)


def employees(day: date, people: QuerySet[Person] | None = None) -> list[Employee]:
    """Everybody in the books (or these people), by number, with the primary post of that day."""
    chosen = (Person.objects.order_by("number") if people is None else people).defer("pinyin", "endings")
    on_day = Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gt=day)
    posts = held(None).filter(*on_day, primary=True)
    if people is not None:
        posts = posts.filter(person_id__in=[person.subject_id for person in chosen])
    places = {person: where for person, *where in posts.values_list("person_id", *_PLACE)}
    return [
        Employee(
            *(person.subject_id, person.number, person.name, person.email, person.hired, person.left),
            *places.get(person.subject_id, [None] * len(_PLACE)),
        )
        for person in chosen
    ]


def employee(number: str, day: date) -> Employee:
    """One of them; raises LookupError."""
    found = employees(day, Person.objects.filter(number=number))
    if not found:
        raise LookupError(f"nobody has the number {number}")
    return found[0]


def headcount() -> int:
    """How many people are in the books, whoever left among them."""
    return Person.objects.count()


def organisation_version() -> OrganisationVersion:
    """Changes whenever a post or a match changes, so that numbers know when to follow."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        post, moment, matches = cursor.fetchone()
    return OrganisationVersion(post, moment or datetime.min.replace(tzinfo=UTC), matches)


def held(as_of: datetime | None) -> QuerySet[Post]:
    """Posts held to be so now, or at a moment."""
    if as_of is None:
        return Post.objects.filter(known_until=None)
    return Post.objects.filter(Q(known_until=None) | Q(known_until__gt=as_of), known_from__lte=as_of)


def _days(starts: date | None, ends: date | None) -> tuple[int, int]:
    since = _EVER if starts is None else starts.toordinal() - _EPOCH
    return since, _FOREVER if ends is None else ends.toordinal() - _EPOCH


def _runs(posts: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """(since, until) of posts that follow each other without a gap; posts of one person in order of time."""
    _, since, until = next(posts)
    for _, starts, ends in posts:
        if starts > until:
            yield since, until
            since = starts
        until = max(until, ends)
    yield since, until
