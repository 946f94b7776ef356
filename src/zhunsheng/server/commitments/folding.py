"""Cases out of the lake: facts to marks, marks to standings, by the definition of the day on which a case began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.steps import Step
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.facts.views import SYSTEM_COLUMNS, standing
from zhunsheng.engine.metrics.conditions import SubjectIds
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment
from zhunsheng.engine.practices.commitments.fold import STANDINGS, course, fold
from zhunsheng.engine.practices.commitments.marks import marks
from zhunsheng.server.blueprints.queries import definitions
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import last_seq
from zhunsheng.server.metrics.evaluate import Scene, named_subjects

TOLD = STANDINGS.append(pa.field("release", pa.int64()))
"""STANDINGS, and the release of the definition that a case is told by."""


class Told(NamedTuple):
    """`rows`: TOLD. `ahead`: the next moment after the one asked for of which facts tell something; None: of none."""

    rows: pa.Table
    ahead: datetime | None


def told(scene: Scene, chain: Commitment, moment: datetime, cases: pa.Array | None = None) -> Told:
    """Every stage of the cases (None: of all) as it stands at the moment."""
    found, ahead = [TOLD.empty_table()], list[datetime]()
    for since, until, piece, release in pieces(chain):
        read = _marks(scene, piece, cases)
        ahead += read.filter(pc.greater(read["at"], pa.scalar(moment, read["at"].type)))["at"].to_pylist()
        rows = fold(piece, read, clocks(scene.bundle, piece, scene.world.time_zone), moment)
        rows = begun_in(rows, scene, since, until)
        found.append(
            rows.append_column(TOLD.field("release"), pa.repeat(pa.scalar(release, pa.int64()), rows.num_rows))
        )
    return Told(pa.concat_tables(found), min(ahead, default=None))


def one(scene: Scene, chain: Commitment, key: str) -> tuple[Commitment, pa.Table, dict[str, tuple[Step, ...]]] | None:
    """A case as it stands now: the definition it is told by, its rows, how its deadlines come about. None: no such."""
    for since, until, piece, _ in pieces(chain):
        read = _marks(scene, piece, pa.array([key]))
        by = clocks(scene.bundle, piece, scene.world.time_zone)
        rows = begun_in(fold(piece, read, by, scene.now), scene, since, until)
        if rows.num_rows:
            return piece, rows, course(piece, read, by, scene.now)
    return None


def folded_by(scene: Scene, bundle: Bundle, chain: Commitment, moment: datetime) -> pa.Table:
    """All cases by one definition, whenever they began: STANDINGS. `bundle`: where its calendar is."""
    return fold(chain, _marks(scene, chain, None), clocks(bundle, chain, scene.world.time_zone), moment)


def _marks(scene: Scene, chain: Commitment, cases: pa.Array | None) -> pa.Table:
    """MARKS of the cases (None: of all)."""
    read = marks(chain, *_heard(scene, chain))
    if cases is not None:
        wanted = scene.engine.table("wanted_cases", pa.table({"wanted": pa.array(cases.to_pylist(), pa.string())}))
        read = read.semi_join(wanted, read.case == wanted.wanted)
    return scene.engine.arrow(read)


def pieces(chain: Commitment) -> Iterator[tuple[date, date, Commitment, int]]:
    """From which day up to which (not included) which definition of which release holds.

    The first one holds for all days before it, too.
    """
    held = [(since or date.min, entity, release) for since, entity, release in definitions("commitment", chain.id)]
    days = [date.min, *(since for since, *_ in held[1:]), date.max]
    for at, (_, entity, release) in enumerate(held):
        if isinstance(entity, Commitment):
            yield days[at], days[at + 1], entity, release


def begun_in(rows: pa.Table, scene: Scene, start: date, end: date) -> pa.Table:
    """Cases that began on these days of the company, `end` not included."""
    for day, test in ((start, pc.greater_equal), (end, pc.less)):
        if day not in (date.min, date.max):
            edge = datetime.combine(day, time.min, scene.world.zone).astimezone(UTC)
            rows = rows.filter(test(rows["began"], pa.scalar(edge, rows["began"].type)))
    return rows


def sources_of(chain: Commitment) -> list[str]:
    """Ids of the sources whose facts move its cases."""
    return list(dict.fromkeys(fact.source or "" for _, fact in chain.facts()))


def reached_now(chain: Commitment) -> dict[str, int]:
    """Source → sequence of its newest lake row."""
    return {name: last_seq(name) for name in sources_of(chain)}


def clocks(bundle: Bundle, chain: Commitment, time_zone: str) -> dict[Clock, CountedTime]:
    """The clocks of its stages."""
    found: dict[Clock, CountedTime] = {"wall": WallTime()}
    if any(stage.clock == "working" for stage in chain.stages):
        calendar = bundle.each(Calendar)[chain.calendar or bundle.settings.calendar or ""]
        found["working"] = WorkingTime(calendar, time_zone)
    return found


def _heard(scene: Scene, chain: Commitment) -> tuple[Mapping[str, Table], Mapping[str, SubjectIds]]:
    """The standing facts of every source the commitment hears of, as narrow as it needs them, and ids by name."""
    facts: dict[str, Table] = {}
    ids: dict[str, SubjectIds] = {}
    for name in sources_of(chain):
        source = scene.source(name)
        theirs = [fact for _, fact in chain.facts() if fact.source == name]
        tests = [test for fact in theirs if fact.where is not None for test in fact.where.tests()]
        read = {*SYSTEM_COLUMNS, chain.begins.person, *(f for fact in theirs for f in (fact.case, fact.at))}
        read |= {test.field for test in tests}
        rows = reading.rows(scene.engine, scene.lake(source))
        facts[name] = standing(rows.select(*(column for column in rows.columns if column in read)))
        ids[name] = named_subjects(source, tests)
    return facts, ids
