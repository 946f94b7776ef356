"""Values that are no members of their dimension's list, with the members that they may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz

from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.guessing.members import PERSON
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.sources.schemas import Stray, StrayProposal
from zhunsheng.server.subjects.queries import members
from zhunsheng.server.subjects.values import Member
from zhunsheng.server.subjects.writing import letters, proposals

Named = Mapping[str, Sequence[str]]
MOST = 500
"""Of all fields together, those that stand most often."""


def strays(source: Source, rows: Sequence[pa.Table], named: Named, people: frozenset[int] | None) -> list[Stray]:
    """The strays of the rows, most frequent first. `named`: by dimension the values outside its list.

    `people`: those who may be proposed, None: everybody.
    """
    found = [one for name in source.subjects for one in _of_field(source, name, rows, named)]
    found.sort(key=lambda one: -one.rows)
    return list(_proposed(found[:MOST], people))


def _of_field(source: Source, name: str, rows: Sequence[pa.Table], named: Named) -> Iterator[Stray]:
    dimension = source.fields[name].dimension or ""
    strange = set(named.get(dimension, ()))
    if not strange:
        return
    counts: Counter[str] = Counter()
    for piece in rows:
        counted = pc.value_counts(piece[name].combine_chunks())
        for value, count in zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True):
            if value in strange:
                counts[value] += count
    called = _name_of(dimension)
    for text, count in counts.items():
        yield Stray(dimension=dimension, dimension_name=called, field=name, text=text, rows=count, proposals=[])


def _proposed(found: Sequence[Stray], people: frozenset[int] | None) -> Iterator[Stray]:
    """The same with what they may mean; each list of members is read once."""
    by_dimension: dict[str, list[Stray]] = {}
    for one in found:
        by_dimension.setdefault(one.dimension, []).append(one)
    for dimension, several in by_dimension.items():
        listed = {member.key: member for member in members(dimension)}
        pairs = [(member.key, member.name) for member in listed.values()]
        for one, keys in zip(several, proposals([one.text for one in several], pairs), strict=True):
            near = [listed[key] for key in keys]
            seen = [o for o in near if people is None or dimension != "person" or o.id in people]
            one.proposals = [_proposal(one, member) for member in seen]
    yield from found


def _proposal(stray: Stray, member: Member) -> StrayProposal:
    text = letters(stray.text)
    likeness = max(fuzz.ratio(text, letters(one)) for one in (member.key, member.name))
    patch = {"fields": {stray.field: {"reads": {stray.text: member.key}}}}
    return StrayProposal(key=member.key, name=member.name, likeness=round(likeness, 1), patch=patch)


def _name_of(dimension: str) -> Text:
    if dimension == "person":
        return PERSON
    found = current().find(Dimension, dimension) if current_number() else None
    return found.name if found else Text(zh=dimension, en=dimension)
