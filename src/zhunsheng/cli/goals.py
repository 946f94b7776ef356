"""Commands about goals: whether their links are true; lists of them in and out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from zhunsheng.cli.context import in_world
from zhunsheng.cli.numbers import FORMATS, MOMENT, moment_of, scene_of
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Session, complain, spoken
from zhunsheng.engine.metrics.figures import figure
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.words import STATES
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.goals.actions import import_goals
from zhunsheng.server.goals.export import write_workbook
from zhunsheng.server.goals.queries import check as checked
from zhunsheng.server.goals.queries import landings
from zhunsheng.server.goals.sheet import read_files
from zhunsheng.server.goals.values import Checked, Counts, ImportRefused, ImportReport, Landed
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

SHOWN = 50
"""Problems printed one by one."""


@click.group("goals")
def goals() -> None:
    """目标 / Goals: who is to reach what, and whether one really serves another."""


@goals.command("check")
@click.option("--as-of", "as_of", type=MOMENT, help="按当时所知 / by what was known then (default: now)")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def check(world: WorldInfo, session: Session, as_of: datetime | None, shape: str) -> None:
    """对证 / Whether each link between goals holds in the numbers: 成立 holds, 走样 distorted, 待证 unproven."""
    with scene_of(world) as scene:
        found = checked(scene, moment_of(world, as_of))
    if shape == "json":
        click.echo(json.dumps([_as_json(one) for one in found.links], ensure_ascii=False, indent=1))
    else:
        _show(session, found.links)
    _complain(session, found.others)


@goals.command("landing")
@click.option("--as-of", "as_of", type=MOMENT, help="按当时所知 / by what was known then (default: now)")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def landing(world: WorldInfo, session: Session, as_of: datetime | None, shape: str) -> None:
    """落点 / Where each goal comes to lie if every goal that supports it reaches its target."""
    with scene_of(world) as scene:
        found, metrics = landings(scene, moment_of(world, as_of)), scene.bundle.each(Metric)
    if shape == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        session.say(_landed(one, metrics[one.metric].unit))


@goals.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="只试算，不入账 / only rehearse")
@click.pass_obj
@in_world
def import_(world: WorldInfo, session: Session, files: Sequence[Path], dry_run: bool) -> None:
    """导入 / Take over goals and links: a workbook with both sheets, CSV files, or a folder of them."""
    moment = now(world)
    with scene_of(world) as scene, progress(", ".join(file.name for file in files)):
        sheets = read_files(files, world.time_zone, moment)
        try:
            report = import_goals(scene, sheets, now=moment, dry_run=dry_run)
        except ImportRefused as refusal:
            report = refusal.report
    _tell(session, report, loaded=not dry_run and not report.refused)
    if report.refused:
        raise click.exceptions.Exit(1 if dry_run else 2)


@goals.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
@in_world
def export(world: WorldInfo, session: Session, file: Path) -> None:
    """导出 / All goals and links as a workbook that the import reads again."""
    many, links = write_workbook(file, session.language)
    session.say(Text(zh=f"{file.name}：{many} 个目标，{links} 条链接", en=f"{file.name}: {many} goals, {links} links"))


def _landed(one: Landed, unit: str) -> Text:
    now, target, value, low, high = (
        _figure(each, unit) for each in (one.now, one.target, one.value, one.low, one.high)
    )
    if one.value is None:
        return Text(
            zh=f"{one.goal}：目标 {target.zh}；还估不出下级全部达成时会到哪里",
            en=f"{one.goal}: target {target.en}; where its children would take it cannot be estimated yet",
        )
    return Text(
        zh=f"{one.goal}：照现在 {now.zh}，下级全部达成 {value.zh} [{low.zh}, {high.zh}]，目标 {target.zh}",
        en=f"{one.goal}: as things go {now.en}, with every child reached {value.en} [{low.en}, {high.en}], "
        f"target {target.en}",
    )


def _figure(value: float | None, unit: str) -> Text:
    return Text(zh="—", en="—") if value is None else figure(value, unit)


def _as_json(one: Checked) -> dict[str, Any]:
    return {
        **{name: value for name, value in asdict(one).items() if name not in ("reason", "problems")},
        "reason": one.reason.model_dump(),
        "problems": [_problem(problem) for problem in one.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "place": problem.place,
        "message": problem.message.model_dump(),
        "remedy": problem.remedy and problem.remedy.model_dump(),
    }


def _show(session: Session, found: Sequence[Checked]) -> None:
    table = Table(box=None, pad_edge=False)
    heads = (Text(zh="链接", en="Link"), Text(zh="判定", en="State"), Text(zh="依据", en="Why"))
    for head in heads:
        table.add_column(spoken(head, session.language), overflow="fold")
    for one in found:
        said = [one.reason, *(problem.message for problem in one.problems)]
        lines = "\n· ".join(spoken(text, session.language) for text in said)
        table.add_row(one.link, spoken(STATES[one.state], session.language), lines)
    Console().print(table)
    many = {state: sum(one.state == state for one in found) for state in STATES}
    session.say(
        Text(
            zh=f"{len(found)} 条链接：" + "，".join(f"{STATES[state].zh} {count}" for state, count in many.items()),
            en=f"{len(found)} links: " + ", ".join(f"{count} {STATES[state].en}" for state, count in many.items()),
        )
    )


def _tell(session: Session, report: ImportReport, *, loaded: bool) -> None:
    _complain(session, [one.problem for one in report.refused])
    if not report.refused:
        _complain(session, [*report.remarks, *(flaw.problem for flaw in report.flaws)])
    done = Text(zh="已导入", en="loaded") if loaded else Text(zh="没有入账", en="nothing was written")
    ours, theirs = _counted(report.goals), _counted(report.links)
    session.say(
        Text(
            zh=f"{done.zh}：目标{ours.zh}；链接{theirs.zh}；有问题的行 {len(report.refused)}",
            en=f"{done.en}: goals {ours.en}; links {theirs.en}; {len(report.refused)} rows refused",
        )
    )


def _counted(counts: Counts) -> Text:
    zh, en = (f"，取消 {counts.ended}", f", {counts.ended} ended") if counts.ended else ("", "")
    return Text(
        zh=f"新增 {counts.new}，变动 {counts.changed}，不变 {counts.unchanged}{zh}",
        en=f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged{en}",
    )


def _complain(session: Session, problems: Sequence[Problem]) -> None:
    for problem in problems[:SHOWN]:
        complain(problem, session.language)
    if (more := len(problems) - SHOWN) > 0:
        session.say(Text(zh=f"……另有 {more} 个问题", en=f"… {more} more problems"))
