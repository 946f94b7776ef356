"""Commands about what falls due: how it stands, what was given up, trying that again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import Session, complain, local
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.deadlines import queries
from zhunsheng.server.deadlines.actions import arm
from zhunsheng.server.deadlines.values import Dead, Outlook
from zhunsheng.server.worlds.values import WorldInfo


@click.group("deadlines", invoke_without_command=True)
@click.option("--dead", "listed", is_flag=True, help="列出搁置的及原因 / list those given up, and why")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@click.pass_context
def deadlines(ctx: click.Context, listed: bool, shape: str) -> None:
    """到期事项 / What falls due: how many, the next, what is late, what was given up."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_show, listed=listed, shape=shape)


@click.command()
@click.pass_obj
@in_world
def _show(world: WorldInfo, session: Session, listed: bool, shape: str) -> None:
    found = queries.outlook(world)
    dead = queries.dead() if listed else []
    if shape == "json":
        click.echo(_json(found, dead if listed else None))
        return
    session.say(_said(world, found))
    for one in dead:
        click.echo(f"#{one.id}  {one.practice}  {one.about}  {local(one.due, world.zone)}\n  {one.fault}")


@deadlines.command("redrive")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="所有搁置的 / all that were given up")
@click.pass_obj
@in_world
def redrive(world: WorldInfo, session: Session, ids: tuple[int, ...], every: bool) -> None:
    """重新触发 / Try again what was given up."""
    if every == bool(ids):
        raise click.UsageError("写编号，或 --all / say which by ID, or --all")
    asked = [one.id for one in queries.dead()] if every else ids
    driven = arm.redrive(asked)
    session.say(Text(zh=f"{len(driven)} 个将再次触发", en=f"{len(driven)} will be tried again"))
    for one in sorted(set(asked) - driven):
        complain(_not_dead(one), session.language)
    if len(driven) < len(set(asked)):
        raise click.exceptions.Exit(1)


def _json(found: Outlook, dead: list[Dead] | None) -> str:
    """Moments as ISO 8601, `overdue` in seconds; `list` only where asked for."""
    shown = asdict(found) | ({} if dead is None else {"list": [asdict(one) for one in dead]})
    return json.dumps(shown, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: datetime | timedelta) -> str | float:
    return value.total_seconds() if isinstance(value, timedelta) else value.isoformat()


def _said(world: WorldInfo, found: Outlook) -> Text:
    following = "—" if found.next_due is None else local(found.next_due, world.zone)
    late = "—" if found.overdue is None else str(timedelta(seconds=found.overdue // timedelta(seconds=1)))
    return Text(
        zh=f"待触发 {found.armed}，下一个 {following}；最久已等 {late}；失败待重试 {found.failing}，搁置 {found.dead}",
        en=f"armed {found.armed}, next {following}; longest waiting {late}; failing {found.failing}, dead {found.dead}",
    )


def _not_dead(number: int) -> Problem:
    return Problem(
        "deadlines.not_dead",
        Text(zh=f"#{number} 没有被搁置", en=f"#{number} was not given up"),
        Text(zh="zhunsheng deadlines --dead 列出编号", en="zhunsheng deadlines --dead lists the numbers"),
    )
