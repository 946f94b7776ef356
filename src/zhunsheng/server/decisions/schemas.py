"""What the endpoints of this app take and give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from zhunsheng.engine.practices.decision import Consequence, Input
from zhunsheng.engine.practices.writing import exact
from zhunsheng.engine.values import Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.paging import Named
from zhunsheng.server.decisions.values import AppealInfo, Recorded, State
from zhunsheng.server.subjects.values import Label

Names = Mapping[int, Label]


class DecisionInput(Schema):
    """What the rule looked at. `value` is exact: a number is a plain decimal in text; null: nothing."""

    name: Text
    value: str | None
    unit: str
    facts: list[str]

    @classmethod
    def of(cls, one: Input) -> DecisionInput:
        return cls(name=one.name, value=exact(one.value), unit=one.unit, facts=list(one.facts))


class ConsequenceOut(Schema):
    """What follows. `details`: amounts, days, ids, exact as in an input."""

    kind: str
    words: Text
    details: dict[str, str | None]

    @classmethod
    def of(cls, one: Consequence) -> ConsequenceOut:
        return cls(kind=one.kind, words=one.words, details={name: exact(value) for name, value in one.details.items()})


class AppealOut(Schema):
    """An appeal. `about`: whom the decision touches; `owner`: who settles it; null: an HR partner.

    `overdue`: it was not settled in time, and has gone to somebody else. Words of somebody who was erased are empty.
    """

    id: int
    decision: int
    about: Named | None
    by: Named
    words: str
    owner: Named | None
    deadline: datetime
    overdue: bool
    opened_at: datetime
    state: State
    settled_by: Named | None
    settled_at: datetime | None
    answer: str
    came_of: str

    @classmethod
    def of(cls, one: AppealInfo, names: Names) -> AppealOut:
        return cls(
            id=one.id,
            decision=one.decision,
            about=None if one.about is None else _named(one.about, names),
            by=_named(one.by, names),
            words=one.words,
            owner=None if one.owner is None else _named(one.owner, names),
            deadline=one.deadline,
            overdue=one.overdue_in is not None,
            opened_at=one.opened_at,
            state=one.state,
            settled_by=None if one.settled_by is None else _named(one.settled_by, names),
            settled_at=one.settled_at,
            answer=one.answer,
            came_of=one.came_of,
        )


def people_of(one: AppealInfo) -> list[int]:
    """Subjects that an appeal names."""
    return [person for person in (one.about, one.by, one.owner, one.settled_by) if person is not None]


class DecisionOut(Schema):
    """A decision, whole. `about`: whom it touches, `answers`: who answers for it; null: nobody.

    `silent`: made while history was folded, nothing was sent. `seal` and `digest`: its place in the chain.
    """

    id: int
    practice: str
    rule: str
    release: int
    case: str
    about: Named | None
    answers: Named | None
    at: datetime
    recorded_at: datetime
    outcome: str
    reason: Text
    inputs: list[DecisionInput]
    consequences: list[ConsequenceOut]
    silent: bool
    seal: int
    digest: str
    appeals: list[AppealOut]

    @classmethod
    def of(cls, found: Recorded, appeals: list[AppealInfo], names: Names) -> DecisionOut:
        one = found.decision
        return cls(
            id=found.number,
            practice=one.practice,
            rule=one.rule,
            release=one.release,
            case=one.case,
            about=None if one.about is None else _named(one.about, names),
            answers=None if one.answers is None else _named(one.answers, names),
            at=one.at,
            recorded_at=found.recorded_at,
            outcome=one.outcome,
            reason=one.reason,
            inputs=[DecisionInput.of(each) for each in one.inputs],
            consequences=[ConsequenceOut.of(each) for each in one.consequences],
            silent=one.silent,
            seal=found.seal,
            digest=found.digest,
            appeals=[AppealOut.of(each, names) for each in appeals],
        )


Words = Annotated[str, Field(min_length=1, max_length=4_000)]


class AppealIn(Body):
    """An appeal: why the decision is not right."""

    words: Words


class SettleIn(Body):
    """What becomes of an appeal. `words`: what is said to whoever appealed; `came_of`: what was done."""

    outcome: Literal["upheld", "overturned"]
    words: Words
    came_of: Words


def _named(subject: int, names: Names) -> Named:
    label = names.get(subject) or Label(f"#{subject}", f"#{subject}")
    return Named(number=label.key, name=label.name)
