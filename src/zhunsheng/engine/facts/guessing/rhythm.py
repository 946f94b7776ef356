"""How often a file is told anew, by the days its rows speak of."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Rhythm = Literal["day", "week", "month", "quarter"]
_FEW = 3
_LONGEST: tuple[tuple[float, Rhythm], ...] = ((3, "day"), (10, "week"), (45, "month"), (130, "quarter"))


def rhythm(days: pa.Array) -> Rhythm | None:
    """From the usual step between one day and the next; None where there are too few, or steps of years."""
    different = sorted(pc.unique(days.cast(pa.date32(), safe=False).drop_null()).to_pylist())
    if len(different) < _FEW:
        return None
    if all(day.day == 1 for day in different):
        return "month" if any(day.month % 3 != 1 for day in different) else "quarter"
    step = median((later - day).days for day, later in pairwise(different))
    return next((rhythm for longest, rhythm in _LONGEST if step <= longest), None)
