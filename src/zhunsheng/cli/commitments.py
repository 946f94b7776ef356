"""Commands about commitments: how they were kept, and what another definition would change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from zhunsheng.cli.context import in_world
from zhunsheng.cli.numbers import DAY, FORMATS, MOMENT, backwards, moment_of, scene_of
from zhunsheng.cli.words import Session, local, spoken
from zhunsheng.engine.practices.actions.action import ACTION_WORDS
from zhunsheng.engine.practices.commitments.evidence import Attainment, WhatIf
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.commitments import queries
from zhunsheng.server.commitments.queries import StageOf
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.worlds.values import WorldInfo

SHOWN = 10
"""Cases and weeks named one by one; the JSON has all."""


@click.group("commitments")
def commitments() -> None:
    """承诺 / Commitments: what was promised, stage by stage."""


@commitments.command("report")
@click.argument("chain")
@click.option("--as-of", "as_of", type=MOMENT, help="当时的情形 / as things stood then (default: now)")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def report(world: WorldInfo, session: Session, chain: str, as_of: datetime | None, shape: str) -> None:
    """达成 / How each stage of CHAIN was kept."""
    with scene_of(world) as scene:
        found = queries.report(scene, chain, moment_of(world, as_of) or scene.now)
        names = {stage.id: stage.name for stage in queries.commitment_of(scene.bundle, chain).stages}
    if shape == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        Console().print(_table(session, found, names))


@commitments.command("case")
@click.argument("chain")
@click.argument("key")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def one_case(world: WorldInfo, session: Session, chain: str, key: str, shape: str) -> None:
    """案件 / A case of CHAIN stage by stage, and how its deadlines come about."""
    with scene_of(world) as scene:
        found = queries.case(scene, chain, key)
    if shape == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str))
        return
    for one in found:
        _say_stage(session, one, world.zone)


@commitments.command("what-if")
@click.argument("chain")
@click.option(
    "--with",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另一个定义（YAML） / another definition",
)
@click.option("--from", "start", required=True, type=DAY, help="起始日 / first day")
@click.option("--to", "end", required=True, type=DAY, help="截止日（含） / last day, included")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def what_if(
    world: WorldInfo, session: Session, chain: str, file: Path, start: datetime, end: datetime, shape: str
) -> None:
    """换一种规则会怎样 / What another definition of CHAIN would have made of the same past. Nothing is sent."""
    if end < start:
        raise ZhunshengError(backwards(start, end))
    with scene_of(world) as scene:
        days = (start.date(), (end + timedelta(days=1)).date())
        found = queries.what_if(scene, chain, file.read_text("utf-8"), *days)
        names = {stage.id: stage.name for stage in queries.commitment_of(scene.bundle, chain).stages}
    if shape == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _say(session, found, names)


def _table(session: Session, found: Sequence[Attainment], names: dict[str, Text]) -> Table:
    table = Table(box=None, pad_edge=False)
    heads = (
        *(Text(zh="环节", en="Stage"), Text(zh="案件", en="Cases"), Text(zh="已完成", en="Ended")),
        *(Text(zh="按时", en="In time"), Text(zh="超时", en="Missed"), Text(zh="未到期", en="Open")),
        *(Text(zh="按时率", en="Kept"), Text(zh="中位用时", en="Median time")),
    )
    for at, head in enumerate(heads):
        table.add_column(spoken(head, session.language), justify="right" if at else "left")
    for one in found:
        judged = one.met + one.missed
        counts = (f"{count:,}" for count in (one.cases, one.with_end, one.met, one.missed, one.open))
        kept = f"{one.met / judged:.1%}" if judged else "—"
        name = spoken(names.get(one.stage, Text(zh=one.stage, en=one.stage)), session.language)
        table.add_row(name, *counts, kept, _lasting(session, one.median_minutes))
    return table


STATES = {
    "met": Text(zh="按时", en="in time"),
    "missed": Text(zh="超时", en="missed"),
    "open": Text(zh="未到期", en="open"),
}


def _say_stage(session: Session, one: StageOf, zone: ZoneInfo) -> None:
    """Its state in a line, its deadline step by step below, its decisions last."""
    state, due, done = STATES[one.state], local(one.due, zone), local(one.done, zone)
    session.say(
        Text(
            zh=f"{one.name.zh}：{state.zh}，到期 {due}，完成 {done}",
            en=f"{one.name.en}: {state.en}, due {due}, done {done}",
        )
    )
    for step in one.steps:
        counted = step.counted.total_seconds() / 60
        span = f"  {local(step.since, zone)} → {local(step.until, zone)}"
        session.say(
            Text(zh=f"{span}  {counted:,.0f} 分钟  {step.why.zh}", en=f"{span}  {counted:,.0f} min  {step.why.en}")
        )
    for number in one.decisions:
        session.say(
            Text(zh=f"  决定 {number}：zhunsheng why {number}", en=f"  decision {number}: zhunsheng why {number}")
        )


def _lasting(session: Session, minutes: float | None) -> str:
    if minutes is None:
        return "—"
    hours = minutes >= 120
    figure = f"{minutes / 60:,.1f}" if hours else f"{minutes:,.0f}"
    return figure + spoken(Text(zh=" 小时" if hours else " 分钟", en=" h" if hours else " min"), session.language)


def _say(session: Session, found: WhatIf, names: dict[str, Text]) -> None:
    console = Console()
    for title, rows in (
        (Text(zh="现在的规则", en="As it is"), found.before),
        (Text(zh="换成", en="With it"), found.after),
    ):
        session.say(title)
        console.print(_table(session, rows, names))
    for title, cases in (
        (Text(zh=f"新增超时 {len(found.newly)} 处", en=f"{len(found.newly)} newly missed"), found.newly),
        (
            Text(zh=f"不再超时 {len(found.no_longer)} 处", en=f"{len(found.no_longer)} no longer missed"),
            found.no_longer,
        ),
    ):
        session.say(title)
        for one in cases[:SHOWN]:
            name = names.get(one.stage, Text(zh=one.stage, en=one.stage))
            session.say(Text(zh=f"  {one.case}  {name.zh}", en=f"  {one.case}  {name.en}"))
    _say_reached(session, found)


def _say_reached(session: Session, found: WhatIf) -> None:
    """Whom it would have reached most, by week."""
    names = labels([one.person for one in found.reached if one.person is not None])
    times = sum(one.times for one in found.reached)
    session.say(Text(zh=f"动作 {times:,} 次", en=f"{times:,} actions"))
    for one in found.reached[:SHOWN]:
        words = ACTION_WORDS[one.kind]
        who = "—" if one.person is None else names[one.person].name
        session.say(
            Text(
                zh=f"  {who}  {one.week} 起一周  {words.zh} {one.times} 次",
                en=f"  {who}  week of {one.week}  {words.en} × {one.times}",
            )
        )
