"""A decision: a rule applied to numbers at a moment, with its reason and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from zhunsheng.engine.values import EntityId, Problem, SubjectId, Text, ZhunshengError

Value = str | bool | int | float | Decimal | date | datetime | None
"""What stands in a decision beside words. `writing` says how each is written."""


@dataclass(frozen=True)
class Input:
    """A number, day or word that the rule looked at. `unit`: as metrics name theirs; empty: none.

    `facts`: the facts it stands on, as `source/key@seq`.
    """

    name: Text
    value: Value
    unit: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """Something that follows. `kind`: a short code, e.g. `freeze`; `details`: amounts, days, ids by name."""

    kind: str
    words: Text
    details: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What a practice decided by a rule; it never changes. Raises ZhunshengError where nobody answers for it.

    `rule` and `release`: which entity of the blueprint, in which release. `case`: key of what it is about, e.g. an
    order. `about`: the subject whom it touches, `answers`: the person who answers for it; None: nobody. `at`: the
    moment it is about, with its time zone. `outcome`: a short code, e.g. `breached`. `silent`: made while history was
    folded, so nothing was sent.

    Decisions outlive names: people stand in `about` and `answers` as subjects. No text of a decision holds the name
    of a person; names are filled in when it is shown, as long as they are known.
    """

    practice: str
    rule: EntityId
    release: int
    case: str
    about: SubjectId | None
    answers: SubjectId | None
    at: datetime
    outcome: str
    reason: Text
    inputs: tuple[Input, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    silent: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a decision's moment needs its time zone")
        if self.about is not None and self.consequences and self.answers is None:
            raise ZhunshengError(_nobody_answers(self))


def _nobody_answers(decision: Decision) -> Problem:
    return Problem(
        "decision.nobody_answers",
        Text(
            zh=f"规则「{decision.rule}」对「{decision.case}」的决定会影响一个人，却没有人对它负责",
            en=f"what rule '{decision.rule}' decides on '{decision.case}' touches somebody, and nobody answers for it",
        ),
        Text(zh="在规则里写明由谁负责", en="let the rule say who answers for it"),
        place=f"{decision.practice}/{decision.rule}",
    )
