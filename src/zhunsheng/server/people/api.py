"""Endpoints about people: who I am, who belongs where."""

from __future__ import annotations

from dataclasses import replace

from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import prefer
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.people.me import Me, Preferences, me

endpoints = Endpoints(tags=["people"])


@endpoints.endpoint(
    "GET",
    "/me",
    name="me.read",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="看自己是谁、能做什么", en="see who one is and what one may do"),
    response=Me,
)
def read_me(request: Asking) -> Me:
    return me(request)


@endpoints.endpoint(
    "PATCH",
    "/me",
    name="me.change",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="选择语言和外观", en="choose language and look"),
    response=Me,
)
def change_me(request: Asking, chosen: Preferences) -> Me:
    wanted = chosen.model_dump(exclude_none=True)
    prefer(request.auth.account, **wanted)
    request.auth = replace(request.auth, **wanted)
    return me(request)
