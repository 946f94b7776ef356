"""Commands about what decisions do: what came of it, messages that were given up, systems that are told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import Session
from zhunsheng.engine.practices.actions.action import ACTION_WORDS
from zhunsheng.engine.values import Text
from zhunsheng.server.outbox import queries
from zhunsheng.server.outbox.actions import answer
from zhunsheng.server.outbox.values import STATE_WORDS, EffectInfo
from zhunsheng.server.worlds.values import WorldInfo


@click.group("outbox", invoke_without_command=True)
@click.option("--failed", "listed", is_flag=True, help="列出没有送到的及原因 / list what could not be sent, and why")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@click.pass_context
def outbox(ctx: click.Context, listed: bool, shape: str) -> None:
    """决定做了什么 / What decisions do: how many notices, cards, freezes, messages, and what came of them."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_show, listed=listed, shape=shape)


@click.command()
@click.pass_obj
@in_world
def _show(world: WorldInfo, session: Session, listed: bool, shape: str) -> None:
    found, failed = queries.tally(), queries.given_up() if listed else []
    if shape == "json":
        shown = {"effects": found} | ({"failed": [asdict(one) for one in failed]} if listed else {})
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
        return
    for kind, states in found.items():
        session.say(_said(kind, states))
    if not found:
        session.say(Text(zh="还没有决定做过什么", en="no decision has done anything yet"))
    for one in failed:
        click.echo(f"{one.decision}.{one.place}  {one.details.get('connection', '')}  {one.case}\n  {one.fault}")


@outbox.command("again")
@click.argument("names", nargs=-1, metavar="[DECISION.PLACE]...")
@click.option("--all", "every", is_flag=True, help="所有失败的 / everything that failed")
@click.pass_obj
@in_world
def again(world: WorldInfo, session: Session, names: tuple[str, ...], every: bool) -> None:
    """再次发送 / Send again what was given up."""
    if every == bool(names):
        raise click.UsageError("写编号，或 --all / say which, or --all")
    known: Iterable[EffectInfo] = queries.given_up()
    asked = [(one.decision, one.place) for one in known if every or f"{one.decision}.{one.place}" in names]
    count = answer.send_again(asked)
    session.say(Text(zh=f"{count} 条将再次发送", en=f"{count} will be sent again"))
    if not every and count < len(set(names)):
        raise click.exceptions.Exit(1)


@click.group("connections", invoke_without_command=True)
@click.pass_context
def connections(ctx: click.Context) -> None:
    """连接 / Systems that are told by webhook."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_list)


@click.command()
@click.pass_obj
@in_world
def _list(world: WorldInfo, session: Session) -> None:
    found = queries.connections()
    for one in found:
        click.echo(f"{one.name}  {one.url}")
    if not found:
        session.say(Text(zh="还没有连接", en="there is no connection yet"))


@connections.command("set")
@click.argument("name")
@click.argument("url")
@click.pass_obj
@in_world
def connect(world: WorldInfo, session: Session, name: str, url: str) -> None:
    """告知哪里 / Tell NAME at URL; prints the secret that its messages are signed with, this once."""
    secret = answer.connect(name, url)
    session.say(
        Text(
            zh=f"密钥（只显示这一次，交给接收方验签）：{secret}",
            en=f"The secret (shown this once; the receiver checks signatures with it): {secret}",
        )
    )


@connections.command("drop")
@click.argument("name")
@click.pass_obj
@in_world
def disconnect(world: WorldInfo, session: Session, name: str) -> None:
    """取消 / Forget NAME. What waits for it fails."""
    answer.disconnect(name)
    session.say(Text(zh=f"已取消「{name}」", en=f"'{name}' is forgotten"))


def _said(kind: str, states: Mapping[str, int]) -> Text:
    words = ACTION_WORDS[kind]
    counted = [(STATE_WORDS[state], count) for state, count in sorted(states.items())]
    zh = "，".join(f"{state.zh} {count:,}" for state, count in counted)
    en = ", ".join(f"{state.en} {count:,}" for state, count in counted)
    return Text(zh=f"{words.zh}：{zh}", en=f"{words.en}: {en}")
