"""Commands about access: the policy in print, the description of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table

from zhunsheng.cli.words import Session, spoken
from zhunsheng.engine.values import Text
from zhunsheng.server.access.matrix import matrix as policy
from zhunsheng.server.access.roles import ACT_WORDS, REACH_WORDS, Act, Reach
from zhunsheng.server.access.schemas import Matrix
from zhunsheng.server.front.api import api

NOTHING = "—"


@click.group("access")
def access() -> None:
    """权限 / Who may see and do what."""


@access.command("matrix")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@click.pass_obj
def matrix(session: Session, shape: str) -> None:
    """权限表 / The whole policy: by act, by endpoint and by class of field, for every role."""
    found = policy()
    if shape == "json":
        click.echo(found.model_dump_json(indent=1))
        return
    console = Console(width=160)
    for title, rows in _tables(session, found):
        table = Table(title=spoken(title, session.language), title_justify="left", box=None, pad_edge=False)
        for heading in ("", *(spoken(role.name, session.language) for role in found.roles)):
            table.add_column(heading)
        for row in rows:
            table.add_row(*row)
        console.print(table)
        console.print()
    session.say(_LAW)


@click.command("openapi")
def openapi() -> None:
    """接口说明 / The API's description (OpenAPI)."""
    click.echo(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1))


def _tables(session: Session, found: Matrix) -> Iterator[tuple[Text, list[list[str]]]]:
    roles = [role.role for role in found.roles]

    def said(reach: Reach | None) -> str:
        return spoken(REACH_WORDS[reach], session.language) if reach else NOTHING

    by_act: dict[Act, dict[str, Reach]] = {one.act: one.roles for one in found.endpoints}
    yield (
        Text(zh="做什么", en="What may be done"),
        [[spoken(ACT_WORDS[act], session.language), *(said(by.get(r)) for r in roles)] for act, by in by_act.items()],
    )
    yield (
        Text(zh="看哪些字段", en="Which fields are seen"),
        [
            [spoken(one.words, session.language), *("●" if role in one.roles else NOTHING for role in roles)]
            for one in found.fields
        ],
    )
    yield (
        Text(zh="接口", en="Endpoints"),
        [[f"{one.method} {one.path}", *(said(one.roles.get(role)) for role in roles)] for one in found.endpoints],
    )


_LAW = Text(
    zh="历史随岗:某一天的行归那天管着这个人的条线和部门;一个周期的数字按它的最后一天。离职当天起不能再登录。"
    "看别人的数字和每次导出都记入访问记录,本人可以查看。",
    en="History stays where it happened: a row belongs to the line and units that had the person on its day, a number "
    "over a period to those of its last day. Access ends with employment. Reading somebody else's numbers and every "
    "export stand in the log of visits, which the person concerned can read.",
)
