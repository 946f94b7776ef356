"""The least that Django can do in this server: read the body, answer a constant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f'{{"bytes": {len(request.body)}}}', content_type="application/json")


urlpatterns: list[URLPattern] = [re_path(r"", constant)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], DATA_UPLOAD_MAX_MEMORY_SIZE=None)
_site = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]  # Django is looser
Call = Callable[..., Awaitable[Any]]


async def application(scope: Any, receive: Call, send: Call) -> None:
    """As the product's own front does it."""

    def plain(call: Call) -> Call:
        async def called(*args: object) -> object:
            return await call(*args)

        return called

    if scope["type"] == "http":
        await _site(scope, plain(receive), plain(send))
