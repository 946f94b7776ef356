"""Follow: bring the cases of every commitment up to date with the lake, and arm what will fall due.

Deadlines are locked before standings, as firing does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.marks import LONGEST
from zhunsheng.server.blueprints.queries import bundle_of, current_number
from zhunsheng.server.commitments.actions import tell
from zhunsheng.server.commitments.actions.begin import begin, never
from zhunsheng.server.commitments.actions.keep import keep
from zhunsheng.server.commitments.clocks import places_version
from zhunsheng.server.commitments.decided import Definitions, taken_back
from zhunsheng.server.commitments.folding import acts, come, fields_of, pieces, reached_now, rosters_of, told
from zhunsheng.server.commitments.holding import HOLDER
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE, about, payload
from zhunsheng.server.commitments.rosters import moved_by_rosters
from zhunsheng.server.deadlines.actions.arm import arm, cancel, move
from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import moved_values
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.outbox.actions.answer import do, undo
from zhunsheng.server.outbox.actions.put import take_back
from zhunsheng.server.outbox.queries import asked_in, reached
from zhunsheng.server.worlds.sending import send

AFTER = timedelta(microseconds=1)
"""What ends at the moment it is due is in time: it is missed after that."""
_CREATE = """
CREATE TEMP TABLE told ("case" text COLLATE "C", person bigint, seq bigint, began timestamptz, stage text,
                        due timestamptz, done timestamptz, took bigint, state text, facts text, release int)
ON COMMIT DROP;
CREATE TEMP TABLE moved ("case" text COLLATE "C" PRIMARY KEY) ON COMMIT DROP
"""
_EVERYBODY = """
INSERT INTO moved SELECT DISTINCT "case" FROM commitments_standing WHERE commitment = %(chain)s ON CONFLICT DO NOTHING
"""
# A stage of a moved case that is not told any more: its facts were withdrawn, or the definition dropped it.
_GONE = """
SELECT s.* FROM commitments_standing s JOIN moved m USING ("case")
WHERE s.commitment = %(chain)s
  AND NOT EXISTS (SELECT FROM told t WHERE t."case" = s."case" AND t.stage = s.stage)
"""
# Ripe is what is told of; the same is what the facts say already, but for its silence. Old, and so silent, is what fell
# due before the commitment was followed, or before a definition that says so came.
_BESIDE = """
CREATE TEMP TABLE beside ON COMMIT DROP AS
SELECT t."case", held.person, t.person AS named, t.seq, t.began, t.stage, t.due, t.done, t.took, t.state, t.facts,
    t.release, t.state = 'missed' OR (t.state = 'met' AND coalesce(t.due <= %(now)s, true)) AS ripe,
    s.id IS NULL AS fresh, s.state AS was, s.done AS was_done, s.silent,
    CASE WHEN s.state = t.state AND s.person IS NOT DISTINCT FROM held.person THEN s.decision END AS decision,
    coalesce(
        s.told AND (s.release, s.person, s.began, s.due, s.done, s.took, s.state)
        IS NOT DISTINCT FROM (t.release, held.person, t.began, t.due, t.done, t.took, t.state),
        false
    ) AS same,
    coalesce(
        t.due <= %(since)s OR (s.silent AND s.due = t.due)
        OR (%(anew)s AND t.due <= %(now)s AND (s.due <> t.due OR (s.id IS NULL AND %(changed)s))),
        false
    ) AS old
FROM told t
CROSS JOIN LATERAL (SELECT coalesce((:holder), t.person) AS person) AS held
LEFT JOIN commitments_standing s ON s.commitment = %(chain)s AND s."case" = t."case" AND s.stage = t.stage
""".replace(":holder", HOLDER)
_SETTLED = """SELECT "case", stage FROM beside WHERE (state = 'met' OR due IS NULL) AND NOT old"""
_WAITING = """
SELECT "case", stage, due FROM beside
WHERE state <> 'met' AND due IS NOT NULL AND NOT old AND (decision IS NULL OR state <> 'missed')
"""
_BACK = """
SELECT s.* FROM commitments_standing s JOIN moved m USING ("case")
LEFT JOIN beside b ON b."case" = s."case" AND b.stage = s.stage
WHERE s.commitment = %(chain)s AND s.decision IS NOT NULL AND b.decision IS NULL
ORDER BY s."case", s.stage FOR UPDATE OF s
"""
# Cases that begin now; what began before the commitment was followed is history, and what has ended needs nobody.
_BEGUN = """
SELECT "case" FROM beside GROUP BY "case"
HAVING bool_and(fresh AND began > %(since)s) AND NOT bool_and(done IS NOT NULL OR old)
ORDER BY min(began), "case"
"""
_KEPT = """
SELECT s.* FROM commitments_standing s JOIN beside b ON b."case" = s."case" AND b.stage = s.stage
WHERE s.commitment = %(chain)s AND b.state = 'met' AND b.decision IS NULL AND NOT b.old
  AND b.done > %(since)s AND NOT (b.was IS NOT DISTINCT FROM 'met' AND b.same)
