"""The kinds of action: what a rule may do when it is met. Each has its options beside its meaning."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.practices.actions.recipients import Recipients
from zhunsheng.engine.values import Frozen, Text

Term = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,2} (h|d)$|^month$")]
"""How long something lasts by the clock on the wall: `72 h`, `5 d`, or `month`: to the end of the month."""
_TERMS = {"h": timedelta(hours=1), "d": timedelta(days=1)}


class Notice(Frozen):
    """Somebody is told. Notices about one case that were not seen yet are shown as one."""

    do: Literal["notice"] = "notice"
    to: Recipients


class Card(Frozen):
    """Somebody is asked to do something. `asks`: what; `within`: until when (default: until the stage falls due)."""

    do: Literal["card"] = "card"
    to: Recipients
    asks: Text
    within: Term | None = None


class Escalate(Frozen):
    """Somebody joins the case and is told; whoever is responsible stays so."""

    do: Literal["escalate"] = "escalate"
    to: Recipients


class HandOver(Frozen):
    """Somebody else becomes responsible: the first of them who is at work and not responsible already."""

    do: Literal["hand_over"] = "hand_over"
    to: Recipients


class Webhook(Frozen):
    """Another system is told. `connection`: the name under which its address and its secret are kept."""

    do: Literal["webhook"] = "webhook"
    connection: Name


class Freeze(Frozen):
    """A permission of whoever is responsible rests until the term ends.

    `begins`: as a `hold`, which becomes a freeze when whoever answers confirms it within a working day and lapses
    otherwise, or `at_once` (R19). `permission`: as the systems call it that honour it.
    """

    do: Literal["freeze"] = "freeze"
    permission: Name
    term: Term
    begins: Literal["hold", "at_once"] = "hold"


class Unfreeze(Frozen):
    """The permission of whoever is responsible is given back before its term ends."""

    do: Literal["unfreeze"] = "unfreeze"
    permission: Name


class Unreceived(Frozen):
    """An action that nothing carries out yet; a blueprint that uses it is refused."""

    do: Literal["meeting", "start_plan", "grant_eligibility", "set_field", "ask_survey"]
    to: Recipients | None = None
    asks: Text | None = None


Action = Annotated[
    Notice | Card | Escalate | HandOver | Webhook | Freeze | Unfreeze | Unreceived, Field(discriminator="do")
]

ACTION_WORDS: dict[str, Text] = {
    "notice": Text(zh="通知", en="notice"),
    "card": Text(zh="任务卡", en="card"),
    "escalate": Text(zh="升级", en="escalation"),
    "hand_over": Text(zh="移交", en="hand-over"),
    "webhook": Text(zh="告知外部系统", en="webhook"),
    "freeze": Text(zh="冻结权限", en="freeze"),
    "unfreeze": Text(zh="解除冻结", en="unfreeze"),
    "meeting": Text(zh="召集会议", en="meeting"),
    "start_plan": Text(zh="启动改进计划", en="start of a plan"),
    "grant_eligibility": Text(zh="授予资格", en="grant of eligibility"),
    "set_field": Text(zh="写回字段", en="setting a field"),
    "ask_survey": Text(zh="发起问卷", en="survey"),
}


def ends(term: Term, since: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the term ends; that of a month is the first midnight of the next."""
    if term != "month":
        number, unit = re.split(" ", term)
        return since + int(number) * _TERMS[unit]
    later = since.astimezone(zone).date().replace(day=28) + timedelta(days=4)
    return datetime.combine(later.replace(day=1), time.min, zone)
