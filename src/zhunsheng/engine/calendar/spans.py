"""Spans of counted time on the line of instants: how much counts between two, and when an amount is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhunsheng.engine.calendar.instants import NEVER, Ints


@dataclass(frozen=True)
class Spans:
    """Spans [start, end) of instants: in order, apart from each other, none empty.

    All three arrays have one entry a span. `through`: what has been counted when the span ends.
    """

    starts: Ints
    ends: Ints
    through: Ints

    @classmethod
    def of(cls, starts: Ints, ends: Ints) -> Spans:
        """From any intervals; what several of them cover counts once."""
        real = starts < ends
        order = np.argsort(starts[real], kind="stable")
        starts, reach = starts[real][order], np.maximum.accumulate(ends[real][order])
        apart = np.ones(starts.size + 1, dtype=np.bool_)
        apart[1:-1] = starts[1:] > reach[:-1]
        begin, end = starts[apart[:-1]], reach[apart[1:]]
        return cls(begin, end, np.cumsum(end - begin))

    def counted(self, instants: Ints) -> Ints:
        """What has been counted before each instant."""
        if not self.starts.size:
            return np.zeros_like(instants)
        at = np.searchsorted(self.starts, instants, side="right") - 1
        open_still = np.maximum(self.ends[at] - instants, 0)
        return np.where(at < 0, 0, self.through[at] - open_still)

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        """The first instant at which the amount has been counted since each start; NEVER beyond the last span.

        Nothing is reached at once. What is reached as a span ends is reached at that end, not where the next begins.
        """
        if not self.starts.size:
            return np.where(amounts == 0, starts, NEVER)
        wanted = self.counted(starts) + amounts
        at = np.searchsorted(self.through, wanted, side="left")
        last = np.minimum(at, self.starts.size - 1)
        found = self.ends[last] - (self.through[last] - wanted)
        return np.where(amounts == 0, starts, np.where(at < self.starts.size, found, NEVER))
