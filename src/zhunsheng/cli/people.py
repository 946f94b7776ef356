"""Commands about people and about what a value means: import, list, match, unmatch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Session, complain
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.queries import employees
from zhunsheng.server.people.refusals import write_refusals
from zhunsheng.server.people.sheet import read_sheet
from zhunsheng.server.people.values import ImportRefused, ImportReport, Refused
from zhunsheng.server.tick import actions as turns
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

DAY = click.DateTime(["%Y-%m-%d"])
SHOWN = 50  # problems printed; all of them are in the file of --errors


@click.group("people")
def people() -> None:
    """人员 / People and where they belong."""


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只试算，不入账 / only rehearse")
@click.option("--partial", is_flag=True, help="有问题的行留下，其余入账 / load the sound rows, leave the others out")
@click.option("--errors", type=click.Path(path_type=Path, dir_okay=False), help="问题行存到 / refused rows go to FILE")
@click.option("--effective", type=DAY, help="变动生效日，默认今天 / changes hold from this day; default: today")
@click.option("--create-managers", is_flag=True, help="名单外的上级也建档 / managers without a row become people")
@click.pass_obj
@in_world
def import_(
    world: WorldInfo,
    session: Session,
    file: Path,
    dry_run: bool,
    partial: bool,
    errors: Path | None,
    effective: datetime | None,
    create_managers: bool,
) -> None:
    """导入名单 / Take over a list of people, found by 工号 (number): CSV or XLSX."""
    moment = now(world).astimezone(world.zone)
    with progress(file.name):
        sheet = read_sheet(open_table(file), world.time_zone, moment)
        try:
            report = import_people(
                sheet.rows,
                effective=effective.date() if effective else None,
                now=moment,
                create_managers=create_managers,
                load_partly=partial,
                dry_run=dry_run,
                unreadable=sheet.unreadable,
            )
        except ImportRefused as refusal:
            report = refusal.report
        else:
            if not dry_run:
                _follow(world)
    if errors is not None and report.refused:
        write_refusals(errors, sheet, report.refused, session.language)
    _tell(session, report, loaded=not dry_run and (partial or not report.refused))
    if report.refused:
        raise click.exceptions.Exit(1 if dry_run or partial else 2)


@people.command("list")
@click.option("--on", type=DAY, help="哪一天，默认今天 / as of this day; default: today")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="输出 / output")
@in_world
def list_(world: WorldInfo, on: datetime | None, shape: str) -> None:
    """名单 / Everybody, with the post held on a day."""
    day: date = on.date() if on else now(world).astimezone(world.zone).date()
    found = employees(day)
    if shape == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str))
        return
    for one in found:
        cells = (one.number, one.name, one.unit, one.position, one.region, one.manager, one.hired, one.left)
        click.echo("\t".join("" if cell is None else str(cell) for cell in cells))


@click.command("match")
@click.argument("dimension")
@click.argument("text")
@click.argument("key")
@click.pass_obj
@in_world
def match(world: WorldInfo, session: Session, dimension: str, text: str, key: str) -> None:
    """对应 / Let the value TEXT of a DIMENSION mean its member KEY, in old facts and new ones."""
    turns.match(world, dimension, text, key, now(world))
    session.say(Text(zh=f"「{text}」从此就是「{key}」", en=f"'{text}' means '{key}' from now on"))


@click.command("unmatch")
@click.argument("dimension")
@click.argument("text")
@click.pass_obj
@in_world
def unmatch(world: WorldInfo, session: Session, dimension: str, text: str) -> None:
    """取消对应 / Take a match back."""
    turns.unmatch(world, dimension, text, now(world))
    session.say(Text(zh=f"「{text}」不再对应别的对象", en=f"'{text}' stands for itself again"))


def _follow(world: WorldInfo) -> None:
    """Let the numbers follow, where a blueprint says which there are."""
    if current_number():
        turns.tick(world)


def _tell(session: Session, report: ImportReport, *, loaded: bool) -> None:
    for one in report.refused[:SHOWN]:
        complain(one.problem, session.language)
    if (more := len(report.refused) - SHOWN) > 0:
        session.say(
            Text(
                zh=f"……另有 {more} 个问题；用 --errors 存成文件", en=f"… {more} more problems; --errors saves them all"
            )
        )
    counts = (report.new, report.changed, report.left, report.unchanged, _rows(report.refused))
    done = Text(zh="已导入", en="loaded") if loaded else Text(zh="没有入账", en="nothing was written")
    session.say(
        Text(
            zh="{5}：新增 {0}，变动 {1}，离职 {2}，不变 {3}，有问题的行 {4}".format(*counts, done.zh),
            en="{5}: {0} new, {1} changed, {2} left, {3} unchanged, {4} rows refused".format(*counts, done.en),
        )
    )


def _rows(refused: Sequence[Refused]) -> int:
    return len({row for one in refused for row in one.rows})
