"""Endpoints about sources as people keep them: how fresh, what waits, mending, withdrawing, matching."""

from __future__ import annotations

from typing import Annotated

from ninja import Query

from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.policy import allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.redo import By
from zhunsheng.server.facts.queries import has_receipt, receipt
from zhunsheng.server.facts.schemas import ReceiptOut
from zhunsheng.server.facts.veil import veil
from zhunsheng.server.sources import matching, mending, overview
from zhunsheng.server.sources.fields import fields, source_of, used_by
from zhunsheng.server.sources.reach import refuse_others, refuse_people, seeing
from zhunsheng.server.sources.schemas import (
    DropIn,
    Dropped,
    MatchIn,
    MemberList,
    MembersAsked,
    RedoIn,
    Redone,
    SourceList,
    SourceOut,
    Strays,
    WaitingAsked,
    WaitingRows,
)
from zhunsheng.server.subjects.queries import by_key, meant_by
from zhunsheng.server.tick import actions as tick

endpoints = Endpoints(tags=["sources"])


@endpoints.endpoint(
    "GET",
    "/sources",
    name="sources.list",
    act=Act.FACTS_READ,
    words=Text(zh="看数据源", en="list sources"),
    response=SourceList,
)
def list_sources(request: Asking, asked: Annotated[Paging, Query()]) -> SourceList:
    return overview.listed(request.visited, asked, request.auth.language)


@endpoints.endpoint(
    "GET",
    "/sources/{source}",
    name="sources.read",
    act=Act.FACTS_READ,
    words=Text(zh="看一个数据源", en="read a source"),
    response=SourceOut,
)
def read_source(request: Asking, source: str) -> SourceOut:
    found = source_of(source)
    (head,) = overview.heads(request.visited, [found])
    return SourceOut(
        **head.model_dump(),
        fields=fields(found),
        key=list(found.key),
        time=found.time,
        files=list(found.files),
        used_by=used_by(current(), found),
        push=f"/api/v1/facts/{found.id}",
        may_push=_may_push(request, found),
    )


@endpoints.endpoint(
    "GET",
    "/sources/{source}/waiting",
    name="sources.waiting",
    act=Act.FACTS_LOAD,
    words=Text(zh="看隔离的行", en="see the rows in quarantine"),
    response=WaitingRows,
)
def read_waiting(request: Asking, source: str, asked: Annotated[WaitingAsked, Query()]) -> WaitingRows:
    found = source_of(source)
    rows = mending.rows(found, asked, seeing(request.auth))
    visit(request, Kind.READ, "sources.waiting", mending.people_in(found, rows.items), source)
    return rows


@endpoints.endpoint(
    "POST",
    "/sources/{source}/redo",
    name="sources.redo",
    act=Act.FACTS_LOAD,
    words=Text(zh="改好隔离的行再读入", en="mend rows in quarantine and read them again"),
    response=Redone,
)
def redo_rows(request: Asking, source: str, given: RedoIn) -> Redone:
    found, people = source_of(source), set[int]()
    refuse_people(request.auth, found, "sources.redo")
    by = By(request.auth.username, changed=people.update)
    redone = mending.redone(request.visited, found, given, seeing(request.auth), by)
    visit(request, Kind.CHANGE, "sources.redo", people, f"{source}: {redone.redone}")
    return redone


@endpoints.endpoint(
    "POST",
    "/sources/{source}/drop",
    name="sources.drop",
    act=Act.FACTS_LOAD,
    words=Text(zh="放弃隔离的行", en="drop rows in quarantine"),
    response=Dropped,
)
def drop_rows(request: Asking, source: str, given: DropIn) -> Dropped:
    dropped = mending.dropped(source_of(source), given.ids, seeing(request.auth))
    visit(request, Kind.CHANGE, "sources.drop", detail=f"{source}: {dropped}")
    return Dropped(dropped=dropped)


@endpoints.endpoint(
    "GET",
    "/sources/{source}/strays",
    name="sources.strays",
    act=Act.FACTS_LOAD,
    words=Text(zh="看没有对上清单的值", en="see values outside their list"),
    response=Strays,
)
def read_strays(request: Asking, source: str, asked: Annotated[Paging, Query()]) -> Strays:
    return matching.strays(request, source_of(source), asked, seeing(request.auth))


@endpoints.endpoint(
    "POST",
    "/matches",
    name="matches.make",
    act=Act.FACTS_LOAD,
    words=Text(zh="把一个值对应到清单里的对象", en="match a value to a member of its list"),
    response={204: None},
)
def make_match(request: Asking, given: MatchIn) -> tuple[int, None]:
    matching.refuse_hidden(request, given.dimension, given.key)
    tick.match(request.world, given.dimension, given.text, given.key, request.visited.now)
    visit(request, Kind.CHANGE, "matches.make", _persons(given), f"{given.dimension}: {given.text} → {given.key}")
    return 204, None


@endpoints.endpoint(
    "POST",
    "/matches/undo",
    name="matches.undo",
    act=Act.FACTS_LOAD,
    words=Text(zh="取消一个值的对应", en="take a match back"),
    response={204: None},
)
def undo_match(request: Asking, given: MatchIn) -> tuple[int, None]:
    meant = given.model_copy(update={"key": meant_by(given.dimension, given.text) or given.key})
    matching.refuse_hidden(request, meant.dimension, meant.key)
    tick.unmatch(request.world, given.dimension, given.text, request.visited.now)
    visit(request, Kind.CHANGE, "matches.undo", _persons(meant), f"{given.dimension}: {given.text}")
    return 204, None


@endpoints.endpoint(
    "GET",
    "/dimensions/{dimension}/members",
    name="members.list",
    act=Act.FACTS_LOAD,
    words=Text(zh="找清单里的对象", en="find members of a dimension"),
    response=MemberList,
)
def list_members(request: Asking, dimension: str, asked: Annotated[MembersAsked, Query()]) -> MemberList:
    return matching.members(request, dimension, asked)


@endpoints.endpoint(
    "POST",
    "/receipts/{batch}/withdraw",
    name="receipts.withdraw",
    act=Act.FACTS_LOAD,
    words=Text(zh="撤回一个数据批次", en="withdraw a batch of data"),
    response=ReceiptOut,
)
def withdraw_batch(request: Asking, batch: int) -> ReceiptOut:
    """Numbers follow; the receipt stays, as withdrawn."""
    if not 0 < batch < 2**63 or not has_receipt(batch):
        raise unknown_or_hidden(Text(zh=f"批次 {batch}", en=f"batch {batch}"))
    found = receipt(batch)
    refuse_others(request.auth, found.sender, "receipts.withdraw")
    tick.withdraw(request.world, source_of(found.source), batch, request.visited.now)
    visit(request, Kind.CHANGE, "receipts.withdraw", detail=f"{found.source} #{batch}")
    return ReceiptOut.of(veil(request.auth).receipt(receipt(batch)))


def _may_push(request: Asking, source: Source) -> bool:
    acts = {Act.FACTS_WRITE, *([Act.PEOPLE_CHANGE] if isinstance(source.feeds, PeopleList) else [])}
    return source.told_by is None and all(allowed(request.auth, act) for act in acts)


def _persons(given: MatchIn) -> list[int]:
    """The person whom a value is said to mean, or not to mean."""
    return list(by_key("person", [given.key]).values()) if given.dimension == "person" else []
