"""Who is asking: an account, the person behind it today, and the roles that follow or were granted."""

from __future__ import annotations

from datetime import date, datetime

from zhunsheng.server.access import queries
from zhunsheng.server.access.roles import Act, Role
from zhunsheng.server.access.values import EVERY_ACT, Held, Viewer
from zhunsheng.server.people.organisation import organisation


def viewer_of(
    account: int,
    username: str,
    name: str,
    *,
    superuser: bool,
    today: date,
    now: datetime,
    acts: frozenset[Act] = EVERY_ACT,
    token: int | None = None,
) -> Viewer | None:
    """The viewer, or None for somebody who has left: their access ends with the last day of employment."""
    member = queries.member(account)
    if member.left is not None and member.left <= today:
        return None
    person = member.person
    roles = list(queries.held_by(account, now))
    if superuser and not any(held.role is Role.ADMINISTRATOR for held in roles):
        roles.append(Held(Role.ADMINISTRATOR))
    if person is not None:
        roles.append(Held(Role.EMPLOYEE))
        if organisation().leads(person):
            roles.append(Held(Role.MANAGER))
    return Viewer(account, username, name, person, tuple(roles), member.language, member.theme, acts, token)
