"""A file that nobody described becomes a proposed source: each column with type and role, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

import pyarrow as pa

from zhunsheng.engine.facts.dimension import ORGANISATION, Dimension
from zhunsheng.engine.facts.guessing import keys, lists, members, times
from zhunsheng.engine.facts.guessing.amounts import amounts
from zhunsheng.engine.facts.guessing.dates import dates
from zhunsheng.engine.facts.guessing.guess import Kind, both, percent
from zhunsheng.engine.facts.guessing.known import Known, folded
from zhunsheng.engine.facts.guessing.naming import identifier, identifiers, patterns, stem
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.rhythm import rhythm
from zhunsheng.engine.facts.guessing.wordings import booleans, choices, contacts, free
from zhunsheng.engine.facts.guessing.words import DIMENSIONS, says
from zhunsheng.engine.facts.source import Feeds, FieldType, Members, Source, SourceField
from zhunsheng.engine.values import Text

Role = Literal["key", "time", "person", "member", "label", "none"]
NAMELESS = "文件"
"""What a source is called whose file has no name."""
_MOST_OTHERS = 4
_KNOWN = 0.8
"""How sure it is, at least, that a column names members of a list that there is."""
_DIFFERS = Text(zh="每一行都有，各不相同", en="every row has one, each another")
_LISTED = Text(zh="名单里的人或物", en="those whom the file lists")


@dataclass(frozen=True)
class Guessed:
    """What a column seems to be. `field`: its id in the source, None where it is better left out. `kinds`: what else
    it may be, likeliest first."""

    heading: str
    field: str | None
    kind: Kind
    role: Role
    kinds: tuple[Kind, ...]
    profile: Profile


@dataclass(frozen=True)
class Proposed:
    """A source, the dimensions it needs and nobody has, and what each column seems to be."""

    source: Source
    dimensions: tuple[Dimension, ...]
    columns: tuple[Guessed, ...]


@dataclass(frozen=True)
class _File:
    """The columns with what each may be, likeliest first."""

    name: str
    known: Known
    columns: list[Profile]
    kinds: list[tuple[Kind, ...]]
    rows: pa.Table

    def fields(self) -> list[SourceField]:
        return [kinds[0].field for kinds in self.kinds]


def understand(table: pa.Table, name: str, known: Known) -> Proposed:
    """What a file called `name` seems to be. `table`: its headings and texts, some thousand rows of it."""
    columns = [Profile.of(heading, table[heading], known.now, known.time_zone) for heading in table.column_names]
    rows = keys.once(pa.table([column.texts for column in columns], [f"c{at}" for at in range(len(columns))]))
    file = _File(name, known, columns, [kinds(column, known) for column in columns], rows)
    ids = identifiers(table.column_names)
    key = keys.key(columns, [field.type for field in file.fields()], rows)
    people = lists.people(columns, file.fields(), rows.num_rows)
    if people:
        return _of_people(file, ids, people)
    listed = lists.members(columns, file.fields(), stem(name), key, known)
    return _of_members(file, ids, *listed) if listed else _of_events(file, ids, key)


def kinds(column: Profile, known: Known) -> tuple[Kind, ...]:
    """Everything it may be; of one type and dimension only the likeliest."""
    if not column.rows:
        return tuple(free(column))
    subjects = members.subjects(column, known)
    found = chain(
        contacts(column),
        subjects,
        booleans(column),
        dates(column),
        amounts(column, known.currency),
        choices(column),
        free(column),
    )
    likely = sorted(found, key=lambda kind: (not kind.open, -kind.confidence))
    once: dict[tuple[object, ...], Kind] = {}
    for kind in likely:
        once.setdefault((kind.field.type, kind.field.dimension, kind.field.formats, kind.field.scope), kind)
    return _asked(tuple(once.values()))


def _asked(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Where two styles of dates fit alike, a date without one goes first: whoever knows the file chooses."""
    first, *rest = kinds
    if not (first.field.formats and first.open and any(one.field.formats and one.open for one in rest)):
        return kinds
    unsaid = first.field.model_copy(update={"formats": ()})
    return (replace(first, field=unsaid), *kinds)


def _of_people(file: _File, ids: list[str], people: lists.People) -> Proposed:
    """A list of people: numbers, names and places are texts; a place that everybody has is needed."""
    kinds, needed = _as_texts(file, set(people.values())), {people["number"]}
    needed |= {at for part, at in people.items() if part in ("unit", "manager") and file.columns[at].filled == 1}
    roles: dict[int, Role] = {people["label"]: "label", people["number"]: "key"}
    feeds = lists.feeds_people(people, ids, file.columns)
    return _made(replace(file, kinds=kinds), ids, (people["number"],), needed, roles, feeds, None)


def _of_members(file: _File, ids: list[str], dimension: str, at: int, label: int | None) -> Proposed:
    """A list of members: its key is a text, and columns that name other rows of it are members too."""
    texts = {at} if label is None else {at, label}
    kinds = _own_members(file, _as_texts(file, texts), dimension, at)
    roles: dict[int, Role] = {at: "key"} if label is None else {label: "label", at: "key"}
    feeds = Members(dimension=dimension, key=ids[at], label=ids[label] if label is not None else None)
    return _made(replace(file, kinds=kinds), ids, (at,), {at}, roles, feeds, None)


