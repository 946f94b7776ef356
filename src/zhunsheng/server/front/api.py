"""The API, version 1: every app's endpoints under one roof."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from zhunsheng.server.access import api as access
from zhunsheng.server.front import news, problems
from zhunsheng.server.metrics import api as metrics
from zhunsheng.server.people import api as people


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
    renderer=Renderer(),
)
problems.install(api)
for app in (access, people, metrics, news):
    api.add_router("", app.endpoints)
