"""Commands about decisions: audit, why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Session, local
from zhunsheng.engine.practices.decision import Consequence, Input
from zhunsheng.engine.practices.writing import exact
from zhunsheng.engine.values import Text
from zhunsheng.server.decisions import audit as auditing
from zhunsheng.server.decisions import queries
from zhunsheng.server.decisions.values import AppealInfo, Recorded
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.subjects.values import Label
from zhunsheng.server.worlds.values import WorldInfo

FORMATS = click.Choice(["text", "json"])
STATES = {
    "open": Text(zh="未了结", en="open"),
    "upheld": Text(zh="维持", en="upheld"),
    "overturned": Text(zh="推翻", en="overturned"),
}
NOBODY = Text(zh="无", en="nobody")
HR = Text(zh="人力伙伴", en="an HR partner")


@click.group("audit")
def audit() -> None:
    """查验决定链 / The chain of decisions: does it hold, where does it end."""


@audit.command("verify")
@click.option("--expect", metavar="DIGEST", help="以前打印的摘要 / a digest that was printed before")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def verify(world: WorldInfo, session: Session, expect: str | None, shape: str) -> None:
    """查验 / Walk the whole chain; the first broken place is named, and the exit status is 2."""
    last = queries.last_seal()
    with progress(world.name, last.first + last.count - 1 if last else None) as done:
        found = auditing.verify(expect, done)
    if shape == "json":
        click.echo(json.dumps(asdict(found), indent=1))
        return
    session.say(
        Text(
            zh=f"决定链完整：{found.seals:,} 道封签，{found.decisions:,} 个决定\n"
            f"摘要 {found.digest}\n抄下摘要，下次用 --expect 查验，链尾被截掉也能发现。",
            en=f"The chain holds: {found.seals:,} seals, {found.decisions:,} decisions\n"
            f"digest {found.digest}\nKeep the digest; with --expect the next verification notices a chain cut off.",
        )
    )


@audit.command("head")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def head(world: WorldInfo, session: Session, shape: str) -> None:
    """链尾 / The last seal, without verifying: its digest stands for every decision before it."""
    last = queries.last_seal()
    if shape == "json":
        click.echo(json.dumps(last and asdict(last), indent=1, default=str))
    elif last is None:
        session.say(Text(zh="还没有决定。", en="There are no decisions yet."))
    else:
        at, decisions = local(last.made_at, world.zone), last.first + last.count - 1
        session.say(
            Text(
                zh=f"第 {last.number:,} 道封签 · {at} · 到决定 {decisions:,} 为止\n摘要 {last.digest}",
                en=f"seal {last.number:,} · {at} · up to decision {decisions:,}\ndigest {last.digest}",
            )
        )


@click.command("why")
@click.argument("decision", type=int)
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def why(world: WorldInfo, session: Session, decision: int, shape: str) -> None:
    """为什么 / Everything about a DECISION, by its number: rule, inputs, reason, consequences, appeals."""
    found, appeals = queries.decision(decision), queries.appeals(decision)
    names = labels([one for one in people(found, appeals) if one is not None])
    if shape == "json":
        click.echo(json.dumps(as_dict(found, appeals, names), ensure_ascii=False, indent=1, default=str))
        return
    for line in (*_told(found, names, world.zone), *_appealed(appeals, names, world.zone)):
        session.say(line)


@click.command("appeals")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def open_appeals(world: WorldInfo, session: Session, shape: str) -> None:
    """未了结的申诉 / Appeals that are not settled yet, by deadline, and who has to settle them."""
    appeals = queries.all_open_appeals()
    names = labels([one for one in _parties(appeals) if one is not None])
    if shape == "json":
        listed = [_appeal_as_dict(one, names) for one in appeals]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1, default=str))
        return
    for one in appeals:
        session.say(Text(zh=f"决定 {one.decision}", en=f"decision {one.decision}"))
        for line in _appealed([one], names, world.zone):
            session.say(line)


def people(found: Recorded, appeals: list[AppealInfo]) -> Iterator[int | None]:
    """Subjects that the decision and its appeals name."""
    yield from (found.decision.about, found.decision.answers)
    yield from _parties(appeals)


def _parties(appeals: list[AppealInfo]) -> Iterator[int | None]:
    for one in appeals:
        yield from (one.about, one.by, one.owner, one.settled_by)


def as_dict(found: Recorded, appeals: list[AppealInfo], names: Mapping[int, Label]) -> dict[str, object]:
    """A decision as JSON shows it: people by number and name."""
    one = found.decision
    return {
        "decision": found.number,
        "seal": found.seal,
        "digest": found.digest,
        "recorded_at": found.recorded_at.isoformat(),
        "practice": one.practice,
        "rule": one.rule,
        "release": one.release,
        "case": one.case,
        "about": _named(one.about, names),
        "answers": _named(one.answers, names),
        "at": one.at.isoformat(),
        "outcome": one.outcome,
        "silent": one.silent,
        "reason": one.reason.model_dump(),
        "inputs": [{**asdict(each), "name": each.name.model_dump(), "value": exact(each.value)} for each in one.inputs],
        "consequences": [
            {
                "kind": each.kind,
                "words": each.words.model_dump(),
                "details": {name: exact(value) for name, value in each.details.items()},
            }
            for each in one.consequences
        ],
        "appeals": [_appeal_as_dict(each, names) for each in appeals],
    }


def _appeal_as_dict(one: AppealInfo, names: Mapping[int, Label]) -> dict[str, object]:
    return asdict(one) | {who: _named(getattr(one, who), names) for who in ("about", "by", "owner", "settled_by")}


def _named(subject: int | None, names: Mapping[int, Label]) -> dict[str, str] | None:
    return None if subject is None else asdict(_label(subject, names))


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
"""As `exact` writes moments."""


def _told(found: Recorded, names: Mapping[int, Label], zone: ZoneInfo) -> Iterator[Text]:
    one = found.decision
    silent = Text(zh=" · 静默", en=" · silent") if one.silent else Text(zh="", en="")
    yield Text(
        zh=f"决定 {found.number} · {one.practice}/{one.rule} · 第 {one.release} 版 · {one.outcome}{silent.zh}",
        en=f"decision {found.number} · {one.practice}/{one.rule} · release {one.release} · {one.outcome}{silent.en}",
    )
    at, recorded = local(one.at, zone), local(found.recorded_at, zone)
    yield Text(
        zh=f"  事项：{one.case}\n  时刻：{at}(记录于 {recorded}，第 {found.seal} 道封签)",
        en=f"  case: {one.case}\n  at: {at} (recorded {recorded}, seal {found.seal})",
    )
    about, answers = _person(one.about, names), _person(one.answers, names)
    yield Text(
        zh=f"  涉及：{about.zh}\n  由谁负责：{answers.zh}",
        en=f"  about: {about.en}\n  who answers for it: {answers.en}",
    )
    yield Text(zh=f"  理由：{one.reason.zh}", en=f"  reason: {one.reason.en}")
    yield from (_input(each, zone) for each in one.inputs)
    yield from map(_consequence, one.consequences)


def _input(one: Input, zone: ZoneInfo) -> Text:
    said = _MOMENT.sub(lambda moment: local(datetime.fromisoformat(moment[0]), zone), exact(one.value) or "—")
    value, facts = f"{said} {one.unit}".rstrip(), ", ".join(one.facts)
    return Text(
        zh=f"  依据：{one.name.zh} = {value}" + (f"(事实 {facts})" if facts else ""),
        en=f"  input: {one.name.en} = {value}" + (f" (facts {facts})" if facts else ""),
    )


def _consequence(one: Consequence) -> Text:
    details = ", ".join(f"{name}={exact(value) or '—'}" for name, value in sorted(one.details.items()))
    return Text(
        zh=f"  后果：{one.words.zh}" + (f"({details})" if details else ""),
        en=f"  consequence: {one.words.en}" + (f" ({details})" if details else ""),
    )


def _appealed(appeals: list[AppealInfo], names: Mapping[int, Label], zone: ZoneInfo) -> Iterator[Text]:
    for one in appeals:
        by, owner = _person(one.by, names), HR if one.owner is None else _person(one.owner, names)
        late = Text(zh="，逾期", en=", overdue") if one.overdue_in else Text(zh="", en="")
        opened, deadline, state = local(one.opened_at, zone), local(one.deadline, zone), STATES[one.state]
        yield Text(
            zh=f"  申诉 {one.id}：{state.zh} · {by.zh} {opened} 提出：{one.words}\n"
            f"    由{owner.zh}答复，期限 {deadline}{late.zh}",
            en=f"  appeal {one.id}: {state.en} · by {by.en} at {opened}: {one.words}\n"
            f"    to be settled by {owner.en} until {deadline}{late.en}",
        )
        if one.settled_at is not None:
            who, when = _person(one.settled_by, names), local(one.settled_at, zone)
            yield Text(
                zh=f"    {who.zh} {when} 了结：{one.answer}\n    结果：{one.came_of}",
                en=f"    settled by {who.en} at {when}: {one.answer}\n    what came of it: {one.came_of}",
            )


def _person(subject: int | None, names: Mapping[int, Label]) -> Text:
    if subject is None:
        return NOBODY
    label = _label(subject, names)
    known = label.name != label.key
    return Text(
        zh=f"{label.name}（{label.key}）" if known else label.key,
        en=f"{label.name} ({label.key})" if known else label.key,
    )


def _label(subject: int, names: Mapping[int, Label]) -> Label:
    return names.get(subject) or Label(f"#{subject}", f"#{subject}")
