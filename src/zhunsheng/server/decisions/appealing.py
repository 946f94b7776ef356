"""Appeals: somebody does not accept a decision, whoever owns it settles it, and both stand in the chain.

An appeal is a promise too: its deadline is named by the decision that opened it. See `overdue`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhunsheng.engine.practices.decision import Consequence, Decision, Input
from zhunsheng.engine.practices.writing import moment
from zhunsheng.engine.values import Problem, SubjectId, Text, ZhunshengError
from zhunsheng.server.deadlines.actions.arm import arm, cancel
from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.decisions import queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.models import Appeal
from zhunsheng.server.decisions.queries import MOST
from zhunsheng.server.decisions.values import AppealInfo
from zhunsheng.server.outbox.actions.put import take_back

APPEALS = "appeals"
"""The practice whose decisions record appeals."""
Outcome = Literal["upheld", "overturned"]

OPENED = Text(zh="对这个决定提出了申诉", en="somebody appealed against the decision")
SETTLED: dict[Outcome, Text] = {
    "upheld": Text(zh="申诉已了结：决定维持不变", en="the appeal is settled: the decision is upheld"),
    "overturned": Text(zh="申诉已了结：决定被推翻", en="the appeal is settled: the decision is overturned"),
}


@transaction.atomic
def appeal(number: int, *, by: int, words: str, deadline: datetime, now: datetime) -> AppealInfo:
    """Open an appeal against the decision with that number; raises ZhunshengError, and then nothing is kept.

    `by`: the person's subject. `deadline`: the moment until which it is to be settled, by whoever answers for the
    decision, or an HR partner where nobody does.
    """
    against = queries.decision(number).decision
    if problem := _unfit(number, against, words, deadline, now):
        raise ZhunshengError(problem)
    opened = _about(number, against, now, "opened", OPENED, words)
    due = Input(Text(zh="答复期限", en="to be settled by"), moment(deadline))
    (opened_in,) = record([replace(opened, inputs=(*opened.inputs, due))], now)
    arm(APPEALS, [Arming(f"{opened_in}", deadline)])
    try:
        row = Appeal.objects.create(
            decision_id=number,
            by=by,
            words=words,
            owner=against.answers,
            deadline=deadline,
            opened_at=now,
            opened_in_id=opened_in,
        )
    except IntegrityError as error:
        raise ZhunshengError(_open_already(number)) from error
    return queries.as_appeal(row)


@transaction.atomic
def settle(id_: int, *, by: int, outcome: Outcome, words: str, came_of: str, now: datetime) -> AppealInfo:
    """Settle an open appeal, by a person who answers for it; raises ZhunshengError, and then nothing is kept.

    `words`: what is said to whoever appealed. `came_of`: what was done in consequence.
    """
    row = _locked(id_)
    against = queries.decision(row.decision_id).decision
    if problem := _unsettled(row, against, by, words):
        raise ZhunshengError(problem)
    found = replace(
        _about(row.decision_id, against, now, outcome, SETTLED[outcome], words),
        answers=SubjectId(by),
        consequences=(
            Consequence(outcome, SETTLED[outcome], {"came_of": _digest(came_of), "decision": row.decision_id}),
        ),
    )
    (row.settled_in_id,) = record([found], now)
    row.state, row.settled_by, row.settled_at = outcome, by, now
    row.answer, row.came_of = words, came_of
    row.save()
    if outcome == "overturned":
        take_back([row.decision_id], now)
    return queries.as_appeal(row)


def forget(people: Collection[int]) -> None:
    """Destroy the words of appeals by these people, about them or settled by them; the chain keeps their digests."""
    theirs = Q(by__in=people) | Q(settled_by__in=people) | Q(decision__about__in=people)
    Appeal.objects.filter(theirs).update(words="", answer="", came_of="")


def concerning(number: int, against: Decision, now: datetime, outcome: str, reason: Text) -> Decision:
    """A decision of this practice, about an appeal against the decision with that number."""
    return Decision(
        practice=APPEALS,
        rule=against.rule,
        release=against.release,
        case=f"decision/{number}",
        about=against.about,
        answers=against.answers,
        at=now,
        outcome=outcome,
        reason=reason,
        inputs=(Input(Text(zh="决定", en="decision"), number),),
    )


def _locked(id_: int) -> Appeal:
    """The appeal; its deadline is taken back, for deadlines are locked first, as firing does. Raises ZhunshengError."""
    opened_in = Appeal.objects.filter(id=id_).values_list("opened_in", flat=True).first() if id_ < MOST else None
    if opened_in is None:
        raise ZhunshengError(_unknown(id_))
    cancel(APPEALS, [f"{opened_in}"])
    return Appeal.objects.select_for_update().get(id=id_)


def _about(number: int, against: Decision, now: datetime, outcome: str, reason: Text, words: str) -> Decision:
    """What is written is in it as its digest only."""
    said = digest_of(words)
    found = concerning(number, against, now, outcome, reason)
    return replace(found, inputs=(*found.inputs, said))


def digest_of(words: str) -> Input:
    """What somebody wrote, as it stands in the chain."""
    return Input(Text(zh="所写内容的摘要", en="digest of what was written"), _digest(words), "sha256")


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def _unfit(number: int, against: Decision, words: str, deadline: datetime, now: datetime) -> Problem | None:
    if against.practice == APPEALS:
        return _of_an_appeal(number)
    if not words.strip():
        return _NO_WORDS
    if deadline <= now:
        return _TOO_LATE
    return _open_already(number) if Appeal.objects.filter(decision=number, state=Appeal.State.OPEN).exists() else None


def _unsettled(row: Appeal, against: Decision, by: int, words: str) -> Problem | None:
    if row.state != Appeal.State.OPEN:
        return _settled_already(row.id)
    if by in (row.by, against.about):
        return _OWN
    return None if words.strip() else _NO_WORDS


def _unknown(id_: int) -> Problem:
    return Problem(
        "appeal.unknown",
        Text(zh=f"没有申诉 {id_}", en=f"there is no appeal {id_}"),
        Text(zh="核对编号", en="check the number"),
    )


def _of_an_appeal(number: int) -> Problem:
    return Problem(
        "appeal.of_an_appeal",
        Text(
            zh=f"决定 {number} 记录的是一次申诉，不能再对它申诉",
            en=f"decision {number} records an appeal; it cannot be appealed against",
        ),
        Text(zh="对原来的决定再提出申诉", en="appeal against the decision that it was about once more"),
    )


def _open_already(number: int) -> Problem:
    return Problem(
        "appeal.open_already",
        Text(
            zh=f"对决定 {number} 已有一个申诉，还没有了结",
            en=f"there is an appeal against decision {number} that is not settled yet",
        ),
        Text(zh="等它了结；有新情况请告诉处理人", en="wait until it is; tell whoever settles it what is new"),
    )


def _settled_already(id_: int) -> Problem:
    return Problem(
        "appeal.settled_already",
        Text(zh=f"申诉 {id_} 已经了结", en=f"appeal {id_} is settled already"),
        Text(zh="如仍不同意，对决定再提出申诉", en="whoever still does not agree appeals once more"),
    )


_NO_WORDS = Problem(
    "appeal.no_words",
    Text(zh="没有写理由", en="no reason is given"),
    Text(zh="用一两句话写明为什么", en="say why in a sentence or two"),
    place="words",
)
_TOO_LATE = Problem(
    "appeal.deadline",
    Text(zh="答复期限已经过去", en="the moment until which it is to be settled has passed"),
    Text(zh="给一个将来的时刻", en="give a moment to come"),
    place="deadline",
)
_OWN = Problem(
    "appeal.own",
    Text(
        zh="提出申诉的人和决定涉及的人都不能了结这个申诉",
        en="an appeal is settled neither by whoever appealed nor by whom the decision is about",
    ),
    Text(zh="由负责这个决定的人或人力伙伴处理", en="whoever answers for the decision settles it, or an HR partner"),
)
