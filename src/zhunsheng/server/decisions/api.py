"""Endpoints about decisions: why something was decided, and not accepting it."""

from __future__ import annotations

from datetime import UTC, datetime

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.sight import sight
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.decisions import appealing, queries
from zhunsheng.server.decisions.schemas import AppealIn, AppealOut, DecisionOut, people_of
from zhunsheng.server.decisions.values import Recorded
from zhunsheng.server.outbox.queries import came_of
from zhunsheng.server.people.organisation import organisation
from zhunsheng.server.subjects.queries import labels

endpoints = Endpoints(tags=["decisions"])

APPEAL_DAYS = 2
"""Working days until which an appeal is to be settled."""


@endpoints.endpoint(
    "GET",
    "/decisions/{decision}",
    name="decisions.read",
    act=Act.DECISIONS,
    about="person",
    words=Text(zh="看一个决定和它的理由", en="read a decision and its reason"),
    response=DecisionOut,
)
def read_decision(request: Asking, decision: int) -> DecisionOut:
    found = _seen(request, decision, Act.DECISIONS)
    appeals, came = queries.appeals(decision), came_of(decision)
    people = [person for one in appeals for person in people_of(one)]
    told = [found.decision.about, found.decision.answers, *people, *(one.to for one in came.values())]
    visit(request, Kind.READ, "decisions.read", _about(found), f"{decision}")
    return DecisionOut.of(found, appeals, came, labels([one for one in told if one is not None]))


@endpoints.endpoint(
    "POST",
    "/decisions/{decision}/appeal",
    name="decisions.appeal",
    act=Act.APPEAL,
    about="person",
    words=Text(zh="对一个决定提出申诉", en="appeal against a decision"),
    response={201: AppealOut},
)
def appeal_against(request: Asking, decision: int, said: AppealIn) -> tuple[int, AppealOut]:
    """By the person whom it is about, or on their behalf; to be settled within two working days."""
    found, by = _seen(request, decision, Act.APPEAL), request.auth.person
    if by is None:
        raise ZhunshengError(_NOBODY)
    now = request.visited.now
    made = appealing.appeal(decision, by=by, words=said.words, deadline=_deadline(request), now=now)
    visit(request, Kind.CHANGE, "decisions.appeal", _about(found), f"{decision}")
    return 201, AppealOut.of(made, labels(people_of(made)))


def _seen(request: Asking, decision: int, act: Act) -> Recorded:
    """The decision, where the viewer reaches it; raises Refusal, whether it is out of sight or not there.

    It belongs to whoever had the person on the day it is about. Who answers for it, or has to settle an appeal against
    it, reads it wherever they stand.
    """
    try:
        found = queries.decision(decision)
    except ZhunshengError as error:
        raise _hidden(decision) from error
    one, viewer = found.decision, request.auth
    seen = sight(viewer, act, organisation())
    unit = one.about is not None and seen.sees_unit(one.about)
    if unit or seen.sees(one.about, one.at.astimezone(request.world.zone).date()):
        return found
    if act is Act.DECISIONS and viewer.person is not None and viewer.person in _judges(found):
        return found
    raise _hidden(decision)


def _judges(found: Recorded) -> set[int | None]:
    return {found.decision.answers, *(one.owner for one in queries.appeals(found.number) if one.state == "open")}


def _about(found: Recorded) -> list[int]:
    return [] if found.decision.about is None else [found.decision.about]


def _hidden(decision: int) -> ZhunshengError:
    return unknown_or_hidden(Text(zh=f"决定 {decision}", en=f"decision {decision}"))


def _deadline(request: Asking) -> datetime:
    """The same time of day, so many working days later."""
    return current().calendar.later(request.visited.now.astimezone(request.world.zone), APPEAL_DAYS).astimezone(UTC)


_NOBODY = Problem(
    "appeal.nobody",
    Text(zh="你的账号没有对应到人，不能提出申诉", en="your account is for no person, so it cannot appeal"),
    Text(zh="请本人或其上级、人力伙伴用自己的账号提出", en="let the person appeal, or their manager or HR partner"),
)
