"""Keeping a home: make, upgrade, check, back up, restore."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from zhunsheng.cli.blueprint import publish
from zhunsheng.cli.words import Session, complain, spoken
from zhunsheng.engine.values import Text
from zhunsheng.server.commitments.lacking import CHECK as CALENDARS
from zhunsheng.server.deadlines.checkup import CHECK as DEADLINES
from zhunsheng.server.project.accounts import create_administrator
from zhunsheng.server.project.boot import boot
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds import backup as backups
from zhunsheng.server.worlds import checkup, upkeep

PASSWORD_VARIABLE = "ZHUNSHENG_ADMIN_PASSWORD"  # noqa: S105  the name of a variable


@click.command()
@click.argument("bundle", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_context
def init(ctx: click.Context, bundle: Path | None) -> None:
    """建立主目录 / make a home: folders, database, the world `live`; publish a blueprint if one is named"""
    session: Session = ctx.obj
    home = Home.at(session.path)
    upkeep.found(home)
    session.say(Text(zh=f"主目录已就绪：{home.path}", en=f"the home is ready: {home.path}"))
    if bundle is not None:
        ctx.invoke(publish, directory=bundle, note="init")


@click.command()
@click.pass_obj
def upgrade(session: Session) -> None:
    """升级主目录 / bring a home to this version"""
    applied = upkeep.upgrade(Home.at(session.path))
    session.say(Text(zh=f"已升级，{applied} 项变更", en=f"upgraded; {applied} changes applied"))


@click.command()
@click.argument("username")
@click.pass_obj
def createadmin(session: Session, username: str) -> None:
    """建立管理员 / make an administrator; the password is asked for, or read from the variable or stdin"""
    boot(session.path)
    create_administrator(username, _password(session))
    session.say(Text(zh=f"管理员「{username}」已建立", en=f"administrator '{username}' is there"))


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """体检 / what is wrong, and what to do"""
    session: Session = ctx.obj
    healthy = True
    for finding in checkup.examine(session.path, DEADLINES, CALENDARS):
        healthy = healthy and not finding.problems
        if not finding.problems:
            click.echo(f"✓ {spoken(finding.what, session.language)}")
        for problem in finding.problems:
            complain(problem, session.language)
    ctx.exit(0 if healthy else 1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(session: Session, file: Path) -> None:
    """备份 / database, facts and uploads at one moment, into one file"""
    backups.backup(boot(session.path), file)
    session.say(Text(zh=f"已备份到 {file}", en=f"backed up to {file}"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(session: Session, file: Path) -> None:
    """恢复到新的主目录 / a backup becomes a new home"""
    home = Home.at(session.path)
    backups.restore(home, file)
    session.say(Text(zh=f"已恢复到 {home.path}", en=f"restored into {home.path}"))


def _password(session: Session) -> str:
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    asked: str = click.prompt(
        spoken(Text(zh="密码", en="Password"), session.language), hide_input=True, confirmation_prompt=True
    )
    return asked
