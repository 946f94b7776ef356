"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.roles import Act, Role

EVERY_ACT = frozenset(Act)


@dataclass(frozen=True)
class Held:
    """A role somebody has. `units`: subjects of the units it is for; None: the whole company, or no matter."""

    role: Role
    units: frozenset[int] | None = None


@dataclass(frozen=True)
class Viewer:
    """Whoever asks. `person`: their subject, if they are somebody in this world.

    `acts`: what the way in allows at all: everything with a session, the scopes of a token else.
    `token_name`: what its owner calls the token.
    """

    account: int
    username: str
    name: str
    person: int | None
    roles: tuple[Held, ...]
    language: str = "zh"
    theme: str = "system"
    acts: frozenset[Act] = EVERY_ACT
    token: int | None = field(default=None, compare=False)
    token_name: str = field(default="", compare=False)

    def has(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.roles)


@dataclass(frozen=True)
class Bearer:
    """Whoever shows a token's secret: the token, its name and last use, its account, what it is for."""

    token: int
    token_name: str
    used_at: datetime | None
    account: int
    username: str
    name: str
    superuser: bool
    acts: frozenset[Act]


@dataclass(frozen=True)
class Grant:
    """A role that was given. `unit`: code and name; None: the whole company. `until`: last moment, None: open."""

    id: int
    username: str
    name: str
    role: Role
    unit: tuple[str, str] | None
    since: datetime
    until: datetime | None
    by: str


@dataclass(frozen=True)
class TokenInfo:
    """A token as its owner sees it; the secret itself is kept nowhere."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class Refusal(ZhunshengError):
    """Somebody asked for what they may not have. `status`: 401, 403 or 404, as HTTP counts.

    `endpoint`: what was refused, where that shall stand in the log of visits.
    """

    def __init__(self, status: int, problem: Problem, endpoint: str = "") -> None:
        self.status = status
        self.endpoint = endpoint
        super().__init__(problem)


def not_signed_in() -> Refusal:
    return Refusal(
        401,
        Problem(
            "access.not_signed_in",
            Text(zh="还没有登录，或登录已结束", en="you are not signed in, or your session has ended"),
            Text(zh="请重新登录", en="please sign in"),
        ),
    )


def unknown_or_hidden(what: Text) -> Refusal:
    """One answer for what is not there and for what is not to be seen, so that guessing teaches nothing."""
    return Refusal(
        404,
        Problem(
            "access.not_found",
            Text(
                zh=f"没有找到{what.zh}，或者它不在你的权限范围内", en=f"{what.en} was not found, or is not yours to see"
            ),
            Text(zh="核对名称；需要权限请联系管理员", en="check the name; for access ask your administrator"),
        ),
    )
