"""What the endpoints of this app take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from ninja import Field, Schema
from pydantic import AwareDatetime

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.paging import Coded, Listing, Named
from zhunsheng.server.access.roles import Act, FieldClass, Reach, Role

Short = Annotated[str, Field(min_length=1, max_length=80)]


class ProblemItem(Schema):
    """What is wrong, and what to do about it."""

    code: str
    what: Text
    todo: Text | None
    place: str | None

    @classmethod
    def of(cls, problem: Problem) -> Self:
        return cls(code=problem.code, what=problem.message, todo=problem.remedy, place=problem.place or None)


class SessionOut(Schema):
    """A browser that is signed in."""

    id: int
    current: bool
    device: str
    address: str
    started_at: datetime
    seen_at: datetime


class TokenOut(Schema):
    """A token, without its secret."""

    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class TokenMade(TokenOut):
    """A new token; `token` is told this once."""

    token: str


class TokenIn(Body):
    """A token asked for."""

    name: Short
    scopes: list[Short] = Field(max_length=20)
    days: int


class VisitOut(Schema):
    """An entry of the log. `people`: the first few concerned, `concerned`: how many."""

    id: int
    at: datetime
    who: dict[str, str]
    act: str
    what: str
    words: Text
    people: list[Named]
    concerned: int
    detail: Text


class Visits(Listing):
    """A part of the log."""

    items: list[VisitOut]


class RoleOut(Schema):
    """A role somebody has, and how far it reaches."""

    role: Role
    name: Text
    scope: Reach | None
    units: list[Coded]


class GrantOut(Schema):
    """A role that was given."""

    id: int
    username: str
    name: str
    role: Role
    unit: Coded | None
    since: datetime
    until: datetime | None
    by: str


class GrantIn(Body):
    """A role to give; without a unit for the whole company."""

    username: Short
    role: Role
    unit: str | None = Field(default=None, max_length=500)
    until: AwareDatetime | None = None


class AccountOut(Schema):
    """An account, as administrators see it."""

    username: str
    name: str
    person: Named | None
    active: bool
    roles: list[GrantOut]
    last_seen_at: datetime | None


class Accounts(Listing):
    """A part of the accounts."""

    items: list[AccountOut]


class AccountIn(Body):
    """An account asked for, for the person with that number."""

    number: Short
    email: str | None = Field(default=None, max_length=254)


class PasswordOut(Schema):
    """A password that is told this once; null: the account's owner chooses it, by a link sent to their address."""

    username: str
    password: str | None


class EndpointOut(Schema):
    """What an endpoint is for, and how far each role reaches by it."""

    name: str
    method: str
    path: str
    act: Act
    words: Text
    roles: dict[str, Reach]


class RoleWords(Schema):
    """A role, in words."""

    role: Role
    name: Text


class FieldOut(Schema):
    """A class of fields and the roles that see it."""

    field: FieldClass
    words: Text
    roles: list[Role]


class Matrix(Schema):
    """The whole policy."""

    roles: list[RoleWords]
    endpoints: list[EndpointOut]
    fields: list[FieldOut]
