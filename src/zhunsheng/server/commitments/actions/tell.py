"""Tell: how stages stand becomes facts of the sources that listen, so that any metric can stand on them.

A stage is told once it has fallen due, or was done where nothing is due, so that no period looks better for what was
done early and is not due yet. What is taken back is told anew, or not at all. Standings and what is told of them are
one transaction.
"""

from __future__ import annotations

import pyarrow as pa
from django.db import transaction

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.practices.commitments.telling import facts
from zhunsheng.server.commitments.models import Listener
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.facts.actions.tell import tell
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.worlds.sending import Values, receive

_MOMENT = pa.timestamp("us", "UTC")
_KEPT = pa.schema(
    [
        *((name, pa.string()) for name in ("commitment", "case", "stage")),
        ("person", pa.int64()),
        *((name, _MOMENT) for name in ("began", "due", "done")),
        *(("took", pa.int64()), ("state", pa.string()), ("release", pa.int64()), ("silent", pa.bool_())),
    ]
)
_KEY = pa.schema(list(_KEPT)[:3])
_MOVED = """
SELECT %(chain)s, "case", stage, person, began, due, done, took, state, release, old
FROM beside WHERE ripe AND NOT (same AND silent = old)
"""
_GONE = """
SELECT s.commitment, s."case", s.stage FROM commitments_standing s
JOIN moved m USING ("case") LEFT JOIN beside b ON b."case" = s."case" AND b.stage = s.stage
WHERE s.commitment = %(chain)s AND s.told AND b.ripe IS NOT TRUE
"""
# What is ripe is said in `follow`, too. Locked in the order of their names, as whoever decides on them locks them.
_COME = """
WITH held AS MATERIALIZED (
    SELECT id FROM commitments_standing
    WHERE commitment = %(chain)s AND NOT told
      AND (state = 'missed' OR (state = 'met' AND coalesce(due <= %(now)s, true)))
    ORDER BY "case", stage FOR UPDATE
)
UPDATE commitments_standing s SET told = true FROM held WHERE s.id = held.id
RETURNING commitment, "case", stage, person, began, due, done, took, state, release, silent
"""
_ALL = """
SELECT commitment, "case", stage, person, began, due, done, took, state, release, silent
FROM commitments_standing WHERE told
"""
Told = tuple[pa.Table, pa.Table]
"""Stages to tell of, and those of which nothing shall be told any more."""


def moved(names: Values) -> Told:
    """What is to be told of the cases that are being brought up to date; see `follow`, whose tables it reads."""
    return receive(_MOVED, names, _KEPT), _named(receive(_GONE, names, _KEY))


def come(scene: Scene, chain: str) -> bool:
    """Tell of the commitment's stages that have fallen due since, or were decided on; whether there were any."""
    values: Values = {"chain": chain, "now": scene.now}
    return bool(sources := listeners(scene)) and _tell(scene, sources, (receive(_COME, values, _KEPT), _named()))


def pass_on(scene: Scene, told: Told) -> None:
    """Tell every source that listens."""
    _tell(scene, listeners(scene), told)


def catch_up(scene: Scene) -> bool:
    """Tell everything to sources that have begun to listen, or listen for more; whether there were any."""
    return any([_caught_up(scene, source) for source in listeners(scene)])  # noqa: C419 - each, not up to the first


def listeners(scene: Scene) -> list[Source]:
    """The sources that are told. One that a release took away is told on, so that it is right when it comes back."""
    names = {*scene.bundle.each(Source), *Listener.objects.values_list("source", flat=True)}
    return [source for source in map(scene.source, sorted(names)) if source.told_by == PRACTICE]


@transaction.atomic
def _caught_up(scene: Scene, source: Source) -> bool:
    listener, _ = Listener.objects.get_or_create(source=source.id)
    wanted = sorted(f"{name}/{field.unit or ''}" for name, field in source.fields.items())
    more = not set(wanted) <= set(listener.fields)
    listener.fields = wanted
    listener.save()
    return more and _tell(scene, [source], (receive(_ALL, {}, _KEPT), _named()))


def _tell(scene: Scene, sources: list[Source], told: Told) -> bool:
    stands, gone = told
    if not stands.num_rows and not gone.num_rows:
        return False
    for source in sources:
        tell(source, facts(stands, source), facts(gone, source), scene.world.time_zone, scene.now)
    return True


def _named(keys: pa.Table | None = None) -> pa.Table:
    """Stages of which nothing is known but their names."""
    named = _KEY.empty_table() if keys is None else keys
    unknown = [pa.nulls(named.num_rows, field.type) for field in list(_KEPT)[len(_KEY) :]]
    return pa.table([*named.columns, *unknown], schema=_KEPT)
