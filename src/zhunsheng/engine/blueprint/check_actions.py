"""Whether what a commitment does can be done: by somebody who answers, to people who are there to be meant."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.check_source import Finding, check_field, check_person
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.practices.actions.action import (
    ACTION_WORDS,
    Action,
    Escalate,
    Freeze,
    HandOver,
    Unfreeze,
    Unreceived,
)
from zhunsheng.engine.practices.actions.recipients import Position, Recipient, said
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Choice, Holder, Keeper, Named
from zhunsheng.engine.values import Problem, Text

_ANY = frozenset(FieldType)


def check_actions(chain: Commitment, bundle: Bundle) -> Iterator[Finding]:
    """Everything that can be said of what it does, and of whom it gives cases to."""
    actions = list(chain.actions())
    if actions and chain.answers is None:
        yield ("answers",), _nobody_answers()
    somebody = chain.begins.person is not None or chain.responsible is not None
    for path, action in actions:
        yield from ((path, problem) for problem in _can(action, somebody, path[0] == "begun"))
    source = bundle.find(Source, chain.begins.source)
    for at, rule in enumerate(chain.responsible.choose if chain.responsible else ()):
        if source is not None:
            yield from _fields(rule, source, bundle, ("responsible", "choose", at))


def _can(action: Action, somebody: bool, begun: bool) -> Iterator[Problem]:
    if isinstance(action, Unreceived):
        yield _no_receiver(action)
        return
    to = getattr(action, "to", ())
    if isinstance(action, HandOver) and begun:
        yield _handed_over_at_once()
    if isinstance(action, Escalate | HandOver) and "responsible" in to:
        yield _to_oneself(action)
    if not somebody:
        whom = [one for one in to if _needs_somebody(one)]
        if whom or isinstance(action, Freeze | Unfreeze | HandOver):
            yield _nobody_responsible(whom)


def _needs_somebody(recipient: Recipient) -> bool:
    if isinstance(recipient, Position):
        return recipient.same is not None
    return isinstance(recipient, str) and recipient != "answers"


def _fields(rule: Choice, source: Source, bundle: Bundle, path: Path) -> Iterator[Finding]:
    match rule:
        case Named(field=field):
            yield from check_person(source, field, (*path, "field"))
        case Holder():
            for name in ("region", "unit"):
                if (field := getattr(rule, name)) is not None:
                    yield from check_field(source, field, _ANY, (*path, name))
        case Keeper():
            yield from check_field(source, rule.key, _ANY, (*path, "key"))
            kept_in = bundle.find(Source, rule.source)
            if kept_in is not None:
                yield from check_person(kept_in, rule.person, (*path, "person"))
                if len(kept_in.key) > 1:
                    yield (*path, "source"), _many_keys(kept_in)


def _no_receiver(action: Unreceived) -> Problem:
    words = ACTION_WORDS[action.do]
    return Problem(
        "action.no_receiver",
        Text(zh=f"「{words.zh}」还没有接收方，不会有任何事发生", en=f"nothing carries out a {words.en} yet"),
        Text(zh="先用任务卡或升级请人去办", en="ask somebody to do it by a card or an escalation meanwhile"),
    )


def _nobody_answers() -> Problem:
    return Problem(
        "commitment.nobody_answers",
        Text(zh="它会做影响到人的事，却没有写明由谁负责", en="what it does touches people, and nobody answers for it"),
        Text(zh="写上 answers: {position: 岗位} 或 {person: 工号}", en="give it answers: {position: …} or {person: …}"),
    )


def _nobody_responsible(whom: list[Recipient]) -> Problem:
    zh, en = ("、".join(said(one).zh for one in whom), ", ".join(said(one).en for one in whom)) if whom else ("", "")
    of = Text(zh=f"，所以没有「{zh}」", en=f", so there is no {en}") if whom else Text(zh="", en="")
    return Problem(
        "action.nobody_responsible",
        Text(zh=f"案件没有责任人{of.zh}", en=f"nobody is responsible for a case{of.en}"),
        Text(zh="用 begins.person 或 responsible 说明由谁负责", en="say who is by begins.person or responsible"),
    )


def _to_oneself(action: Action) -> Problem:
    words = ACTION_WORDS[action.do]
    return Problem(
        "action.to_oneself",
        Text(zh=f"「{words.zh}」给了责任人自己", en=f"this {words.en} is to whoever is responsible already"),
        Text(zh="换成上级、岗位或别的人；提醒本人用 notice", en="name somebody else; to remind them use a notice"),
    )


def _handed_over_at_once() -> Problem:
    return Problem(
        "action.handed_over_at_once",
        Text(zh="案件一开始就移交", en="the case is handed over as it begins"),
        Text(zh="用 responsible 直接选对人", en="choose the right person by responsible"),
    )


def _many_keys(source: Source) -> Problem:
    return Problem(
        "commitment.many_keys",
        Text(zh=f"数据源「{source.id}」的键有多个字段", en=f"the key of source '{source.id}' has several fields"),
        Text(zh="用键只有一个字段的清单", en="use a list whose key is one field"),
    )
