"""A person's rostered time in the months that a roster tells of, and the usual time in all others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import Ints
from zhunsheng.engine.calendar.roster import RosterTime
from zhunsheng.engine.calendar.spans import Spans
from zhunsheng.engine.calendar.steps import Step


class RosteredTime(CountedTime):
    """Shifts and times on call, given as instants, where they tell of a month; else the usual time.

    A shift tells of the whole month in which it begins, by the clock on the wall, and of its own hours: a month whose
    roster has not come yet counts as usual, and is counted anew when it comes.
    """

    def __init__(self, starts: Ints, ends: Ints, usual: CountedTime, zone: str) -> None:
        real = starts < ends
        self.usual, self.duty = usual, RosterTime.of(starts[real], ends[real])
        months = _months(starts[real], zone)
        self._told = Spans.of(np.append(months[0], starts[real]), np.append(months[1], ends[real]))
        self._over = np.append(0, np.cumsum(usual.between(self._told.starts, self._told.ends)))

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        """Found by halves: what counts never grows faster than the wall's clock, and ends with the usual time."""
        low, high = starts.copy(), self.usual.after(self._beyond(starts), amounts)
        while (low < high).any():
            middle = low + (high - low) // 2
            enough = self.between(starts, middle) >= amounts
            low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
        return low

    def between(self, starts: Ints, ends: Ints) -> Ints:
        usual = self.usual.between(starts, ends) - (self._left_out(ends) - self._left_out(starts))
        return usual + self.duty.between(starts, ends)

    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        edges = np.sort(np.append(self._told.starts, self._told.ends))
        inside = edges[(since < edges) & (edges < until)].tolist()
        for begin, end in pairwise([since, *inside, until]):
            by = self.duty if self._tells_of(begin) else self.usual
            yield from by.steps_between(begin, end)

    def _tells_of(self, at: int) -> bool:
        place = int(np.searchsorted(self._told.starts, at, side="right")) - 1
        return place >= 0 and at < int(self._told.ends[place])

    def _beyond(self, starts: Ints) -> Ints:
        """From where on the usual time counts for good."""
        return np.maximum(starts, self._told.ends[-1]) if self._told.ends.size else starts

    def _left_out(self, instants: Ints) -> Ints:
        """What of the usual time lies in months that are told of, before each instant."""
        if not self._told.starts.size or not instants.size:
            return np.zeros_like(instants)
        place = np.searchsorted(self._told.starts, instants, side="right") - 1
        at = np.maximum(place, 0)
        inside = self.usual.between(
            self._told.starts[at], np.clip(instants, self._told.starts[at], self._told.ends[at])
        )
        return np.where(place < 0, 0, self._over[at] + inside)


def _months(instants: Ints, zone: str) -> tuple[Ints, Ints]:
    """The different months in which they lie, from the first instant of each up to that of the next."""
    wall = pc.local_timestamp(pa.array(instants).cast(pa.timestamp("us", zone)))
    first = np.unique(wall.to_numpy(zero_copy_only=False).astype("datetime64[M]"))
    begin, end = (_instants(months, zone) for months in (first, first + 1))
    return begin, end


def _instants(months: np.ndarray[tuple[int], np.dtype[np.datetime64]], zone: str) -> Ints:
    wall = pa.array(months.astype("datetime64[us]"))
    zoned = pc.assume_timezone(wall, zone, ambiguous="earliest", nonexistent="latest")
    return np.asarray(zoned.cast(pa.int64()).to_numpy(zero_copy_only=False), dtype=np.int64)
