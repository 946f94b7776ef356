"""Commands about working calendars: which years they have, and entering one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from zhunsheng.cli.blueprint import author_option, note_option, session_of, tell_published
from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import Session, warn
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import Change, compare
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.blueprints.actions import enter_year
from zhunsheng.server.blueprints.holidays import announced_year, read_year, with_year
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.blueprints.values import Published
from zhunsheng.server.commitments.lacking import lacking
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

dry_run_option = click.option("--dry-run", is_flag=True, help="只说会改什么 / only say what would change")


@click.group("calendars", invoke_without_command=True)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@click.pass_context
def calendars(ctx: click.Context, shape: str) -> None:
    """工作日历 / Working calendars: for whom, which years have data, what is missing."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_show, shape=shape)


@click.command()
@click.pass_obj
@in_world
def _show(world: WorldInfo, session: Session, shape: str) -> None:
    bundle, today = current(), now(world).astimezone(world.zone).date()
    missing = lacking(bundle, today, world.zone)
    if shape == "json":
        click.echo(_json(bundle, missing))
        return
    for one in bundle.each(Calendar).values():
        session.say(_said(bundle, one))
    for problem in missing:
        warn(problem, session.language)


@calendars.command("import")
@click.argument("calendar")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@dry_run_option
@note_option
@author_option
@in_world
def import_(world: WorldInfo, calendar: str, file: Path, dry_run: bool, note: str, author: str) -> None:
    """导入一年 / Enter a year of CALENDAR from FILE: CSV or XLSX with the columns date and kind."""
    number, year = read_year(open_table(file), file.name)
    if dry_run:
        _rehearse(calendar, number, year)
    else:
        _tell(enter_year(calendar, number, year, now=now(world), note=note or file.name, author=author))


@calendars.command("announced")
@click.argument("calendar")
@click.argument("number", type=click.IntRange(1, 9999), metavar="YEAR")
@dry_run_option
@note_option
@author_option
@in_world
def announced(world: WorldInfo, calendar: str, number: int, dry_run: bool, note: str, author: str) -> None:
    """按公布的安排 / Enter a YEAR of CALENDAR as it was announced for mainland China."""
    year = announced_year(number)
    if dry_run:
        _rehearse(calendar, number, year)
    else:
        _tell(enter_year(calendar, number, year, now=now(world), note=note or f"announced {number}", author=author))


def _rehearse(calendar: str, number: int, year: Year) -> None:
    old = current()
    new = with_year(old, calendar, number, year)
    _say_changes(compare(old, new), new)
    session_of().say(Text(zh="只是试算，没有发布", en="only rehearsed; nothing was published"))


def _tell(made: Published) -> None:
    _say_changes(made.changes, current())
    tell_published(made)
    if not made.unchanged:
        session_of().say(
            Text(
                zh="你的蓝图文件还没有这一年：用 zhunsheng blueprint export 取回，下次发布才不会丢",
                en="your files do not have the year yet: fetch them with zhunsheng blueprint export before you publish",
            )
        )


def _say_changes(changes: Sequence[Change], bundle: Bundle) -> None:
    for change in changes:
        session_of().say(in_words(change, bundle))
    if not changes:
        session_of().say(Text(zh="没有区别", en="no differences"))


def _said(bundle: Bundle, one: Calendar) -> Text:
    years = ", ".join(map(str, sorted(one.years))) or "—"
    whose, company = [*one.holds_for.units, *one.holds_for.regions], one == bundle.calendar
    zh, en = "、".join([*["全公司"] * company, *whose]), ", ".join([*["the company"] * company, *whose])
    hours = ", ".join(one.intervals) or "—"
    return Text(
        zh=f"{one.id}「{one.name.zh}」 适用：{zh or '—'}  时段：{hours}  有数据的年份：{years}",
        en=f"{one.id} '{one.name.en}'  holds for: {en or '—'}  hours: {hours}  years with data: {years}",
    )


def _json(bundle: Bundle, missing: Sequence[Problem]) -> str:
    """Days by year; `missing`: codes and sentences of what it lacks."""
    listed = [
        {
            "id": one.id,
            "name": one.name.model_dump(),
            "company": one == bundle.calendar,
            "holds_for": one.holds_for.model_dump(),
            "intervals": one.intervals,
            "years": {str(number): year.model_dump(mode="json") for number, year in sorted(one.years.items())},
            "missing": [
                {"code": problem.code, "message": problem.message.model_dump()}
                for problem in missing
                if problem.place == one.id
            ],
        }
        for one in bundle.each(Calendar).values()
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1)
