"""Freezes begin and end with the decisions that say so, within their transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zhunsheng.server.outbox.values import EffectInfo
from zhunsheng.server.permissions.models import Freeze


def freeze(effects: Sequence[EffectInfo]) -> None:
    """Let these permissions rest."""
    Freeze.objects.bulk_create([_row(one, one.to) for one in effects if one.to is not None])


def thaw(effects: Sequence[EffectInfo]) -> None:
    """The decisions were taken back: what they froze is free again."""
    for one in effects:
        rows = Freeze.objects.filter(decision=one.decision, place=one.place, lifted_at=None)
        rows.update(lifted_at=one.changed_at)


def give_back(effects: Sequence[EffectInfo]) -> None:
    """Whatever rests of this permission of this person rests no longer."""
    for one, person in ((one, one.to) for one in effects if one.to is not None):
        rows = Freeze.objects.filter(person=person, permission=one.details["permission"], lifted_at=None)
        rows.filter(until__gt=one.changed_at).update(lifted_at=one.changed_at)


def nothing(effects: Sequence[EffectInfo]) -> None:
    """What was given back stays so, whatever becomes of the decision: nobody is frozen again without a new one."""


def _row(one: EffectInfo, person: int) -> Freeze:
    confirm_by = one.details["confirm_by"]
    return Freeze(
        decision=one.decision,
        place=one.place,
        person=person,
        permission=str(one.details["permission"]),
        since=one.changed_at,
        until=datetime.fromisoformat(str(one.details["until"])),
        confirm_by=None if confirm_by is None else datetime.fromisoformat(str(confirm_by)),
    )
