"""Which of several dates says when a thing happened."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType, SourceField

_DATED = (FieldType.DATE, FieldType.DATETIME)
_LONG_AGO = 5
"""Years."""


def time(columns: Sequence[Profile], fields: Sequence[SourceField]) -> int | None:
    """The position of the date that is best: what its heading says, how filled and how recent it is."""
    dated = [at for at, field in enumerate(fields) if field.type in _DATED]
    best = max(dated, key=lambda at: (_score(columns[at], fields[at]), -at), default=None)
    return best if best is not None and _score(columns[best], fields[best]) > 0 else None


def _score(column: Profile, field: SourceField) -> float:
    if says(column.heading, "past"):
        return -1.0
    points = 1.0 if says(column.heading, "date") else 0.5
    points += 1.5 if says(column.heading, "ended") else 0.0
    points -= 0.5 if says(column.heading, "begun") else 0.0
    newest = pc.max(days(column, field)).as_py()
    recent = newest is not None and column.now.year - newest.year <= _LONG_AGO
    return points + column.filled + (0.5 if recent else 0.0)


def days(column: Profile, field: SourceField) -> pa.Array:
    """The days it tells of."""
    return column.read(field, column.distinct).values.cast(pa.date32(), safe=False)
