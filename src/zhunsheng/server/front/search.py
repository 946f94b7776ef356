"""One search over everything: people and units in sight, metrics by name."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Schema

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.paging import Coded, Search
from zhunsheng.server.access.policy import allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import bundle_of, current_number
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.schemas import Head
from zhunsheng.server.people.directory import Directory, Wanted, directory, found
from zhunsheng.server.people.finding import likeness
from zhunsheng.server.people.pinyin import folded
from zhunsheng.server.people.tree import tree

MOST = 8
"""Of each kind."""

endpoints = Endpoints(tags=["search"])


class PersonFound(Schema):
    """A person, with the name of their unit."""

    number: str
    name: str
    unit: str | None


class Found(Schema):
    """The nearest of each kind."""

    people: list[PersonFound]
    units: list[Coded]
    metrics: list[Head]


@endpoints.endpoint(
    "GET",
    "/search",
    name="search",
    act=Act.DEFINITIONS,
    about="people",
    words=Text(zh="搜索人员、部门和指标", en="search people, units and metrics"),
    response=Found,
)
def search(request: Asking, q: Annotated[Search, Query()] = "") -> Found:
    if not folded(q):
        return Found(people=[], units=[], metrics=[])
    if not allowed(request.auth, Act.PEOPLE):
        return Found(people=[], units=[], metrics=_metrics(q))
    of = directory(request.auth, request.visited.today)
    return Found(people=_people(request, of, q), units=_units(of, q), metrics=_metrics(q))


def _people(request: Asking, of: Directory, q: str) -> list[PersonFound]:
    listed = found(of, Wanted(q=q, order="likeness"), slice(0, MOST))
    visit(request, Kind.READ, "search", [subject for subject, _ in listed], q)
    return [
        PersonFound(number=one.number, name=one.name, unit=one.unit.name if one.unit else None) for _, one in listed
    ]


def _units(of: Directory, q: str) -> list[Coded]:
    units = sorted((-likeness(q, unit.code, unit.name), unit.code, unit.name) for unit in tree(of))
    return [Coded(code=code, name=name) for far, code, name in units[:MOST] if far]


def _metrics(q: str) -> list[Head]:
    number = current_number()
    metrics = bundle_of(number).each(Metric).values() if number else ()
    ranked = sorted(metrics, key=lambda one: (-likeness(q, one.id, one.name.zh, one.name.en), one.id))
    return [head(one) for one in ranked if likeness(q, one.id, one.name.zh, one.name.en)][:MOST]
