"""Cases out of the lake: facts to marks, marks to standings, by the definition of the day on which a case began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.calendar.steps import Step
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import SYSTEM_COLUMNS, standing
from zhunsheng.engine.metrics.conditions import SubjectIds
from zhunsheng.engine.practices.commitments.commitment import Commitment, Shifts
from zhunsheng.engine.practices.commitments.fold import STANDINGS, course, fold
from zhunsheng.engine.practices.commitments.marks import marks
from zhunsheng.server.blueprints.queries import bundle_of, definitions
from zhunsheng.server.commitments.clocks import clocks
from zhunsheng.server.commitments.holding import given
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import last_seq
from zhunsheng.server.metrics.evaluate import Scene, named_subjects

TOLD = STANDINGS.append(pa.field("release", pa.int64()))
"""STANDINGS, and the release of the definition that a case is told by."""
_EDGES = pa.schema({"since": pa.timestamp("us", "UTC"), "until": pa.timestamp("us", "UTC")})


@dataclass(frozen=True)
class Piece:
    """A definition of a commitment: from which day up to which (not included), of which release, in its blueprint.

    The first one holds for all days before it, too.
    """

    since: date
    until: date
    chain: Commitment
    release: int
    bundle: Bundle


class Told(NamedTuple):
    """`rows`: TOLD. `ahead`: the next moment after the one asked for of which facts tell something; None: of none."""

    rows: pa.Table
    ahead: datetime | None


def told(scene: Scene, name: str, moment: datetime, cases: pa.Array | None = None) -> Told:
    """Every stage of the cases (None: of all) as it stands at the moment.

    A case keeps the definition of the day on which it began; where several would tell it, it is the earliest one's.
    """
    found, ahead = [TOLD.empty_table()], list[datetime]()
    for piece in pieces(name):
        read = _given(name, _marks(scene, piece.chain, piece.bundle, cases), cases)
        ahead += read.filter(pc.greater(read["at"], pa.scalar(moment, read["at"].type)))["at"].to_pylist()
        rows = fold(piece.chain, read, clocks(scene, piece.bundle, piece.chain), moment)
        rows = begun_in(rows, scene, piece.since, piece.until)
        known = pa.chunked_array([chunk for one in found for chunk in one["case"].chunks], pa.string()).unique()
        rows = rows.filter(pc.invert(pc.is_in(rows["case"], known)))
        release = pa.repeat(pa.scalar(piece.release, pa.int64()), rows.num_rows)
        found.append(rows.append_column(TOLD.field("release"), release))
    return Told(pa.concat_tables(found), min(ahead, default=None))


def one(scene: Scene, name: str, key: str) -> tuple[Commitment, pa.Table, dict[str, tuple[Step, ...]]] | None:
    """A case as it stands now: the definition it is told by, its rows, how its deadlines come about. None: no such."""
    for piece in pieces(name):
        read = _given(name, _marks(scene, piece.chain, piece.bundle, pa.array([key])), pa.array([key]))
        by = clocks(scene, piece.bundle, piece.chain)
        rows = begun_in(fold(piece.chain, read, by, scene.now), scene, piece.since, piece.until)
        if rows.num_rows:
            return piece.chain, rows, course(piece.chain, read, by, scene.now)
    return None


def folded_by(scene: Scene, bundle: Bundle, chain: Commitment, moment: datetime) -> pa.Table:
    """All cases by one definition, whenever they began: STANDINGS. `bundle`: where its calendar and sources are."""
    read = _given(chain.id, _marks(scene, chain, bundle, None), None)
    return fold(chain, read, clocks(scene, bundle, chain), moment)


def pieces(name: str) -> list[Piece]:
    """Every definition of the commitment that holds on some day, in order of days."""
    held = [(since or date.min, entity, release) for since, entity, release in definitions("commitment", name)]
    days = [date.min, *(since for since, *_ in held[1:]), date.max]
    return [
        Piece(days[at], days[at + 1], entity, release, bundle_of(release))
        for at, (_, entity, release) in enumerate(held)
        if isinstance(entity, Commitment)
    ]


def come(scene: Scene, name: str, since: datetime, until: datetime) -> tuple[pa.Array, datetime | None]:
    """Cases of which facts tell something that happened from one moment to another, both included; and the next moment
    after them of which facts tell something."""
    cases, ahead = list[pa.Array](), list[datetime]()
    for piece in pieces(name):
        read = _told(scene, piece.chain, piece.bundle)
        edge = scene.engine.table("edges", pa.table({"since": [since], "until": [until]}, schema=_EDGES))
        now = read.semi_join(edge, [read.at >= edge.since, read.at <= edge.until])
        cases += scene.engine.arrow(now.select("case").distinct())["case"].chunks
        later = read.semi_join(edge, read.at > edge.until)
        ahead += scene.engine.arrow(later.aggregate(at=later.at.min()))["at"].drop_null().to_pylist()
    return pa.chunked_array(cases, pa.string()).unique(), min(ahead, default=None)


def _told(scene: Scene, chain: Commitment, bundle: Bundle) -> Table:
    """Every fact that moves its cases, in MARKS' columns."""
    return marks(chain, *_heard(scene, chain, bundle))


