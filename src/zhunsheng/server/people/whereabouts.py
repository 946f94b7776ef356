"""Who stands where in the company on a day: whose manager is who, who leads a unit, who holds a position."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.db import connection
from django.db.models import Q

from zhunsheng.server.people.models import Person, Unit
from zhunsheng.server.people.queries import held, organisation_version
from zhunsheng.server.people.values import OrganisationVersion
from zhunsheng.server.subjects.queries import same_as_pairs


@dataclass(frozen=True, slots=True)
class Spot:
    """A person's primary post: subjects of unit, region and manager, and the position as it is called."""

    unit: int | None
    region: int | None
    position: str | None
    manager: int | None


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """Everybody's spot on a day, by person; who is not employed has none. `parents`: unit → the one above it."""

    spots: Mapping[int, Spot]
    parents: Mapping[int, int | None]

    @cached_property
    def _holders(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for person, spot in self.spots.items():
            if spot.position is not None:
                found.setdefault(spot.position, []).append(person)
        return found

    def manager(self, person: int) -> int | None:
        """Their manager, where that is somebody who works here then."""
        above = self._spot(person).manager
        return above if above in self.spots else None

    def leaders(self, person: int) -> list[int]:
        """Everybody above in the reporting line, the nearest first."""
        found: list[int] = []
        above = self.manager(person)
        while above is not None and above != person and above not in found:
            found.append(above)
            above = self.manager(above)
        return found

    def head(self, person: int) -> int | None:
        """Who leads the person's unit: the highest in the reporting line who is in it or in a unit below it.

        Of somebody whom nobody in the unit leads it is their manager.
        """
        unit, head = self._spot(person).unit, self.manager(person)
        for above in self.leaders(person):
            if unit not in self.units_above(self._spot(above).unit):
                break
            head = above
        return head

    def holders(self, position: str) -> Sequence[int]:
        """Everybody in the position, in order."""
        return sorted(self._holders.get(position, ()))

    def alike(self, people: Collection[int], person: int, what: str) -> list[int]:
        """Those of the people who are of the person's `region`, or in the person's `unit` or one above or below it."""
        mine = self._spot(person)
        if what == "region":
            return [one for one in people if mine.region is not None and self._spot(one).region == mine.region]
        return [one for one in people if self._related(self._spot(one).unit, mine.unit)]

    def units_above(self, unit: int | None) -> list[int]:
        """The unit and those above it, the nearest first."""
        found: list[int] = []
        while unit is not None:
            found.append(unit)
            unit = self.parents.get(unit)
        return found

    def unit(self, person: int) -> int | None:
        return self._spot(person).unit

    def _related(self, one: int | None, other: int | None) -> bool:
        return one is not None and (one in self.units_above(other) or other in self.units_above(one))

    def _spot(self, person: int) -> Spot:
        return self.spots.get(person, _NOWHERE)


_NOWHERE = Spot(None, None, None, None)


def whereabouts(day: date) -> Whereabouts:
    """Everybody's spot on the day, kept in memory until a post or a match changes."""
    return _whereabouts(str(connection.schema_name), organisation_version(), day)  # type: ignore[attr-defined]


def belongs(person: int, day: date, units: Collection[str], positions: Collection[str]) -> bool:
    """Whether the person's post of that day is in one of the units (by code) or below it, and in one of the positions.

    Empty: in any.
    """
    there = whereabouts(day)
    spot = there.spots.get(person)
    if spot is None or (positions and spot.position not in positions):
        return False
    wanted = Unit.objects.filter(code__in=units).values_list("subject_id", flat=True) if units else ()
    return not units or not set(there.units_above(spot.unit)).isdisjoint(wanted)


def numbered(numbers: Collection[str]) -> dict[str, int]:
    """Number → subject, of those who are in the books."""
    return dict(Person.objects.filter(number__in=numbers).values_list("number", "subject_id"))


@lru_cache(maxsize=4)
def _whereabouts(schema: str, version: OrganisationVersion, day: date) -> Whereabouts:
    on_day = Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gt=day)
    columns = ("person_id", "unit_id", "region_id", "position__key", "manager_id")
    rows = held(None).filter(*on_day, primary=True).values_list(*columns).iterator(10_000)
    same = dict(same_as_pairs())
    spots = {who: Spot(unit, same.get(region, region), job, boss) for who, unit, region, job, boss in rows}
    return Whereabouts(spots, dict(Unit.objects.values_list("subject_id", "parent_id")))
