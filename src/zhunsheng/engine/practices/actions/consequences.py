"""From an action to what is written of it in a decision: one consequence for everybody it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from zhunsheng.engine.practices.actions.action import (
    Action,
    Card,
    Escalate,
    Freeze,
    HandOver,
    Notice,
    Unfreeze,
    Unreceived,
    Webhook,
    ends,
)
from zhunsheng.engine.practices.actions.recipients import Recipient, said
from zhunsheng.engine.practices.decision import Consequence, Value
from zhunsheng.engine.values import SubjectId, Text

INSTEAD: tuple[Recipient, ...] = ("unit_head", "hr")
"""Who is told where a recipient is nobody."""


class Places(Protocol):
    """Who is meant in a case by a recipient: people at work on its day, nobody twice."""

    def meant(self, recipient: Recipient) -> Sequence[SubjectId]: ...

    def available(self, person: SubjectId) -> bool:
        """Whether a task can be given to the person: not away, and not kept from it."""


@dataclass(frozen=True)
class Occasion:
    """On what an action follows.

    `case`: what it is about; notices of one case are shown as one. `due`: until when what is asked for is due.
    `confirm_by`: until when a hold is to be confirmed.
    """

    case: str
    responsible: SubjectId | None
    at: datetime
    zone: ZoneInfo
    due: datetime | None
    confirm_by: datetime


def consequences(actions: Sequence[Action], places: Places, on: Occasion) -> list[Consequence]:
    """What follows, in the order of the actions; nobody gets the same twice."""
    found: list[Consequence] = []
    for one in (one for action in actions for one in _of(action, places, on)):
        if not any((one.kind, one.details) == (known.kind, known.details) for known in found):
            found.append(one)
    return found


def _of(action: Action, places: Places, on: Occasion) -> Iterator[Consequence]:
    match action:
        case Notice():
            yield from _told(action, _TOLD, places, on)
        case Escalate():
            yield from _told(action, _JOINS, places, on)
        case Card():
            yield from _asked(action, places, on)
        case HandOver():
            yield from _handed_over(action, places, on)
        case Webhook():
            words = Text(zh=f"告知「{action.connection}」", en=f"'{action.connection}' is told")
            yield Consequence(action.do, words, {"connection": action.connection})
        case Freeze() | Unfreeze():
            for person in places.meant("responsible"):
                yield from _permission(action, person, places, on)
        case Unreceived():
            raise ValueError(f"nothing carries out '{action.do}'")


def _told(action: Notice | Escalate, verb: Text, places: Places, on: Occasion) -> Iterator[Consequence]:
    for person, who in _reached(action.to, places):
        words = Text(zh=verb.zh.format(who.zh), en=verb.en.format(who.en))
        yield Consequence(action.do, words, {"to": person, "case": on.case})


def _asked(action: Card, places: Places, on: Occasion) -> Iterator[Consequence]:
    due = on.due if action.within is None else ends(action.within, on.at, on.zone)
    asks = action.asks
    for person, who in _reached(action.to, places):
        words = Text(zh=f"请{who.zh}：{asks.zh}", en=f"{who.en} is asked: {asks.en}")
        details: dict[str, Value] = {"to": person, "case": on.case, "due": due}
        details |= {"asks_zh": asks.zh, "asks_en": asks.en}
        yield Consequence(action.do, words, details)


def _reached(recipients: Sequence[Recipient], places: Places) -> Iterator[tuple[SubjectId, Text]]:
    """Everybody meant, and in what place; whoever stands in where a recipient is nobody says for whom."""
    for recipient in recipients:
        people = places.meant(recipient)
        for person in people:
            yield person, said(recipient)
        if not people:
            yield from _standing_in(recipient, places)


def _standing_in(recipient: Recipient, places: Places) -> Iterator[tuple[SubjectId, Text]]:
    for place in INSTEAD:
        words, whom = said(place), said(recipient)
        who = Text(zh=f"{words.zh}（没有「{whom.zh}」可找）", en=f"{words.en} (nobody was found as: {whom.en})")
        for person in places.meant(place):
            yield person, who


def _handed_over(action: HandOver, places: Places, on: Occasion) -> Iterator[Consequence]:
    for person, who in _reached(action.to, places):
        if person != on.responsible and places.available(person):
            words = Text(zh=f"移交给{who.zh}", en=f"handed over to {who.en}")
            yield Consequence(action.do, words, {"to": person, "case": on.case, "from": on.responsible})
            return


def _permission(action: Freeze | Unfreeze, person: SubjectId, places: Places, on: Occasion) -> Iterator[Consequence]:
    """A hold also asks whoever answers to confirm it."""
    details: dict[str, Value] = {"to": person, "case": on.case, "permission": action.permission}
    if isinstance(action, Unfreeze):
        yield Consequence(action.do, _worded(_BACK, action.permission), details)
        return
    until, held = ends(action.term, on.at, on.zone), action.begins == "hold"
    details |= {"until": until, "confirm_by": on.confirm_by if held else None}
    day = f"{until.astimezone(on.zone):%Y-%m-%d %H:%M}"
    yield Consequence(action.do, _worded(_HELD if held else _AT_ONCE, action.permission, day), details)
    if held:
        asks = _worded(_CONFIRM, action.permission)
        for who in places.meant("answers"):
            asked: dict[str, Value] = {"to": who, "case": on.case, "due": on.confirm_by}
            asked |= {"asks_zh": asks.zh, "asks_en": asks.en, "permission": action.permission}
            yield Consequence("card", asks, asked)


def _worded(text: Text, *said: str) -> Text:
    return Text(zh=text.zh.format(*said), en=text.en.format(*said))


_BACK = Text(zh="恢复责任人的「{}」", en="'{}' is given back to whoever is responsible")
_HELD = Text(
    zh="责任人的「{}」先暂停，一个工作日内确认后冻结至 {}",
    en="'{}' of whoever is responsible is held, and once confirmed within a working day frozen until {}",
)
_AT_ONCE = Text(zh="责任人的「{}」冻结至 {}", en="'{}' of whoever is responsible is frozen until {}")
_CONFIRM = Text(zh="确认是否冻结「{}」，不确认就失效", en="Confirm that '{}' is frozen, or it lapses.")
_TOLD = Text(zh="通知{}", en="{} is told")
_JOINS = Text(zh="{}加入处理", en="{} joins the case")
