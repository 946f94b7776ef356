"""What people and administrators do about effects: see them, do them, have them sent again; connections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.outbox.models import Connection, Effect
from zhunsheng.server.outbox.signing import fresh_secret
from zhunsheng.server.worlds.channel import OUT, announce

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def see(person: int, effects: Iterable[tuple[int, int]], now: datetime) -> int:
    """The person has seen these, by (decision, place); how many were new to them. What is not theirs stays."""
    rows = Effect.objects.filter(to=person, state="sent")
    return sum(
        rows.filter(decision=decision, place=place).update(state="seen", changed_at=now) for decision, place in effects
    )


def say_done(person: int, effects: Iterable[tuple[int, int]], now: datetime) -> int:
    """The person has done what these cards ask, by (decision, place); how many were open."""
    rows = Effect.objects.filter(to=person, kind="card", state__in=("sent", "seen"))
    return sum(
        rows.filter(decision=decision, place=place).update(state="done", changed_at=now) for decision, place in effects
    )


def answered(decision: int, permission: str, now: datetime) -> int:
    """Nobody is asked any more to confirm what the decision freezes; how many were."""
    rows = Effect.objects.filter(decision=decision, kind="card", state__in=("sent", "seen"))
    return rows.filter(details__permission=permission).update(state="done", changed_at=now)


def do(practice: str, rule: str, cases: Collection[str], now: datetime) -> int:
    """The cards of these cases of a rule are done, whoever did it; how many were open."""
    rows = Effect.objects.filter(practice=practice, rule=rule, case__in=cases, kind="card", state__in=("sent", "seen"))
    return rows.update(state="done", changed_at=now)


def undo(practice: str, rule: str, cases: Collection[str], now: datetime) -> int:
    """The cards of these cases of a rule are to do again; how many were done."""
    if not cases:
        return 0
    rows = Effect.objects.filter(practice=practice, rule=rule, case__in=cases, kind="card", state="done")
    return rows.update(state="seen", changed_at=now)


def pass_on(practice: str, rule: str, case: str, former: int, to: int) -> int:
    """Somebody else is asked for what one person was asked in a case of a rule; how many cards were open."""
    rows = Effect.objects.filter(practice=practice, rule=rule, kind="card", state__in=("sent", "seen"))
    return rows.filter(details__case=case, to=former).update(to=to, state="sent")


def send_again(effects: Collection[tuple[int, int]]) -> int:
    """Let what was given up be tried again, as often as what is new; how many were given up."""
    rows = Effect.objects.filter(state="failed")
    again = {"state": "queued", "tries": 0, "next_try": None}
    count = sum(rows.filter(decision=decision, place=place).update(**again) for decision, place in effects)
    if count:
        announce(OUT)
    return count


def connect(name: str, url: str) -> str:
    """Keep where a system is told, under a new secret, which is returned this once. Raises ZhunshengError."""
    parts = urlsplit(url)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.scheme not in (("http", "https") if here else ("https",)):
        raise ZhunshengError(_no_url(url))
    if not _NAME.fullmatch(name):
        raise ZhunshengError(_no_name(name))
    secret = fresh_secret()
    Connection.objects.update_or_create(name=name, defaults={"url": url, "secret": secret})
    return secret


def disconnect(name: str) -> None:
    """Forget where a system is told; raises ZhunshengError where nothing is known of it."""
    if not Connection.objects.filter(name=name).delete()[0]:
        raise ZhunshengError(_unknown(name))


def _no_name(name: str) -> Problem:
    return Problem(
        "connection.no_name",
        Text(zh=f"「{name}」不能做连接的名字", en=f"'{name}' cannot name a connection"),
        Text(
            zh="用小写字母、数字和下划线，以字母开头，最多 63 个",
            en="small letters, digits and _, a letter first, at most 63",
        ),
    )


def _no_url(url: str) -> Problem:
    return Problem(
        "connection.no_url",
        Text(zh=f"「{url}」不是能安全告知的网址", en=f"'{url}' is no address that can be told safely"),
        Text(zh="写成 https://主机/路径；http 只用于本机", en="write https://HOST/PATH; http is for this machine only"),
    )


def _unknown(name: str) -> Problem:
    return Problem(
        "connection.unknown",
        Text(zh=f"没有名为「{name}」的连接", en=f"there is no connection '{name}'"),
        Text(zh="zhunsheng connections 列出已有的", en="zhunsheng connections lists those there are"),
    )
