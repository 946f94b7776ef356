"""By whose shifts cases run, and which cases shifts move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
from django.db import connection

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.calendar.instants import Ints
from zhunsheng.engine.calendar.rostered import RosteredTime
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.practices.commitments.clocks import Choose, Chosen, Clocks, chosen
from zhunsheng.engine.practices.commitments.commitment import Commitment, Shifts
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.queries import moved_rows
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.subjects.queries import same_as_pairs

_NEAR = timedelta(days=32)
"""A shift tells of its whole month, so it moves what runs so near to it."""
_MOVED = """
SELECT DISTINCT "case" FROM commitments_standing s
JOIN unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS told(person, since, until) USING (person)
WHERE s.commitment = %s AND s.began < told.until AND (s.due IS NULL OR greatest(s.due, s.done) > told.since)
"""
_SHIFTS = pa.schema([("person", pa.int64()), ("since", pa.int64()), ("until", pa.int64())])


def by_roster(scene: Scene, bundle: Bundle, chain: Commitment, usual: Clocks) -> Choose:
    """Each case by the shifts of whoever is responsible, else by the usual clock. `bundle`: of the definition."""

    def choose(person: pa.Array, began: Ints) -> Chosen:
        base, meant = chosen(usual, person, began), dict(same_as_pairs())
        who = np.array([meant.get(one, one) or -1 for one in person.to_pylist()], dtype=np.int64)
        shifts = _by_person(scene, bundle, chain, meant, who)
        clocks, place = list(base.clocks), base.place.copy()
        for one, at in {pair for pair in zip(who.tolist(), base.place.tolist(), strict=True) if pair[0] in shifts}:
            place[(who == one) & (base.place == at)] = len(clocks)
            clocks.append(RosteredTime(*shifts[one], base.clocks[at], scene.world.time_zone))
        return Chosen(clocks, place)

    return choose


def _by_person(
    scene: Scene, bundle: Bundle, chain: Commitment, meant: Mapping[int, int], who: Ints
) -> dict[int, tuple[Ints, Ints]]:
    """Person → beginnings and ends of their shifts, as instants."""
    wanted = {*who.tolist(), *(stray for stray, one in meant.items() if one in set(who.tolist()))}
    rows = pa.concat_tables(
        _read(scene.engine, reading.lake_of(scene.world, bundle.each(Source)[shifts.source]), shifts, wanted)
        for shifts in chain.roster
    )
    person = np.array([meant.get(one, one) for one in rows["person"].to_pylist()], dtype=np.int64)
    order = np.argsort(person, kind="stable")
    known, first = np.unique(person[order], return_index=True)
    sides = (np.split(rows[name].to_numpy()[order], first[1:]) for name in ("since", "until"))
    return dict(zip(known.tolist(), zip(*sides, strict=True), strict=False))


def _read(engine: Backend, lake: LakeTable, shifts: Shifts, wanted: set[int]) -> pa.Table:
    facts = standing(reading.rows(engine, lake))
    rows = facts.select(person=facts[shifts.person], since=facts[shifts.since], until=facts[shifts.until]).drop_null()
    them = engine.table("rostered", pa.table({"wanted": pa.array(sorted(wanted), pa.int64())}))
    return engine.arrow(rows.semi_join(them, rows.person == them.wanted)).cast(_SHIFTS)


def moved_by_rosters(scene: Scene, chain: str, told: list[tuple[Source, Shifts]], read: Mapping[str, int]) -> pa.Array:
    """The commitment's cases that may stand otherwise by shifts that are new, or stand no longer."""
    found = [_moved(scene, source, shifts, read.get(source.id, 0)) for source, shifts in told]
    people = [row for rows in found for row in _everyone(rows)]
    if not people:
        return pa.array([], pa.string())
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [*([list(column) for column in zip(*people, strict=True)]), chain])
        return pa.array([case for (case,) in cursor.fetchall()], pa.string())


def _moved(scene: Scene, source: Source, shifts: Shifts, read: int) -> pa.Table:
    """Whose shifts moved: person, since_min, until_max."""
    fields = {"person": shifts.person, "since": shifts.since, "until": shifts.until}
    rows = moved_rows(scene.engine, reading.lake_of(scene.world, source), read, fields)
    return rows.group_by("person").aggregate([("since", "min"), ("until", "max")]).drop_null()


def _everyone(moved: pa.Table) -> Iterator[tuple[int, datetime, datetime]]:
    """The same by every name that means the person, and as far as months reach."""
    pairs = same_as_pairs()
    meant = dict(pairs)
    for row in moved.to_pylist():
        one = meant.get(row["person"], row["person"])
        for name in (one, *(stray for stray, other in pairs if other == one)):
            yield name, row["since_min"] - _NEAR, row["until_max"] + _NEAR
