"""Reading people out of the tables into values that can be reasoned about, and writing them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from zhunsheng.server.people.finding import endings
from zhunsheng.server.people.models import Person, Post, Unit
from zhunsheng.server.people.pinyin import pinyin
from zhunsheng.server.people.queries import organisation_version
from zhunsheng.server.people.said import Known
from zhunsheng.server.people.timeline import EVER, FOREVER, Place, Stint, Stints, in_order
from zhunsheng.server.people.units import with_parents
from zhunsheng.server.subjects.actions import list_members
from zhunsheng.server.subjects.queries import labels

BATCH = 5_000

Entry = tuple[str, bool, Stint]  # number, primary, stint


@dataclass(frozen=True)
class Books:
    """What is held to be so now: people by number, their ids, units' ids by code, and the posts' row ids."""

    people: Mapping[str, Known]
    ids: Mapping[str, int]
    units: Mapping[str, int]
    posts: Mapping[Entry, int]


def read() -> Books:
    """Everybody, with all posts held to be so now."""
    people = {id_: (number, name, email) for id_, number, name, email in _people()}
    primary: dict[int, list[Stint]] = {id_: [] for id_ in people}
    second: dict[int, list[Stint]] = {id_: [] for id_ in people}
    posts: dict[Entry, int] = {}
    for post, person, is_primary, stint in _posts({id_: number for id_, (number, _, _) in people.items()}):
        (primary if is_primary else second)[person].append(stint)
        posts[people[person][0], is_primary, stint] = post
    return Books(
        people={
            number: Known(name, email, _ordered(primary[id_]), _ordered(second[id_]))
            for id_, (number, name, email) in people.items()
        },
        ids={number: id_ for id_, (number, _, _) in people.items()},
        units=dict(Unit.objects.values_list("code", "subject_id")),
        posts=posts,
    )


def write(people: Mapping[str, Known], books: Books, now: datetime) -> None:
    """Let these people be so from now on; what was held before stays to be asked for.

    No two lists are of the same moment: where the clock stands, the later one is a microsecond later.
    """
    now = max(now, organisation_version().moment + timedelta(microseconds=1))
    changed = {number: person for number, person in people.items() if books.people.get(number) != person}
    entries = [entry for number, person in changed.items() for entry in _entries(number, person)]
    ids = {**books.ids, **_write_people(changed, books, now)}
    stale = {books.posts[entry] for number in changed for entry in _known_entries(number, books)} - {
        books.posts[entry] for entry in entries if entry in books.posts
    }
    Post.objects.filter(id__in=stale).update(known_until=now)
    _write_posts([entry for entry in entries if entry not in books.posts], ids, books.units, now)
    if len(entries) > BATCH:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person, people_post, people_unit, subjects_subject")


def _people() -> Iterable[tuple[int, str, str, str | None]]:
    return Person.objects.values_list("subject_id", "number", "name", "email").iterator(BATCH)


def _posts(numbers: Mapping[int, str]) -> Iterator[tuple[int, int, bool, Stint]]:
    """Posts held to be so now. What they point at is looked up here: joined, a hundred thousand may take minutes."""
    columns = ("id", "person_id", "primary", "starts", "ends", "unit_id", "position_id", "region_id", "manager_id")
    rows = list(Post.objects.filter(known_until=None).values_list(*columns))
    units = dict(Unit.objects.values_list("subject_id", "code"))
    named = labels({id_ for row in rows for id_ in row[6:8] if id_ is not None})
    for id_, person, primary, starts, ends, unit, position, region, manager in rows:
        held, lies = (named[where].key if where is not None else None for where in (position, region))
        place = Place(units.get(unit), held, lies, numbers.get(manager))
        yield id_, person, primary, Stint(starts or EVER, ends or FOREVER, place)


def _ordered(stints: list[Stint]) -> Stints:
    return tuple(sorted(stints, key=in_order))


def _entries(number: str, person: Known) -> Iterator[Entry]:
    for stint in person.primary:
        yield number, True, stint
    for stint in person.second:
        yield number, False, stint


def _known_entries(number: str, books: Books) -> Iterator[Entry]:
    if number in books.people:
        yield from _entries(number, books.people[number])


def _write_people(changed: Mapping[str, Known], books: Books, now: datetime) -> dict[str, int]:
    """Ids of the new and renamed."""
    new = {number: person for number, person in changed.items() if number not in books.people}
    old = {n: p for n, p in changed.items() if n in books.people and _card(p) != _card(books.people[n])}
    named = {n: p.name for n, p in old.items() if p.name != books.people[n].name}
    named |= {number: person.name for number, person in new.items()}
    ids = list_members("person", named.items(), now=now)
    Person.objects.bulk_create([_row(ids[n], n, p) for n, p in new.items()], batch_size=BATCH)
    Person.objects.bulk_update(
        [_row(books.ids[n], n, p) for n, p in old.items()],
        ["name", "email", "hired", "left", "pinyin", "endings"],
        batch_size=BATCH // 10,
    )
    return ids


def _row(id_: int, number: str, person: Known) -> Person:
    name, email, hired, left = _card(person)
    return Person(
        subject_id=id_,
        number=number,
        name=name,
        email=email,
        hired=hired,
        left=left,
        pinyin=pinyin(name),
        endings=endings(number, name),
    )


def _card(person: Known) -> tuple[str, str | None, date | None, date | None]:
    return person.name, person.email, person.hired, person.left


def _write_posts(entries: list[Entry], people: Mapping[str, int], units: Mapping[str, int], now: datetime) -> None:
    places = [stint.place for _, _, stint in entries]
    unit_ids = {**units, **_write_units({place.unit for place in places if place.unit}, units, now)}
    positions = _listed("position", {place.position for place in places if place.position}, now)
    regions = _listed("region", {place.region for place in places if place.region}, now)
    Post.objects.bulk_create(
        [
            Post(
                person_id=people[number],
                unit_id=_id(unit_ids, stint.place.unit),
                position_id=_id(positions, stint.place.position),
                region_id=_id(regions, stint.place.region),
                manager_id=_id(people, stint.place.manager),
                primary=primary,
                starts=_bound(stint.since, EVER),
                ends=_bound(stint.until, FOREVER),
                known_from=now,
            )
            for number, primary, stint in entries
        ],
        batch_size=BATCH,
    )


def _write_units(codes: set[str], known: Mapping[str, int], now: datetime) -> dict[str, int]:
    """Ids of the units made, parents first."""
    missing = {code: (name, parent) for unit in codes for code, name, parent in with_parents(unit, known)}
    ids = list_members("unit", [(code, name) for code, (name, _) in missing.items()], now=now)
    everyone = {**known, **ids}
    rows = [
        Unit(subject_id=ids[code], code=code, name=name, parent_id=_id(everyone, parent))
        for code, (name, parent) in missing.items()
    ]
    Unit.objects.bulk_create(rows, batch_size=BATCH)
    return ids


def _listed(dimension: str, keys: set[str], now: datetime) -> dict[str, int]:
    return list_members(dimension, [(key, key) for key in sorted(keys)], now=now)


def _id(ids: Mapping[str, int], key: str | None) -> int | None:
    return None if key is None else ids[key]


def _bound(day: date, open_end: date) -> date | None:
    return None if day == open_end else day
