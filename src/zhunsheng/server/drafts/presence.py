"""Who has the draft open, by the real clock: heard of within the last half minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.drafts.models import Present

GONE = timedelta(seconds=30)


def be_there(viewer: Viewer, at: Ref | None, now: datetime) -> None:
    """Let others know."""
    where = {"kind": at.kind if at else None, "entity_id": at.id if at else None}
    told = {"name": viewer.name or viewer.username, "seen_at": now, **where}
    Present.objects.update_or_create(username=viewer.username, defaults=told)


def leave(viewer: Viewer) -> None:
    """No longer there."""
    Present.objects.filter(username=viewer.username).delete()


def others(viewer: Viewer, now: datetime) -> list[Present]:
    """Everybody else, by name."""
    there = Present.objects.filter(seen_at__gt=now - GONE).exclude(username=viewer.username)
    return list(there.order_by("name", "username"))
