"""Who is asking: an account, the person behind it today, and the roles that follow or were granted."""

from __future__ import annotations

from datetime import date, datetime

from zhunsheng.server.access import queries
from zhunsheng.server.access.roles import Act, Role
from zhunsheng.server.access.values import EVERY_ACT, Held, Viewer
from zhunsheng.server.people.models import Person
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
    person = queries.person_of(account)
    if person is not None and has_left(person, today):
        return None
    roles = list(queries.held_by(account, now))
    if superuser and not any(held.role is Role.ADMINISTRATOR for held in roles):
        roles.append(Held(Role.ADMINISTRATOR))
    if person is not None:
        roles.append(Held(Role.EMPLOYEE))
        if organisation().leads(person):
            roles.append(Held(Role.MANAGER))
    return Viewer(account, username, name, person, tuple(roles), acts, token)


def has_left(person: int, today: date) -> bool:
    return Person.objects.filter(subject_id=person, left__lte=today).exists()
