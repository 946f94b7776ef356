"""Commands about access: the policy in print, first accounts and roles, the description of the API."""

from __future__ import annotations

import json
from datetime import datetime

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from zhunsheng.cli.context import in_world
from zhunsheng.cli.policy import Line, lines
from zhunsheng.cli.words import Session, spoken
from zhunsheng.engine.values import Text
from zhunsheng.server.access import actions
from zhunsheng.server.access.matrix import matrix as policy
from zhunsheng.server.access.roles import GRANTED, ROLE_WORDS, Role
from zhunsheng.server.front.api import api
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

WIDEST, WIDEST_HEAD = 120, 40  # characters; longer lines are hard to read
BY = "zhunsheng access"
"""Who gave a role from the command line."""


@click.group("access")
def access() -> None:
    """权限 / Who may see and do what."""


@access.command("matrix")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@click.pass_obj
def matrix(session: Session, shape: str) -> None:
    """权限表 / The whole policy: rules, roles, endpoints, fields."""
    found = policy()
    if shape == "json":
        click.echo(found.model_dump_json(indent=1))
        return
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    with console.capture() as printed:
        for title, part in lines(found):
            console.print(Rich(spoken(title, session.language), style="bold"))
            for line in part:
                console.print(_printed(line, _widths(part, session), session))
            console.print()
    click.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))


@access.command("account")
@click.argument("number")
@click.option("--email", help="重置密码用 / for a new password")
@click.pass_obj
@in_world
def account(world: WorldInfo, session: Session, number: str, email: str | None) -> None:
    """开通账号 / Open an account for the person with that 工号 (number); prints the first password, once."""
    username, password = actions.open_account(number, email)
    session.say(
        Text(
            zh=f"已为 {username} 开通账号，初始密码（只显示这一次）:{password}",
            en=f"{username} has an account; the first password, shown this once: {password}",
        )
    )


@access.command("grant")
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in GRANTED]))
@click.option("--unit", help="部门编码或路径，含下级；默认全公司 / code of a unit, those below included; default: all")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="到这天零点为止 / until this day begins")
@click.pass_obj
@in_world
def grant(
    world: WorldInfo, session: Session, username: str, role: str, unit: str | None, until: datetime | None
) -> None:
    """授予角色 / Give an account a role."""
    end = until.replace(tzinfo=world.zone) if until else None
    actions.grant(username, Role(role), unit, by=BY, now=real_now(), until=end)
    name = ROLE_WORDS[Role(role)]
    session.say(
        Text(
            zh=f"{username} 现在是{name.zh}：{unit or '全公司'}",
            en=f"{username} is {name.en} now: {unit or 'the whole company'}",
        )
    )


@access.command("end")
@click.argument("username")
@click.pass_obj
@in_world
def end(world: WorldInfo, session: Session, username: str) -> None:
    """停用账号 / End an account: it opens nothing from its next request on."""
    actions.end_account(username)
    session.say(Text(zh=f"账号 {username} 已停用", en=f"the account {username} has ended"))


@click.command("openapi")
def openapi() -> None:
    """接口说明 / The API's description (OpenAPI)."""
    click.echo(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1))


def _widths(part: list[Line], session: Session) -> dict[int, int]:
    """How wide the heads of each depth are, so that what they say stands in a column."""
    widths: dict[int, int] = {}
    for line in part:
        if spoken(line.said, session.language):
            head = cell_len(spoken(line.head, session.language))
            widths[line.depth] = max(widths.get(line.depth, 0), min(head, WIDEST_HEAD))
    return widths


def _printed(line: Line, widths: dict[int, int], session: Session) -> Padding:
    """The head at the left, what it says beside it, however many lines that takes."""
    said, head = spoken(line.said, session.language), spoken(line.head, session.language)
    indent = (0, 0, 0, 2 * line.depth)
    if not said:
        return Padding(Rich(head, style="bold"), indent)
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(width=widths[line.depth], overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Rich(head, style="bold" if line.depth == 1 else ""), Rich(said))
    return Padding(grid, indent)
