"""A small company whose people sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.roles import Role
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 6, 30, 4, tzinfo=UTC)
BEGAN = date(2020, 1, 1)

SignIn = Callable[..., Client]


def person(number: str, name: str, unit: str | None = None, manager: str | None = None, **said: object) -> PersonRow:
    """A row of a list of people."""
    said = {"starts": BEGAN, "email": f"{number.lower()}@example.com", **said}
    return PersonRow(row=2, number=number, name=name, unit=unit, manager=manager, **said)  # type: ignore[arg-type]


def load(*rows: PersonRow, effective: date | None = None, now: datetime = NOW) -> None:
    """Let the list hold."""
    import_people(rows, effective=effective, now=now)


@pytest.fixture
def company(world: WorldInfo) -> WorldInfo:
    """王总 leads 张伟 (East) and 曾丽 (West); each has people of their own."""
    set_clock(world, NOW)
    load(
        person("B1", "王总", "总部", position="总经理"),
        person("M1", "张伟", "总部/华东", "B1", position="经理"),
        person("M2", "曾丽", "总部/华西", "B1", position="经理"),
        person("E1", "李娜", "总部/华东/一部", "M1", position="销售"),
        person("E2", "单强", "总部/华东/一部", "M1", position="销售", starts=date(2021, 3, 1)),
        person("E3", "吴芳", "总部/华西", "M2", position="客服", starts=date(2022, 5, 1)),
    )
    return world


@pytest.fixture
def sign_in(company: WorldInfo) -> SignIn:
    """A browser in which the person with a number is signed in, with these roles: (role, unit or None)."""

    def signed_in(number: str, *roles: tuple[Role, str | None]) -> Client:
        if not User.objects.filter(username=number).exists():
            open_account(number, password="a long word of mine")
        for role, unit in roles:
            grant(number, role, unit, by="test", now=NOW)
        client = Client(HTTP_HOST="127.0.0.1")
        user = User.objects.get(username=number)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
