"""Who is asking: an account, the person behind it today, and the roles that follow or were granted."""

from __future__ import annotations

from datetime import date, datetime

from zhunsheng.server.access import queries
from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.values import Held, Viewer
from zhunsheng.server.people.organisation import organisation


def is_welcome(account: int, today: date) -> bool:
    """Whether the account is nobody's in this world, or somebody's who is employed today."""
    person = queries.member(account).person
    return person is None or organisation().employs(person, today.toordinal())


def viewer_of(
    account: int,
    username: str,
    name: str,
    *,
    superuser: bool,
    today: date,
    now: datetime,
) -> Viewer | None:
    """The viewer, or None for somebody who is not employed today: access ends with the last day of employment."""
    member, granted = queries.known_here(account, now)
    person = member.person
    follows: list[Held] = []
    if person is not None:
        books = organisation()
        if not books.employs(person, today.toordinal()):
            return None
        follows = [Held(Role.EMPLOYEE), *([Held(Role.MANAGER)] if books.leads(person) else [])]
    roles = list(granted)
    if superuser and not any(held.role is Role.ADMINISTRATOR for held in roles):
        roles.append(Held(Role.ADMINISTRATOR))
    held = (*roles, *follows)
    return Viewer(account, username, name, person, held, member.language, member.theme)
