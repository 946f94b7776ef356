"""Pauses of one case, or of many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from zhunsheng.engine.calendar.instants import NEVER, Ints, instant

Pause = tuple[datetime, datetime | None]
"""From one moment up to but not including another; None: it still lasts. Pauses may overlap, in any order."""


@dataclass(frozen=True)
class Pauses:
    """Pauses of many cases, one a row: the case's place, from which instant up to which (NEVER: it still lasts).

    Rows of a case may overlap, in any order; one that ends before it begins pauses nothing.
    """

    case: Ints
    since: Ints
    until: Ints

    @classmethod
    def of_one(cls, pauses: Sequence[Pause]) -> Pauses:
        rows = [(0, instant(since), NEVER if until is None else instant(until)) for since, until in pauses]
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)

    def rounds(self, starts: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
        """What is paused from each case's start on, without overlap, as (case, since, until).

        In a round no case comes twice, and of every case earlier pauses come in earlier rounds.
        """
        order = np.lexsort((self.since, self.case))
        case, since, until = (column[order] for column in (self.case, self.since, self.until))
        first = np.flatnonzero(np.diff(case, prepend=-1))
        rank = np.arange(case.size) - np.repeat(first, np.diff(first, append=case.size))
        covered = starts.copy()
        for rows in np.split(np.argsort(rank, kind="stable"), np.cumsum(np.bincount(rank))[:-1]):
            who, end = case[rows], until[rows]
            begin = np.maximum(since[rows], covered[who])
            real = begin < end
            yield who[real], begin[real], end[real]
            covered[who] = np.maximum(covered[who], end)
