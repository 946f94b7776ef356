"""What happens to every request: the world it is for, who asks, and what browsers are told to refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.access.actions import TOKEN_PREFIX, used
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.queries import token_holder
from zhunsheng.server.access.values import Refusal, Viewer
from zhunsheng.server.drafts import files
from zhunsheng.server.forms import evidence
from zhunsheng.server.front.problems import answer, plain
from zhunsheng.server.people import uploads
from zhunsheng.server.people.organisation import standing
from zhunsheng.server.people.viewers import viewer_of
from zhunsheng.server.sources.uploads import keeping
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.context import stay

SAFE = ("GET", "HEAD")
Next = Callable[[HttpRequest], HttpResponse]

_WORLD = re.compile(r"/w/([a-z][a-z0-9_]{0,39})(/.*)")
_UPLOADS = {
    "/api/v1/people/import/preview": (uploads.LARGEST, uploads.too_large),
    "/api/v1/evidence": (evidence.LARGEST, evidence.too_large),
    "/api/v1/draft/import": (files.LARGEST, files.too_large),
    "/api/v1/uploads": (keeping.LARGEST, keeping.too_large),
}
"""The only addresses that take files: how large, in bytes, and what is said to a larger one."""
_AROUND = 1 << 20  # bytes: what a form says around a file
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def policy(following: Next) -> Next:
    """Tell browsers what a page of ours may load, and caches what they must not keep."""

    def said(request: HttpRequest) -> HttpResponse:
        response = following(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/") or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return said


def addressed(following: Next) -> Next:
    """Refuse what is addressed to another host, to no address that could be, or is more than is taken there.

    Here, because whatever comes later may read a body: Django puts the files of a form by before anybody has said who
    asks.
    """

    def checked(request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost, which Django answers with 400
        if "\0" in request.path_info:
            return plain(request, 404)
        return _too_much(request) or following(request)

    return checked


def _too_much(request: HttpRequest) -> HttpResponse | None:
    """What is answered to a body that is not taken."""
    length = request.META.get("CONTENT_LENGTH") or ""
    size = int(length) if length.isdecimal() else 0  # without a length nothing is read
    if request.content_type != "multipart/form-data":
        return plain(request, 413) if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None
    named = _WORLD.fullmatch(request.path_info)
    taken = _UPLOADS.get(named[2] if named else request.path_info)
    if taken is None:  # there is nothing but what fits in memory
        return plain(request, 413) if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE else None
    most, too_large = taken
    return answer(request, ZhunshengError(too_large()), 413) if size > most + _AROUND else None


def worded(following: Next) -> Next:
    """What Django and allauth refuse by a page of their own is said as a problem, like everything else."""

    def said(request: HttpRequest) -> HttpResponse:
        response = following(request)
        if response.status_code < 400 or "json" in response.headers.get("Content-Type", ""):
            return response
        problem = plain(request, response.status_code)
        for header in ("Allow", "Retry-After"):
            if header in response.headers:
                problem[header] = response[header]
        return problem

    return said


def in_world(following: Next) -> Next:
    """Enter the world that the path names: `/w/NAME/…`, else `live`. Below it paths are the same everywhere."""

    def entered(request: Asking) -> HttpResponse:
        named = _WORLD.fullmatch(request.path_info)
        try:
            request.visited = queries.visited(named[1] if named else queries.LIVE)
        except ZhunshengError as error:
            return answer(request, error, 404)
        request.world = request.visited.world
        if named:
            request.path_info = named[2]
        with stay(request.world):
            return following(request)

    return entered  # type: ignore[return-value]  # the request becomes an Asking here


def known(following: Next) -> Next:
    """Say who asks: the bearer of a token, or the account that is signed in."""

    def recognised(request: Asking) -> HttpResponse:
        with standing() if request.method in SAFE else nullcontext():
            try:
                request.viewer = _bearer(request) if "Authorization" in request.headers else _signed_in(request)
            except Refusal as error:
                return answer(request, error, error.status)
            if request.viewer is None or request.viewer.token is not None:
                request.user = AnonymousUser()  # allauth's doors know nobody whom we do not know by a session
            return following(request)

    return recognised  # type: ignore[return-value]  # the request is an Asking


def _signed_in(request: Asking) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    user = request.user
    viewer = _viewer(request, user.pk, user.username, user.get_full_name(), superuser=user.is_superuser)
    if viewer is None:
        request.session.flush()  # they have left: the session ends here
    return viewer


def _bearer(request: Asking) -> Viewer | None:
    kind, _, secret = request.headers["Authorization"].partition(" ")
    if kind.lower() != "bearer" or not secret.startswith(TOKEN_PREFIX):
        return None
    now = request.visited.real_now
    found = token_holder(secret, now)
    if found is None:
        return None
    used(found, now)
    viewer = _viewer(request, found.account, found.username, found.name, superuser=found.superuser)
    return viewer and replace(viewer, acts=found.acts, token=found.token, token_name=found.token_name)


def _viewer(request: Asking, account: int, username: str, name: str, *, superuser: bool) -> Viewer | None:
    return viewer_of(
        account,
        username,
        name or username,
        superuser=superuser,
        today=request.visited.today,
        now=request.visited.real_now,
    )
