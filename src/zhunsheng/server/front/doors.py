"""The doors of allauth that stand open: signing in and out, and one's password. Every other one does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from allauth.headless.account import views
from allauth.headless.base.views import APIView, ConfigView
from allauth.headless.constants import Client
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path
from django.utils.translation import override

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.access.body import keepable
from zhunsheng.server.front.problems import TOO_OFTEN, UNREADABLE, answer, language_of

View = Callable[[HttpRequest], HttpResponse]

OPEN = {
    "config": ConfigView,
    "auth/session": views.SessionView,
    "auth/login": views.LoginView,
    "auth/password/request": views.RequestPasswordResetView,
    "auth/password/reset": views.ResetPasswordView,
    "account/password/change": views.ChangePasswordView,
}
LIMITED = "too_many_login_attempts"
REST = {"auth/login": 300}
"""Seconds to wait after too many tries; 60 elsewhere."""
_DJANGO = {"zh": "zh-hans", "en": "en"}


def door(where: str, kind: type[APIView]) -> View:
    """The view in the reader's language; what cannot be read is refused here, and too many tries are said as such."""

    view: View = kind.as_api_view(client=Client.BROWSER)
    methods = [method.upper() for method in kind.http_method_names if hasattr(kind, method)]

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if request.body and not _readable(request.body):
            return answer(request, ZhunshengError(UNREADABLE), 400)
        with override(_DJANGO[language_of(request)]):
            response = view(request)
        if response.status_code != 429 and not (response.status_code == 400 and LIMITED in response.content.decode()):
            return response
        refused = answer(request, ZhunshengError(TOO_OFTEN), 429)
        refused["Retry-After"] = str(REST.get(where, 60))
        return refused

    return opened


def _readable(body: bytes) -> bool:
    try:
        return keepable(json.loads(body))
    except (ValueError, RecursionError):
        return False


urlpatterns = [path(f"browser/v1/{where}", door(where, kind)) for where, kind in OPEN.items()]
