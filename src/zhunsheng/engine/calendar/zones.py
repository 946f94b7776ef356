"""Wall times of a time zone and the instants at which its clocks show them.

Wall times are numbers like instants, but of the wall: microseconds since 1970-01-01 00:00 there. An instant counts as
inside an interval of the wall when the clock shows a time inside it. So an hour that is skipped in spring counts
nothing, and a wall time in it is the moment after the gap; an hour that is lived twice in autumn counts twice.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from zhunsheng.engine.calendar.instants import EPOCH, SECOND, Ints, midnight

FIRST_YEAR, LAST_YEAR = 3, 9996
"""Years whose wall times have instants in every time zone, with a year to spare."""
_LOOK = 24 * 3600  # seconds between two looks at the clock; no zone ever changed it twice within 167 hours


class Stretch(NamedTuple):
    """Instants from `since` until `until` in which the wall is `offset` ahead of UTC."""

    since: int
    until: int
    offset: int


def is_time_zone(name: str) -> bool:
    """Whether it is the IANA name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        return False
    return True


@lru_cache(maxsize=4096)
def stretches(zone: str, first: int, last: int) -> tuple[Stretch, ...]:
    """Stretches of equal offset that cover the years (in UTC) from `first` to `last`, both included, without gap."""
    found = [change for year in range(first, last + 1) for change in _changes(zone, year)]
    ends = [since for since, _ in found[1:]] + [midnight(last + 1)]
    return tuple(Stretch(since, until, offset) for (since, offset), until in zip(found, ends, strict=True))


def to_instants(starts: Ints, ends: Ints, zone: str, year: int) -> tuple[Ints, Ints]:
    """Intervals of wall times in a year as intervals of instants (starts, ends), unordered; clock changes cut them."""
    pairs = [
        (np.maximum(starts - offset, since), np.minimum(ends - offset, until))
        for since, until, offset in stretches(zone, year - 1, year + 1)
    ]
    since, until = (np.concatenate(side) for side in zip(*pairs, strict=True))
    real = since < until
    return since[real], until[real]


def to_instant(wall: int, zone: str, year: int) -> int:
    """The first instant at which the wall's clock shows that time, or more where it skips it. `year`: near it."""
    for since, until, offset in stretches(zone, year - 1, year + 1):
        at = max(since, wall - offset)
        if at < until:
            return at
    raise ValueError(f"{wall} does not lie near {year}")


def to_wall(at: int, zone: str) -> int:
    """What the wall's clock shows at an instant."""
    return at + _offset(at // SECOND, ZoneInfo(zone))


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """(instant, offset from then on): the beginning of the year in UTC, then every change within it."""
    clock = ZoneInfo(zone)
    begin, end = midnight(year) // SECOND, midnight(year + 1) // SECOND
    looks = range(begin, end, _LOOK)
    offsets = [_offset(second, clock) for second in looks] + [_offset(end - 1, clock)]
    found = [(begin * SECOND, offsets[0])]
    for (one, other), (old, new) in zip(pairwise([*looks, end - 1]), pairwise(offsets), strict=True):
        if old != new:
            found.append((_changed(one, other, old, clock) * SECOND, new))
    return tuple(found)


def _changed(before: int, after: int, old: int, clock: ZoneInfo) -> int:
    """The second at which the offset stops being the old one."""
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, clock) == old else (before, middle)
    return after


def _offset(second: int, clock: ZoneInfo) -> int:
    offset = (EPOCH + timedelta(seconds=second)).astimezone(clock).utcoffset() or timedelta(0)
    return offset // timedelta(microseconds=1)
