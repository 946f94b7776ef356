"""How cases of a commitment stand, stood, or would have stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.blueprint.writing import text as written
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.facts.views import SYSTEM_COLUMNS, standing
from zhunsheng.engine.metrics.conditions import SubjectIds
from zhunsheng.engine.practices.commitments import evidence
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment
from zhunsheng.engine.practices.commitments.evidence import Attainment, WhatIf
from zhunsheng.engine.practices.commitments.fold import STANDINGS, fold
from zhunsheng.engine.practices.commitments.marks import marks
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.queries import definitions
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Scene, named_subjects


def commitment_of(bundle: Bundle, name: str) -> Commitment:
    """The commitment by id; raises ZhunshengError with the nearest one."""
    known = bundle.each(Commitment)
    if name in known:
        return known[name]
    raise ZhunshengError(
        Problem(
            "commitment.unknown",
            Text(zh=f"没有承诺「{name}」", en=f"there is no commitment '{name}'"),
            proposal(name, known),
        )
    )


def report(scene: Scene, name: str, moment: datetime) -> list[Attainment]:
    """How each stage was kept, as things stood at the moment. Raises ZhunshengError."""
    chain = commitment_of(scene.bundle, name)
    stages = dict.fromkeys(stage.id for _, _, piece in _pieces(chain) for stage in piece.stages)
    return evidence.attainment(standings(scene, name, moment), list(stages))


def standings(scene: Scene, name: str, moment: datetime) -> pa.Table:
    """Every stage of every case at the moment: STANDINGS. A case is told by the definition of the day it began."""
    found = [STANDINGS.empty_table()]
    for since, until, chain in _pieces(commitment_of(scene.bundle, name)):
        found.append(_begun_in(_folded(scene, scene.bundle, chain, moment), scene, since, until))
    return pa.concat_tables(found)


def what_if(scene: Scene, name: str, text: str, start: date, end: date) -> WhatIf:
    """Another definition, as YAML, on the cases that began from `start` up to but not including `end`.

    They are told as they stand now. Nothing is sent and nothing is kept. Raises ZhunshengError with all that is wrong
    with the definition.
    """
    commitment_of(scene.bundle, name)
    draft = _with(scene.bundle, name, text)
    changed = commitment_of(draft, name)
    before = _begun_in(standings(scene, name, scene.now), scene, start, end)
    after = _begun_in(_folded(scene, draft, changed, scene.now), scene, start, end)
    known = [stage.id for stage in commitment_of(scene.bundle, name).stages]
    return evidence.what_if(before, after, (known, [stage.id for stage in changed.stages]))


def _with(bundle: Bundle, name: str, text: str) -> Bundle:
    """The bundle with another text of the commitment; raises ZhunshengError."""
    files = {ref.path: written(entity) for ref, entity in bundle.entities.items()}
    return sound({SETTINGS_FILE: written(bundle.settings), **files, Ref("commitment", name).path: text})


def _pieces(chain: Commitment) -> Iterator[tuple[date, date, Commitment]]:
    """From which day up to which (not included) which definition holds; the first also for all days before it."""
    held = [(since or date.min, entity) for since, entity, _ in definitions("commitment", chain.id)]
    days = [date.min, *(since for since, _ in held[1:]), date.max]
    for at, (_, entity) in enumerate(held):
        if isinstance(entity, Commitment):
            yield days[at], days[at + 1], entity


def _folded(scene: Scene, bundle: Bundle, chain: Commitment, moment: datetime) -> pa.Table:
    read = marks(chain, *_told(scene, chain))
    return fold(chain, scene.engine.arrow(read), _clocks(bundle, chain, scene.world.time_zone), moment)


def _told(scene: Scene, chain: Commitment) -> tuple[Mapping[str, Table], Mapping[str, SubjectIds]]:
    """The standing facts of every source the commitment hears of, as narrow as it needs them, and ids by name."""
    facts: dict[str, Table] = {}
    ids: dict[str, SubjectIds] = {}
    for name in dict.fromkeys(fact.source or "" for _, fact in chain.facts()):
        source = scene.source(name)
        theirs = [fact for _, fact in chain.facts() if fact.source == name]
        tests = [test for fact in theirs if fact.where is not None for test in fact.where.tests()]
        named = {chain.begins.person} if name == chain.begins.source else set()
        read = {
            *SYSTEM_COLUMNS,
            *named,
            *(f for fact in theirs for f in (fact.case, fact.at)),
            *(t.field for t in tests),
        }
        rows = reading.rows(scene.engine, scene.lake(source))
        facts[name] = standing(rows.select(*(column for column in rows.columns if column in read)))
        ids[name] = named_subjects(source, tests)
    return facts, ids


def _clocks(bundle: Bundle, chain: Commitment, time_zone: str) -> dict[Clock, CountedTime]:
    clocks: dict[Clock, CountedTime] = {"wall": WallTime()}
    if any(stage.clock == "working" for stage in chain.stages):
        calendar = bundle.each(Calendar)[chain.calendar or bundle.settings.calendar or ""]
        clocks["working"] = WorkingTime(calendar, time_zone)
    return clocks


def _begun_in(rows: pa.Table, scene: Scene, start: date, end: date) -> pa.Table:
    """Cases that began on these days of the company, `end` not included."""
    for day, test in ((start, pc.greater_equal), (end, pc.less)):
        if day not in (date.min, date.max):
            edge = datetime.combine(day, time.min, scene.world.zone).astimezone(UTC)
            rows = rows.filter(test(rows["began"], pa.scalar(edge, rows["began"].type)))
    return rows
