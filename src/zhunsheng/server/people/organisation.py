"""The organisation as the law of access asks for it, kept in memory until it changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from django.db import connection

from zhunsheng.server.access.sight import Ints, Stays
from zhunsheng.server.people.models import Unit
from zhunsheng.server.people.queries import employment, organisation_version, spans

_EPOCH = 719_163  # 1970-01-01 as an ordinal


@dataclass(frozen=True, eq=False)
class Held:
    """Spans ordered by member, so that a member's are found at once."""

    member: Ints
    stays: Stays

    @classmethod
    def of(cls, table: pa.Table) -> Held:
        order = np.argsort(table["member"].to_numpy(), kind="stable")
        return cls(table["member"].to_numpy()[order], _stays(table, order))

    def of_member(self, member: int) -> Stays:
        first, last = np.searchsorted(self.member, [member, member + 1])
        return Stays(self.stays.subject[first:last], self.stays.since[first:last], self.stays.until[first:last])


@dataclass(frozen=True, eq=False)
class Books:
    """Who was under whom and in which unit, and when people were employed: `access.sight.Organisation`."""

    line: Held
    unit: Held
    employed: Stays
    parents: dict[int, int | None]

    def below(self, manager: int) -> Stays:
        return self.line.of_member(manager)

    def inside(self, units: frozenset[int]) -> Stays:
        """Of units below one another only the upper ones are asked: they know the people of those below."""
        tops = [unit for unit in units if not units.intersection(self._above(unit))]
        return Stays.joined(self.unit.of_member(unit) for unit in sorted(tops))

    def units_below(self, units: frozenset[int]) -> frozenset[int]:
        return frozenset(unit for unit in self.parents if unit in units or units.intersection(self._above(unit)))

    def settled(self, subjects: Ints, day: int) -> Ints:
        people, last, first = self._last_days(day)
        if not people.size:
            return np.full(subjects.shape, day, dtype=np.int64)
        at = np.minimum(np.searchsorted(people, subjects), people.size - 1)
        found = np.where(last[at] > 0, last[at], first[at])
        return np.where(people[at] == subjects, found, day)

    def leads(self, person: int) -> bool:
        """Whether anybody ever was under the person."""
        return bool(self.below(person).subject.size)

    def _above(self, unit: int) -> list[int]:
        found, parent = [], self.parents.get(unit)
        while parent is not None:
            found.append(parent)
            parent = self.parents.get(parent)
        return found

    def _last_days(self, day: int) -> tuple[Ints, Ints, Ints]:
        """People in order, the last employed day up to `day` (0: none), the first day."""
        people, starts = np.unique(self.employed.subject, return_index=True)
        begun = np.where(self.employed.since <= day, np.minimum(self.employed.until - 1, day), 0)
        if not people.size:
            return people, people, people
        return people, np.maximum.reduceat(begun, starts), np.minimum.reduceat(self.employed.since, starts)


def organisation() -> Books:
    """The organisation of the world that is entered, as it is known now."""
    return _books(
        str(connection.schema_name),  # type: ignore[attr-defined]  # django-tenants adds it
        organisation_version(),
    )


@lru_cache(maxsize=8)
def _books(schema: str, version: str) -> Books:
    employed = employment()
    return Books(
        line=Held.of(spans("manager")),
        unit=Held.of(spans("unit")),
        employed=_stays(employed, np.argsort(employed["subject"].to_numpy(), kind="stable")),
        parents=dict(Unit.objects.values_list("subject_id", "parent_id")),
    )


def _stays(table: pa.Table, order: Ints) -> Stays:
    since, until = (table[name].cast(pa.int32()).to_numpy().astype(np.int64) + _EPOCH for name in ("since", "until"))
    return Stays(table["subject"].to_numpy()[order], since[order], until[order])
