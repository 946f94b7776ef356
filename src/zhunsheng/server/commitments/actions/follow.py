"""Follow: bring the cases of every commitment up to date with the lake, and arm what will fall due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
from django.db import connection, transaction

from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.commitments.decided import Definitions, kept_after_all
from zhunsheng.server.commitments.folding import reached_now, told
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE, about, payload
from zhunsheng.server.deadlines.actions.arm import arm, cancel
from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.facts.queries import moved_values
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.worlds.sending import send

_CREATE = """
CREATE TEMP TABLE told ("case" text COLLATE "C", person bigint, seq bigint, began timestamptz, stage text,
                        due timestamptz, done timestamptz, took bigint, state text, release int) ON COMMIT DROP;
CREATE TEMP TABLE moved ("case" text COLLATE "C" PRIMARY KEY) ON COMMIT DROP
"""
# A stage of a moved case that is not told any more: its facts were withdrawn, or the definition dropped it.
_GONE = """
DELETE FROM commitments_standing s USING moved m
WHERE s.commitment = %(chain)s AND s."case" = m."case"
  AND NOT EXISTS (SELECT FROM told t WHERE t."case" = s."case" AND t.stage = s.stage)
RETURNING s."case", s.stage
"""
_SETTLED = """
SELECT "case", stage FROM told WHERE (state = 'met' OR due IS NULL) AND NOT coalesce(due <= %(since)s, false)
"""
_WAITING = """
SELECT t."case", t.stage, t.due FROM told t
LEFT JOIN commitments_standing s ON s.commitment = %(chain)s AND s."case" = t."case" AND s.stage = t.stage
WHERE t.state <> 'met' AND t.due > %(since)s AND s.decision IS NULL
"""
_KEPT = """
SELECT s.id FROM told t JOIN commitments_standing s
  ON s.commitment = %(chain)s AND s."case" = t."case" AND s.stage = t.stage
WHERE t.state = 'met' AND s.state = 'missed' AND s.decision IS NOT NULL
"""
_KEEP = """
INSERT INTO commitments_standing AS s
    (commitment, "case", stage, release, person, seq, began, due, done, took, state, silent)
SELECT %(chain)s, "case", stage, release, person, seq, began, due, done, took,
       CASE WHEN state = 'missed' AND done IS NULL AND due > %(since)s THEN 'open' ELSE state END,
       coalesce(due <= %(since)s, false)
FROM told ORDER BY "case", stage
ON CONFLICT (commitment, "case", stage) DO UPDATE SET
    release = EXCLUDED.release, person = EXCLUDED.person, seq = EXCLUDED.seq, began = EXCLUDED.began,
    due = EXCLUDED.due, done = EXCLUDED.done, took = EXCLUDED.took, silent = EXCLUDED.silent,
    state = CASE WHEN s.decision IS NOT NULL AND EXCLUDED.state = 'open' THEN 'missed' ELSE EXCLUDED.state END
"""


def follow(scene: Scene) -> bool:
    """Bring every commitment's cases up to date; returns whether anything had to be."""
    chains = scene.bundle.each(Commitment).values()
    return any([_follow(scene, chain) for chain in chains])  # noqa: C419 - each of them, not up to the first


@transaction.atomic
def _follow(scene: Scene, chain: Commitment) -> bool:
    release, reached = current_number(), reached_now(chain)
    marker = Chain.objects.select_for_update().filter(commitment=chain.id).first()
    marker = marker or Chain(commitment=chain.id, since=scene.now, release=0)
    come = marker.ahead is not None and marker.ahead <= scene.now
    if (marker.release, marker.read) == (release, reached) and not come:
        return False
    cases = None if come or marker.release != release else _moved(scene, chain, marker.read)
    if cases is None or len(cases):
        ahead = _bring(scene, chain, cases, marker.since)
        kept = None if cases is None else marker.ahead
        marker.ahead = min((at for at in (ahead, kept) if at is not None), default=None)
    marker.release, marker.read = release, reached
    marker.save()
    return True


def _moved(scene: Scene, chain: Commitment, read: dict[str, int]) -> pa.Array:
    """The cases of which the lake tells something new."""
    fields = {(fact.source or "", fact.case or "") for _, fact in chain.facts()}
    found = [
        moved_values(scene.engine, scene.lake(scene.source(source)), read.get(source, 0), field)
        for source, field in sorted(fields)
    ]
    return pa.chunked_array(found, pa.string()).unique()


def _bring(scene: Scene, chain: Commitment, cases: pa.Array | None, since: datetime) -> datetime | None:
    """Fold the cases (None: all) and let what is kept say the same; when facts tell something of them next.

    Deadlines are locked first, as firing does.
    """
    rows, ahead = told(scene, chain, scene.now, cases)
    moved = rows["case"].unique() if cases is None else cases
    names: dict[str, str | datetime] = {"chain": chain.id, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        send("told", rows)
        send("moved", pa.table({"case": moved}))
        if cases is None:
            cursor.execute(
                'INSERT INTO moved SELECT DISTINCT "case" FROM commitments_standing WHERE commitment = %s'
                " ON CONFLICT DO NOTHING",
                [chain.id],
            )
        cursor.execute(_SETTLED, names)
        settled = [about(chain.id, *row) for row in cursor.fetchall()]
        cursor.execute(_WAITING, names)
        waiting = [
            Arming(about(chain.id, case, stage), due, payload(chain.id, case, stage, due))
            for case, stage, due in cursor.fetchall()
        ]
        cancel(PRACTICE, settled)
        arm(PRACTICE, waiting)
        cursor.execute(_GONE, names)
        cancel(PRACTICE, [about(chain.id, *row) for row in cursor.fetchall()])
        cursor.execute(_KEPT, names)
        kept = [number for (number,) in cursor.fetchall()]
        cursor.execute(_KEEP, names)
        cursor.execute("DROP TABLE told, moved")
    _take_back(scene, kept)
    return ahead


def _take_back(scene: Scene, kept: Sequence[int]) -> None:
    """Say of stages that were decided on as missed that they were kept."""
    rows = Standing.objects.filter(id__in=kept).order_by("case", "stage")
    defined = Definitions()
    record([kept_after_all(*defined.of(row), row, scene.now, scene.world.zone) for row in rows], scene.now)
