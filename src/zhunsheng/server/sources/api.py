"""Endpoints about sources as people keep them: how fresh, what waits, mending, withdrawing, matching."""

from __future__ import annotations

from typing import Annotated

from ninja import Query

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.roles import Act
from zhunsheng.server.facts.schemas import ReceiptOut
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
    raise NotImplementedError


@endpoints.endpoint(
    "GET",
    "/sources/{source}",
    name="sources.read",
    act=Act.FACTS_READ,
    words=Text(zh="看一个数据源", en="read a source"),
    response=SourceOut,
)
def read_source(request: Asking, source: str) -> SourceOut:
    raise NotImplementedError


@endpoints.endpoint(
    "GET",
    "/sources/{source}/waiting",
    name="sources.waiting",
    act=Act.FACTS_LOAD,
    words=Text(zh="看隔离的行", en="see the rows in quarantine"),
    response=WaitingRows,
)
def read_waiting(request: Asking, source: str, asked: Annotated[WaitingAsked, Query()]) -> WaitingRows:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/sources/{source}/redo",
    name="sources.redo",
    act=Act.FACTS_LOAD,
    words=Text(zh="改好隔离的行再读入", en="mend rows in quarantine and read them again"),
    response=Redone,
)
def redo_rows(request: Asking, source: str, given: RedoIn) -> Redone:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/sources/{source}/drop",
    name="sources.drop",
    act=Act.FACTS_LOAD,
    words=Text(zh="放弃隔离的行", en="drop rows in quarantine"),
    response=Dropped,
)
def drop_rows(request: Asking, source: str, given: DropIn) -> Dropped:
    raise NotImplementedError


@endpoints.endpoint(
    "GET",
    "/sources/{source}/strays",
    name="sources.strays",
    act=Act.FACTS_LOAD,
    words=Text(zh="看没有对上清单的值", en="see values outside their list"),
    response=Strays,
)
def read_strays(request: Asking, source: str, asked: Annotated[Paging, Query()]) -> Strays:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/matches",
    name="matches.make",
    act=Act.FACTS_LOAD,
    words=Text(zh="把一个值对应到清单里的对象", en="match a value to a member of its list"),
    response={204: None},
)
def make_match(request: Asking, given: MatchIn) -> tuple[int, None]:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/matches/undo",
    name="matches.undo",
    act=Act.FACTS_LOAD,
    words=Text(zh="取消一个值的对应", en="take a match back"),
    response={204: None},
)
def undo_match(request: Asking, given: MatchIn) -> tuple[int, None]:
    raise NotImplementedError


@endpoints.endpoint(
    "GET",
    "/dimensions/{dimension}/members",
    name="members.list",
    act=Act.FACTS_LOAD,
    words=Text(zh="找清单里的对象", en="find members of a dimension"),
    response=MemberList,
)
def list_members(request: Asking, dimension: str, asked: Annotated[MembersAsked, Query()]) -> MemberList:
    raise NotImplementedError


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
    raise NotImplementedError
