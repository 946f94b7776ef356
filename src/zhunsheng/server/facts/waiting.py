"""Rows in quarantine as somebody mends them: a page at a time, and their problems in groups over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem
from zhunsheng.server.facts.models import Batch, Quarantined
from zhunsheng.server.facts.notes import from_json
from zhunsheng.server.facts.values import Waiting

TEXTS = 50
"""Different texts of a group that are shown; what is rarer is only counted."""
# A row has a problem with a field once, and one text in it: counting by text counts rows.
_GROUPS = """
WITH wrong AS (
    SELECT p.problem, %(fields)s::jsonb ->> (p.problem ->> 'field') AS field, q.cells
    FROM facts_quarantined q
    JOIN facts_batch b ON b.id = q.batch_id AND b.state <> 'withdrawn'
    JOIN facts_facttable t ON t.id = b.table_id AND t.source = %(source)s
    CROSS JOIN LATERAL jsonb_array_elements(q.problems) AS p(problem)
    WHERE q.state = 'waiting' AND (%(sender)s::text IS NULL OR b.sender = %(sender)s)
), texts AS (
    SELECT problem ->> 'code' AS code, field, cells ->> field AS text, count(*) AS rows, min(problem::text) AS example
    FROM wrong GROUP BY 1, 2, 3
), counted AS (
    SELECT *, sum(rows) OVER same AS total, row_number() OVER (PARTITION BY code, field ORDER BY rows DESC, text) AS at
    FROM texts WINDOW same AS (PARTITION BY code, field)
)
SELECT code, field, text, rows, example, total FROM counted WHERE at <= %(texts)s ORDER BY total DESC, code, field, at
"""


@dataclass(frozen=True)
class Wanted:
    """Which waiting rows. `sender`: only of batches handed in by them, None: everybody's. `code`, `field`: with that
    problem. `q`: what one of the cells in `searched` holds."""

    source: Source
    sender: str | None = None
    code: str = ""
    field: str = ""
    q: str = ""
    searched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A problem in a field (None: of the row as a whole). `texts`: the most frequent wrong texts and their rows."""

    problem: Problem
    field: str | None
    rows: int
    texts: tuple[tuple[str, int], ...]


def page(wanted: Wanted, part: slice) -> tuple[list[Waiting], int]:
    """A part of the rows, by batch and row, and how many there are."""
    found = _rows(wanted)
    rows = found.select_related("batch").order_by("batch_id", "row", "id")[part]
    items = [
        Waiting(row.id, row.batch_id, wanted.source.id, row.batch.name, row.row, row.cells, tuple(row.problems))
        for row in rows
    ]
    return items, found.count()


def cells(wanted: Wanted) -> dict[int, dict[str, str]]:
    """The cells of all rows, by id."""
    return dict(_rows(wanted).values_list("id", "cells"))


def groups(wanted: Wanted) -> list[Group]:
    """What is wrong, over all rows of the source that the sender handed in; the most frequent first."""
    values = {
        "fields": json.dumps(fields_of(wanted.source)),
        "source": wanted.source.id,
        "sender": wanted.sender,
        "texts": TEXTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, values)
        rows = cursor.fetchall()
    found = []
    for (_, field, total), same in groupby(rows, key=lambda row: (row[0], row[1], row[5])):
        several = list(same)
        texts = tuple((text, count) for _, _, text, count, _, _ in several if text is not None)
        found.append(Group(from_json(json.loads(several[0][4])), field, int(total), texts))
    return found


def fields_of(source: Source) -> Mapping[str, str]:
    """Field by the place at which its problems are told: its heading, earlier headings, its own name."""
    found = {heading: name for name, field in source.fields.items() for heading in (name, *field.also)}
    return found | {source.heading(name): name for name in source.fields}


def _rows(wanted: Wanted) -> QuerySet[Quarantined]:
    found = Quarantined.objects.filter(state=Quarantined.State.WAITING, batch__table__source=wanted.source.id)
    found = found.exclude(batch__state=Batch.State.WITHDRAWN)
    if wanted.sender is not None:
        found = found.filter(batch__sender=wanted.sender)
    if wanted.code or wanted.field:
        found = found.filter(_with_problem(wanted))
    if wanted.q:
        found = found.filter(_any(Q(**{f"cells__{name}__icontains": wanted.q}) for name in wanted.searched))
    return found


def _with_problem(wanted: Wanted) -> Q:
    said = {"code": wanted.code} if wanted.code else {}
    if not wanted.field:
        return Q(problems__contains=[said])
    places = [place for place, field in fields_of(wanted.source).items() if field == wanted.field]
    return _any(Q(problems__contains=[said | {"field": place}]) for place in places)


def _any(several: Iterable[Q]) -> Q:
    """One of them; of none of them nothing."""
    return reduce(or_, several, Q(pk__in=()))