ORDER BY s.done, s."case"
"""
# Only cards of a case as a whole: what a miss asks for is not done because the stage is, in the end.
_ENDED = """
SELECT "case" FROM beside WHERE "case" = ANY(%(asked)s) GROUP BY "case" HAVING bool_and(done IS NOT NULL)
"""
_REOPENED = """
SELECT DISTINCT "case" FROM beside WHERE was_done IS NOT NULL AND done IS NULL
"""
# Cases that began by a decision and of which nothing is told any more.
_NEVER = """
SELECT a."case" FROM commitments_beginning a JOIN moved m USING ("case")
WHERE a.commitment = %(chain)s AND NOT EXISTS (SELECT FROM told t WHERE t."case" = a."case")
"""
_DROP = "DELETE FROM commitments_standing WHERE id = ANY(%s)"
_KEEP = """
INSERT INTO commitments_standing AS s
    (commitment, "case", stage, release, person, named, seq, began, due, done, took, state, facts, silent, told,
     decision)
SELECT %(chain)s, "case", stage, release, person, named, seq, began, due, done, took, state, facts, old, ripe, decision
FROM beside ORDER BY "case", stage
ON CONFLICT (commitment, "case", stage) DO UPDATE SET
    release = EXCLUDED.release, person = EXCLUDED.person, named = EXCLUDED.named, seq = EXCLUDED.seq,
    began = EXCLUDED.began, due = EXCLUDED.due, done = EXCLUDED.done, took = EXCLUDED.took, silent = EXCLUDED.silent,
    state = EXCLUDED.state, told = EXCLUDED.told, facts = EXCLUDED.facts, decision = EXCLUDED.decision
"""
_POSTPONED = """
SELECT "case", stage, due FROM commitments_standing
WHERE commitment = %s AND state <> 'met' AND decision IS NULL AND NOT silent AND due < %s
"""


def follow(scene: Scene) -> bool:
    """Bring every commitment's cases up to date; returns whether anything had to be.

    One that a release took away is followed on, for the cases that began under it.
    """
    names = {*scene.bundle.each(Commitment), *Chain.objects.values_list("commitment", flat=True)}
    return any([tell.catch_up(scene), *[_follow(scene, name) for name in sorted(names)]])


@transaction.atomic
def _follow(scene: Scene, name: str) -> bool:
    release, reached, places = current_number(), reached_now(name), places_version(scene.bundle)
    marker = Chain.objects.select_for_update().filter(commitment=name).first()
    marker = marker or Chain(commitment=name, since=scene.now, release=0)
    due = marker.ahead is not None and marker.ahead <= scene.now
    anew = marker.release != release or marker.places != places
    if not anew and not due and marker.read == reached:
        return tell.come(scene, name)
    _recall(name, scene.now)
    if anew:
        marker.ahead = _bring(scene, marker, None, anew=marker.release > 0)
    else:
        marker.ahead = _bring_moved(scene, marker)
    marker.release, marker.read, marker.places = release, reached, places
    marker.save()
    tell.come(scene, name)
    return True


def _bring_moved(scene: Scene, marker: Chain) -> datetime | None:
    """Bring the cases up to date that rosters or facts have moved; when facts tell something next."""
    cases, ahead = _moved(scene, marker)
    rostered = moved_by_rosters(scene, marker.commitment, rosters_of(marker.commitment), marker.read)
    moved = [(rostered, True), (cases, False)]
    told_ahead = [_bring(scene, marker, some, anew=anew) for some, anew in moved if len(some)]
    return min((at for at in (ahead, *told_ahead) if at is not None), default=None)


def _moved(scene: Scene, marker: Chain) -> tuple[pa.Array, datetime | None]:
    """The cases of which the lake tells something new, or something that was ahead and has come; what is ahead now."""
    found = [
        moved_values(scene.engine, reading.lake_of(scene.world, source), marker.read.get(source.id, 0), field)
        for source, field in fields_of(marker.commitment)
    ]
    ahead = marker.ahead
    if ahead is not None and ahead <= scene.now:
        arrived, ahead = come(scene, marker.commitment, ahead, scene.now)
        found.append(arrived)
    cases = pa.chunked_array(found, pa.string()).unique()
    return cases.filter(pc.less_equal(pc.utf8_length(cases), LONGEST)), ahead


def _recall(name: str, now: datetime) -> None:
    """Let deadlines fire at once that were put off until these facts are read."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTPONED, [name, now])
        move(PRACTICE, {about(name, case, stage): due + AFTER for case, stage, due in cursor.fetchall()})


