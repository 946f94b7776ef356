"""Values outside the list of their dimension, and the members that they may mean."""

from __future__ import annotations

from zhunsheng.engine.facts.dimension import ORGANISATION, Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts.books import books
from zhunsheng.server.people import directory
from zhunsheng.server.people.directory import Directory, Wanted
from zhunsheng.server.people.pinyin import folded
from zhunsheng.server.sources.overview import naming
from zhunsheng.server.sources.reach import Seeing
from zhunsheng.server.sources.schemas import MemberList, MemberOut, Stray, StrayProposal, Strays
from zhunsheng.server.subjects.queries import labels, members_page, proposed
from zhunsheng.server.subjects.values import Member
from zhunsheng.server.subjects.writing import likeness

PERSON = "person"
_ORGANISATION_NAMES = {
    PERSON: Text(zh="人员", en="people"),
    "unit": Text(zh="部门", en="units"),
    "region": Text(zh="区域", en="regions"),
    "position": Text(zh="岗位", en="positions"),
}


def strays(request: Asking, source: Source, asked: Paging, seen: Seeing) -> Strays:
    """A part of the values that match nothing, those in most facts first, with what they may mean."""
    named = naming(request.world, [source], books())[source.id]
    texts = labels({stray for _, stray in named})
    found = [
        (rows, field, texts[stray].key)
        for (field, stray), rows in named.items()
        if field in seen.shown(source) and folded(asked.q) in folded(texts[stray].key)
    ]
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    part = found[asked.slice]
    meant, names = _meant(request, source, part), {field: _of_field(source, field) for _, field, _ in part}
    called = {dimension: dimension_name(dimension) for dimension in set(names.values())}
    items = [_stray(names[f], called[names[f]], f, text, rows, meant[f, text]) for rows, f, text in part]
    return Strays(items=items, total=len(found), page=asked.page, page_size=asked.page_size)


def members(request: Asking, dimension: str, asked: Paging) -> MemberList:
    """A part of the members; of people those whom the reader sees, found by name, number and 拼音 too."""
    dimension_name(dimension)
    if dimension == PERSON:
        return _people(_directory(request), asked)
    found, total = members_page(dimension, asked.q, asked.slice)
    items = [MemberOut(key=one.key, name=one.name) for one in found]
    return MemberList(items=items, total=total, page=asked.page, page_size=asked.page_size)


def people_seen(request: Asking) -> frozenset[int] | None:
    """Whom the reader sees; None: everybody."""
    seen = _directory(request).people
    return None if seen is None else frozenset(seen.tolist())


def refuse_hidden(request: Asking, dimension: str, key: str) -> None:
    """Raises Refusal where the dimension is not there, or the member is a person whom the reader does not see."""
    dimension_name(dimension)
    if dimension == PERSON and not directory.counted(_directory(request), Wanted(number=key)):
        raise unknown_or_hidden(Text(zh=f"工号「{key}」", en=f"the number '{key}'"))


def dimension_name(dimension: str) -> Text:
    """What the dimension is called; raises Refusal where there is none."""
    if dimension in ORGANISATION:
        return _ORGANISATION_NAMES.get(dimension, Text(zh=dimension, en=dimension))
    found = current().find(Dimension, dimension) if current_number() else None
    if found is None:
        raise unknown_or_hidden(Text(zh=f"维度「{dimension[:63]}」", en=f"the dimension '{dimension[:63]}'"))
    return found.name


def _people(seen: Directory, asked: Paging) -> MemberList:
    wanted = Wanted(q=asked.q, order="likeness" if asked.q else "number")
    items = [MemberOut(key=one.number, name=one.name) for _, one in directory.found(seen, wanted, asked.slice)]
    total = directory.counted(seen, Wanted(q=asked.q))
    return MemberList(items=items, total=total, page=asked.page, page_size=asked.page_size)


def _directory(request: Asking) -> Directory:
    return directory.directory(request.auth, request.visited.today)


def _meant(request: Asking, source: Source, part: list[tuple[int, str, str]]) -> dict[tuple[str, str], list[Member]]:
    """By field and text the members that it may mean, as far as the reader sees them."""
    found: dict[tuple[str, str], list[Member]] = {}
    for field in {field for _, field, _ in part}:
        dimension = _of_field(source, field)
        texts = [text for _, name, text in part if name == field]
        found |= {(field, text): near for text, near in zip(texts, proposed(dimension, texts), strict=True)}
        if dimension == PERSON:
            visible = people_seen(request)
            for text in texts:
                found[field, text] = [o for o in found[field, text] if visible is None or o.id in visible]
    return found


def _of_field(source: Source, field: str) -> str:
    return source.fields[field].dimension or ""


def _stray(dimension: str, called: Text, field: str, text: str, rows: int, near: list[Member]) -> Stray:
    return Stray(
        dimension=dimension,
        dimension_name=called,
        field=field,
        text=text,
        rows=rows,
        proposals=[
            StrayProposal(key=one.key, name=one.name, likeness=round(likeness(text, one.key, one.name), 1))
            for one in near
        ],
    )
