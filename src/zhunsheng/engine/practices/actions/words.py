"""An action as people say it: 「通知责任人的上级」, 'the manager of whoever is responsible is told'."""

from __future__ import annotations

from zhunsheng.engine.practices.actions.action import (
    ACTION_WORDS,
    Action,
    Card,
    Escalate,
    Freeze,
    HandOver,
    Notice,
    Term,
    Unfreeze,
    Unreceived,
    Webhook,
)
from zhunsheng.engine.practices.actions.recipients import all_said
from zhunsheng.engine.values import Text


def in_words(action: Action) -> Text:
    """What the action does, to whom."""
    match action:
        case Notice(to=to):
            return Text(zh=f"通知{all_said(to).zh}", en=f"tell {all_said(to).en}")
        case Escalate(to=to):
            return Text(zh=f"请{all_said(to).zh}加入处理", en=f"bring in {all_said(to).en}")
        case HandOver(to=to):
            return Text(zh=f"移交给{all_said(to).zh}", en=f"hand over to {all_said(to).en}")
        case Card(to=to, asks=asks):
            return Text(zh=f"请{all_said(to).zh}：{asks.zh}", en=f"ask {all_said(to).en}: {asks.en}")
        case Webhook(connection=name):
            return Text(zh=f"告知「{name}」", en=f"tell '{name}'")
        case Freeze(permission=name, term=term, begins=begins):
            how, lasts = _BEGINS[begins], _lasting(term)
            return Text(zh=f"{how.zh}冻结「{name}」{lasts.zh}", en=f"freeze '{name}' {lasts.en}{how.en}")
        case Unfreeze(permission=name):
            return Text(zh=f"恢复「{name}」", en=f"give '{name}' back")
        case Unreceived():
            return ACTION_WORDS[action.do]


_BEGINS = {"hold": Text(zh="经确认后", en=", once confirmed"), "at_once": Text(zh="立即", en=" at once")}
_LASTING = {"h": Text(zh="小时", en="h"), "d": Text(zh="天", en="days")}


def _lasting(term: Term) -> Text:
    if term == "month":
        return Text(zh="至月底", en="to the end of the month")
    number, unit = term.split(" ")
    return Text(zh=f" {number} {_LASTING[unit].zh}", en=f"for {number} {_LASTING[unit].en}")