def _marks(scene: Scene, chain: Commitment, bundle: Bundle, cases: pa.Array | None) -> pa.Table:
    """MARKS of the cases (None: of all)."""
    read = _told(scene, chain, bundle)
    if cases is not None:
        wanted = scene.engine.table("wanted_cases", pa.table({"wanted": pa.array(cases.to_pylist(), pa.string())}))
        read = read.semi_join(wanted, read.case == wanted.wanted)
    return scene.engine.arrow(read)


def _given(name: str, read: pa.Table, cases: pa.Array | None) -> pa.Table:
    """MARKS in which whoever was given a case as it began stands in place of whom its record names."""
    to = given(name, None if cases is None else cases.to_pylist())
    if not to.num_rows:
        return read
    person = to["given"].combine_chunks().take(pc.index_in(read["case"].combine_chunks(), to["case"].combine_chunks()))
    begins = pc.equal(read["mark"].combine_chunks(), 0)
    found = pc.if_else(begins, pc.coalesce(person, read["person"].combine_chunks()), None)
    return read.set_column(read.column_names.index("person"), "person", found)


def begun_in(rows: pa.Table, scene: Scene, start: date, end: date) -> pa.Table:
    """Cases that began on these days of the company, `end` not included."""
    for day, test in ((start, pc.greater_equal), (end, pc.less)):
        if day not in (date.min, date.max):
            edge = datetime.combine(day, time.min, scene.world.zone).astimezone(UTC)
            rows = rows.filter(test(rows["began"], pa.scalar(edge, rows["began"].type)))
    return rows


def fields_of(name: str) -> list[tuple[Source, str]]:
    """The sources whose facts move its cases under any definition, and the field of each that names the case."""
    found = {}
    for piece in pieces(name):
        for _, fact in piece.chain.facts():
            source, field = fact.source or piece.chain.begins.source, fact.case or piece.chain.begins.case
            found[source, field] = piece.bundle.each(Source)[source]
    return [(source, field) for (_, field), source in sorted(found.items())]


class Acts(NamedTuple):
    """Whether a commitment does something when cases begin, and when stages are kept."""

    begins: bool
    keeps: bool


def acts(name: str) -> Acts:
    """What it does by any of its definitions."""
    chains = [piece.chain for piece in pieces(name)]
    return Acts(
        any(chain.responsible or chain.begun for chain in chains),
        any(stage.kept for chain in chains for stage in chain.stages),
    )


def rosters_of(name: str) -> list[tuple[Source, Shifts]]:
    """The sources whose shifts move its cases under any definition, and where in them."""
    found = {
        (shifts.source, shifts): piece.bundle.each(Source)[shifts.source]
        for piece in pieces(name)
        if piece.chain.counts_rosters
        for shifts in piece.chain.roster
    }
    return [(source, shifts) for (_, shifts), source in found.items()]


def heard_of(name: str) -> list[str]:
    """Every source that moves its cases."""
    return sorted({source.id for source, _ in (*fields_of(name), *rosters_of(name))})


def reached_now(name: str) -> dict[str, int]:
    """Source → sequence of its newest lake row, of every source that moves its cases."""
    return {source: last_seq(source) for source in heard_of(name)}


def _heard(scene: Scene, chain: Commitment, bundle: Bundle) -> tuple[Mapping[str, Table], Mapping[str, SubjectIds]]:
    """The standing facts of every source that the commitment hears of, as narrow as it needs them, and ids by name."""
    facts: dict[str, Table] = {}
    ids: dict[str, SubjectIds] = {}
    for name in dict.fromkeys(fact.source or "" for _, fact in chain.facts()):
        source = bundle.each(Source)[name]
        theirs = [fact for _, fact in chain.facts() if fact.source == name]
        tests = [test for fact in theirs if fact.where is not None for test in fact.where.tests()]
        read = {*SYSTEM_COLUMNS, chain.begins.person, *(f for fact in theirs for f in (fact.case, fact.at))}
        read |= {test.field for test in tests}
        rows = reading.rows(scene.engine, reading.lake_of(scene.world, source))
        facts[name] = standing(rows.select(*(column for column in rows.columns if column in read)))
        ids[name] = named_subjects(source, tests)
    return facts, ids
