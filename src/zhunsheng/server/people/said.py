"""What the rows of one person say about where they belong from when on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhunsheng.server.people.timeline import (
    EVER,
    FOREVER,
    NOWHERE,
    Place,
    Stint,
    Stints,
    in_order,
    last_employment,
    merged,
    moved,
    place_on,
    stretched,
    within,
)
from zhunsheng.server.people.values import UNSAID, PersonRow, Said


@dataclass(frozen=True)
class Known:
    """A person as the books have them, or as they shall have them. Stints in order of time."""

    name: str
    email: str | None = None
    primary: Stints = ()
    second: Stints = ()

    @property
    def hired(self) -> date | None:
        return self.primary[0].since if self.primary and self.primary[0].since != EVER else None

    @property
    def left(self) -> date | None:
        return self.primary[-1].until if self.primary and self.primary[-1].until != FOREVER else None


@dataclass(frozen=True)
class When:
    """From which day a list of people holds. `stated`: the day was given, else it is `today`."""

    today: date
    stated: date | None = None

    @property
    def day(self) -> date:
        return self.stated or self.today


def after(rows: Sequence[PersonRow], known: Known | None, when: When) -> Known:
    """The person as the rows, of which at least one is primary or the person known, leave them."""
    told = known or Known(name=rows[0].number or "")
    name, email = _last_said([row.name for row in rows]), _last_said([row.email for row in rows])
    primary = [row for row in rows if row.primary is not False]
    second = [row for row in rows if row.primary is False]
    told = replace(
        told,
        name=told.name if name is UNSAID or name is None else name,
        email=told.email if email is UNSAID else email,
        primary=_primary(primary, told.primary, when) if primary else told.primary,
    )
    if all(row.primary is UNSAID for row in rows):
        return told
    return replace(told, second=_second(second, told.second, when, new=known is None))


def last_day_after(row: PersonRow, otherwise: date) -> date:
    """The first day after the row's last one."""
    if row.ends is UNSAID:
        return otherwise
    return FOREVER if row.ends is None or row.ends == date.max else row.ends + timedelta(days=1)


def place_said(row: PersonRow, before: Place) -> Place:
    """The place the row names; what it does not say stays as before."""
    said = zip((row.unit, row.position, row.region, row.manager), before, strict=True)
    return Place(*(old if new is UNSAID else new for new, old in said))


def _last_said(values: Sequence[Said]) -> Said:
    return next((value for value in reversed(values) if value is not UNSAID), UNSAID)


def _primary(rows: Sequence[PersonRow], known: Stints, when: When) -> Stints:
    """One row says where the person is from a day on; several are the whole career."""
    if len(rows) > 1:
        return merged(stint for row in rows for stint in _opened(row, None))
    row = rows[0]
    earlier, run = last_employment(known)
    if not run or (row.starts is not None and row.starts >= run[-1].until):
        return merged((*known, *_opened(row, when.stated)))
    since = row.starts or run[0].since
    if earlier and since < earlier[-1].until:  # the list names the first of several hire dates
        since = run[0].since
    run = stretched(run, since, last_day_after(row, run[-1].until))
    day = max(when.day, run[0].since)
    place = place_on(run, day)
    if place is not None and place_said(row, place) != place:
        run = moved(run, place_said(row, place), day)
    return merged((*earlier, *run))


def _opened(row: PersonRow, stated: date | None) -> Stints:
    """A first or new employment; before the stated day nobody said where."""
    since = row.starts or stated or EVER
    until, place = last_day_after(row, FOREVER), place_said(row, NOWHERE)
    whole = Stint(since, until, place)
    if stated is None or not since < stated < until:
        return (whole,)
    return (Stint(since, stated, NOWHERE), replace(whole, since=stated))


def _second(rows: Sequence[PersonRow], known: Stints, when: When, *, new: bool) -> Stints:
    """The list names all second posts there are from the day on: others end, unnamed ones begin."""
    kept = set(within(known, EVER, when.day))
    for row in rows:
        place = place_said(row, NOWHERE)
        same = next((stint for stint in known if stint.place == place and stint.until > when.day), None)
        since = row.starts or (same.since if same else when.stated or (EVER if new else when.today))
        until = last_day_after(row, same.until if same else FOREVER)
        if same is not None:
            kept -= set(within((same,), EVER, when.day))
        kept.add(Stint(since, until, place))
    return tuple(sorted(kept, key=in_order))
