"""Browsers that are signed in with an account."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User

from zhunsheng.engine.values import Text
from zhunsheng.server.access.schemas import SessionOut
from zhunsheng.server.access.values import unknown_or_hidden

_BROWSERS = (
    *(("wxwork", "企业微信 WeCom"), ("DingTalk", "钉钉 DingTalk"), ("MicroMessenger", "微信 WeChat")),
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS = (
    *(("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)
"""What stands in a user agent, and what it is called; the first that is there counts."""


def sessions(account: int, current: str | None) -> list[SessionOut]:
    """The account's sessions that still open something, newest first."""
    rows = UserSession.objects.purge_and_list(User.objects.get(pk=account))
    return [
        SessionOut(
            id=row.pk,
            current=row.session_key == current,
            device=_device(row.user_agent),
            address=row.ip,
            started_at=row.created_at,
            seen_at=row.last_seen_at,
        )
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def end(account: int, session: int) -> None:
    """End one of the account's sessions; raises Refusal for somebody else's."""
    row = UserSession.objects.filter(user_id=account, pk=session).first()
    if row is None:
        raise unknown_or_hidden(Text(zh="这个会话", en="this session"))
    row.end()


def _device(agent: str) -> str:
    """Chrome · Linux; what is not known stays as it is, shortened."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return " · ".join(part for part in found if part) or agent[:60]
