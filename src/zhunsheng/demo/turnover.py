"""Who leaves when, who is on the list of high performers, who changes places. Codes of seats in, days out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from zhunsheng.demo.days import FIRST, LAST, LIVE, NOW
from zhunsheng.demo.truths import truths

HIGH = {"S": 30, "E": 11}
"""Places on the list of high performers, by the letter of the seats; who leaves is succeeded on it the same day."""
HIGH_SINCE = date(2023, 10, 9)
"""Two years before going live."""
VACANT = 35
"""Days that a seat is vacant, in the mean."""
SWAP = date(2024, 7, 1)
SWAPPED = (("华东", "华南"), ("华中", "东北"))
"""On `SWAP` one seller of each of the two regions takes the other's seat."""
_YEARS = (date(2023, 10, 1), date(2025, 10, 1))
"""The two years in whole months, as the register counts them."""
_NEAR = timedelta(days=150)


@dataclass(frozen=True)
class Listing:
    """Who holds the seat on `since` is at that place of the list from then on, up to but not including `until`."""

    place: int
    seat: str
    since: date
    until: date | None


@dataclass
class Turnover:
    """`leaving`: seat → first days without those who left it; `swaps`: seats whose holders changed places."""

    leaving: dict[str, list[date]] = field(default_factory=dict)
    listed: list[Listing] = field(default_factory=list)
    swaps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def concerned(self) -> set[str]:
        """Seats of which something has been said."""
        return {*self.leaving, *(one.seat for one in self.listed), *(code for pair in self.swaps for code in pair)}


def turnover(rng: np.random.Generator, free: Sequence[str], sellers: dict[str, list[str]], seats: int) -> Turnover:
    """`free`: seats whose holders may leave; `sellers`: those of them that are sellers', by region."""
    found = Turnover()
    _list_high_performers(rng, found, free)
    for pair in SWAPPED:
        one, other = (str(rng.choice(sorted(set(sellers[region]) - found.concerned))) for region in pair)
        found.swaps.append((one, other))
    _others_leave(rng, found, sorted(set(free) - found.concerned), seats)
    return found


def _list_high_performers(rng: np.random.Generator, found: Turnover, free: Sequence[str]) -> None:
    """Fill the list, and let those on it leave one after the other."""
    waiting = {letter: list(rng.permutation([code for code in free if code[0] == letter])) for letter in HIGH}
    held = [(str(waiting[letter].pop()), FIRST) for letter, many in HIGH.items() for _ in range(many)]
    for day, place in _high_leavers(rng, len(held)):
        seat, since = held[place]
        found.leaving.setdefault(seat, []).append(day)
        found.listed.append(Listing(place, seat, since, day))
        held[place] = (str(waiting[seat[0]].pop()), day)
    found.listed += [Listing(place, seat, since, None) for place, (seat, since) in enumerate(held)]


def _high_leavers(rng: np.random.Generator, places: int) -> list[tuple[date, int]]:
    """(day, place on the list): as many as the truths say, before and after them at the same yearly rate."""
    told = truths()["T4"].effects
    yearly = places * told["left"] / told["person_years"]
    early, late = HIGH_SINCE - timedelta(days=40), NOW.date() + timedelta(days=45)
    spans = [
        (FIRST + timedelta(days=25), early, round(yearly * (HIGH_SINCE - FIRST).days / 365)),
        (HIGH_SINCE + timedelta(days=20), LIVE - timedelta(days=25), int(told["left"])),
        (LIVE + timedelta(days=30), LIVE + timedelta(days=30), int(truths()["D1"].effects["left"])),
        (late, LAST - timedelta(days=15), round(yearly * (LAST - late).days / 365)),
    ]
    leavers: list[tuple[date, int]] = []
    for first, last, many in spans:
        at = np.linspace(0, (last - first).days, many) + rng.integers(-14, 15, many)
        days = [first + timedelta(days=int(offset)) for offset in at]
        leavers += zip(days, rng.choice(places, many, replace=False).tolist(), strict=True)
    return sorted(leavers)


def _others_leave(rng: np.random.Generator, found: Turnover, others: Sequence[str], seats: int) -> None:
    """So many that, with the high performers, the average is what the truths say."""
    told = truths()["T4"].effects
    since, until = _YEARS
    years = (until - since).days / 365
    everybody = told["average_attrition"] * seats * years / (1 + told["average_attrition"] * VACANT / 365)
    many = round(everybody) - int(told["left"])
    spans = [
        (FIRST + timedelta(days=10), since, None),
        (since + timedelta(days=1), until, many),
        (until + timedelta(days=1), NOW.date() - timedelta(days=30), None),
        (NOW.date() + timedelta(days=10), LAST - timedelta(days=10), None),
    ]
    for first, end, given in spans:
        length = (end - first).days
        size = round(many / years * length / 365) if given is None else given
        for offset in np.sort(rng.choice(length, size, replace=False)):
            day = first + timedelta(days=int(offset))
            near = [code for code in others if all(abs(day - one) >= _NEAR for one in found.leaving.get(code, ()))]
            found.leaving.setdefault(str(rng.choice(near)), []).append(day)
