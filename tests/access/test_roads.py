"""Every road by which people come out, over random organisations in one world: exactly those whom the law lets see.

And what comes out of them: the fields of a record, the days of rows, numbers made of pay.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
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
from zhunsheng.server.access.roles import FieldClass, Role
from zhunsheng.server.metrics.tests.company import DEALS, METRICS, Company
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.directory import SENSITIVE
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
PAY = DEALS.replace("value: {type: money}", "value: {type: money, scope: pay}")
"""A source one of whose fields is pay; `paid` is made of it, `deals` is not."""


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


def split_by_pay(client: Client, tree: Tree, day: date) -> set[str]:
    items, _ = _all(client, f"/metrics/paid/breakdown?dimension=person&period={day:%Y-%m}&grain=month&page_size=200")
    return {one["subject"]["key"] for one in items}


def led_and_paid(client: Client, tree: Tree, day: date) -> set[str]:
    """Managers whose line's pay comes out: by the list, one by one, and as a column beside what is open."""
    split_up = f"{API}/metrics/paid/breakdown?dimension=manager&period={day:%Y-%m}&grain=month&page_size=200"
    answer = client.get(split_up)
    items = answer.json()["items"] if answer.status_code == 200 else []  # else there is nobody whose line is seen
    about = f"dimension=manager&subject={{}}&period={day:%Y-%m}"
    drawn = f"/metrics/paid/series?dimension=manager&subject={{}}&grain=month&from={day}&to={day}"
    leaders = {post.manager for posts in tree.made.posts.values() for post in posts if post.manager is not None}
    found = {one["subject"]["key"] for one in items} | _each(client, tree, drawn, leaders)
    found |= _each(client, tree, f"/metrics/paid/explain?{about}", leaders)
    for number in _each(client, tree, f"/metrics/deals/explain?{about}", leaders):
        columns = client.get(f"{API}/metrics/deals/explain?{about.format(number)}").json()["columns"]
        found |= {number} if "value" in {column["id"] for column in columns} else set()
    return found


ROADS: dict[str, tuple[Road, FieldClass]] = {
    "list and count": (listed, FieldClass.OPEN),
    "page and search": (paged, FieldClass.OPEN),
    "search": (searched, FieldClass.OPEN),
    "export": (exported, FieldClass.OPEN),
    "record": (opened, FieldClass.OPEN),
    "breakdown": (split, FieldClass.OPEN),
    "breakdown exported": (split_exported, FieldClass.OPEN),
    "explain": (explained, FieldClass.OPEN),
    "rows exported": (rows_exported, FieldClass.OPEN),
    "breakdown of pay": (split_by_pay, FieldClass.PAY),
}


# What comes out of them.


def check_records(client: Client, tree: Tree, viewer: int, clock: int) -> None:
    """Fields by their class; days of a primary post for whoever saw such days while it lasted."""
    made = tree.made
    for person, posts in made.posts.items():
        answer = client.get(f"{API}/people/{tree.number(person)}")
        if answer.status_code == 404:
            continue
        card = answer.json()
        veiled = [name for name, field in SENSITIVE.items() if not made.sees(viewer, person, clock, field)]
        assert card["hidden"] == veiled, (tree.name, viewer, person)
        assert {card[name] for name in veiled} <= {None}
        right = []
        for since, until in _stints([post for post in posts if post.primary]):
            days = [day for day in range(-1, DAYS + 2) if Post(None, None, True, since, until).on(day)]
            if any(made.sees(viewer, person, day, FieldClass.OPEN) for day in days):
                dated = any(made.sees(viewer, person, day, FieldClass.EMPLOYMENT) for day in days)
                right.append((_day(since), _day(until, -1)) if dated else (None, None))
        out = [(post["starts"], post["ends"]) for post in card["posts"] if post["primary"]]
        assert sorted(map(str, out)) == sorted(map(str, right)), (tree.name, viewer, person, clock)


def check_rows_of_the_month(client: Client, tree: Tree, viewer: int, clock: int) -> None:
    """Of somebody who moved within the month the rows of those days on which the viewer had them."""
    month = f"{day_of(clock):%Y-%m}"
    for person in tree.made.posts:
        if not tree.made.sees(viewer, person, clock, FieldClass.OPEN):
            continue
        asked = f"dimension=person&subject={tree.number(person)}&period={month}"
        out = {r["cells"]["day"] for r in client.get(f"{API}/metrics/deals/explain?{asked}").json()["rows"]["items"]}
        seen = [day for day in CLOCKS if tree.made.sees(viewer, person, min(day, clock), FieldClass.OPEN)]
        assert out == {str(day_of(day)) for day in seen}, (tree.name, viewer, person, clock)
        if len(seen) < len(CLOCKS):
            sheet = {cell for row in _sheet(client.get(f"{API}/metrics/deals/rows.xlsx?{asked}")) for cell in row}
            assert {str(day_of(day)) for day in CLOCKS} & sheet == out


def check_pay_of_lines(client: Client, tree: Tree, viewer: int, clock: int) -> None:
    """A manager as such sees nobody's pay, not even of all together."""
    whole = any(grant.units is None and grant.role is Role.HRBP for grant in tree.made.grants.get(viewer, []))
    assert whole or led_and_paid(client, tree, day_of(clock)) == set(), (tree.name, viewer, clock)


def _stints(posts: list[Post]) -> list[tuple[int | None, int | None]]:
    """The days of posts as the books keep them: what goes on unchanged is one."""
    found: list[Post] = []
    for post in posts:
        last = found[-1] if found else None
        if last and last.until == post.since and (last.unit, last.manager) == (post.unit, post.manager):
            found[-1] = replace(last, until=post.until)
        else:
            found.append(post)
    return [(post.since, post.until) for post in found]


def _day(day: int | None, more: int = 0) -> str | None:
    return None if day is None else str(day_of(day + more))


def _all(client: Client, path: str) -> tuple[list[dict[str, Any]], int]:
    """Every page of a list, and how many there are said to be."""
    items: list[dict[str, Any]] = []
    while True:
        page = client.get(f"{API}{path}&page={len(items) // 200 + 1}").json()
        items += page["items"]
        if len(page["items"]) < 200:
            return items, page["total"]


def _each(client: Client, tree: Tree, path: str, people: Collection[int] | None = None) -> set[str]:
    """Of these (default: everybody in the tree) those who are shown; the others are answered as if there were none."""
    numbers = map(tree.number, tree.made.posts if people is None else people)
    statuses = {n: client.get(API + path.format(n)).status_code for n in numbers}
    assert set(statuses.values()) <= {200, 404}, statuses
    return {number for number, status in statuses.items() if status == 200}


@pytest.mark.slow
def test_every_road_lets_out_whom_the_law_lets_see(world: WorldInfo) -> None:
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
                    field: {tree.number(p) for p in tree.made.posts if tree.made.sees(viewer, p, clock, field)}
                    for field in FieldClass
                }
                whole = any(grant.units is None for grant in tree.made.grants.get(viewer, []))
                for name, (road, field) in ROADS.items():
                    out = road(client, tree, day_of(clock))
                    if whole:  # everybody of every tree; here only this tree's are counted
                        out &= {tree.number(person) for person in tree.made.posts}
                    assert out == right[field], (name, tree.name, viewer, clock)
                for check in (check_records, check_rows_of_the_month, check_pay_of_lines):
                    check(client, tree, viewer, clock)


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
    metrics = {"deals": METRICS["deals"], "paid": "CNY {kind: sum, source: deals, field: value}"}
    company.publish(metrics, sources={"deals": PAY}, grains="[day, month]")
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
