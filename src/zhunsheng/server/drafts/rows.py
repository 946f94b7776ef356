"""Rows of the draft, held until the transaction ends."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db.models import Q

from zhunsheng.engine.blueprint.bodies import Body
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.drafts.overlay import body_of, read_entity, ref_of
from zhunsheng.server.drafts.published import base_of, body_in, found_in


def changed_rows() -> dict[Ref, DraftEntity]:
    """What the draft changes, by kind and id."""
    return {ref_of(row): row for row in DraftEntity.objects.filter(changed=True).order_by("kind", "entity_id")}


def held(refs: Collection[Ref]) -> dict[Ref, DraftEntity]:
    """A row for each entity, which nobody else changes meanwhile. All who hold rows take them in this order."""
    DraftEntity.objects.bulk_create(
        (DraftEntity(kind=ref.kind, entity_id=ref.id) for ref in sorted(refs)), ignore_conflicts=True
    )
    wanted = Q(pk__in=())
    for kind in {ref.kind for ref in refs}:
        wanted |= Q(kind=kind, entity_id__in=[ref.id for ref in refs if ref.kind == kind])
    rows = DraftEntity.objects.select_for_update().filter(wanted).order_by("kind", "entity_id")
    return {ref_of(row): row for row in rows}


def is_outdated(row: DraftEntity, newest: Newest) -> bool:
    """Whether another one was published since the draft took the entity up."""
    return row.changed and row.base != base_of(newest, ref_of(row))


def equals_live(ref: Ref, body: Body | None, live: Bundle | None) -> bool:
    """Whether that is what is published."""
    published = found_in(live, ref)
    if body is None or published is None:
        return body is None and published is None
    others = {other: body_of(row) for other, row in changed_rows().items() if other.kind == "source"}
    return read_entity(live, {**others, ref: body}, ref) == published


def written(body: Body | None) -> str | None:
    """As it is kept: in the order in which it came."""
    return None if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False)


def live_text(newest: Newest, ref: Ref) -> str | None:
    """What is published, as the draft would keep it."""
    return written(body_in(newest.bundle, ref))
