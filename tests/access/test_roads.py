"""Every road by which people come out, over random organisations in one world: exactly those whom the law lets see.

A road that is not declared yet is skipped, by name.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.access.house import BACKEND, HOST
from tests.access.organisations import DAYS, Organisation, Post, day_of, random_organisation

from zhunsheng.server.access import models
from zhunsheng.server.access.endpoint import DECLARED
from zhunsheng.server.access.roles import FieldClass
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.models import Person, Unit
from zhunsheng.server.people.values import UNSAID, ImportRefused, PersonRow
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo

API = "/api/v1"
TREES = 90
CLOCKS = (DAYS // 2, DAYS + 1)
NOW = datetime.combine(day_of(DAYS + 1), time(4), UTC)


@dataclass(frozen=True)
class Tree:
    """One of the organisations, as it stands in the world under its own name."""

    name: str
    made: Organisation

    def number(self, person: int) -> str:
        return f"{self.name}P{person}"

    def code(self, unit: int | None) -> str | None:
        if unit is None:
            return None
        above = self.code(self.made.parents[unit])
        return f"{above}/U{unit}" if above else f"{self.name}U{unit}"

    def rows(self) -> Iterator[PersonRow]:
        for person, posts in self.made.posts.items():
            for post in posts:
                yield self._row(person, post, second=any(not one.primary for one in posts))

    def _row(self, person: int, post: Post, *, second: bool) -> PersonRow:
        return PersonRow(
            row=0,
            number=self.number(person),
            name=self.number(person),
            unit=self.code(post.unit),
            manager=None if post.manager is None else self.number(post.manager),
            starts=None if post.since is None else day_of(post.since),
            ends=None if post.until is None else day_of(post.until) - timedelta(days=1),
            primary=post.primary if second else UNSAID,
        )


# Roads: what comes out of a call, as numbers of people. Those about one person answer 200 or 404.

Road = Callable[[Client, Tree, date], set[str]]


def _month(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _sheet(answer: object) -> list[list[str]]:
    """The rows below the headings."""
    content = getattr(answer, "content", b"")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows[1:]]


def listed(client: Client, tree: Tree, day: date) -> set[str]:
    items, total = _all(client, "/people?page_size=200")
    assert total == len(items), "what is counted is what is listed"
    return {one["number"] for one in items}


def paged(client: Client, tree: Tree, day: date) -> set[str]:
    """A page at a time, searched."""
    found: list[str] = []
    for page in range(1, 9):
        found += [
            o["number"] for o in client.get(f"{API}/people?q={tree.name}P&page={page}&page_size=3").json()["items"]
        ]
    assert len(found) == len(set(found))
    return set(found)


def searched(client: Client, tree: Tree, day: date) -> set[str]:
    return {one["number"] for one in client.get(f"{API}/search?q={tree.name}P").json()["people"]}


def exported(client: Client, tree: Tree, day: date) -> set[str]:
    return {row[0] for row in _sheet(client.get(f"{API}/people.xlsx"))}


def opened(client: Client, tree: Tree, day: date) -> set[str]:
    return _each(client, tree, "/people/{}")


def split(client: Client, tree: Tree, day: date) -> set[str]:
    asked = f"dimension=person&period={_month(day)}&grain=day&page_size=200"
    items, _ = _all(client, f"/metrics/deals/breakdown?{asked}")
    return {one["subject"]["key"] for one in items}


def split_exported(client: Client, tree: Tree, day: date) -> set[str]:
    asked = f"dimension=person&period={_month(day)}&grain=day"
    rows = _sheet(client.get(f"{API}/metrics/deals/breakdown.xlsx?{asked}"))
    return {tree.number(person) for person in tree.made.posts} & {cell for row in rows for cell in row}


def explained(client: Client, tree: Tree, day: date) -> set[str]:
    return _each(client, tree, f"/metrics/deals/explain?dimension=person&subject={{}}&period={_month(day)}")


def rows_exported(client: Client, tree: Tree, day: date) -> set[str]:
    return _each(client, tree, f"/metrics/deals/rows.xlsx?dimension=person&subject={{}}&period={_month(day)}")


ROADS: dict[str, tuple[str, Road]] = {
    "list and count": ("/people", listed),
    "page and search": ("/people", paged),
    "search": ("/search", searched),
    "export": ("/people.xlsx", exported),
    "record": ("/people/{number}", opened),
    "breakdown": ("/metrics/{metric}/breakdown", split),
    "breakdown exported": ("/metrics/{metric}/breakdown.xlsx", split_exported),
    "explain": ("/metrics/{metric}/explain", explained),
    "rows exported": ("/metrics/{metric}/rows.xlsx", rows_exported),
}


def _all(client: Client, path: str) -> tuple[list[dict[str, Any]], int]:
    """Every page of a list, and how many there are said to be."""
    items: list[dict[str, Any]] = []
    while True:
        page = client.get(f"{API}{path}&page={len(items) // 200 + 1}").json()
        items += page["items"]
        if len(page["items"]) < 200:
            return items, page["total"]


def _each(client: Client, tree: Tree, path: str) -> set[str]:
    """Of everybody in the tree those who are shown; the others are answered as if they did not exist."""
    statuses = {n: client.get(API + path.format(n)).status_code for n in map(tree.number, tree.made.posts)}
    assert set(statuses.values()) <= {200, 404}, statuses
    return {number for number, status in statuses.items() if status == 200}


@pytest.mark.slow
def test_every_road_lets_out_whom_the_law_lets_see(world: WorldInfo, subtests: pytest.Subtests) -> None:
    roads = {name: road for name, (path, road) in ROADS.items() if any(one.path == path for one in DECLARED.values())}
    trees = list(_imported(world))
    persons = dict(Person.objects.values_list("number", "subject_id"))
    random = Random(1)  # noqa: S311
    for clock in CLOCKS:
        set_clock(world, datetime.combine(day_of(clock), time(4), UTC))
        for tree in trees[clock % 2 :: 2]:
            employed = [person for person in tree.made.posts if tree.made.employed(person, clock)]
            for viewer in random.sample(employed, min(1, len(employed))):
                client = _signed_in(tree, viewer, persons)
                right = {
                    tree.number(person)
                    for person in tree.made.posts
                    if tree.made.sees(viewer, person, clock, FieldClass.OPEN)
                }
                whole = any(grant.units is None for grant in tree.made.grants.get(viewer, []))
                for name, road in roads.items():
                    out = road(client, tree, day_of(clock))
                    if whole:  # everybody of every tree; here only this tree's are counted
                        out &= {tree.number(person) for person in tree.made.posts}
                    assert out == right, (name, tree.name, viewer, clock)
    for name in ROADS.keys() - roads.keys():
        with subtests.test(name):
            pytest.skip(f"not declared yet: {name}")


def _imported(world: WorldInfo) -> Iterator[Tree]:
    """The trees whose lines run in no circle, taken over; of the others the import says that it will not."""
    set_clock(world, NOW)
    sound: list[Tree] = []
    for seed in range(TREES):
        tree = Tree(f"T{seed}", random_organisation(Random(seed)))  # noqa: S311
        oneself = any(post.manager == person for person, posts in tree.made.posts.items() for post in posts)
        if not tree.made.circular() and not oneself:
            sound.append(tree)
            continue
        with pytest.raises(ImportRefused):
            import_people(_numbered(tree.rows()), effective=None, now=NOW)
    import_people(_numbered(row for tree in sound for row in tree.rows()), effective=None, now=NOW)
    company = Company(world)
    company.publish({"deals": "deal {kind: count, source: deals}"}, grains="[day, month]")
    agents = [tree.number(person) for tree in sound for person in tree.made.posts]
    days = [day_of(clock) for clock in CLOCKS]
    company.send("deals", [{"id": f"{n}-{d}", "agent": n, "day": str(d), "value": "1"} for n in agents for d in days])
    company.tick()
    yield from sound


def _numbered(rows: Iterator[PersonRow]) -> list[PersonRow]:
    return [replace(row, row=at) for at, row in enumerate(rows, start=2)]


def _signed_in(tree: Tree, viewer: int, persons: dict[str, int]) -> Client:
    """A browser of the person's account, with the roles that the tree grants."""
    number = tree.number(viewer)
    account, new = User.objects.get_or_create(username=number)
    if new:
        models.Member.objects.create(account_id=account.pk, person_id=persons[number])
        for grant in tree.made.grants.get(viewer, []):
            for unit in grant.units or [None]:
                code = tree.code(unit)
                row = Unit.objects.filter(code=code).first() if code else None
                if code is None or row is not None:  # a unit nobody ever was in is not in the books
                    since = datetime(2020, 1, 1, tzinfo=UTC)
                    unit_id = row.subject_id if row else None
                    models.Grant.objects.create(account=account, role=grant.role, unit_id=unit_id, since=since, by="t")
    client = Client(HTTP_HOST=HOST)
    client.force_login(account, backend=BACKEND)
    return client
