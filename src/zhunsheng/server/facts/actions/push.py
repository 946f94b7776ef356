"""Push: a body that a system sent is read and its rows accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhunsheng.connectors.push.table import read_push
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.facts.actions.accept import Incoming, known, take
from zhunsheng.server.facts.actions.tell import refuse_told
from zhunsheng.server.facts.models import Batch
from zhunsheng.server.facts.notes import absent_field
from zhunsheng.server.worlds.values import WorldInfo

KEPT = timedelta(days=30)
"""How long an idempotency key stands for its body."""


@dataclass(frozen=True)
class Push:
    """A body as it came, unpacked. `sender`: the token's name, or the account's. `changed`: see `Incoming`."""

    body: bytes
    media: str
    sender: str
    idempotency_key: str | None = None
    changed: Callable[[Collection[int]], None] = lambda people: None


def push(world: WorldInfo, source: Source, sent: Push, now: datetime) -> tuple[int, bool]:
    """Accept the rows; the batch, and whether it was there already. Raises ZhunshengError, then nothing is kept."""
    refuse_told(source)
    digest = hashlib.sha256(sent.body).hexdigest()
    if (batch := known(source.id, sent.idempotency_key, digest)) is not None:
        return batch, True
    read = read_push(sent.body, sent.media, source)
    incoming = Incoming(
        source,
        sent.sender,
        [read.rows],
        read.refused,
        sender=sent.sender,
        digest=digest,
        idempotency_key=sent.idempotency_key,
        changed=sent.changed,
        notes=tuple(absent_field(source.heading(field)) for field in read.absent),
    )
    return take(incoming, world.time_zone, now), False


def forget_keys(now: datetime) -> int:
    """Let keys that are older than KEPT mean nothing any more; how many."""
    return Batch.objects.filter(idempotency_key__isnull=False, accepted_at__lt=now - KEPT).update(idempotency_key=None)
