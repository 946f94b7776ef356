"""Endpoints about people: who I am, who belongs where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from ninja import Query

from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import prefer
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import workbook
from zhunsheng.server.access.queries import member_numbers
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.people.directory import Directory, Wanted, counted, directory, found
from zhunsheng.server.people.export import lines
from zhunsheng.server.people.me import Me, Preferences, me
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.record import record
from zhunsheng.server.people.schemas import PeopleAsked, PersonDetail, PersonPage, Setup, Units
from zhunsheng.server.people.tree import tree

endpoints = Endpoints(tags=["people"])


@endpoints.endpoint(
    "GET",
    "/me",
    name="me.read",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="看自己是谁、能做什么", en="see who you are and what you may do"),
    response=Me,
)
def read_me(request: Asking) -> Me:
    return me(request)


@endpoints.endpoint(
    "PATCH",
    "/me",
    name="me.change",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="选择语言和外观", en="choose language and look"),
    response=Me,
)
def change_me(request: Asking, chosen: Preferences) -> Me:
    wanted = chosen.model_dump(exclude_none=True)
    prefer(request.auth.account, **wanted)
    request.auth = replace(request.auth, **wanted)
    return me(request)


@endpoints.endpoint(
    "GET",
    "/setup",
    name="setup.read",
    act=Act.ACCOUNTS,
    words=Text(zh="看公司装好了多少", en="see how far the company is set up"),
    response=Setup,
)
def read_setup(request: Asking) -> Setup:
    return Setup(
        release=current_number(),
        people=Person.objects.count(),
        accounts=len(member_numbers()),
        home=str(settings.HOME.path),
    )


@endpoints.endpoint(
    "GET",
    "/people",
    name="people.list",
    act=Act.PEOPLE,
    about="people",
    words=Text(zh="看人员名单", en="see the list of people"),
    response=PersonPage,
)
def list_people(request: Asking, asked: Annotated[PeopleAsked, Query()]) -> PersonPage:
    of, wanted = _directory(request, asked.day), _wanted(asked)
    page = found(of, wanted, asked.slice)
    visit(request, Kind.READ, "people.list", [subject for subject, _ in page], asked.q)
    items = [item for _, item in page]
    return PersonPage(items=items, total=counted(of, wanted), page=asked.page, page_size=asked.page_size)


@endpoints.endpoint(
    "GET",
    "/people.xlsx",
    name="people.export",
    act=Act.PEOPLE,
    about="people",
    words=Text(zh="导出人员名单", en="export the list of people"),
)
def export_people(request: Asking, asked: Annotated[PeopleAsked, Query()]) -> HttpResponse:
    listed = found(_directory(request, asked.day), _wanted(asked))
    visit(request, Kind.EXPORT, "people.export", [subject for subject, _ in listed], f"{len(listed)}")
    language = request.auth.language
    title = "People" if language == "en" else "人员"
    return workbook("people", *lines([item for _, item in listed], language), title=title)


@endpoints.endpoint(
    "GET",
    "/units",
    name="units.list",
    act=Act.PEOPLE,
    about="people",
    words=Text(zh="看组织架构", en="see the tree of units"),
    response=Units,
)
def list_units(request: Asking, day: date | None = None) -> Units:
    return Units(items=tree(_directory(request, day)))


@endpoints.endpoint(
    "GET",
    "/people/{path:number}",
    name="people.read",
    act=Act.PEOPLE,
    about="person",
    words=Text(zh="看一个人的资料", en="see somebody's record"),
    response=PersonDetail,
)
def read_person(request: Asking, number: str, day: date | None = None) -> PersonDetail:
    subject, card = record(_directory(request, day), number)
    visit(request, Kind.READ, "people.read", [subject])
    return card


def _directory(request: Asking, day: date | None) -> Directory:
    return directory(request.auth, request.visited.today, day)


def _wanted(asked: PeopleAsked) -> Wanted:
    return Wanted(q=asked.q, unit=asked.unit, position=asked.position, order=asked.sort)
