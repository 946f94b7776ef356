"""Telling: what somebody fills in becomes a fact, with who told it and when; accepted like any other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from zhunsheng.engine.facts.parsing import parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.told import STAMPED
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.allowing import refuse_unless_may
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.accept import Incoming, Tally, accept, with_subjects
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.people.whereabouts import belongs
from zhunsheng.server.subjects.queries import labels, looked_up
from zhunsheng.server.worlds.values import Visited


def forms() -> list[Source]:
    """The sources that people tell, by name."""
    return sorted(
        (source for source in current().each(Source).values() if source.told_by == "people"),
        key=lambda source: source.name.zh,
    )


def forms_of(person: int | None, day: date) -> list[Source]:
    """The forms that somebody may fill in by the post they hold that day."""
    return [source for source in forms() if _theirs(source, person, day)]


def _theirs(source: Source, person: int | None, day: date) -> bool:
    said = source.tellers
    if said is None or not (said.units or said.positions):
        return True
    return person is not None and belongs(person, day, said.units, said.positions)


def tell(visited: Visited, source: Source, values: Mapping[str, str], by: int) -> int:
    """Let it be a fact; returns the batch. Raises ZhunshengError with all that is wrong, Refusal where it may not."""
    unknown = sorted(values.keys() - source.fields.keys() | values.keys() & set(STAMPED))
    if unknown:
        raise ZhunshengError(*(_unknown(source, name) for name in unknown))
    world, now = visited.world, visited.now
    stamped = {"id": uuid.uuid4().hex, "by": labels([by])[by].key, "at": now.astimezone(world.zone).isoformat()}
    row = {name: [stamped.get(name, values.get(name))] for name in source.fields}
    raw = pa.table({name: pa.array(cells, pa.string()) for name, cells in row.items()} | {"_row": pa.array([1])})
    parsed = parse(source, raw, time_zone=world.time_zone, now=now)
    if parsed.bad:
        raise ZhunshengError(*(problem for bad in parsed.bad for problem in bad.problems))
    with reading.backend(world) as engine:
        rows = with_subjects(source, parsed.good, Tally(), looked_up)
        refuse_unless_may(Scene(world, current(), engine, now), source, rows, by)
    return accept(Incoming(source, source.name.zh, [raw]), world.time_zone, now)


def _unknown(source: Source, name: str) -> Problem:
    known = "、".join(sorted(source.fields.keys() - set(STAMPED)))
    return Problem(
        "form.no_such_field",
        Text(zh=f"「{source.name.zh}」没有要填的「{name}」", en=f"'{source.name.en}' has no '{name}' to fill in"),
        Text(zh=f"要填的有：{known}", en=f"to fill in: {known}"),
        place=name,
    )
