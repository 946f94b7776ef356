"""Recording decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from zhunsheng.engine.practices.chain import sealed
from zhunsheng.engine.practices.decision import Decision
from zhunsheng.engine.practices.writing import written
from zhunsheng.server.decisions.models import Seal
from zhunsheng.server.decisions.queries import last_seal
from zhunsheng.server.outbox.actions.put import put

_ALONE = "SELECT pg_advisory_xact_lock(hashtext('zhunsheng.decisions.' || current_schema()))"
_COPY = """
COPY decisions_decisionrow (id, practice, rule, "case", about, answers, at, outcome, digest, body) FROM STDIN
"""


@transaction.atomic
def record(decisions: Sequence[Decision], now: datetime) -> list[int]:
    """Add the decisions to the chain under one seal, in the caller's transaction; their numbers, in the same order.

    What they do goes into the outbox with them, unless they are silent. Whoever records next waits until that
    transaction ends, so record late in it. `now`: the world's moment.
    """
    if not decisions:
        return []
    texts = [written(one) for one in decisions]
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        seal, digests = sealed(last_seal(), now, texts)
        numbers = list(range(seal.first, seal.first + seal.count))
        with cursor.copy(_COPY) as sink:
            for number, one, text, digest in zip(numbers, decisions, texts, digests, strict=True):
                found_by = (one.practice, one.rule, one.case, one.about, one.answers, one.at, one.outcome)
                sink.write_row((number, *found_by, digest, text))
    Seal.objects.create(
        number=seal.number,
        previous=seal.previous,
        first=seal.first,
        count=seal.count,
        made_at=seal.made_at,
        digest=seal.digest,
    )
    put({number: one for number, one in zip(numbers, decisions, strict=True) if not one.silent}, now)
    return numbers
