"""Whom an action reaches, said by their place in the company and not by their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from zhunsheng.engine.values import Frozen, Text

Place = Literal["responsible", "answers", "manager", "unit_head", "hr"]
"""`responsible`: whose task the case is. `answers`: who answers for the rule. `manager`: of whoever is responsible;
`unit_head`: who leads that person's unit; `hr`: the HR partner of that unit."""


class Position(Frozen):
    """Whoever holds the position. `same`: only those of the same region or unit as whoever is responsible."""

    position: str = Field(min_length=1)
    same: Literal["region", "unit"] | None = None


class Person(Frozen):
    """Somebody by number."""

    person: str = Field(min_length=1)


Recipient = Place | Position | Person
Recipients = Annotated[tuple[Recipient, ...], Field(min_length=1)]

PLACE_WORDS: dict[Place, Text] = {
    "responsible": Text(zh="责任人", en="whoever is responsible"),
    "answers": Text(zh="规则负责人", en="whoever answers for the rule"),
    "manager": Text(zh="责任人的上级", en="the manager of whoever is responsible"),
    "unit_head": Text(zh="责任人的部门负责人", en="the head of the unit of whoever is responsible"),
    "hr": Text(zh="责任人的人力伙伴", en="the HR partner of whoever is responsible"),
}
_SAME = {"region": Text(zh="同区域", en="of the same region"), "unit": Text(zh="同部门", en="of the same unit")}


def said(recipient: Recipient) -> Text:
    """The recipient in words, which name nobody but by number."""
    match recipient:
        case Person(person=number):
            return Text(zh=f"工号 {number}", en=f"number {number}")
        case Position(position=position, same=same):
            if same is None:
                return Text(zh=position, en=position)
            return Text(zh=f"{_SAME[same].zh}的{position}", en=f"{position} {_SAME[same].en}")
        case _:
            return PLACE_WORDS[recipient]


def all_said(recipients: Sequence[Recipient]) -> Text:
    """Several recipients in words."""
    words = [said(one) for one in recipients]
    return Text(zh="、".join(one.zh for one in words), en=", ".join(one.en for one in words))
