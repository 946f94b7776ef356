"""The sellers' seats as arrays: who sits where, who is at work when, and how much of what each does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from zhunsheng.demo.company import Company
from zhunsheng.demo.days import FIRST, SPAN, Marks, after, place

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
Words = npt.NDArray[np.str_]

ORIGIN = np.datetime64(FIRST, "D")
UNSEEN_CALLS, UNSEEN_VALUE = 0.82, 0.62
"""How many calls, and how large deals, those make who help where no system counts it (T7); others about 1."""
_SPREAD_CALLS, _SPREAD_VALUE = 0.10, 0.20
_COUNTRY = NormalDist()


@dataclass(frozen=True)
class Sellers:
    """All seats of sellers in order. Arrays count seats by their place here, days by `days.place`."""

    company: Company

    @cached_property
    def seats(self) -> list[int]:
        """Places among all seats."""
        return self.company.staff.held_by("S")

    @cached_property
    def codes(self) -> list[str]:
        return [self.company.staff.seats[seat].code for seat in self.seats]

    @cached_property
    def regions(self) -> Words:
        return np.array([self.company.staff.seats[seat].region for seat in self.seats])

    @cached_property
    def unseen(self) -> Marks:
        """Those of whom T7 tells."""
        return np.isin(self.codes, self.company.truths["T7"].who)

    @cached_property
    def busy(self) -> Marks:
        """Seats × days: whether the seat has a holder who is at work."""
        holder = self.company.staff.holder[self.seats]
        return (holder >= 0) & self.company.staff.working[holder, np.arange(SPAN)]

    @cached_property
    def last(self) -> Ints:
        """Seats × days: the latest day at work up to and including the day; −1: none."""
        return np.maximum.accumulate(np.where(self.busy, np.arange(SPAN), -1), axis=1)

    @cached_property
    def next(self) -> Ints:
        """Seats × days: the first day at work from the day on; `SPAN`: none."""
        later = np.where(self.busy, np.arange(SPAN), SPAN)
        return np.minimum.accumulate(later[:, ::-1], axis=1)[:, ::-1]

    @cached_property
    def eager(self) -> Floats:
        """How many calls each makes, against their region."""
        return self._factors("calls", _SPREAD_CALLS, UNSEEN_CALLS)

    @cached_property
    def able(self) -> Floats:
        """How large the deals of each are, against the company."""
        return self._factors("value", _SPREAD_VALUE, UNSEEN_VALUE)

    def numbers(self, seat: Ints, day: Ints) -> Words:
        """工号 of who holds the seat on the day; before the story begins, of its first holder."""
        holder = self.company.staff.holder[np.array(self.seats)[seat], np.maximum(day, 0)]
        found: Words = np.array(self.company.staff.numbers)[holder]
        return found

    def workdays(self, month: date) -> tuple[Ints, Ints]:
        """For each seat the days at work in the month, padded; and how many there are."""
        days = np.arange(place(month), min(place(after(month)), SPAN))
        busy = self.busy[:, days]
        return days[np.argsort(~busy, axis=1, kind="stable")], busy.sum(axis=1)

    def _factors(self, what: str, spread: float, unseen: float) -> Floats:
        rng = self.company.seeds.rng("sellers", what, self.company.branch)
        found = np.ones(len(self.seats))
        for region in dict.fromkeys(self.regions):
            at = np.flatnonzero(self.regions == region)
            found[at] = np.exp(spread * normal(rng, len(at)))
        return np.where(self.unseen, unseen, found)


@lru_cache(maxsize=4)
def sellers(company: Company) -> Sellers:
    return Sellers(company)


def even(rng: np.random.Generator, many: int) -> Floats:
    """Numbers between 0 and 1, spread evenly, in random order: chance whose sums hardly vary."""
    return (rng.permutation(many) + rng.random(many)) / max(many, 1)


def normal(rng: np.random.Generator, many: int) -> Floats:
    """Standard normal numbers, spread evenly as `even` ones."""
    return np.array([_COUNTRY.inv_cdf(min(max(at, 1e-9), 1 - 1e-9)) for at in even(rng, many)])


def whole(rng: np.random.Generator, expected: npt.NDArray[np.floating]) -> Ints:
    """Whole numbers that are as expected on average, and never further away than one."""
    return np.floor(expected + rng.random(expected.shape)).astype(np.int64)


def dated(day: Ints) -> Days:
    """Days of the story as dates."""
    found: Days = ORIGIN + day.astype("timedelta64[D]")
    return found


def moment(rng: np.random.Generator, day: Ints, opens: float = 9.0, closes: float = 18.0) -> Days:
    """A moment within office hours of each day."""
    seconds = (3600 * (opens + (closes - opens) * rng.random(len(day)))).astype("timedelta64[s]")
    found: Days = dated(day).astype("datetime64[us]") + seconds
    return found


def mondays(month: date) -> list[date]:
    """Mondays of the month."""
    first = month + timedelta(days=-month.weekday() % 7)
    return [day for day in (first + timedelta(weeks=at) for at in range(5)) if day < after(month)]
