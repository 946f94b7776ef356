"""Which counted time each case has: one for all of them, or chosen by who is responsible and when the case began."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import Ints
from zhunsheng.engine.calendar.pauses import Pauses

_Ask = Callable[[CountedTime, Ints, Pauses | None], Ints]


@dataclass(frozen=True)
class Chosen:
    """The counted time of each of many cases. `place`: of each case, where its own stands among `clocks`."""

    clocks: Sequence[CountedTime]
    place: Ints

    def of(self, case: int) -> CountedTime:
        return self.clocks[int(self.place[case])]

    def deadlines(self, starts: Ints, amounts: Ints, pauses: Pauses | None) -> Ints:
        """As `CountedTime.deadlines`, each case by its own."""
        return self._each(lambda clock, rows, held: clock.deadlines(starts[rows], amounts[rows], held), pauses)

    def elapsed(self, starts: Ints, ends: Ints, pauses: Pauses | None) -> Ints:
        """As `CountedTime.elapsed_many`, each case by its own."""
        return self._each(lambda clock, rows, held: clock.elapsed_many(starts[rows], ends[rows], held), pauses)

    def _each(self, ask: _Ask, pauses: Pauses | None) -> Ints:
        found = np.empty(self.place.size, dtype=np.int64)
        for place, rows, held in self._groups(pauses):
            found[rows] = ask(self.clocks[place], rows, held)
        return found

    def _groups(self, pauses: Pauses | None) -> Iterator[tuple[int, Ints, Pauses | None]]:
        """Every counted time that some case has, its cases, and their pauses, which number cases from 0 within it."""
        if len(self.clocks) == 1:
            yield 0, np.arange(self.place.size), pauses
            return
        within = np.empty(self.place.size, dtype=np.int64)
        paused = dict(_by(self.place[pauses.case])) if pauses else {}
        for place, rows in _by(self.place):
            within[rows] = np.arange(rows.size)
            theirs = paused.get(place)
            if pauses is None or theirs is None:
                yield place, rows, None
            else:
                yield place, rows, Pauses(within[pauses.case[theirs]], pauses.since[theirs], pauses.until[theirs])


Choose = Callable[[pa.Array, Ints], Chosen]
"""Chooses for many cases at once, by the subjects of who is responsible (null: nobody is named) and the instants at
which the cases began. It looks at nothing else of a case, so that a case alone has the counted time it has among all.
"""
Clocks = CountedTime | Choose


def chosen(by: Clocks, person: pa.Array, began: Ints) -> Chosen:
    """The counted time of each case."""
    return Chosen((by,), np.zeros_like(began)) if isinstance(by, CountedTime) else by(person, began)


def _by(places: Ints) -> Iterator[tuple[int, Ints]]:
    """Each place that comes up, and the rows where it does."""
    known, counts = np.unique(places, return_counts=True)
    rows = np.split(np.argsort(places, kind="stable"), np.cumsum(counts)[:-1])
    return zip(known.tolist(), rows, strict=False)
