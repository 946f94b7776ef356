"""A person's inbox: cards to do and done, and notices, those about one case as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from ninja import Schema

from zhunsheng.engine.values import Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.decisions.queries import reasons
from zhunsheng.server.outbox.queries import effects_for
from zhunsheng.server.outbox.values import EffectInfo


class Mark(Body):
    """Names one thing in an inbox for good: which of its decision's consequences it is."""

    decision: int
    place: int


class CardOut(Schema):
    """Something a person is asked to do. `due`: until when, null: no matter; `state`: to do (new or seen), done."""

    mark: Mark
    practice: str
    rule: str
    case: str
    asks: Text
    reason: Text
    due: datetime | None
    at: datetime
    state: Literal["new", "seen", "done"]


class NoticeOut(Schema):
    """What a person is told about a case, the newest reason first. `joins`: they are asked to join in."""

    marks: list[Mark]
    practice: str
    rule: str
    case: str
    reasons: list[Text]
    joins: bool
    at: datetime
    new: bool


class Inbox(Schema):
    """What a person is asked and told: at most the newest two hundred that are open, and as many that are done.

    `new`: how many were not seen.
    """

    new: int
    cards: list[CardOut]
    notices: list[NoticeOut]


class Marked(Body):
    """What of the inbox is meant."""

    marks: list[Mark]


def inbox(person: int) -> Inbox:
    """Everything that reached the person, the newest first."""
    found = effects_for(person)
    why = reasons([one.decision for one in found])
    cards = [_card(one, why) for one in found if one.kind == "card"]
    notices = [_notice(theirs, why) for theirs in _by_case(one for one in found if one.kind != "card")]
    new = sum(one.state == "new" for one in cards) + sum(one.new for one in notices)
    return Inbox(new=new, cards=cards, notices=notices)


def _by_case(effects: Iterable[EffectInfo]) -> Iterable[list[EffectInfo]]:
    """What was not seen yet of one case together, and each that was by itself."""
    found: dict[tuple[object, ...], list[EffectInfo]] = {}
    for one in effects:
        apart = () if one.state == "sent" else (one.decision, one.place)
        found.setdefault((one.practice, one.rule, one.details["case"], *apart), []).append(one)
    return found.values()


def _card(one: EffectInfo, why: Mapping[int, Text]) -> CardOut:
    due = one.details["due"]
    return CardOut(
        mark=Mark(decision=one.decision, place=one.place),
        practice=one.practice,
        rule=one.rule,
        case=str(one.details["case"]),
        asks=Text(zh=str(one.details["asks_zh"]), en=str(one.details["asks_en"])),
        reason=why[one.decision],
        due=None if due is None else datetime.fromisoformat(str(due)),
        at=one.at,
        state="new" if one.state == "sent" else "done" if one.state == "done" else "seen",
    )


def _notice(effects: list[EffectInfo], why: Mapping[int, Text]) -> NoticeOut:
    newest = effects[0]
    return NoticeOut(
        marks=[Mark(decision=one.decision, place=one.place) for one in effects],
        practice=newest.practice,
        rule=newest.rule,
        case=str(newest.details["case"]),
        reasons=[why[number] for number in dict.fromkeys(one.decision for one in effects)],
        joins=any(one.kind == "escalate" for one in effects),
        at=newest.at,
        new=newest.state == "sent",
    )
