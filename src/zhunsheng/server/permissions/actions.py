"""What people do about a freeze: whoever answers for it confirms a hold, or lifts it. Both are decisions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhunsheng.engine.practices.actions.freeze import RESTS
from zhunsheng.engine.practices.decision import Decision, Input
from zhunsheng.engine.values import Problem, SubjectId, Text, ZhunshengError
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import digest_of
from zhunsheng.server.decisions.queries import decision
from zhunsheng.server.outbox.actions.answer import answered
from zhunsheng.server.permissions.models import Freeze
from zhunsheng.server.permissions.queries import freeze, unknown
from zhunsheng.server.permissions.values import FreezeInfo

PERMISSIONS = "permissions"
"""The practice whose decisions record what people did about freezes."""
_CONFIRMED = Text(zh="「{}」的冻结经人确认", en="somebody confirmed that '{}' is frozen")
_LIFTED = Text(zh="「{}」的冻结被解除", en="somebody gave '{}' back")


@transaction.atomic
def confirm(id_: int, *, by: int, why: str, now: datetime) -> FreezeInfo:
    """Let a hold become a freeze; raises ZhunshengError where it is none any more."""
    row, found = _locked(id_, by, why, now)
    if found.state not in ("held", "suspended") or row.confirm_by is None or row.confirmed_at is not None:
        raise ZhunshengError(_no_hold(found))
    _record(found, by, _CONFIRMED, "confirmed", why, now)
    row.confirmed_at, row.confirmed_by = now, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    return freeze(id_, now)


@transaction.atomic
def lift(id_: int, *, by: int, why: str, now: datetime) -> FreezeInfo:
    """Give the permission back before the term ends; raises ZhunshengError where it does not rest."""
    row, found = _locked(id_, by, why, now)
    if found.state not in (*RESTS, "suspended"):
        raise ZhunshengError(_over(found))
    _record(found, by, _LIFTED, "lifted", why, now)
    row.lifted_at, row.lifted_by = now, by
    row.save(update_fields=["lifted_at", "lifted_by"])
    return freeze(id_, now)


def _locked(id_: int, by: int, why: str, now: datetime) -> tuple[Freeze, FreezeInfo]:
    row = Freeze.objects.select_for_update().filter(id=id_).first()
    if row is None:
        raise ZhunshengError(unknown(id_))
    found = freeze(id_, now)
    if by == found.person:
        raise ZhunshengError(_OWN)
    if not why.strip():
        raise ZhunshengError(_NO_REASON)
    return row, found


def _record(found: FreezeInfo, by: int, said: Text, outcome: str, why: str, now: datetime) -> None:
    """Of the words the chain has the digest only, as of those of appeals. Nobody is asked to confirm any more."""
    of = decision(found.decision).decision
    name = found.permission
    reason = Text(zh=said.zh.format(name), en=said.en.format(name))
    inputs = (
        Input(Text(zh="决定", en="decision"), found.decision),
        digest_of(why),
    )
    record(
        [
            Decision(
                practice=PERMISSIONS,
                rule=of.rule,
                release=of.release,
                case=f"freeze/{found.id}",
                about=SubjectId(found.person),
                answers=SubjectId(by),
                at=now,
                outcome=outcome,
                reason=reason,
                inputs=inputs,
            )
        ],
        now,
    )
    answered(found.decision, found.permission, now)


def _no_hold(found: FreezeInfo) -> Problem:
    return Problem(
        "freeze.no_hold",
        Text(zh=f"「{found.permission}」没有等待确认的暂停", en=f"'{found.permission}' is not held for confirmation"),
        Text(zh="已确认、已解除或过了期限的不能再确认", en="what is confirmed, lifted or lapsed cannot be confirmed"),
    )


def _over(found: FreezeInfo) -> Problem:
    return Problem(
        "freeze.over",
        Text(zh=f"「{found.permission}」现在没有被冻结", en=f"'{found.permission}' is not frozen now"),
        Text(zh="不需要解除", en="there is nothing to lift"),
    )


_OWN = Problem(
    "freeze.own",
    Text(zh="不能由本人确认或解除", en="nobody confirms or lifts a freeze of their own"),
    Text(zh="由规则负责人或人力伙伴处理；本人可以申诉", en="whoever answers for it does; the person may appeal"),
)
_NO_REASON = Problem(
    "freeze.no_reason",
    Text(zh="没有写理由", en="no reason is given"),
    Text(zh="用一两句话写明为什么", en="say why in a sentence or two"),
    place="words",
)
