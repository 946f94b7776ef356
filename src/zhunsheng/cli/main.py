"""The root of the command line: options, lazy commands, and the border at which errors become words."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from pathlib import Path

import click

from zhunsheng.cli.words import Language, Session, complain, preferred_language
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.project.boot import configure
from zhunsheng.server.project.trouble import OUTSIDE, trouble

DEFAULT_HOME = Path("~/.zhunsheng")
TROUBLE = 2  # exit status

# Modules of commands bring models, so they are imported once Django knows its home.
COMMANDS = {
    "init": "zhunsheng.cli.home:init",
    "upgrade": "zhunsheng.cli.home:upgrade",
    "createadmin": "zhunsheng.cli.home:createadmin",
    "doctor": "zhunsheng.cli.home:doctor",
    "blueprint": "zhunsheng.cli.blueprint:blueprint",
    "draft": "zhunsheng.cli.draft:draft",
    "diff": "zhunsheng.cli.blueprint:diff",
    "publish": "zhunsheng.cli.blueprint:publish",
    "load": "zhunsheng.cli.facts:load",
    "receipts": "zhunsheng.cli.facts:list_receipts",
    "problems": "zhunsheng.cli.facts:problems",
    "redo": "zhunsheng.cli.facts:redo",
    "withdraw": "zhunsheng.cli.facts:withdraw",
    "numbers": "zhunsheng.cli.numbers:numbers",
    "explain": "zhunsheng.cli.numbers:explain",
    "close": "zhunsheng.cli.numbers:close",
    "corrections": "zhunsheng.cli.numbers:corrections",
    "calendars": "zhunsheng.cli.calendars:calendars",
    "commitments": "zhunsheng.cli.commitments:commitments",
    "goals": "zhunsheng.cli.goals:goals",
    "why": "zhunsheng.cli.decisions:why",
    "appeals": "zhunsheng.cli.decisions:open_appeals",
    "audit": "zhunsheng.cli.decisions:audit",
    "deadlines": "zhunsheng.cli.deadlines:deadlines",
    "outbox": "zhunsheng.cli.outbox:outbox",
    "connections": "zhunsheng.cli.outbox:connections",
    "people": "zhunsheng.cli.people:people",
    "match": "zhunsheng.cli.people:match",
    "unmatch": "zhunsheng.cli.people:unmatch",
    "demo": "zhunsheng.cli.demo:demo",
    "worker": "zhunsheng.cli.run:worker",
    "serve": "zhunsheng.cli.run:serve",
    "access": "zhunsheng.cli.access:access",
    "openapi": "zhunsheng.cli.access:openapi",
    "bench": "zhunsheng.cli.run:bench",
    "backup": "zhunsheng.cli.home:backup",
    "restore": "zhunsheng.cli.home:restore",
}


class Commands(click.Group):
    """Finds a command by name and loads it when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        configure(ctx.params.get("home") or DEFAULT_HOME)
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is no command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ZhunshengError as error:
            problems = error.problems
        except OUTSIDE as error:
            said = trouble(error, ctx.params["home"].expanduser())
            if said is None:
                raise
            problems = (said,)
        for problem in problems:
            complain(problem, Language(ctx.params["lang"]))
        raise click.exceptions.Exit(TROUBLE)


@click.group(cls=Commands)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_HOME,
    envvar="ZHUNSHENG_HOME",
    show_default=True,
    help="主目录 / the folder that holds everything",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default=lambda: preferred_language().value,
    help="语言 / language of messages",
)
@click.option("--world", default="live", show_default=True, help="世界 / the world to work in")
@click.version_option(package_name="zhunsheng")
@click.pass_context
def cli(ctx: click.Context, home: Path, lang: str, world: str) -> None:
    """准绳 Zhunsheng：绩效管理引擎 / performance management as an engine."""
    ctx.obj = Session(home, Language(lang), world)


def main() -> None:
    """The entry point."""
    # An orderly end, also for the embedded database.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    cli()
