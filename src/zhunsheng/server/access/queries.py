"""Asking about accounts, grants, tokens and visits of the world that is entered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zhunsheng.server.access.models import Grant, Member, Token
from zhunsheng.server.access.roles import Act, Role
from zhunsheng.server.access.values import Grant as GrantInfo
from zhunsheng.server.access.values import Held, TokenInfo

SCOPES: dict[str, frozenset[Act]] = {
    "facts:write": frozenset({Act.FACTS_WRITE, Act.FACTS_READ}),
    "numbers:read": frozenset({Act.NUMBERS, Act.DEFINITIONS}),
    "people:read": frozenset({Act.PEOPLE}),
    "people:write": frozenset({Act.PEOPLE_CHANGE}),
}
"""What a token may be made for."""


@dataclass(frozen=True)
class MemberInfo:
    """An account in this world, and what it chose."""

    person: int | None = None
    language: str = "zh"
    theme: str = "system"


def member(account: int) -> MemberInfo:
    """Who the account is here."""
    found = Member.objects.filter(account_id=account).values_list("person_id", "language", "theme").first()
    return MemberInfo(*found) if found else MemberInfo()


def member_numbers() -> set[str]:
    """Numbers of the people who have an account here."""
    return set(Member.objects.filter(person__isnull=False).values_list("person__number", flat=True))


def persons_of(*usernames: str) -> list[int]:
    """The people whom the accounts are for, as far as they are for anybody in this world."""
    found = Member.objects.filter(account__username__in=usernames, person__isnull=False)
    return list(found.values_list("person_id", flat=True))


def held_by(account: int, now: datetime) -> tuple[Held, ...]:
    """The roles granted to the account at the moment; units of one role together."""
    units: dict[Role, set[int] | None] = {}
    for role, unit in _in_force(now).filter(account_id=account).values_list("role", "unit_id"):
        known = units.setdefault(Role(role), set())
        if unit is None or known is None:
            units[Role(role)] = None
        else:
            known.add(unit)
    return tuple(Held(role, None if of is None else frozenset(of)) for role, of in units.items())


def grants(now: datetime, accounts: Iterable[int] | None = None) -> list[GrantInfo]:
    """Grants in force, by user name."""
    rows = _in_force(now).select_related("account", "unit").order_by("account__username", "role", "id")
    if accounts is not None:
        rows = rows.filter(account_id__in=accounts)
    return [
        GrantInfo(
            id=row.id,
            username=row.account.username,
            name=row.account.get_full_name(),
            role=Role(row.role),
            unit=(row.unit.code, row.unit.name) if row.unit else None,
            since=row.since,
            until=row.until,
            by=row.by,
        )
        for row in rows
    ]


def tokens(account: int, now: datetime) -> list[TokenInfo]:
    """The account's tokens that still open something, newest first."""
    return [info(row) for row in Token.objects.filter(account_id=account, until__gt=now).order_by("-id")]


def token_holder(secret: str, now: datetime) -> tuple[int, int, frozenset[Act]] | None:
    """Token, account and acts of whoever shows the secret; None where it opens nothing."""
    row = Token.objects.filter(digest=digest(secret), until__gt=now, account__is_active=True).first()
    if row is None:
        return None
    return row.id, row.account_id, frozenset().union(*(SCOPES[scope] for scope in row.scopes if scope in SCOPES))


def token_name(token: int) -> str:
    """What its owner calls the token."""
    return Token.objects.filter(id=token).values_list("name", flat=True).get()


def info(row: Token) -> TokenInfo:
    """The value that crosses the border."""
    return TokenInfo(row.id, row.name, tuple(row.scopes), row.created_at, row.until, row.used_at)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _in_force(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
