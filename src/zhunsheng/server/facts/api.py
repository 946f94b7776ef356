"""Endpoints about facts: systems push them, administrators and auditors read what became of them."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query

from zhunsheng.connectors.push.body import unpacked
from zhunsheng.connectors.push.rows import MEDIA
from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import left_out, workbook
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.policy import allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import Refusal, unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import queries
from zhunsheng.server.facts.actions.push import Push, push
from zhunsheng.server.facts.schemas import HeldOut, HeldRows, ReceiptOut, Receipts, ReceiptsAsked
from zhunsheng.server.facts.veil import veil

endpoints = Endpoints(tags=["facts"])

LONGEST_KEY = 200
MOST_ROWS = 100_000  # of an export
HEADINGS = {
    "zh": ["批次", "数据源", "名称", "发送者", "状态", "接收时间", "行", "新增", "变更", "重复", "隔离", "空行"],
    "en": [
        *["batch", "source", "name", "sender", "state", "received at"],
        *["rows", "new", "changed", "duplicate", "quarantined", "blank"],
    ],
}
_ROW = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "array", "items": _ROW}},
            "application/x-ndjson": {"schema": {"type": "string"}},
            "application/cloudevents-batch+json": {"schema": {"type": "array", "items": {"type": "object"}}},
            "application/cloudevents+json": {"schema": {"type": "object"}},
        },
    },
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "The same key and body give the same receipt for 30 days; another body is refused (409).",
            "schema": {"type": "string", "maxLength": LONGEST_KEY},
        }
    ],
}


@endpoints.endpoint(
    "POST",
    "/facts/{source}",
    name="facts.push",
    act=Act.FACTS_WRITE,
    words=Text(zh="推送数据", en="push data"),
    response={200: ReceiptOut, 202: ReceiptOut},
    openapi_extra=_BODY,
)
def push_facts(request: Asking, source: str) -> tuple[int, ReceiptOut]:
    """202: accepted, durable from here on. 200: the same was accepted before under this key."""
    told = _source(source)
    if isinstance(told.feeds, PeopleList) and not allowed(request.auth, Act.PEOPLE_CHANGE):
        raise Refusal(403, _CHANGES_PEOPLE, "facts.push")
    key = _key(request)
    if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
        raise ZhunshengError(_NO_LENGTH)
    body = unpacked(request.body, request.headers.get("Content-Encoding", ""))
    people: set[int] = set()
    sent = Push(body, request.content_type or next(iter(MEDIA)), _sender(request), key, people.update)
    batch, again = push(request.world, told, sent, request.visited.now)
    if isinstance(told.feeds, PeopleList) and not again:
        visit(request, Kind.CHANGE, "facts.push", people, f"{source} #{batch}")
    return 200 if again else 202, ReceiptOut.of(veil(request.auth).receipt(queries.receipt(batch)))


@endpoints.endpoint(
    "GET",
    "/receipts",
    name="receipts.list",
    act=Act.FACTS_READ,
    words=Text(zh="看数据批次的回执", en="read receipts of data"),
    response=Receipts,
)
def list_receipts(request: Asking, asked: Annotated[ReceiptsAsked, Query()]) -> Receipts:
    found, total = queries.receipts_page(asked.source, asked.q, asked.slice)
    items = [ReceiptOut.of(one) for one in map(veil(request.auth).receipt, found)]
    return Receipts(items=items, total=total, page=asked.page, page_size=asked.page_size)


@endpoints.endpoint(
    "GET",
    "/receipts.xlsx",
    name="receipts.export",
    act=Act.FACTS_READ,
    words=Text(zh="导出数据批次的回执", en="export receipts of data"),
)
def export_receipts(request: Asking, asked: Annotated[ReceiptsAsked, Query()]) -> HttpResponse:
    items, total = queries.receipts_page(asked.source, asked.q, slice(MOST_ROWS))
    visit(request, Kind.EXPORT, "receipts.export", detail=f"{len(items)}")
    zone, language = request.world.zone, request.auth.language
    return workbook(
        "receipts",
        HEADINGS[language],
        (
            [
                *(one.batch, one.source, one.name, one.sender, one.state, one.accepted_at.astimezone(zone), one.rows),
                *(one.new, one.changed, one.duplicate, one.quarantined, one.blank),
            ]
            for one in items
        ),
        left_out(len(items), total, language),
        title="Receipts" if language == "en" else "回执",
    )


@endpoints.endpoint(
    "GET",
    "/receipts/{batch}",
    name="receipts.read",
    act=Act.FACTS_READ,
    words=Text(zh="看一个数据批次的回执", en="read the receipt of a batch of data"),
    response=ReceiptOut,
)
def read_receipt(request: Asking, batch: int) -> ReceiptOut:
    _known(batch)
    return ReceiptOut.of(veil(request.auth).receipt(queries.receipt(batch)))


@endpoints.endpoint(
    "GET",
    "/receipts/{batch}/problems",
    name="receipts.problems",
    act=Act.FACTS_READ,
    words=Text(zh="看一个数据批次里读不了的行", en="see which rows of a batch could not be read"),
    response=HeldRows,
)
def read_problems(request: Asking, batch: int, asked: Annotated[Paging, Query()]) -> HeldRows:
    _known(batch)
    found, total = queries.held_page(batch, asked.slice)
    source, drawn = queries.receipt(batch).source, veil(request.auth)
    items = [HeldOut.of(drawn.held(source, one)) for one in found]
    return HeldRows(items=items, total=total, page=asked.page, page_size=asked.page_size)


def _source(name: str) -> Source:
    found = current().find(Source, name)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"数据源「{name[:63]}」", en=f"the source '{name[:63]}'"))
    return found


def _known(batch: int) -> None:
    if not 0 < batch < 2**63 or not queries.has_receipt(batch):
        raise unknown_or_hidden(Text(zh=f"批次 {batch}", en=f"batch {batch}"))


def _key(request: Asking) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise ZhunshengError(_BAD_KEY)
    return key


def _sender(request: Asking) -> str:
    viewer = request.auth
    return viewer.username if viewer.token is None else viewer.token_name


_CHANGES_PEOPLE = Problem(
    "access.not_allowed",
    Text(
        zh="这个数据源会改动人员名单，推送它还需要导入人员名单的权限",
        en="this source changes the list of people; to push it you need leave to import lists of people too",
    ),
    Text(zh="用管理员的令牌，带 people:write 权限", en="use an administrator's token with the scope people:write"),
)
_NO_LENGTH = Problem(
    "facts.no_length",
    Text(zh="请求没有写明长度", en="the request does not say its length"),
    Text(zh="带上 Content-Length，不用 chunked", en="send Content-Length, not chunked"),
)
_BAD_KEY = Problem(
    "facts.idempotency_key",
    Text(zh=f"幂等键为 1 到 {LONGEST_KEY} 个字符", en=f"an idempotency key has 1 to {LONGEST_KEY} characters"),
    Text(zh="用更短的键，例如一个 UUID", en="use a shorter one, a UUID for instance"),
)
