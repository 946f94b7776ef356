"""The organisation as the law of access asks for it, kept in memory until it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from django.db import connection

from zhunsheng.server.access.sight import EVER, FOREVER, Ints, Stays
from zhunsheng.server.people.models import Post, Unit
from zhunsheng.server.people.queries import organisation_version
from zhunsheng.server.people.spans import Spans, climbed, up_the_line, up_the_tree
from zhunsheng.server.people.values import OrganisationVersion

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class Posted(NamedTuple):
    """A post: subjects of person, unit and manager, and its days as ordinals, `until` exclusive."""

    person: int
    unit: int | None
    manager: int | None
    primary: bool
    since: int
    until: int


@dataclass(frozen=True, eq=False)
class Held:
    """Spans ordered by member, so that a member's are found at once."""

    member: Ints
    stays: Stays

    @classmethod
    def of(cls, spans: Spans) -> Held:
        """Nobody is below themselves, even where a second post says so."""
        found = spans.taken(spans.subject != spans.member)
        ordered = found.taken(np.argsort(found.member, kind="stable"))
        return cls(ordered.member, Stays(ordered.subject, ordered.since, ordered.until))

    def of_member(self, member: int) -> Stays:
        first, last = np.searchsorted(self.member, [member, member + 1])
        return Stays(self.stays.subject[first:last], self.stays.since[first:last], self.stays.until[first:last])


@dataclass(frozen=True, eq=False)
class Books:
    """Who was under whom and in which unit, and when people were employed: `access.sight.Organisation`.

    By primary posts and, apart from them, by second posts: whoever leads where somebody has a second post, and
    everybody above in line and tree.
    """

    line: Held
    second_line: Held
    unit: Held
    second_unit: Held
    employed: Stays
    parents: Mapping[int, int | None]

    @classmethod
    def of(cls, posts: Iterable[Posted], parents: Mapping[int, int | None]) -> Books:
        primary: list[Posted] = []
        second: list[Posted] = []
        for post in posts:
            (primary if post.primary else second).append(post)
        direct = _to_managers(primary)
        return cls(
            line=Held.of(up_the_line(direct)),
            second_line=Held.of(climbed(_to_managers(second), direct)),
            unit=Held.of(up_the_tree(_to_units(primary), parents)),
            second_unit=Held.of(up_the_tree(_to_units(second), parents)),
            employed=Stays.of(sorted((post.person, post.since, post.until) for post in primary)),
            parents=parents,
        )

    def below(self, manager: int, *, second: bool = True) -> Stays:
        found = [self.line.of_member(manager)]
        return Stays.joined([*found, self.second_line.of_member(manager)] if second else found)

    def inside(self, units: frozenset[int], *, second: bool = True) -> Stays:
        """Of units below one another only the upper ones are asked: they know the people of those below."""
        tops = sorted(self.uppermost(units))
        books = (self.unit, self.second_unit) if second else (self.unit,)
        return Stays.joined(held.of_member(unit) for held in books for unit in tops)

    def uppermost(self, units: frozenset[int]) -> list[int]:
        """Those that no other of them stands above."""
        return [unit for unit in units if not units.intersection(self._above(unit))]

    def units_below(self, units: frozenset[int]) -> frozenset[int]:
        return frozenset(unit for unit in self.parents if unit in units or units.intersection(self._above(unit)))

    def settled(self, subjects: Ints, day: int) -> Ints:
        people, last, first = _last_days(self, day)
        if not people.size:
            return np.full(subjects.shape, day, dtype=np.int64)
        at = np.minimum(np.searchsorted(people, subjects), people.size - 1)
        found = np.where(last[at] > 0, last[at], first[at])
        return np.where(people[at] == subjects, found, day)

    def settled_days(self, person: int, days: Ints) -> Ints:
        begin, end = np.searchsorted(self.employed.subject, [person, person + 1])
        since, until = self.employed.since[begin:end], self.employed.until[begin:end]
        if not since.size:
            return days
        on = days[:, np.newaxis]
        last: Ints = np.where(since <= on, np.minimum(until - 1, on), 0).max(axis=1)
        return np.where(last > 0, last, since.min())

    def leads(self, person: int) -> bool:
        """Whether anybody ever was under the person."""
        return bool(self.below(person).subject.size)

    def employs(self, person: int, day: int) -> bool:
        """Whether the person is employed on the day."""
        first, last = np.searchsorted(self.employed.subject, [person, person + 1])
        return bool(np.any((self.employed.since[first:last] <= day) & (day < self.employed.until[first:last])))

    def _above(self, unit: int) -> list[int]:
        found, parent = [], self.parents.get(unit)
        while parent is not None:
            found.append(parent)
            parent = self.parents.get(parent)
        return found


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[Books, Asked], Found]], Callable[Concatenate[Books, Asked], Found]]:
    """Keep what was found in an organisation, at most so much, for as long as somebody else holds the organisation."""

    def around(find: Callable[Concatenate[Books, Asked], Found]) -> Callable[Concatenate[Books, Asked], Found]:
        known: WeakKeyDictionary[Books, dict[object, Found]] = WeakKeyDictionary()

        @wraps(find)
        def asked(books: Books, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
            kept, key = known.setdefault(books, {}), (args, tuple(kwargs.items()))
            if key in kept:
                return kept[key]
            if len(kept) >= most:
                kept = known[books] = {}
            found = kept[key] = find(books, *args, **kwargs)
            return found

        return asked

    return around


@remembered(64)
def _last_days(books: Books, day: int) -> tuple[Ints, Ints, Ints]:
    """People in order, the last employed day up to `day` (0: none), the first day."""
    employed = books.employed
    people, starts = np.unique(employed.subject, return_index=True)
    begun = np.where(employed.since <= day, np.minimum(employed.until - 1, day), 0)
    if not people.size:
        return people, people, people
    return people, np.maximum.reduceat(begun, starts), np.minimum.reduceat(employed.since, starts)


_SEEN: ContextVar[dict[str, Books] | None] = ContextVar("organisation_seen", default=None)


def organisation() -> Books:
    """The organisation of the world that is entered, as it is known now."""
    seen = _SEEN.get()
    schema = str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it
    if seen is None:
        return _books(schema, organisation_version())
    if schema not in seen:
        seen[schema] = _books(schema, organisation_version())
    return seen[schema]


@contextmanager
def standing() -> Iterator[None]:
    """Within it the organisation is as it was when first asked for: for calls that change nothing."""
    token = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(token)


@lru_cache(maxsize=8)
def _books(schema: str, version: OrganisationVersion) -> Books:
    columns = ("person_id", "unit_id", "manager_id", "primary", "starts", "ends")
    rows = Post.objects.filter(known_until=None).values_list(*columns).iterator(10_000)
    return Books.of(map(_posted, rows), dict(Unit.objects.values_list("subject_id", "parent_id")))


def _posted(row: tuple[int, int | None, int | None, bool, date | None, date | None]) -> Posted:
    person, unit, manager, primary, starts, ends = row
    since, until = starts.toordinal() if starts else EVER, ends.toordinal() if ends else FOREVER
    return Posted(person, unit, manager, primary, since, until)


def _to_units(posts: list[Posted]) -> Spans:
    return Spans.of([(p.person, p.unit, p.since, p.until) for p in posts if p.unit is not None])


def _to_managers(posts: list[Posted]) -> Spans:
    return Spans.of([(p.person, p.manager, p.since, p.until) for p in posts if p.manager is not None])
