"""Endpoints about access itself: one's sessions and tokens, the log of visits, accounts and grants, the policy."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query

from zhunsheng.engine.values import Text
from zhunsheng.server.access import accounts, actions, keeping, queries, sessions
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import workbook
from zhunsheng.server.access.log import LogAsked, exported, listed
from zhunsheng.server.access.matrix import matrix
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.roles import ROLE_WORDS, Act, Role
from zhunsheng.server.access.schemas import (
    AccountIn,
    Accounts,
    GrantIn,
    GrantOut,
    Matrix,
    PasswordOut,
    SessionOut,
    TokenIn,
    TokenMade,
    TokenOut,
    Visits,
)
from zhunsheng.server.access.values import TokenInfo
from zhunsheng.server.access.visits import TELLING, Kind, visit
from zhunsheng.server.worlds.queries import real_now

endpoints = Endpoints(tags=["access"])


@endpoints.endpoint(
    "GET",
    "/me/sessions",
    name="sessions.list",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="看自己登录的设备", en="see your own sessions"),
    response=list[SessionOut],
)
def list_sessions(request: Asking) -> list[SessionOut]:
    return sessions.sessions(request.auth.account, request.session.session_key)


@endpoints.endpoint(
    "DELETE",
    "/me/sessions/{session}",
    name="sessions.end",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="结束自己的一个登录", en="end one of your own sessions"),
    response={204: None},
)
def end_session(request: Asking, session: int) -> tuple[int, None]:
    sessions.end(request.auth.account, session)
    return 204, None


@endpoints.endpoint(
    "GET",
    "/me/tokens",
    name="tokens.list",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="看自己的令牌", en="see your own tokens"),
    response=list[TokenOut],
)
def list_tokens(request: Asking) -> list[TokenOut]:
    return [_token(info) for info in queries.tokens(request.auth.account, real_now())]


@endpoints.endpoint(
    "POST",
    "/me/tokens",
    name="tokens.make",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="新建令牌", en="create a token"),
    response={201: TokenMade},
)
def make_token(request: Asking, asked: TokenIn) -> tuple[int, TokenMade]:
    made, secret = actions.make_token(request.auth.account, asked.name, asked.scopes, asked.days, real_now())
    visit(request, Kind.CHANGE, "tokens.make", detail=asked.name)
    return 201, TokenMade(**_token(made).model_dump(), token=secret)


@endpoints.endpoint(
    "DELETE",
    "/me/tokens/{token}",
    name="tokens.drop",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="作废自己的令牌", en="revoke one of your own tokens"),
    response={204: None},
)
def drop_token(request: Asking, token: int) -> tuple[int, None]:
    actions.drop_token(request.auth.account, token)
    visit(request, Kind.CHANGE, "tokens.drop", detail=str(token))
    return 204, None


@endpoints.endpoint(
    "GET",
    "/me/visits",
    name="visits.own",
    act=Act.OWN_VISITS,
    about="account",
    words=Text(zh="看谁看过自己", en="see who viewed you"),
    response=Visits,
)
def own_visits(request: Asking, asked: Annotated[LogAsked, Query()]) -> Visits:
    return listed(asked, request.world.zone, about=request.auth.person or -1)[0]


@endpoints.endpoint(
    "GET",
    "/visits",
    name="visits.list",
    act=Act.VISITS,
    words=Text(zh="看访问记录", en="read the access log"),
    response=Visits,
)
def list_visits(request: Asking, asked: Annotated[LogAsked, Query()]) -> Visits:
    page, people = listed(asked, request.world.zone)
    visit(request, Kind.READ, "visits.list", people, asked.about)
    return page


@endpoints.endpoint(
    "GET",
    "/visits.xlsx",
    name="visits.export",
    act=Act.VISITS,
    words=Text(zh="导出访问记录", en="export the access log"),
)
def export_visits(request: Asking, asked: Annotated[LogAsked, Query()]) -> HttpResponse:
    headings, rows, remarks = exported(asked, request.world.zone, request.auth.language)
    visit(request, Kind.EXPORT, "visits.export", detail=f"{len(rows)}")
    title = "Access log" if request.auth.language == "en" else "访问记录"
    return workbook("visits", headings, rows, remarks, title=title)


@endpoints.endpoint(
    "GET",
    "/accounts",
    name="accounts.list",
    act=Act.ACCOUNTS,
    words=Text(zh="看账号列表", en="see accounts"),
    response=Accounts,
)
def list_accounts(request: Asking, asked: Annotated[Paging, Query()]) -> Accounts:
    page = accounts.accounts(asked)
    visit(request, Kind.READ, "accounts.list", queries.persons_of(*(one.username for one in page.items)), asked.q)
    return page


@endpoints.endpoint(
    "POST",
    "/accounts",
    name="accounts.open",
    act=Act.ACCOUNTS,
    words=Text(zh="为人员开通账号", en="open an account for somebody"),
    response={201: PasswordOut},
)
def open_account(request: Asking, asked: AccountIn) -> tuple[int, PasswordOut]:
    username, password = actions.open_account(asked.number, asked.email)
    visit(request, Kind.CHANGE, "accounts.open", queries.persons_of(username), username)
    return 201, PasswordOut(username=username, password=password)


@endpoints.endpoint(
    "POST",
    "/accounts/{username}/end",
    name="accounts.end",
    act=Act.ACCOUNTS,
    words=Text(zh="停用账号", en="end an account"),
    response={204: None},
)
def end_account(request: Asking, username: str) -> tuple[int, None]:
    keeping.kept(username, request.auth, "accounts.end", real_now())
    actions.end_account(username)
    visit(request, Kind.CHANGE, "accounts.end", queries.persons_of(username), username)
    return 204, None


@endpoints.endpoint(
    "POST",
    "/accounts/{username}/password",
    name="accounts.password",
    act=Act.ACCOUNTS,
    words=Text(zh="重置账号的密码", en="reset an account's password"),
    response=PasswordOut,
)
def new_password(request: Asking, username: str) -> PasswordOut:
    made = accounts.new_password(keeping.kept(username, request.auth, "accounts.password", real_now()))
    visit(request, Kind.CHANGE, "accounts.password", queries.persons_of(username), username)
    return made


@endpoints.endpoint(
    "GET",
    "/grants",
    name="grants.list",
    act=Act.ACCOUNTS,
    words=Text(zh="看授予的角色", en="see the roles given"),
    response=list[GrantOut],
)
def list_grants(request: Asking) -> list[GrantOut]:
    found = queries.grants(real_now())
    visit(request, Kind.READ, "grants.list", queries.persons_of(*(one.username for one in found)))
    return [accounts.granted(one) for one in found]


@endpoints.endpoint(
    "POST",
    "/grants",
    name="grants.make",
    act=Act.ACCOUNTS,
    words=Text(zh="授予角色", en="give a role"),
    response={201: GrantOut},
)
def make_grant(request: Asking, asked: GrantIn) -> tuple[int, GrantOut]:
    now = real_now()
    keeping.account_here(asked.username)
    made = actions.grant(asked.username, asked.role, asked.unit, by=request.auth.username, now=now, until=asked.until)
    given = f"{asked.username} {asked.role} {asked.unit or ''}"
    visit(request, Kind.CHANGE, "grants.make", queries.persons_of(asked.username), given)
    return 201, next(accounts.granted(one) for one in queries.grants(real_now()) if one.id == made)


@endpoints.endpoint(
    "DELETE",
    "/grants/{grant}",
    name="grants.end",
    act=Act.ACCOUNTS,
    words=Text(zh="收回角色", en="take a role back"),
    response={204: None},
)
def end_grant(request: Asking, grant: int) -> tuple[int, None]:
    username = actions.revoke(grant, real_now())
    visit(request, Kind.CHANGE, "grants.end", queries.persons_of(username), f"{username} #{grant}")
    return 204, None


@endpoints.endpoint(
    "GET",
    "/access/matrix",
    name="access.matrix",
    act=Act.DEFINITIONS,
    words=Text(zh="看谁能看什么", en="see who may see what"),
    response=Matrix,
)
def read_matrix(request: Asking) -> Matrix:
    return matrix()


def _token(info: TokenInfo) -> TokenOut:
    return TokenOut(
        id=info.id,
        name=info.name,
        scopes=list(info.scopes),
        created_at=info.created_at,
        expires_at=info.expires_at,
        used_at=info.used_at,
    )


def _given(detail: str) -> Text:
    """`HD1001 director 总部`, the unit not always."""
    username, role, unit = detail.split(" ", 2)
    name = ROLE_WORDS[Role(role)]
    parts = [part for part in (unit,) if part]
    return Text(zh=" · ".join([username, name.zh, *parts]), en=" · ".join([username, name.en, *parts]))


TELLING["grants.make"] = _given
