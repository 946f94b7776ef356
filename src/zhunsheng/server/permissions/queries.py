"""Asking which permissions rest. The caller has entered the world."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from zhunsheng.engine.practices.actions.freeze import RESTS, Freezing, Suspension, state
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.decisions.queries import appeals_of
from zhunsheng.server.decisions.values import AppealInfo
from zhunsheng.server.permissions.models import Freeze
from zhunsheng.server.permissions.values import FreezeInfo


def freezes(person: int, now: datetime) -> list[FreezeInfo]:
    """Every freeze of the person, the newest first."""
    return _told(Freeze.objects.filter(person=person).order_by("-id"), now)


def freeze(id_: int, now: datetime) -> FreezeInfo:
    """The freeze with that number; raises ZhunshengError."""
    found = _told(Freeze.objects.filter(id=id_), now)
    if not found:
        raise ZhunshengError(unknown(id_))
    return found[0]


def resting(permission: str, people: Collection[int], now: datetime) -> frozenset[int]:
    """Those of the people whose permission rests at the moment."""
    rows = Freeze.objects.filter(permission=permission, person__in=people, lifted_at=None, until__gt=now)
    return frozenset(one.person for one in _told(rows, now) if one.state in RESTS)


def _told(rows: QuerySet[Freeze], now: datetime) -> list[FreezeInfo]:
    found = list(rows)
    appeals = appeals_of([row.decision for row in found])
    return [_info(row, appeals.get(row.decision, []), now) for row in found]


def _info(row: Freeze, appeals: Iterable[AppealInfo], now: datetime) -> FreezeInfo:
    known = list(appeals)
    overturned = min((one.settled_at for one in known if one.state == "overturned" and one.settled_at), default=None)
    lifted = min((at for at in (row.lifted_at, overturned) if at is not None), default=None)
    suspensions = [Suspension(one.opened_at, one.deadline, one.settled_at) for one in known]
    freezing = Freezing(row.since, row.until, row.confirm_by, row.confirmed_at, lifted, suspensions)
    return FreezeInfo(
        id=row.id,
        decision=row.decision,
        person=row.person,
        permission=row.permission,
        since=row.since,
        until=row.until,
        confirm_by=row.confirm_by,
        confirmed_at=row.confirmed_at,
        lifted_at=lifted,
        state=state(freezing, now),
    )


def unknown(id_: int) -> Problem:
    """That no freeze has that number."""
    return Problem(
        "freeze.unknown",
        Text(zh=f"没有冻结 {id_}", en=f"there is no freeze {id_}"),
        Text(zh="核对编号", en="check the number"),
    )
