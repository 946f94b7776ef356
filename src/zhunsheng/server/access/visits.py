"""The log of visits: who read, took out or changed what, and whom it concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import DECLARED, Asking
from zhunsheng.server.access.models import Visit

LONGEST_DETAIL = 400
WORDS = {"sign_in": Text(zh="登录", en="sign in")}
"""Of what is no endpoint of the API."""
TELLING: dict[str, Callable[[str], Text]] = {}
"""By endpoint: how its detail reads in words."""
NAMELESS: set[str] = set()
"""Endpoints whose detail names nobody, so that everybody concerned may read it."""
QUIET = timedelta(minutes=10)


class Kind(StrEnum):
    """What happened."""

    READ = "read"
    EXPORT = "export"
    CHANGE = "change"
    SIGN_IN = "sign_in"
    REFUSED = "refused"


KIND_WORDS = {
    Kind.READ: Text(zh="查看", en="Viewed"),
    Kind.EXPORT: Text(zh="导出", en="Exported"),
    Kind.CHANGE: Text(zh="更改", en="Changed"),
    Kind.SIGN_IN: Text(zh="登录", en="Signed in"),
    Kind.REFUSED: Text(zh="被拒绝", en="Refused"),
}


@dataclass(frozen=True)
class VisitInfo:
    """A visit as it is shown. `subjects`: ids of the people concerned, the first few; `concerned`: how many."""

    id: int
    at: datetime
    username: str
    name: str
    act: str
    endpoint: str
    words: Text
    subjects: tuple[int, ...]
    concerned: int
    detail: Text


def visit(request: Asking, kind: Kind, endpoint: str, subjects: Iterable[int] = (), detail: str = "") -> None:
    """Keep it in the log; reading only one's own is no visit."""
    viewer = request.viewer
    others = sorted({subject for subject in subjects if viewer is None or subject != viewer.person})
    if kind is Kind.READ and not others:
        return
    Visit.objects.create(
        at=request.visited.real_now,
        account_id=viewer.account if viewer else None,
        username=viewer.username if viewer else "",
        act=kind,
        endpoint=endpoint,
        subjects=others,
        detail=detail[:LONGEST_DETAIL],
        address=request.META.get("REMOTE_ADDR") or None,
    )


def changed_later(
    account: int, username: str, at: datetime, endpoint: str, subjects: Iterable[int] = (), detail: str = ""
) -> None:
    """Keep in the log what a job changed that somebody had asked for."""
    Visit.objects.create(
        at=at,
        account_id=account,
        username=username,
        act=Kind.CHANGE,
        endpoint=endpoint,
        subjects=sorted(set(subjects)),
        detail=detail[:LONGEST_DETAIL],
    )


def refused(request: Asking, endpoint: str) -> None:
    """Keep in the log that somebody known was refused; the same again within `QUIET` is not told again."""
    viewer = request.viewer
    if viewer is None:
        return
    lately = Visit.objects.filter(at__gt=request.visited.real_now - QUIET, account_id=viewer.account, act=Kind.REFUSED)
    if not lately.filter(endpoint=endpoint).exists():
        visit(request, Kind.REFUSED, endpoint)


def visits(
    *,
    about: int | None = None,
    who: str = "",
    kind: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
) -> QuerySet[Visit]:
    """The log, newest first, as far as asked."""
    found = Visit.objects.select_related("account").order_by("-at", "-id")
    if about is not None:
        found = found.filter(subjects__contains=[about])
    if who:
        found = found.filter(Q(username__icontains=who) | Q(account__first_name__icontains=who))
    if kind:
        found = found.filter(act=kind)
    if start is not None:
        found = found.filter(at__gte=start)
    return found if end is None else found.filter(at__lt=end)


def shown(row: Visit, about: int | None = None) -> VisitInfo:
    """The value that crosses the border. `about`: as this person may see it, who learns of nobody else by it."""
    declared = DECLARED.get(row.endpoint)
    account: User | None = row.account
    return VisitInfo(
        id=row.id,
        at=row.at,
        username=row.username,
        name=(account.get_full_name() if account else "") or row.username,
        act=row.act,
        endpoint=row.endpoint,
        words=declared.words if declared else WORDS.get(row.endpoint, Text(zh=row.endpoint, en=row.endpoint)),
        subjects=tuple(row.subjects[:8]) if about is None else (about,),
        concerned=len(row.subjects),
        detail=_detail(row, told=about is None or len(row.subjects) == 1 or row.endpoint in NAMELESS),
    )


def _detail(row: Visit, *, told: bool) -> Text:
    if not told or not row.detail:
        return Text(zh="", en="")
    telling = TELLING.get(row.endpoint)
    return telling(row.detail) if telling else Text(zh=row.detail, en=row.detail)
