"""The page: one shell for every address; what it shows, the browser asks the API for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from zhunsheng.engine.values import Text
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.front.problems import answer

DIST = Path(__file__).parent / "dist"
_UNBUILT = (
    "<!doctype html><meta charset=utf-8><title>准绳</title>"
    "<p>页面还没有构建：运行 make web。/ The page is not built: run make web."
)


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """The shell; its scripts and styles are static files."""
    return HttpResponse(_shell())


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address of the API that there is not."""
    return answer(request, unknown_or_hidden(Text(zh="这个接口", en="this address of the API")), 404)


@lru_cache(maxsize=1)
def _shell() -> str:
    built = DIST / "index.html"
    return built.read_text("utf-8") if built.exists() else _UNBUILT
