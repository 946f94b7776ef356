"""Moving an entity of the draft: saved, removed, dropped, undone, redone. Each is a transaction; 409 where it moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhunsheng.engine.blueprint.bodies import Body
from zhunsheng.engine.blueprint.entity import SETTINGS, Ref
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.blueprints.queries import newest
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.drafts import problems
from zhunsheng.server.drafts.bounds import carried
from zhunsheng.server.drafts.models import DraftEntity, Step
from zhunsheng.server.drafts.overlay import body_of, ref_of
from zhunsheng.server.drafts.published import base_of, body_in, found_in
from zhunsheng.server.drafts.rows import equals_live, held, is_outdated, live_text, written


@dataclass(frozen=True)
class Hand:
    """Who changes the draft, and when."""

    by: str
    at: datetime


@transaction.atomic
def save(ref: Ref, body: Body, version: int, hand: Hand) -> None:
    """Let the entity be that, however wrong it may still be. Raises ZhunshengError where it cannot be carried."""
    named = body if ref == SETTINGS else {**body, "kind": ref.kind, "id": ref.id}
    carried(named)
    row, live = _meant(ref, version)
    put(row, live, named, hand)


@transaction.atomic
def remove(ref: Ref, version: int, hand: Hand) -> None:
    """Let the entity be no more."""
    if ref == SETTINGS:
        raise ZhunshengError(problems.settings_stay())
    row, live = _meant(ref, version)
    put(row, live, None, hand)


@transaction.atomic
def discard(ref: Ref, version: int, hand: Hand) -> None:
    """Let the entity be as it is published; this too can be undone."""
    row, live = _meant(ref, version)
    put(row, live, body_in(live.bundle, ref), hand)


@transaction.atomic
def undo(ref: Ref, version: int, hand: Hand) -> None:
    """Go back to the version before."""
    row, live = _meant(ref, version)
    before = step_before(row)
    if before is None:
        raise ZhunshengError(problems.nothing_to_undo())
    _stand_at(row, Step.objects.get(pk=before), live, hand)


@transaction.atomic
def redo(ref: Ref, version: int, hand: Hand) -> None:
    """Go forth again."""
    row, live = _meant(ref, version)
    after = step_after(row)
    if after is None:
        raise ZhunshengError(problems.nothing_to_redo())
    _stand_at(row, Step.objects.get(pk=after), live, hand)


def put(row: DraftEntity, live: Newest, body: Body | None, hand: Hand) -> None:
    """Add a version to a held row, where it is another one than what stands. What could be redone no longer can.

    The same again, of what was published otherwise meanwhile, is a version too: it stays, on what is published now.
    """
    stands = row.body if row.changed else live_text(live, ref_of(row))
    if written(body) == stands and not is_outdated(row, live):
        return
    if not row.changed:
        take_up(row, live, Hand(live.release.author if live.release else "", hand.at))
    step = Step.objects.create(entity=row, before_id=row.here, body=written(body), by=hand.by, at=hand.at)
    row.tip = step.pk
    _stand_at(row, step, live, hand)


def step_before(row: DraftEntity) -> int | None:
    """Where undoing leads."""
    here = Step.objects.filter(pk__in=[row.here] if row.here else [])
    return here.values_list("before_id", flat=True).first()


def step_after(row: DraftEntity) -> int | None:
    """Where redoing leads: the step on the way to the tip that follows the one that stands."""
    if row.tip == row.here:
        return None
    before = dict(Step.objects.filter(entity=row).values_list("pk", "before_id"))
    step = row.tip
    while step is not None and before[step] != row.here:
        step = before[step]
    return step


def _meant(ref: Ref, version: int) -> tuple[DraftEntity, Newest]:
    """The entity's row, held, where that version of it stands; and what is published by then.

    Where nothing stands, 0 says so too, whatever there was before.
    """
    row = held([ref])[ref]
    live = newest()
    nothing = not row.changed and found_in(live.bundle, ref) is None
    if row.version != version and not (nothing and version == 0):
        raise ZhunshengError(problems.published_otherwise(live) if is_outdated(row, live) else problems.moved(row))
    return row, live


def take_up(row: DraftEntity, live: Newest, hand: Hand) -> None:
    """What is published is a step too, so that undoing leads back to it, and from it to what was before."""
    ref = ref_of(row)
    if row.here is None or not _is_live(row.here, ref, live):
        text = live_text(live, ref)
        row.here = Step.objects.create(entity=row, before_id=row.here, body=text, by=hand.by, at=hand.at).pk
        row.tip = row.here


def _is_live(step: int, ref: Ref, live: Newest) -> bool:
    kept = DraftEntity(body=Step.objects.get(pk=step).body)
    return equals_live(ref, body_of(kept), live.bundle)


def _stand_at(row: DraftEntity, step: Step, live: Newest, hand: Hand) -> None:
    ref = ref_of(row)
    row.here, row.body = step.pk, step.body
    row.changed = not equals_live(ref, body_of(row), live.bundle)
    row.base = base_of(live, ref)
    row.version += 1
    row.by, row.at = hand.by, hand.at
    row.save()
