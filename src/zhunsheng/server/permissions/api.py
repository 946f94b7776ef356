"""Endpoints about permissions that rest: for the systems that honour them, and for whoever answers for them."""

from __future__ import annotations

from collections.abc import Callable

from zhunsheng.engine.practices.actions.freeze import RESTS
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.sight import sight
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.decisions.queries import decision
from zhunsheng.server.people.organisation import organisation
from zhunsheng.server.people.whereabouts import numbered
from zhunsheng.server.permissions import actions, queries
from zhunsheng.server.permissions.schemas import FreezeOut, Permissions, Reasoned
from zhunsheng.server.permissions.values import FreezeInfo

endpoints = Endpoints(tags=["permissions"])


@endpoints.endpoint(
    "GET",
    "/permissions/{path:number}",
    name="permissions.read",
    act=Act.PERMISSIONS,
    about="person",
    words=Text(zh="看一个人的哪些权限被冻结", en="see which permissions of somebody are frozen"),
    response=Permissions,
)
def read_permissions(request: Asking, number: str) -> Permissions:
    """`resting`: what is to be refused to the person now. Ask before an assignment, or listen to the webhook."""
    person = numbered([number]).get(number) if "\0" not in number else None
    seen = sight(request.auth, Act.PERMISSIONS, organisation())
    if person is None or not seen.sees(person, request.visited.today):
        raise unknown_or_hidden(Text(zh=f"工号「{number}」", en=f"the number '{number}'"))
    found = queries.freezes(person, request.visited.now)
    visit(request, Kind.READ, "permissions.read", [person])
    resting = sorted({one.permission for one in found if one.state in RESTS})
    return Permissions(person=number, resting=resting, freezes=[FreezeOut.of(one) for one in found])


@endpoints.endpoint(
    "POST",
    "/freezes/{freeze}/confirm",
    name="permissions.confirm",
    act=Act.PERMISSIONS_CHANGE,
    about="person",
    words=Text(zh="确认一次冻结", en="confirm a freeze"),
    response=FreezeOut,
)
def confirm(request: Asking, freeze: int, said: Reasoned) -> FreezeOut:
    """A hold that nobody confirms within a working day lapses."""
    return _changed(request, freeze, said, actions.confirm)


@endpoints.endpoint(
    "POST",
    "/freezes/{freeze}/lift",
    name="permissions.lift",
    act=Act.PERMISSIONS_CHANGE,
    about="person",
    words=Text(zh="提前解除一次冻结", en="lift a freeze before its term ends"),
    response=FreezeOut,
)
def lift(request: Asking, freeze: int, said: Reasoned) -> FreezeOut:
    return _changed(request, freeze, said, actions.lift)


def _changed(request: Asking, id_: int, said: Reasoned, act: Callable[..., FreezeInfo]) -> FreezeOut:
    found, by = _seen(request, id_), request.auth.person
    if by is None:
        raise ZhunshengError(_NOBODY)
    made = act(id_, by=by, why=said.words, now=request.visited.now)
    visit(request, Kind.CHANGE, request.declared.name, [found.person], f"{id_}")
    return FreezeOut.of(made)


def _seen(request: Asking, id_: int) -> FreezeInfo:
    """The freeze, where the viewer reaches the person or answers for the decision; raises Refusal."""
    hidden = unknown_or_hidden(Text(zh=f"冻结 {id_}", en=f"freeze {id_}"))
    try:
        found = queries.freeze(id_, request.visited.now)
    except ZhunshengError as error:
        raise hidden from error
    answers = decision(found.decision).decision.answers
    mine = answers is not None and answers == request.auth.person
    if mine or sight(request.auth, Act.PERMISSIONS_CHANGE, organisation()).sees(found.person, request.visited.today):
        return found
    raise hidden


_NOBODY = Problem(
    "freeze.nobody",
    Text(zh="你的账号没有对应到人，不能为冻结负责", en="your account is for no person and cannot answer for it"),
    Text(zh="由规则负责人、上级或人力伙伴处理", en="whoever answers for it, a manager or an HR partner does"),
)
