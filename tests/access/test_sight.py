"""Thousands of random organisations: the law as computed agrees with the law as walked, by person and by day."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from tests.access.organisations import DAYS, FIRST, Organisation, Post, day_of, random_organisation

from zhunsheng.server.access.roles import Act, FieldClass, Role
from zhunsheng.server.access.sight import EVER, FOREVER, sight
from zhunsheng.server.access.values import Held, Viewer
from zhunsheng.server.people.circles import circles
from zhunsheng.server.people.organisation import Books, Posted
from zhunsheng.server.people.timeline import EVER as FIRST_DAY
from zhunsheng.server.people.timeline import FOREVER as LAST_DAY
from zhunsheng.server.people.timeline import Place, Stint

ORGANISATIONS = 5_000
ASKED = (FieldClass.OPEN, FieldClass.PAY)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_sight_agrees_with_the_law_walked_by_hand(part: int) -> None:
    tame = 0
    for seed in range(part, ORGANISATIONS, 4):
        random = Random(seed)  # noqa: S311
        made = random_organisation(random)
        circular = made.circular()
        assert bool(circles(_lines(made))) is circular, seed
        if not circular:
            tame += 1
            _compare(made, random, seed)
    assert tame > ORGANISATIONS // 4 * 0.75


def _compare(made: Organisation, random: Random, seed: int) -> None:
    books = Books.of(_posted(made), made.parents)
    days = [-1, DAYS + 1, *random.sample(range(DAYS), 4)]
    ordinals = np.array([day_of(day).toordinal() for day in days], dtype=np.int64)
    for person in made.posts:
        assert books.leads(person) is made.leads(person), (seed, person)
        for day in days:
            assert books.employs(person, day_of(day).toordinal()) is made.employed(person, day), (seed, person, day)
    for person in random.sample(sorted(made.posts), min(3, len(made.posts))):
        viewer = _viewer(made, person)
        for field in ASKED:
            seen = sight(viewer, Act.PEOPLE, books, field)
            for day in days:
                right = {other for other in made.posts if made.sees(person, other, day, field)}
                listed = seen.people(day_of(day))
                assert set(made.posts if listed is None else listed.tolist()) == right, (seed, person, day, field)
                one_by_one = {other for other in made.posts if seen.sees(other, day_of(day))}
                assert one_by_one == right, (seed, person, day, field)
            for other in made.posts:
                on = [made.sees(person, other, day, field) for day in days]
                assert seen.sees_on(other, ordinals).tolist() == on, (seed, person, other, field)
        numbers = sight(viewer, Act.NUMBERS, books)
        for unit in made.parents:
            assert numbers.sees_unit(unit) is made.sees_unit(person, unit), (seed, person, unit)


def _viewer(made: Organisation, person: int) -> Viewer:
    given = tuple(Held(grant.role, grant.units) for grant in made.grants.get(person, []))
    leads = (Held(Role.MANAGER),) if made.leads(person) else ()
    return Viewer(person, str(person), str(person), person, (*given, Held(Role.EMPLOYEE), *leads))


def _posted(made: Organisation) -> list[Posted]:
    return [
        Posted(person, post.unit, post.manager, post.primary, _ordinal(post.since, EVER), _ordinal(post.until, FOREVER))
        for person, posts in made.posts.items()
        for post in posts
    ]


def _ordinal(day: int | None, otherwise: int) -> int:
    return otherwise if day is None else FIRST.toordinal() + day


def _lines(made: Organisation) -> dict[str, tuple[Stint, ...]]:
    def stint(post: Post) -> Stint:
        since = FIRST_DAY if post.since is None else day_of(post.since)
        until = LAST_DAY if post.until is None else day_of(post.until)
        return Stint(since, until, Place(manager=None if post.manager is None else str(post.manager)))

    return {str(person): tuple(stint(p) for p in posts if p.primary) for person, posts in made.posts.items()}
