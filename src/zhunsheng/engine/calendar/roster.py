"""Roster time: what a person is rostered for, shifts and on-call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Self

import numpy as np

from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import NEVER, Ints, instant
from zhunsheng.engine.calendar.spans import Spans
from zhunsheng.engine.calendar.steps import LATER_ON_DUTY, NO_MORE, OFF_DUTY, ON_DUTY, Step, step


class RosterTime(CountedTime):
    """The time of a person's attainment. `shifts`: (start, end) of each; where they overlap time counts once.

    Before the first and after the last shift nothing counts: what is not reached by then has no deadline yet.
    """

    def __init__(self, shifts: Sequence[tuple[datetime, datetime]]) -> None:
        starts, ends = ([instant(shift[side]) for shift in shifts] for side in (0, 1))
        self.spans = Spans.of(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))

    @classmethod
    def of(cls, starts: Ints, ends: Ints) -> Self:
        """The same from instants."""
        made = cls(())
        made.spans = Spans.of(starts, ends)
        return made

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        return self.spans.after(starts, amounts)

    def between(self, starts: Ints, ends: Ints) -> Ints:
        return self.spans.counted(ends) - self.spans.counted(starts)

    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        """A step for each shift, together with the time off duty before it."""
        at = since
        first = int(np.searchsorted(self.spans.ends, since, side="right"))
        last = int(np.searchsorted(self.spans.starts, until, side="left"))
        for begin, end in zip(
            self.spans.starts[first:last].tolist(), self.spans.ends[first:last].tolist(), strict=True
        ):
            end = min(end, until)
            yield step(at, end, end - max(at, begin), ON_DUTY if begin <= at else LATER_ON_DUTY)
            at = end
        if at < until:
            yield step(at, until, 0, NO_MORE if until == NEVER else OFF_DUTY)
