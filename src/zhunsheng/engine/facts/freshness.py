"""How fresh a source is against its rhythm. Pure: what was heard, and now, are arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from zhunsheng.engine.values import Grain, Period

Every = Literal["day", "week", "month", "quarter"]
QUIET: Mapping[Every, int] = {"day": 14, "week": 3, "month": 1, "quarter": 1}
"""How many periods after the last fact may pass without any: nothing happens on a weekend, or in a holiday week."""


@dataclass(frozen=True)
class Heard:
    """When a source last told anything, and the last day its facts tell of; None: nothing, or of no day."""

    last_at: datetime | None = None
    until: date | None = None


@dataclass(frozen=True)
class Freshness:
    """`state`: none (nothing yet), fresh, due, late, free (no rhythm said). `due`: the first moment too late."""

    state: Literal["none", "fresh", "due", "late", "free"]
    due: datetime | None = None


def freshness(every: Every | None, heard: Heard, now: datetime, zone: ZoneInfo) -> Freshness:
    """How fresh it is at `now`, by the company's days in `zone`.

    What was heard in a period is fresh in it, due in the next one and late from its end on. Facts that end so much
    earlier that it is not quiet any more (QUIET) were heard then: October's list is November's news, whenever it comes.
    """
    if heard.last_at is None:
        return Freshness("none")
    if every is None:
        return Freshness("free")
    heard_in = Period.holding(heard.last_at.astimezone(zone).date(), Grain(every))
    if heard.until is not None:
        heard_in = min(heard_in, Period.holding(heard.until, Grain(every)).shift(QUIET[every]))
    next_one = heard_in.shift(1)
    due = datetime.combine(next_one.end, time.min, zone)
    if now >= due:
        return Freshness("late", due)
    return Freshness("due" if now.astimezone(zone).date() >= next_one.start else "fresh", due)
