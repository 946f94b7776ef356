"""Accept: a file or a push becomes a batch. The commit of that transaction is the acknowledgement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from django.db import IntegrityError, connection, transaction

from zhunsheng.engine.facts.parsing import parse
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Members, PeopleList, Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.facts.ahead import ahead
from zhunsheng.server.facts.models import Batch, FactTable, Quarantined
from zhunsheng.server.facts.notes import as_json, unlisted
from zhunsheng.server.facts.packing import packed
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.subjects.actions import list_members, resolve
from zhunsheng.server.subjects.queries import NOBODY_YET, looked_up, strays_among
from zhunsheng.server.worlds.channel import announce

Progress = Callable[[int], None]
Naming = Callable[[str, list[str]], dict[str, int]]
"""Dimension and values → the subjects they name."""
PEOPLE_FIELDS = ("number", "label", "unit", "position", "region", "manager", "starts", "ends")

_SEGMENT = "INSERT INTO facts_segment (batch_id, table_id, rows, payload) VALUES (%s, %s, %s, %b)"


@dataclass
class Rehearsal:
    """What would be kept: `good` rows as they were read, and the same with subjects in `rows`.

    `most`: how many rows are kept as they came, in `raw`. `aside`: is told of rows set aside, which may be many.
    `settles`: of a file of at most so many rows, `settled` is what would be written to the lake.
    `strays`: by dimension the values outside its list.
    """

    most: int = 0
    settles: int = 0
    aside: Callable[[Sequence[BadRow]], None] = lambda rows: None
    raw: list[pa.Table] = field(default_factory=list)
    good: list[pa.Table] = field(default_factory=list)
    rows: list[pa.Table] = field(default_factory=list)
    blank: int = 0
    strays: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settled: pa.Table | None = None
    _newcomers: Iterator[int] = field(default_factory=lambda: count(NOBODY_YET - 1, -1))

    def named(self, dimension: str, values: list[str]) -> dict[str, int]:
        """The subjects that values name; one that nobody knows is given a number of its own, below NOBODY_YET."""
        found = looked_up(dimension, values)
        return {value: next(self._newcomers) if id_ == NOBODY_YET else id_ for value, id_ in found.items()}

    def watched(self, pieces: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The pieces as they are, the first rows of them kept."""
        for piece in pieces:
            if self.most > 0:
                self.raw.append(piece.slice(0, self.most))
                self.most -= self.raw[-1].num_rows
            yield piece


@dataclass(frozen=True)
class Incoming:
    """What is handed in: pieces of raw rows, one string column per field and `_row`, and rows the reader refused.

    `rehearsal`: all of it is taken back, so rows go there and names that nobody knows are not given a subject.
    `changed`: is told whom a list of people made or changed.
    """

    source: Source
    name: str
    pieces: Iterable[pa.Table]
    refused: Iterable[BadRow] = ()
    sender: str = ""
    digest: str = ""
    idempotency_key: str | None = None
    notes: tuple[Problem, ...] = ()
    rehearsal: Rehearsal | None = None
    changed: Callable[[Collection[int]], None] = lambda people: None


@dataclass
class Tally:
    """Rows seen so far, and by dimension the subjects they name."""

    rows: int = 0
    good: int = 0
    blank: int = 0
    quarantined: int = 0
    listed: list[pa.Table] = field(default_factory=list)
    known: dict[str, dict[str, int]] = field(default_factory=dict)


def accept(incoming: Incoming, time_zone: str, now: datetime, progress: Progress = lambda rows: None) -> int:
    """Take the rows into the books and return the batch's id; raises ZhunshengError, and then nothing is kept.

    The same idempotency key with the same digest returns the batch that is already there.
    """
    told = (incoming.source.id, incoming.idempotency_key, incoming.digest)
    return batch if (batch := known(*told)) is not None else take(incoming, time_zone, now, progress)


def take(incoming: Incoming, time_zone: str, now: datetime, progress: Progress = lambda rows: None) -> int:
    """As `accept`, for who has asked already whether the idempotency key is known."""
    table, _ = FactTable.objects.get_or_create(source=incoming.source.id)
    try:
        with transaction.atomic():
            return _accepted(incoming, table, time_zone, now, progress)
    except IntegrityError:
        batch = known(incoming.source.id, incoming.idempotency_key, incoming.digest)
        if batch is None:
            raise
        return batch


