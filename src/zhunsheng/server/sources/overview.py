"""Every source with how it is: fresh or late, what waits, what matches nothing. Those that need somebody come first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from django.db import connection

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.facts.freshness import freshness
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.books import Books, books
from zhunsheng.server.facts.queries import naming_in
from zhunsheng.server.people.pinyin import folded, pinyin
from zhunsheng.server.sources.fields import sources, way
from zhunsheng.server.sources.schemas import Freshness, SourceHead, SourceList
from zhunsheng.server.subjects.queries import strays
from zhunsheng.server.worlds.values import Visited, WorldInfo

_NOTHING = Books()
Named = Mapping[tuple[str, int], int]
"""(field, stray) → in how many facts that stand."""
_named: dict[tuple[str, str], tuple[tuple[str, frozenset[int]], Named]] = {}
"""(schema, source) → what was looked through for which strays, and what was found: the lake is read once for each."""


def listed(visited: Visited, asked: Paging, language: str) -> SourceList:
    """A part of the sources of which a name, id or system holds what was asked for."""
    found = heads(visited, [one for one in sources().values() if _holds(one, asked.q)])
    found.sort(key=lambda one: (*_needs(one), _spelt(one, language)))
    return SourceList(items=found[asked.slice], total=len(found), page=asked.page, page_size=asked.page_size)


def heads(visited: Visited, wanted: Collection[Source]) -> list[SourceHead]:
    """The sources as they stand in the list."""
    told = books()
    unlisted, touched = naming(visited.world, wanted, told), drafted().touched
    return [
        _head(visited, one, told.get(one.id, _NOTHING), unlisted[one.id], drafted=Ref.of(one) in touched)
        for one in wanted
    ]


def naming(world: WorldInfo, wanted: Collection[Source], told: Mapping[str, Books]) -> dict[str, Named]:
    """By source the values outside their list that its facts name, and how often."""
    dimensions = {source.fields[name].dimension or "" for source in wanted for name in source.subjects}
    outside: dict[str, set[int]] = {}
    for dimension, stray, _ in strays(sorted(dimensions)) if dimensions else ():
        outside.setdefault(dimension, set()).add(stray)
    return {one.id: _looked(world, one, told.get(one.id, _NOTHING), outside) for one in wanted}


def _looked(world: WorldInfo, source: Source, told: Books, outside: Mapping[str, set[int]]) -> Named:
    mine = {d: ids for name in source.subjects if (ids := outside.get(d := source.fields[name].dimension or ""))}
    if not mine or not told.facts:
        return {}
    place = (str(connection.schema_name), source.id)  # type: ignore[attr-defined]  # django-tenants adds it
    state = (f"{told.edition} {hash(source.model_dump_json())}", frozenset().union(*mine.values()))
    if _named.get(place, (None,))[0] != state:
        with reading.backend(world) as engine:
            _named[place] = state, naming_in(engine, reading.lake_of(world, source), mine)
    return _named[place][1]


def _head(visited: Visited, source: Source, told: Books, unlisted: Named, *, drafted: bool) -> SourceHead:
    return SourceHead(
        id=source.id,
        name=source.name,
        description=source.description,
        system=source.system,
        owner=source.owner,
        way=way(source),
        feeds=source.feeds.feeds if source.feeds else None,
        facts=told.facts,
        waiting=told.waiting,
        strays=len({stray for _, stray in unlisted}),
        freshness=_fresh(source, told, visited, visited.world.zone),
        drafted=drafted,
    )


def _fresh(source: Source, told: Books, visited: Visited, zone: ZoneInfo) -> Freshness:
    found = freshness(source.every, told.heard, visited.now, zone)
    heard = told.heard
    return Freshness(state=found.state, last_at=heard.last_at, until=heard.until, due=found.due, every=source.every)


def _holds(source: Source, q: str) -> bool:
    said = (source.id, source.name.zh, source.name.en, source.system, pinyin(source.name.zh))
    return all(any(word in folded(text) for text in said) for word in folded(q).split())


def _needs(one: SourceHead) -> tuple[bool, bool, bool]:
    """Late ones before those with rows that wait, before those with strays, before the rest."""
    return one.freshness.state != "late", not one.waiting, not one.strays


def _spelt(one: SourceHead, language: str) -> str:
    return folded(one.name.en) if language == "en" else pinyin(one.name.zh)
