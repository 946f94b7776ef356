"""Which columns name the object that a row is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType

UNIQUE = 0.99
"""Share of different ones; somebody always tells one twice."""
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_./#-]*")
_NO_PART = {FieldType.MONEY, FieldType.NUMBER}
_MOST_PARTS, _MOST_COLUMNS = 3, 10
_LONGEST = 100


def unique(column: Profile, rows: int) -> bool:
    """Whether it is filled and tells all rows apart."""
    return bool(rows) and column.rows >= UNIQUE * rows and len(column.distinct) >= UNIQUE * rows


def key(columns: Sequence[Profile], types: Sequence[FieldType], rows: pa.Table) -> tuple[int, ...]:
    """Positions of the columns that are the key: the likeliest one, else the few that are one together.

    `rows`: the same columns' tidied texts, without rows that say the same twice.
    """
    alone = [at for at, column in enumerate(columns) if unique(column, rows.num_rows)]
    likely = max(alone, key=lambda at: (_score(columns[at], types[at]), -at), default=None)
    if likely is not None and _score(columns[likely], types[likely]) > 0:
        return (likely,)
    together = _together(columns, types, rows)
    if together is None and likely is not None:
        return (likely,)
    return together or _whatever(columns)


def _score(column: Profile, type_: FieldType) -> float:
    """How much it looks like the name of an object rather than a property that happens to differ."""
    if any(len(text) > _LONGEST for text in column.words[:50]):
        return -1.0
    points = 2.0 if says(column.heading, "key") else 1.0 if says(column.heading, "name") else 0.0
    points += 1.5 * column.share(_ID.fullmatch) if type_ not in _NO_PART else 0.0
    if type_ is FieldType.INTEGER and not says(column.heading, "key"):
        points -= 1.5
    if type_ in (FieldType.DATE, FieldType.DATETIME, *_NO_PART):
        points -= 2.5
    contact = any(says(column.heading, one) for one in ("phone", "email", "identity"))
    return points + (0.5 if type_ in (FieldType.TEXT, FieldType.SUBJECT) else 0.0) - (2.0 if contact else 0.0)


def _together(columns: Sequence[Profile], types: Sequence[FieldType], rows: pa.Table) -> tuple[int, ...] | None:
    """The first few filled columns that tell all rows apart, those that name something before others."""
    filled = [at for at, column in enumerate(columns) if column.filled >= UNIQUE and types[at] not in _NO_PART]
    filled.sort(key=lambda at: (-says(columns[at].heading, "key"), types[at] is not FieldType.SUBJECT, at))
    for size in range(2, _MOST_PARTS + 1):
        for few in combinations(filled[:_MOST_COLUMNS], size):
            names = [rows.column_names[at] for at in few]
            if rows.group_by(names).aggregate([]).num_rows >= UNIQUE * rows.num_rows:
                return tuple(sorted(few))
    return None


def _whatever(columns: Sequence[Profile]) -> tuple[int, ...]:
    """Where nothing tells rows apart: what differs most, so that as few as may be count as one."""
    filled = [at for at, column in enumerate(columns) if column.rows]
    return (max(filled, key=lambda at: (columns[at].filled >= UNIQUE, len(columns[at].distinct)), default=0),)


def once(rows: pa.Table) -> pa.Table:
    """The rows without those that say the same twice, or nothing."""
    said = rows.group_by(rows.column_names).aggregate([])
    if not said.num_rows:
        return said
    blank = pc.equal(sum_of([pc.cast(pc.is_valid(column), pa.int32()) for column in said.columns]), 0)
    return said.filter(pc.invert(blank))


def sum_of(counts: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Element by element."""
    total = counts[0]
    for one in counts[1:]:
        total = pc.add(total, one)
    return total
