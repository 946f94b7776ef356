"""Rows of text become typed rows, or rows set aside with every reason why. The heart of reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts import faults, identity, moments, numerals, texts
from zhunsheng.engine.facts.cells import Column, Faults, reread, tidy
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Problem

TYPES = {
    FieldType.TEXT: pa.string(),
    FieldType.CHOICE: pa.string(),
    FieldType.SUBJECT: pa.string(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
    FieldType.DATETIME: moments.INSTANT,
    **numerals.TYPES,
}
"""The Arrow type of each type of field."""


@dataclass(frozen=True)
class Parsed:
    """What became of the rows: every row is in `good`, in `bad`, or counted in `blank`.

    `good` holds the source's fields, typed, and `_row`, `_key`, `_identity`, `_happened` (timestamp us, UTC) and
    `_day` (the company's local day); the last two are null where the source's time is missing or not declared.
    """

    good: pa.Table
    bad: list[BadRow]
    blank: int


def parse(source: Source, raw: pa.Table, *, time_zone: str, now: datetime) -> Parsed:
    """Read a table of texts: string columns named by field (an absent one is missing everywhere) and `_row`."""
    tidied = {name: _tidied(source, name, raw) for name in source.fields}
    blank = reduce(pc.and_, [pc.is_null(column) for column in tidied.values()])
    fields = source.fields
    columns = {name: read_cells(fields[name], column, time_zone, now) for name, column in tidied.items()}
    typed = {name: column.values for name, column in columns.items()}
    happened, day = _when(source, typed, time_zone)
    wrong = {name: [column.faults] for name, column in columns.items()}
    for name in _required(source):
        wrong[name].append(_missing(tidied[name], blank))
    if source.time is not None and not source.plans:
        wrong[source.time].append(moments.future(happened, now))
    found = _by_row(source, wrong)
    system = {"_row": _one(raw["_row"]), "_happened": happened, "_day": day}
    good = _keep(typed | system, _stands(blank, found))
    return Parsed(_named(source, good), _set_aside(raw, found), pc.sum(blank).as_py() or 0)


def typed(source: Source, columns: Mapping[str, pa.Array], telling: str, first: int, *, time_zone: str) -> pa.Table:
    """Rows whose cells are typed already, numbered from `first`, as `Parsed.good` has them; members may be ids.

    `telling` tells equal contents of different tellings apart, so that each is a version of its own.
    """
    fields = {name: columns[name] for name in source.fields}
    happened, day = _when(source, fields, time_zone)
    rows = len(happened)
    said = identity.contents({**fields, "": pa.repeat(telling, rows)})
    system = {"_row": pa.array(range(first, first + rows), pa.int64()), "_happened": happened, "_day": day}
    return pa.table(fields | system | {"_key": identity.keys([fields[name] for name in source.key]), "_identity": said})


def _required(source: Source) -> list[str]:
    """A key or the sender's own id cannot be missing, whatever the field says."""
    return [n for n, field in source.fields.items() if field.required or n in source.key or n == source.identity]


def _tidied(source: Source, name: str, raw: pa.Table) -> pa.Array:
    if name not in raw.column_names:
        return pa.nulls(raw.num_rows, pa.string())
    points_at_something = name in source.key or name == source.identity
    fold = source.fields[name].type is not FieldType.TEXT or points_at_something
    tidied = tidy(pc.cast(_one(raw[name]), pa.string()), fold_width=fold)
    return reread(tidied, source.fields[name].reads, fold_width=fold)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.nulls(0, column.type)


def read_cells(field: SourceField, column: pa.Array, time_zone: str, now: datetime) -> Column:
    """Tidied texts as the field reads them."""
    match field.type:
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.MONEY:
            return numerals.read_numbers(column, field)
        case FieldType.DATE:
            return moments.read_dates(column, field, moments.Years.of(field, now))
        case FieldType.DATETIME:
            return moments.read_datetimes(column, field, moments.Years.of(field, now), time_zone)
        case FieldType.BOOLEAN:
            return texts.read_booleans(column)
        case FieldType.CHOICE if field.choices:
            return texts.read_choices(column, field)
        case _:
            return texts.read_texts(column)


def _when(source: Source, typed: dict[str, pa.Array], time_zone: str) -> tuple[pa.Array, pa.Array]:
    """When each fact happened: the instant, and the company's local day."""
    if source.time is None:
        rows = len(next(iter(typed.values())))
        return pa.nulls(rows, moments.INSTANT), pa.nulls(rows, pa.date32())
    times = typed[source.time]
    if source.fields[source.time].type is FieldType.DATE:
        return moments.midnights(times, time_zone), times
    return times, moments.local_days(times, time_zone)


def _missing(tidied: pa.Array, blank: pa.Array) -> Faults:
    empty = pc.and_(pc.is_null(tidied), pc.invert(blank))
    problem = faults.missing()
    return {at: [problem] for at in pc.indices_nonzero(empty).to_pylist()}


def _by_row(source: Source, wrong: dict[str, list[Faults]]) -> Faults:
    """All problems of each row, in the order of the fields, each placed at its column."""
    found: Faults = {}
    for name, several in wrong.items():
        heading = source.heading(name)
        placed: dict[int, Problem] = {}  # cells of one text share their problem; it is placed once
        for at, problems in chain.from_iterable(column.items() for column in several):
            for problem in problems:
                found.setdefault(at, []).append(_placed(problem, heading, placed))
    return found


def _placed(problem: Problem, heading: str, placed: dict[int, Problem]) -> Problem:
    if id(problem) not in placed:
        placed[id(problem)] = problem.at(heading)
    return placed[id(problem)]


def _stands(blank: pa.Array, found: Faults) -> pa.Array:
    if not found:
        return pc.invert(blank)
    positions = pa.array(range(len(blank)), pa.int64())
    return pc.and_not(pc.invert(blank), pc.is_in(positions, pa.array(found.keys(), pa.int64())))


def _keep(columns: dict[str, pa.Array], stands: pa.Array) -> dict[str, pa.Array]:
    if pc.all(stands, min_count=0).as_py():
        return columns
    return {name: column.filter(stands) for name, column in columns.items()}


def _named(source: Source, good: dict[str, pa.Array]) -> pa.Table:
    """The good rows with their key and the identity of their content (or the sender's own id)."""
    fields = {name: good[name] for name in source.fields}
    own = source.identity
    return pa.table(
        good
        | {
            "_key": identity.keys([good[name] for name in source.key]),
            "_identity": identity.keys([good[own]]) if own else identity.contents(fields),
        }
    )


def _set_aside(raw: pa.Table, found: Faults) -> list[BadRow]:
    rows = raw.take(pa.array(sorted(found), pa.int64())).to_pylist()
    return [
        BadRow(row.pop("_row"), {name: text or "" for name, text in row.items()}, tuple(found[at]))
        for at, row in zip(sorted(found), rows, strict=True)
    ]