def _bring(scene: Scene, marker: Chain, cases: pa.Array | None, *, anew: bool) -> datetime | None:
    """Fold the cases (None: all) and let what is kept say the same; when facts tell something of them next.

    `anew`: what is promised may have changed, or which days are worked, or by whose calendar; nobody is told of what
    that makes late in hindsight.
    """
    chain = marker.commitment
    rows, ahead = told(scene, chain, scene.now, cases)
    names: dict[str, str | datetime | bool] = {"chain": chain, "since": marker.since, "now": scene.now}
    names |= {"anew": anew, "changed": anew and _redefined(marker)}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        send("told", rows)
        send("moved", pa.table({"case": rows["case"].unique() if cases is None else cases}))
        if cases is None:
            cursor.execute(_EVERYBODY, names)
        cursor.execute(_BESIDE, names)
        gone = list(Standing.objects.raw(_GONE, names))
        cursor.execute(_SETTLED)
        settled = [*cursor.fetchall(), *((row.case, row.stage) for row in gone)]
        cursor.execute(_WAITING)
        waiting = [
            Arming(about(chain, case, stage), due + AFTER, payload(chain, case, stage))
            for case, stage, due in cursor.fetchall()
        ]
        cancel(PRACTICE, [about(chain, *row) for row in settled])
        arm(PRACTICE, waiting, again=True)
        back = list(Standing.objects.raw(_BACK, names))
        news = tell.moved(names)
        cursor.execute(_DROP, [[row.id for row in gone]])
        cursor.execute(_KEEP, names)
        _take_back(scene, back)
        given = _act(scene, chain, names)
        cursor.execute("DROP TABLE told, moved, beside")
    tell.pass_on(scene, news)
    if given:  # whose clock counts is known only now
        _bring(scene, marker, pa.array(given), anew=False)
    return ahead


def _act(scene: Scene, chain: str, names: Mapping[str, str | datetime | bool]) -> list[str]:
    """Decide on cases that begin or never did, and on stages that were kept; cards follow what has ended.

    Returns the cases that were given to somebody by rule.
    """
    does = acts(chain)
    never(scene, chain, _named(_NEVER, names))
    given = begin(scene, chain, _named(_BEGUN, names)) if does.begins else []
    if asked := asked_in(PRACTICE, chain):
        do(PRACTICE, chain, _named(_ENDED, {**names, "asked": asked}), scene.now)
    undo(PRACTICE, chain, _named(_REOPENED, names), scene.now)
    if does.keeps:
        keep(scene, list(Standing.objects.raw(_KEPT, names)))
    return given


def _named(query: str, names: Mapping[str, str | datetime | bool | list[str]]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, names)
        return [name for (name,) in cursor.fetchall()]


def _redefined(marker: Chain) -> bool:
    """Whether a release since then defines the commitment in another way."""
    before = bundle_of(marker.release).find(Commitment, marker.commitment)
    found = pieces(marker.commitment)
    known = [before, *(piece.chain for piece in found if piece.release <= marker.release)]
    return any(piece.chain not in known for piece in found)


def _take_back(scene: Scene, rows: Sequence[Standing]) -> None:
    """Say of stages that were decided on that this no longer holds. `rows`: as they were before."""
    definitions, now = Definitions(), {row.id: row for row in Standing.objects.filter(id__in=[row.id for row in rows])}
    numbers = [row.decision for row in rows if row.decision is not None]
    told_of = reached(numbers)
    said = [taken_back(definitions, row, now.get(row.id), scene, told_of.get(row.decision or 0, [])) for row in rows]
    record(said, scene.now)
    take_back(numbers, scene.now)
