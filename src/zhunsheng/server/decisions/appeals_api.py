"""Endpoints about appeals: those that somebody has to settle, and settling one."""

from __future__ import annotations

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.sight import Sight, sight
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.decisions import appealing, queries
from zhunsheng.server.decisions.schemas import AppealOut, SettleIn, people_of
from zhunsheng.server.decisions.values import AppealInfo
from zhunsheng.server.people.organisation import organisation
from zhunsheng.server.subjects.queries import labels

endpoints = Endpoints(tags=["decisions"])


@endpoints.endpoint(
    "GET",
    "/appeals",
    name="appeals.list",
    act=Act.SETTLE,
    about="people",
    words=Text(zh="看要自己处理的申诉", en="see the appeals that one has to settle"),
    response=list[AppealOut],
)
def list_appeals(request: Asking) -> list[AppealOut]:
    """Open ones by deadline: those that the viewer owns, and those without an owner of whom they are an HR partner."""
    me, seen = request.auth.person, _sight(request)
    own = [] if me is None else queries.open_appeals(me)
    ours = [one for one in queries.open_appeals(None) if _sees(request, seen, one)]
    found = [one for one in sorted([*own, *ours], key=lambda one: (one.deadline, one.id)) if me not in _parties(one)]
    visit(request, Kind.READ, "appeals.list", (person for one in found for person in _parties(one)))
    names = labels([person for one in found for person in people_of(one)])
    return [AppealOut.of(one, names) for one in found]


@endpoints.endpoint(
    "POST",
    "/appeals/{appeal}/settle",
    name="appeals.settle",
    act=Act.SETTLE,
    about="person",
    words=Text(zh="了结一个申诉", en="settle an appeal"),
    response=AppealOut,
)
def settle_appeal(request: Asking, appeal: int, said: SettleIn) -> AppealOut:
    """By whoever owns it, or an HR partner of whom it is about; never by them or by whoever appealed."""
    me, found = request.auth.person, queries.appeal(appeal)
    if found is None or not (me in _owners(found) or _sees(request, _sight(request), found)):
        raise unknown_or_hidden(Text(zh=f"申诉 {appeal}", en=f"appeal {appeal}"))
    if me is None:
        raise ZhunshengError(_NOBODY)
    made = appealing.settle(
        appeal, by=me, outcome=said.outcome, words=said.words, came_of=said.came_of, now=request.visited.now
    )
    visit(request, Kind.CHANGE, "appeals.settle", _parties(made), f"{appeal}")
    return AppealOut.of(made, labels(people_of(made)))


def _sight(request: Asking) -> Sight:
    return sight(request.auth, Act.SETTLE, organisation())


def _sees(request: Asking, seen: Sight, one: AppealInfo) -> bool:
    """Whether the viewer is an HR partner of whom the decision is about, as of the day that it is about."""
    unit = one.about is not None and seen.sees_unit(one.about)
    return unit or seen.sees(one.about, one.at.astimezone(request.world.zone).date())


def _owners(one: AppealInfo) -> set[int]:
    return set() if one.owner is None else {one.owner}


def _parties(one: AppealInfo) -> set[int]:
    """Whoever appealed, and whom the decision is about."""
    return {one.by} if one.about is None else {one.by, one.about}


_NOBODY = Problem(
    "appeal.settled_by_nobody",
    Text(zh="你的账号没有对应到人，不能处理申诉", en="your account is for no person, so it settles no appeals"),
    Text(zh="请对应到人的人力伙伴处理", en="let an HR partner whose account is for a person settle it"),
)
