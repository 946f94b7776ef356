"""Whose place has changed since the organisation was as it was at a moment: what numbers by posts follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
from django.db.models import Q, QuerySet

from zhunsheng.server.people.models import Post
from zhunsheng.server.people.queries import held
from zhunsheng.server.people.timeline import EVER, FOREVER

MOVES = pa.schema({"subject": pa.int64(), "first": pa.date32(), "last": pa.date32()})

Stay = tuple[date, date, tuple[int | None, ...]]  # since, until (exclusive), unit, position and region


def moves(since: datetime) -> pa.Table:
    """Days on which somebody now has another unit, position or region than was known then, or none: MOVES, inclusive.

    By primary posts. Who is whose manager moves no kept number.
    """
    changed = Post.objects.filter(Q(known_from__gt=since) | Q(known_until__gt=since), primary=True)
    people = set(changed.values_list("person_id", flat=True))
    before, after = _stays(held(since), people), _stays(held(None), people)
    rows = [
        (person, first, until - timedelta(days=1))
        for person in sorted(people)
        for first, until in differences(before.get(person, ()), after.get(person, ()))
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pa.table([pa.array(c, kind) for c, kind in zip(columns, MOVES.types, strict=True)], schema=MOVES)


def differences(before: Sequence[Stay], after: Sequence[Stay]) -> Iterator[tuple[date, date]]:
    """Days (until exclusive) on which the one history says something else than the other. Pure."""
    begun: date | None = None
    for day in sorted({day for since, until, _ in (*before, *after) for day in (since, until)}):
        same = _on(before, day) == _on(after, day)
        if not same and begun is None:
            begun = day
        if same and begun is not None:
            yield begun, day
            begun = None


def _on(stays: Sequence[Stay], day: date) -> tuple[int | None, ...] | None:
    return next((place for since, until, place in stays if since <= day < until), None)


def _stays(posts: QuerySet[Post], people: set[int]) -> dict[int, list[Stay]]:
    columns = ("person_id", "starts", "ends", "unit_id", "position_id", "region_id")
    rows = posts.filter(primary=True, person_id__in=people).values_list(*columns).order_by("person_id")
    return {
        person: [(starts or EVER, ends or FOREVER, tuple(place)) for _, starts, ends, *place in group]
        for person, group in groupby(rows.iterator(10_000), itemgetter(0))
    }
