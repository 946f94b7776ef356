"""Sight: whose rows somebody sees on which day. Pure; the only place where a relation becomes a yes or a no.

A row about a person belongs to whoever had the person on the row's day: history stays with the line and the units in
which it happened (docs/decisions/0012). A number over a period has the period's last day; see `Organisation.settled`.
Second posts give those who lead there sight of the person too, as far as open fields and numbers go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from zhunsheng.server.access.policy import reaches
from zhunsheng.server.access.roles import Act, FieldClass, Reach
from zhunsheng.server.access.values import Viewer

Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

EVER, FOREVER = 0, date.max.toordinal()
"""Days count as `date.toordinal()` does."""


@dataclass(frozen=True)
class Stays:
    """Intervals of people: subject is there from `since` up to but not including `until` (ordinals)."""

    subject: Ints
    since: Ints
    until: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> Stays:
        return cls(*np.array(list(rows), dtype=np.int64).reshape(-1, 3).T)

    @classmethod
    def joined(cls, parts: Iterable[Stays]) -> Stays:
        some = [cls.of(()), *parts]
        return cls(*(np.concatenate([getattr(part, name) for part in some]) for name in ("subject", "since", "until")))


class Organisation(Protocol):
    """What the law needs to know of who belonged where."""

    def below(self, manager: int, *, second: bool) -> Stays:
        """Everybody under the manager, at any depth, while they were; `second`: by second posts too."""

    def inside(self, units: frozenset[int], *, second: bool) -> Stays:
        """Everybody in the units or in units below them, while they were; `second`: by second posts too."""

    def units_below(self, units: frozenset[int]) -> frozenset[int]:
        """The units themselves and every unit below them."""

    def settled(self, subjects: Ints, day: int) -> Ints:
        """For each person the last day they were employed up to `day`; their first day where there is none."""

    def settled_days(self, person: int, days: Ints) -> Ints:
        """The same of one person, for each of the days."""


@dataclass(frozen=True)
class Sight:
    """What a viewer sees by one act. `units`: whose numbers as units; None: all."""

    organisation: Organisation
    everything: bool
    stays: Stays
    units: frozenset[int] | None

    def sees(self, person: int | None, day: date) -> bool:
        """Whether the person's row of that day is to be seen; None: a row about nobody."""
        if self.everything:
            return True
        if person is None:
            return False
        return bool(self._there(self._of(np.array([person], dtype=np.int64)), day).subject.size)

    def sees_on(self, person: int, days: Ints) -> Marks:
        """For each of the days (ordinals), whether the person's row of it is to be seen."""
        if self.everything:
            return np.ones(days.shape, dtype=np.bool_)
        mine = self._of(np.array([person], dtype=np.int64))
        on = self.organisation.settled_days(person, days)[:, np.newaxis]
        return np.asarray(np.any((mine.since <= on) & (on < mine.until), axis=1), dtype=np.bool_)

    def people(self, day: date) -> Ints | None:
        """Everybody whose row of that day is to be seen, in order; None: everybody there is."""
        return None if self.everything else np.unique(self._there(self.stays, day).subject)

    def sees_unit(self, unit: int) -> bool:
        return self.units is None or unit in self.units

    def _of(self, people: Ints) -> Stays:
        mine = np.isin(self.stays.subject, people)
        return Stays(self.stays.subject[mine], self.stays.since[mine], self.stays.until[mine])

    def _there(self, stays: Stays, day: date) -> Stays:
        on = self.organisation.settled(stays.subject, day.toordinal())
        mine = (stays.since <= on) & (on < stays.until)
        return Stays(stays.subject[mine], stays.since[mine], stays.until[mine])


def sight(viewer: Viewer, act: Act, organisation: Organisation, field: FieldClass = FieldClass.OPEN) -> Sight:
    """What the viewer sees by the act, in fields of that class."""
    stays: list[Stays] = []
    units: set[int] = set()
    everything = False
    second = field is FieldClass.OPEN
    for reach, granted in reaches(viewer, act, field):
        match reach:
            case Reach.ALL:
                everything = True
            case Reach.UNITS if granted:
                stays.append(organisation.inside(granted, second=second))
                units |= organisation.units_below(granted)
            case Reach.LINE if viewer.person is not None:
                stays.append(organisation.below(viewer.person, second=second))
            case Reach.SELF if viewer.person is not None:
                stays.append(Stays.of([(viewer.person, EVER, FOREVER)]))
            case _:
                continue
    return Sight(organisation, everything, Stays.joined(stays), None if everything else frozenset(units))
