"""Random organisations, and whose rows somebody sees in them: by walking days and people one by one, no arrays.

Written from docs/decisions/0012 alone; what the product computes is compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from zhunsheng.server.access.roles import FieldClass, Role

FIRST = date(2024, 1, 1)
DAYS = 24
"""Days on which something happens; one before and one after are asked for too."""


@dataclass(frozen=True)
class Post:
    """Somewhere from one day to the day before another; None: open."""

    unit: int | None
    manager: int | None
    primary: bool
    since: int | None
    until: int | None

    def on(self, day: int) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Grant:
    """A role for units and what is below; no units: the whole company."""

    role: Role
    units: frozenset[int] | None


@dataclass
class Organisation:
    """People and units by number; days by number from FIRST."""

    parents: dict[int, int | None]
    posts: dict[int, list[Post]]
    grants: dict[int, list[Grant]] = field(default_factory=dict)

    def primary(self, person: int, day: int) -> Post | None:
        return next((post for post in self.posts[person] if post.primary and post.on(day)), None)

    def circular(self) -> bool:
        """Whether on some day somebody stands above themselves by primary posts."""
        for day in range(-1, DAYS + 2):
            for person in self.posts:
                above, steps = person, 0
                while (post := self.primary(above, day)) is not None and post.manager is not None:
                    above, steps = post.manager, steps + 1
                    if above == person or steps > len(self.posts):
                        return True
        return False

    def settled(self, person: int, day: int) -> int:
        """The last day up to `day` on which the person is employed; before the first one, the first one."""
        for earlier in range(day, -2, -1):
            if self.primary(person, earlier):
                return earlier
        return next(later for later in range(-1, DAYS + 2) if self.primary(person, later))

    def managers(self, person: int, day: int, *, second: bool) -> set[int]:
        """Everybody above the person that day."""
        posts = [post for post in self.posts[person] if post.on(day) and (post.primary or second)]
        found: set[int] = set()
        for post in posts:
            above = post.manager
            while above is not None:
                found.add(above)
                over = self.primary(above, day)
                above = over.manager if over else None
        return found - {person}

    def units(self, person: int, day: int, *, second: bool) -> set[int]:
        """The units of the person that day, and those above."""
        found: set[int] = set()
        for post in self.posts[person]:
            unit = post.unit if post.on(day) and (post.primary or second) else None
            while unit is not None:
                found.add(unit)
                unit = self.parents[unit]
        return found

    def employed(self, person: int, day: int) -> bool:
        return self.primary(person, day) is not None

    def leads(self, person: int) -> bool:
        """Whether anybody ever was below the person."""
        return any(
            person in self.managers(other, day, second=True) for other in self.posts for day in range(-1, DAYS + 2)
        )

    def sees(self, viewer: int, person: int, day: int, field: FieldClass) -> bool:
        """Whether a row about the person of that day is the viewer's to see, as numbers and records are."""
        second = field is FieldClass.OPEN
        on = self.settled(person, day)
        if viewer == person:
            return True
        if field is not FieldClass.PAY and viewer in self.managers(person, on, second=second):
            return True
        for grant in self.grants.get(viewer, []):
            if grant.role is Role.DIRECTOR and field in (FieldClass.PAY, FieldClass.CONTACT):
                continue
            if grant.units is None or grant.units & self.units(person, on, second=second):
                return True
        return False

    def sees_unit(self, viewer: int, unit: int) -> bool:
        """Whether the numbers of the unit as such are the viewer's to see."""
        for grant in self.grants.get(viewer, []):
            above: int | None = unit
            while above is not None:
                if grant.units is None or above in grant.units:
                    return True
                above = self.parents[above]
        return False


def day_of(day: int) -> date:
    return FIRST + timedelta(days=day)


def random_organisation(random: Random) -> Organisation:
    """Some people, moved, lent, gone and come back; managers may run in circles, or be oneself."""
    units = list(range(101, 102 + random.randrange(4)))
    parents = {unit: random.choice([None, *units[:at]]) for at, unit in enumerate(units)}
    people = list(range(1, 3 + random.randrange(6)))
    wild = random.random() < 0.25
    posts = {person: _career(random, person, people, units, wild=wild) for person in people}
    grants: dict[int, list[Grant]] = {}
    for person in people:
        while random.random() < 0.35:
            some = frozenset(random.sample(units, random.randint(1, min(2, len(units)))))
            role = random.choice([Role.HRBP, Role.DIRECTOR])
            grants.setdefault(person, []).append(Grant(role, some if random.random() < 0.9 else None))
    return Organisation(parents, posts, grants)


def _career(random: Random, person: int, people: list[int], units: list[int], *, wild: bool) -> list[Post]:
    """Primary posts one after the other, with gaps or without; second posts whenever."""
    cuts = sorted(random.sample(range(DAYS), random.choice([2, 2, 3, 4])))
    posts = []
    for at, (since, until) in enumerate(pairwise(cuts)):
        if at and random.random() < 0.3:
            continue  # away for a while
        last = at == len(cuts) - 2
        posts.append(
            Post(
                random.choice([None, *units]),
                _manager(random, person, people, wild=wild),
                True,
                None if at == 0 and random.random() < 0.3 else since,
                None if last and random.random() < 0.5 else until,
            )
        )
    while random.random() < 0.4:
        first = random.choice([None, random.randrange(DAYS)])
        end = random.choice([None, random.randrange(1, DAYS + 1)])
        if first is None or end is None or first < end:
            lead = random.choice([None, *(other for other in people if wild or other != person)])
            posts.append(Post(random.choice([None, *units]), lead, False, first, end))
    return posts


def _manager(random: Random, person: int, people: list[int], *, wild: bool) -> int | None:
    """In a tame organisation whoever came earlier, so that no circle arises."""
    return random.choice([None, *(people if wild else people[: people.index(person)])])
