"""The API, version 1: every app's endpoints under one roof."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.access import api as access
from zhunsheng.server.access.body import keepable
from zhunsheng.server.cards import api as cards
from zhunsheng.server.decisions import api as decisions
from zhunsheng.server.decisions import appeals_api as appeals
from zhunsheng.server.drafts import api as drafts
from zhunsheng.server.drafts import trial_api as trials
from zhunsheng.server.facts import api as facts
from zhunsheng.server.forms import api as forms
from zhunsheng.server.front import news, problems, search
from zhunsheng.server.front.problems import UNREADABLE
from zhunsheng.server.metrics import api as metrics
from zhunsheng.server.people import api as people
from zhunsheng.server.people import import_api as people_import
from zhunsheng.server.permissions import api as permissions
from zhunsheng.server.sources import api as sources
from zhunsheng.server.sources import start_api as start
from zhunsheng.server.sources import upload_api as uploads
from zhunsheng.server.tick import api as story


class Reader(Parser):
    """Bodies and queries, of which only such texts are taken as can be kept."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        if not keepable(body):
            raise ZhunshengError(UNREADABLE)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        said = super().parse_querydict(data, list_fields, request)
        if not keepable(said):
            raise ZhunshengError(UNREADABLE)
        return said


class Renderer(JSONRenderer):
    """Chinese as it is written, not as escapes: half the bytes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="准绳 Zhunsheng",
    version="1",
    description="Performance management as an engine. Text is given in Chinese and English.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=Reader(),
    renderer=Renderer(),
)
problems.install(api)
for app in (
    access,
    people_import,
    people,
    facts,
    metrics,
    decisions,
    appeals,
    permissions,
    cards,
    forms,
    drafts,
    trials,
    uploads,
    sources,
    start,
    search,
    news,
    story,
):
    api.add_router("", app.endpoints)