def _accepted(incoming: Incoming, table: FactTable, time_zone: str, now: datetime, progress: Progress) -> int:
    source, tally = incoming.source, Tally()
    name: Naming = incoming.rehearsal.named if incoming.rehearsal else partial(resolve, now=now)
    batch = Batch.objects.create(
        table=table,
        name=incoming.name,
        sender=incoming.sender,
        digest=incoming.digest,
        idempotency_key=incoming.idempotency_key,
        accepted_at=now,
    )
    parsing = ((piece.num_rows, parse(source, piece, time_zone=time_zone, now=now)) for piece in incoming.pieces)
    alone = isinstance(incoming.pieces, list) and len(incoming.pieces) == 1
    for rows, parsed in parsing if alone else ahead(parsing):
        _set_aside(incoming, batch, parsed.bad, tally)
        if parsed.good.num_rows:
            named = with_subjects(source, parsed.good, tally, name)
            if incoming.rehearsal:
                incoming.rehearsal.good.append(parsed.good)
                incoming.rehearsal.rows.append(named)
            else:
                keep_segment(batch, table, named)
            if source.feeds is not None:
                tally.listed.append(parsed.good)
        tally.rows += rows
        tally.good += parsed.good.num_rows
        tally.blank += parsed.blank
        if incoming.rehearsal:
            incoming.rehearsal.blank = tally.blank
        progress(rows)
    refused = list(incoming.refused)
    _set_aside(incoming, batch, refused, tally)
    tally.rows += len(refused)
    incoming.changed(_feed(source, tally.listed, now.astimezone(ZoneInfo(time_zone))))
    batch.rows, batch.blank, batch.quarantined = tally.rows, tally.blank, tally.quarantined
    strays = strays_among(tally.known) if tally.known else {}
    if incoming.rehearsal:
        incoming.rehearsal.strays = strays
    notes = (*incoming.notes, *(unlisted(dimension, values) for dimension, values in strays.items()))
    batch.notes = [as_json(note) for note in notes]
    if not tally.good:
        batch.state = Batch.State.SETTLED
    batch.save()
    announce()
    return batch.id


def with_subjects(source: Source, rows: pa.Table, tally: Tally, name: Naming) -> pa.Table:
    """The rows with ids in place of what their subject fields say; new names become unknown subjects."""
    for column in (name for name in source.subjects if not pa.types.is_integer(rows.schema.field(name).type)):
        dimension = source.fields[column].dimension or ""
        known = tally.known.setdefault(dimension, {})
        encoded = pc.dictionary_encode(rows[column].combine_chunks())
        values = encoded.dictionary.to_pylist()
        if strange := [value for value in values if value not in known]:
            known |= name(dimension, strange)
        ids = pa.array([known[value] for value in values], pa.int64())
        rows = rows.set_column(rows.column_names.index(column), column, pc.take(ids, encoded.indices))
    return rows


def keep_segment(batch: Batch, table: FactTable, rows: pa.Table) -> None:
    """One piece of the batch; sent in binary, for as text a payload would be twice as long."""
    values = (batch.id, table.id, rows.num_rows, packed(rows))
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_SEGMENT, values)


def _set_aside(incoming: Incoming, batch: Batch, bad: list[BadRow], tally: Tally) -> None:
    tally.quarantined += len(bad)
    if incoming.rehearsal:
        incoming.rehearsal.aside(bad)
    else:
        _quarantine(batch, bad)


def _quarantine(batch: Batch, bad: Iterable[BadRow]) -> None:
    rows = [
        Quarantined(batch=batch, row=row.row, cells=_storable(row.cells), problems=[as_json(p) for p in row.problems])
        for row in bad
    ]
    Quarantined.objects.bulk_create(rows, batch_size=2000)


def _storable(cells: dict[str, str]) -> dict[str, str]:
    """The cells without NUL, which no PostgreSQL text can hold."""
    return {name: text.replace("\0", "\ufffd") for name, text in cells.items()}


def _feed(source: Source, listed: list[pa.Table], now: datetime) -> Collection[int]:
    """Let a list of members or people be known as such; the people it made or changed."""
    if not listed or source.feeds is None:
        return ()
    rows = pa.concat_tables(listed)
    match source.feeds:
        case Members(dimension=dimension, key=key, label=label):
            keys, names = rows[key].to_pylist(), rows[label or key].to_pylist()
            list_members(dimension, [(k, n or k) for k, n in zip(keys, names, strict=True) if k], now=now)
        case PeopleList() as people:
            report = import_people(
                list(_person_rows(people, rows)),
                effective=None,
                now=now,
                create_managers=people.create_managers,
                dry_run=False,
            )
            return report.subjects
    return ()


def _person_rows(people: PeopleList, rows: pa.Table) -> Iterator[PersonRow]:
    columns = {name: rows[field].to_pylist() for name in PEOPLE_FIELDS if (field := getattr(people, name)) is not None}
    for position, row in enumerate(rows["_row"].to_pylist()):
        cells = {name: values[position] for name, values in columns.items()}
        yield PersonRow(row=row, name=cells.pop("label", None) or cells["number"], **cells)


def known(source: str, idempotency_key: str | None, digest: str) -> int | None:
    """The batch that came with this idempotency key; another body under the same key is refused."""
    if idempotency_key is None:
        return None
    if not digest:
        raise ValueError("an idempotency key comes with the digest of the content it stands for")
    batch = Batch.objects.filter(table__source=source, idempotency_key=idempotency_key).first()
    if batch is None:
        return None
    if batch.digest != digest:
        raise ZhunshengError(
            Problem(
                "facts.idempotency_conflict",
                Text(
                    zh=f"幂等键「{idempotency_key}」已用于另一批内容（批次 {batch.id}）",
                    en=f"idempotency key '{idempotency_key}' was used for other content (batch {batch.id})",
                ),
                Text(zh="换一个键再发送", en="send it again under another key"),
            )
        )
    return batch.id
