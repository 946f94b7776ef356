"""Reading the draft. The caller has entered the world."""

from __future__ import annotations

from zhunsheng.server.blueprints.queries import newest
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.drafts.overlay import Bodies, overlaid
from zhunsheng.server.drafts.values import Drafted


def drafted(also: Bodies | None = None) -> Drafted:
    """The blueprint as the draft has it, beside what is published. `also`: entities that nobody has saved yet."""
    rows = DraftEntity.objects.filter(changed=True).order_by("kind", "entity_id")
    return overlaid(newest().bundle, rows, also or {})
