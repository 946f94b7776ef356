"""What is decided when a case begins, in words: who is responsible, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zhunsheng.engine.practices.actions.action import Notice
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Assigned, in_words
from zhunsheng.engine.practices.decision import Decision, Input
from zhunsheng.engine.values import EntityId, SubjectId, Text
from zhunsheng.server.commitments.acting import Acting, Following, let_follow
from zhunsheng.server.commitments.correcting import corrections
from zhunsheng.server.commitments.decided import EARLIER, TAKEN_BACK
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.decisions.values import Recorded
from zhunsheng.server.outbox.values import EffectInfo

BEGUN, GIVEN, NOBODY = "begun", "assigned", "nobody_available"
_BEGAN = Text(zh="开始", en="began")
_LOAD = Text(zh="手上未结的案件", en="open cases at the time")
_ABLE = Text(zh="能接的人", en="people who could take it")
_PASSED_OVER = Text(zh="因请假或冻结跳过", en="passed over: away or frozen")


def begun(chain: Commitment, row: Standing, person: SubjectId | None, acting: Acting) -> Decision:
    """That a case has begun, with whom the record names."""
    reason = Text(zh=f"「{chain.name.zh}」的案件开始", en=f"a case of '{chain.name.en}' begins")
    return _decision(chain, row, person, BEGUN, reason, acting)


def given(chain: Commitment, row: Standing, to: Assigned, acting: Acting) -> Decision:
    """That a case was given to somebody. Raises ValueError for one that was given to nobody."""
    if chain.responsible is None or to.rule is None:
        raise ValueError(f"nobody was given {row.case}")
    who = in_words(chain.responsible.choose[to.rule])
    fewest = to.out_of > 1
    reason = Text(
        zh=f"「{chain.name.zh}」的案件开始，交给{who.zh}" + ("中手上案件最少的人" if fewest else ""),
        en=f"a case of '{chain.name.en}' begins and goes to {who.en}"
        + (", whoever of them has the fewest open cases" if fewest else ""),
    )
    found = _decision(chain, row, to.person, GIVEN, reason, acting)
    chosen = (Input(_LOAD, to.load), Input(_ABLE, to.out_of), Input(_PASSED_OVER, to.passed_over))
    return replace(found, inputs=(*found.inputs, *chosen))


def nobody(chain: Commitment, row: Standing, to: Assigned, acting: Acting) -> Decision:
    """That nobody could be given the case: it goes to the head of the unit, and the HR partner is told."""
    answers = acting.places(chain, None).answers
    reason = Text(
        zh=f"「{chain.name.zh}」的案件开始，按规则没有人能接（跳过 {to.passed_over} 人）；转部门负责人，告知人力伙伴",
        en=f"a case of '{chain.name.en}' begins and by the rules nobody can take it ({to.passed_over} passed over); "
        "it goes to the head of the unit, and the HR partner is told",
    )
    head = acting.head(answers)
    found = _decision(chain, row, head, NOBODY, reason, acting)
    told = acting.following(chain, (Notice(to=("responsible", "hr")),), row.case, head)
    return let_follow(found, Following(told.answers, (*found.consequences, *told.consequences)))


def never_begun(was: Recorded, now: datetime, told: Sequence[EffectInfo]) -> Decision:
    """That the records which began a case are gone, so that nothing of it was to be done.

    `told`: what of that was read, or has left.
    """
    reason = Text(
        zh=f"开始这个案件的记录已撤回或更正；决定 {was.number} 不再成立",
        en=f"the records that began the case were withdrawn or corrected; decision {was.number} no longer holds",
    )
    earlier, follows = (Input(EARLIER, was.number),), corrections(told)
    return replace(was.decision, at=now, outcome=TAKEN_BACK, reason=reason, inputs=earlier, consequences=follows)


def _decision(
    chain: Commitment, row: Standing, person: SubjectId | None, outcome: str, reason: Text, acting: Acting
) -> Decision:
    found = Decision(
        practice=PRACTICE,
        rule=EntityId(chain.id),
        release=row.release,
        case=row.case,
        about=person,
        answers=None,
        at=row.began,
        outcome=outcome,
        reason=reason,
        inputs=(Input(_BEGAN, row.began, facts=(f"{chain.begins.source}/{row.case}@{row.seq}",)),),
    )
    return let_follow(found, acting.following(chain, chain.begun, row.case, person, row.due))