def _own_members(file: _File, kinds: list[tuple[Kind, ...]], dimension: str, key: int) -> list[tuple[Kind, ...]]:
    """Columns whose values are keys of the same file name members, as a parent company does."""
    own = {folded(text) for text in file.columns[key].words}
    for at, column in enumerate(file.columns):
        inside = members.overlap(column, own, near=False)
        words = kinds[at][0].field.type in (FieldType.TEXT, FieldType.SUBJECT)
        if at == key or not column.rows or not words or inside < members.ENOUGH:
            continue
        said = Text(
            zh=f"{percent(inside)} 的值是本文件的主键", en=f"{percent(inside)} of its values are keys of this file"
        )
        subject = SourceField(type=FieldType.SUBJECT, dimension=dimension)
        kinds[at] = (Kind(subject, 0.5 + inside / 2.1, said), *kinds[at])
    return kinds


def _of_events(file: _File, ids: list[str], key: tuple[int, ...]) -> Proposed:
    """What happened, row by row: who and what it is about, where everybody says so, is needed."""
    alone = key if len(key) == 1 else ()
    kinds = _one_of_each(replace(file, kinds=_as_texts(file, set(alone))))
    file = replace(file, kinds=kinds)
    time = times.time(file.columns, file.fields())
    whole = (FieldType.SUBJECT, FieldType.CHOICE)
    fields = file.fields()
    needed = {at for at, column in enumerate(file.columns) if column.filled == 1 and fields[at].type in whole} | set(
        key
    )
    roles: dict[int, Role] = dict.fromkeys(key, "key")
    if time is not None:
        roles.setdefault(time, "time")
    return _made(file, ids, key, needed, roles, None, time)


def _as_texts(file: _File, these: set[int]) -> list[tuple[Kind, ...]]:
    """Keys and names are kept as they are written, whatever they look like."""
    kinds = list(file.kinds)
    for at in these:
        first = kinds[at][0]
        if first.field.type in (FieldType.DATE, FieldType.DATETIME):
            continue
        text = SourceField(scope=first.field.scope if first.field.type is FieldType.TEXT else "open")
        kinds[at] = (
            Kind(text, max(0.8, first.confidence), both(first.why, _LISTED) if len(these) > 1 else first.why),
            *kinds[at][1:],
        )
    return kinds


def _one_of_each(file: _File) -> list[tuple[Kind, ...]]:
    """Code and name of one thing are not two things: of columns that only speak of it the surest one names it."""
    kinds = list(file.kinds)
    alike: dict[str, list[int]] = {}
    for at, (first, *_) in enumerate(kinds):
        dimension = first.field.dimension
        if dimension and (dimension != "person" or _numbered(file, at) or says(file.columns[at].heading, "full_name")):
            alike.setdefault(dimension, []).append(at)
    for several in alike.values():
        best = max(several, key=lambda at: (kinds[at][0].confidence, _numbered(file, at), -at))
        for at in several:
            rest = [one for one in kinds[at][1:] if one.field.type is not FieldType.SUBJECT]
            if at != best and rest and kinds[at][0].confidence < _KNOWN:
                kinds[at] = (*rest, kinds[at][0])
    return kinds


def _numbered(file: _File, at: int) -> bool:
    return says(file.columns[at].heading, "number") or says(file.columns[at].heading, "key")


def _made(
    file: _File,
    ids: list[str],
    key: tuple[int, ...],
    needed: set[int],
    roles: dict[int, Role],
    feeds: Feeds | None,
    time: int | None,
) -> Proposed:
    known, called = file.known, stem(file.name) or NAMELESS
    kept = [at for at, column in enumerate(file.columns) if column.rows or at in key]
    fields = {ids[at]: _field(file, at, ids[at], required=at in needed) for at in kept}
    dated = None if time is None else times.days(file.columns[time], file.fields()[time])
    source = Source(
        id=identifier(stem(file.name), known.sources, "source"),
        name=Text(zh=called, en=called),
        system=known.system or ("CSV" if file.name.lower().endswith(".csv") else "Excel"),
        key=tuple(ids[at] for at in key),
        time=None if time is None else ids[time],
        fields=fields,
        feeds=feeds,
        files=patterns(file.name),
        every=None if dated is None else rhythm(dated),
    )
    columns = tuple(_guessed(file, at, ids[at] if at in kept else None, roles) for at in range(len(ids)))
    return Proposed(source, tuple(_missing(source, known)), columns)


def _field(file: _File, at: int, id_: str, *, required: bool) -> SourceField:
    heading = file.columns[at].heading
    said = {"name": Text(zh=heading, en=heading), "column": None if heading == id_ else heading, "required": required}
    return file.kinds[at][0].field.model_copy(update=said)


def _guessed(file: _File, at: int, field: str | None, roles: dict[int, Role]) -> Guessed:
    first, *others = file.kinds[at]
    dimension = first.field.dimension
    plain: Role = "none" if dimension is None else "person" if dimension == "person" else "member"
    column = file.columns[at]
    if roles.get(at) == "key" and list(roles.values()).count("key") == 1 and keys.unique(column, file.rows.num_rows):
        first = replace(first, why=both(_DIFFERS, first.why))
    return Guessed(column.heading, field, first, roles.get(at, plain), tuple(others[:_MOST_OTHERS]), column)


def _missing(source: Source, known: Known) -> list[Dimension]:
    """The dimensions that it names and nobody has configured."""
    named = [source.feeds.dimension] if isinstance(source.feeds, Members) else []
    named += [source.fields[name].dimension or "" for name in source.subjects]
    fresh = [one for one in dict.fromkeys(named) if one not in known.dimensions and one not in ORGANISATION]
    return [Dimension(id=one, name=DIMENSIONS[one][0] if one in DIMENSIONS else Text(zh=one, en=one)) for one in fresh]
