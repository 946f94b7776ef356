"""The draft follows every release, whoever made it: what equals it leaves the draft, what does not is outdated."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db.models import F

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.server.blueprints.queries import newest
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.drafts.actions.saving import Hand, take_up
from zhunsheng.server.drafts.models import Asked, DraftEntity
from zhunsheng.server.drafts.overlay import body_of, ref_of
from zhunsheng.server.drafts.rows import equals_live, held


def keep_up(changed: AbstractSet[Ref], now: datetime, author: str) -> None:
    """In the transaction of the release. Versions go up, so that a page that shows what was before notices."""
    live, rows = newest(), held(changed).values()
    unmoved = [row.pk for row in rows if row.here is None]
    DraftEntity.objects.filter(pk__in=unmoved).update(version=F("version") + 1, by=author, at=now)
    for row in rows:
        if row.here is not None:
            _follow(row, live, Hand(author, now))
    _overtake(changed, now)


def _follow(row: DraftEntity, live: Newest, hand: Hand) -> None:
    if row.changed:
        row.changed = not equals_live(ref_of(row), body_of(row), live.bundle)
    else:
        take_up(row, live, hand)
        row.by, row.at = hand.by, hand.at
    row.version += 1
    row.save()


def _overtake(changed: AbstractSet[Ref], now: datetime) -> None:
    """Nobody can agree any more to what was asked about what stands otherwise now."""
    for asked in Asked.objects.filter(state=Asked.State.OPEN):
        if asked.restores is not None or changed & {Ref(kind, name) for kind, name, _ in asked.entities}:
            asked.state, asked.settled_at = Asked.State.OVERTAKEN, now
            asked.save()
