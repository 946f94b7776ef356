"""Whose account an administrator of this world may end or give another password: it is one for every world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.models import Grant, Member, Token
from zhunsheng.server.access.queries import known_here
from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.values import Refusal, Viewer, unknown_or_hidden
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import now, worlds
from zhunsheng.server.worlds.values import WorldInfo


def here() -> Q:
    """The accounts of the world that is entered: who is or was somebody in it, and administrators of the whole."""
    ours = Q(pk__in=Member.objects.values("account_id")) | Q(pk__in=Grant.objects.values("account_id"))
    return ours | Q(is_superuser=True)


def account_here(username: str) -> User:
    """The account of this world with that user name; raises Refusal."""
    found = User.objects.filter(here(), username=username).first()
    if found is None:
        raise unknown_or_hidden(Text(zh=f"账号「{username}」", en=f"the account '{username}'"))
    return found


def kept(username: str, keeper: Viewer, endpoint: str, moment: datetime) -> User:
    """The account, where the keeper is an administrator of every world that it opens; raises Refusal."""
    account = account_here(username)
    if User.objects.filter(pk=keeper.account, is_superuser=True).exists():
        return account
    if account.is_superuser:
        raise Refusal(403, _whole(), endpoint)
    if _elsewhere(lambda world: _is_here(account.pk) and not _administers(keeper.account, world, moment)):
        raise Refusal(403, _elsewhere_too(), endpoint)
    return account


def is_elsewhere(account: int) -> bool:
    """Whether the account is of another world too."""
    return _elsewhere(lambda world: _is_here(account))


def drop_tokens(account: int) -> None:
    """No token of the account opens anything any more, in any world."""
    for world in worlds():
        with enter(world):
            Token.objects.filter(account_id=account).delete()


def _elsewhere(is_so: Callable[[WorldInfo], bool]) -> bool:
    """Whether it is so in any other world; asked there."""
    ours = str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it
    for world in worlds():
        if world.schema != ours:
            with enter(world):
                if is_so(world):
                    return True
    return False


def _is_here(account: int) -> bool:
    return User.objects.filter(here(), pk=account).exists()


def _administers(account: int, world: WorldInfo, moment: datetime) -> bool:
    """Whether the account is an administrator of the world that is entered, and welcome in it today."""
    _, roles = known_here(account, moment)
    if not any(held.role is Role.ADMINISTRATOR for held in roles):
        return False
    person = Member.objects.filter(account_id=account, person__isnull=False)
    return not person.exists() or person.filter(_employed(now(world).astimezone(world.zone).date())).exists()


def _employed(day: date) -> Q:
    begun = Q(person__posts__starts=None) | Q(person__posts__starts__lte=day)
    lasts = Q(person__posts__ends=None) | Q(person__posts__ends__gt=day)
    return Q(begun, lasts, person__posts__known_until=None, person__posts__primary=True)


def _whole() -> Problem:
    return Problem(
        "access.account_of_the_whole",
        Text(zh="这是管理全部世界的账号", en="this account keeps every world"),
        Text(zh="请另一位管理全部世界的管理员操作，或在服务器上用命令行", en="ask another who keeps every world"),
    )


def _elsewhere_too() -> Problem:
    return Problem(
        "access.account_elsewhere",
        Text(
            zh="这个账号也属于别的世界，你不是那里的管理员",
            en="this account is of another world too; you do not keep it",
        ),
        Text(zh="请管理全部世界的管理员操作", en="ask an administrator who keeps every world"),
    )
