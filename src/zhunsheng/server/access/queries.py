"""Asking about accounts, grants, tokens and visits of the world that is entered."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet

from zhunsheng.server.access.models import Grant, Member, Token
from zhunsheng.server.access.policy import POLICY
from zhunsheng.server.access.roles import Act, Role
from zhunsheng.server.access.values import Bearer, Held, TokenInfo
from zhunsheng.server.access.values import Grant as GrantInfo

SCOPES: dict[str, frozenset[Act]] = {
    "facts:write": frozenset({Act.FACTS_WRITE, Act.FACTS_READ}),
    "numbers:read": frozenset({Act.NUMBERS, Act.DEFINITIONS}),
    "people:read": frozenset({Act.PEOPLE}),
    "permissions:read": frozenset({Act.PERMISSIONS}),
    "people:write": frozenset({Act.PEOPLE_CHANGE}),
}
"""What a token may be made for."""
_BEARER = """
SELECT t.id, t.name, t.used_at, t.scopes, u.id, u.username, u.first_name, u.last_name, u.is_superuser
FROM access_token t JOIN auth_user u ON u.id = t.account_id AND u.is_active
WHERE t.digest = %s AND t.until > %s
"""
_KNOWN_HERE = """
SELECT m.person_id, m.language, m.theme, g.role, g.unit_id
FROM (SELECT %(account)s::bigint AS account) AS asked
LEFT JOIN access_member m ON m.account_id = account
LEFT JOIN access_grant g ON g.account_id = account AND g.since <= %(now)s AND (g.until IS NULL OR g.until > %(now)s)
ORDER BY g.id
"""

_NAMES = """
SELECT u.username, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), p.name)
FROM auth_user u
LEFT JOIN access_member m ON m.account_id = u.id
LEFT JOIN people_person p ON p.subject_id = m.person_id
WHERE u.username = ANY(%s)
"""


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


def names(usernames: Iterable[str]) -> dict[str, str]:
    """What those of the accounts are called that have a name, their own or that of the person they are for."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [sorted(set(usernames))])
        return {username: name for username, name in cursor.fetchall() if name}


def known_here(account: int, now: datetime) -> tuple[MemberInfo, tuple[Held, ...]]:
    """Who the account is here, and the roles granted to it at the moment."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_HERE, {"account": account, "now": now})
        rows = cursor.fetchall()
    person, language, theme = rows[0][:3]
    found = MemberInfo() if language is None else MemberInfo(person, language, theme)
    return found, _together((role, unit) for *_, role, unit in rows if role is not None)


def _together(granted: Iterable[tuple[str, int | None]]) -> tuple[Held, ...]:
    """Units of one role together."""
    units: dict[Role, set[int] | None] = {}
    for role, unit in granted:
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


def holders(roles: Collection[Role], now: datetime) -> dict[int, str]:
    """Accounts that hold one of the roles and open something, with their user names."""
    given = Q(pk__in=_in_force(now).filter(role__in=list(roles)).values("account_id"))
    whole = Q(is_superuser=True) if Role.ADMINISTRATOR in roles else Q()
    return dict(User.objects.filter(given | whole, is_active=True).values_list("pk", "username"))


def partners(now: datetime) -> list[tuple[int, int | None]]:
    """The HR partners who are somebody here: person and unit they are for, None: the whole company."""
    rows = _in_force(now).filter(role=Role.HRBP).values_list("account_id", "unit_id").order_by("id")
    people = dict(Member.objects.filter(person__isnull=False).values_list("account_id", "person_id"))
    return [(people[account], unit) for account, unit in rows if account in people]


def publishers(now: datetime) -> int:
    """How many accounts may publish the blueprint."""
    may = _in_force(now).filter(role__in=list(POLICY[Act.CONFIGURE])).values_list("account_id", flat=True)
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=list(may)), is_active=True).count()


def tokens(account: int, now: datetime) -> list[TokenInfo]:
    """The account's tokens that still open something, newest first."""
    return [info(row) for row in Token.objects.filter(account_id=account, until__gt=now).order_by("-id")]


def token_holder(secret: str, now: datetime) -> Bearer | None:
    """Whoever shows the secret; None where it opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_BEARER, [digest(secret), now])
        row = cursor.fetchone()
    if row is None:
        return None
    token, called, used_at, scopes, account, username, first, last, superuser = row
    acts: frozenset[Act] = frozenset().union(*(SCOPES[scope] for scope in scopes if scope in SCOPES))
    return Bearer(token, called, used_at, account, username, f"{first} {last}".strip(), superuser, acts)


def info(row: Token) -> TokenInfo:
    """The value that crosses the border."""
    return TokenInfo(row.id, row.name, tuple(row.scopes), row.created_at, row.until, row.used_at)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _in_force(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
