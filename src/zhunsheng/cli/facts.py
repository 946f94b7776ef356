"""Commands about facts: load, receipts, problems, redo, withdraw."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Session, complain, spoken
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.load import load as load_file
from zhunsheng.server.facts.actions.load import rehearse
from zhunsheng.server.facts.actions.redo import drop as drop_rows
from zhunsheng.server.facts.actions.redo import redo as redo_rows
from zhunsheng.server.facts.notes import as_json
from zhunsheng.server.facts.queries import naming, receipt, receipts, waiting
from zhunsheng.server.facts.values import Receipt, Waiting
from zhunsheng.server.project.trouble import OUTSIDE
from zhunsheng.server.subjects.queries import unmatched
from zhunsheng.server.subjects.values import Unmatched
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.tick.actions import withdraw as withdraw_batch
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

FORMATS = click.Choice(["text", "json"])


@click.command("load")
@click.argument("source")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只试算，不入账 / only rehearse")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def load(world: WorldInfo, session: Session, source: str, file: Path, dry_run: bool, shape: str) -> None:
    """读入文件 / Load a CSV or XLSX file into SOURCE and print the receipt."""
    entity, moment, began = source_of(source), now(world), time.monotonic()
    with progress(file.name) as done:
        if dry_run:
            found = rehearse(world, entity, file, moment, done)
        else:
            batch = load_file(world, entity, file, moment, done)
            with _safe(session, batch):
                tick(world)
            found = receipt(batch)
    _show(session, found, shape, time.monotonic() - began)
    if not found.accounted:
        raise click.exceptions.Exit(1)


@contextmanager
def _safe(session: Session, batch: int) -> Iterator[None]:
    """Say of an accepted batch that it is safe, whatever keeps it from being settled now."""
    try:
        yield
    except (ZhunshengError, *OUTSIDE):
        said = Text(
            zh=f"批次 {batch} 已接收，不必再发；下一次处理时入账。",
            en=f"Batch {batch} is accepted and need not be sent again; it is settled at the next turn.",
        )
        click.echo(spoken(said, session.language), err=True)
        raise


def source_of(name: str) -> Source:
    """The source by id; raises ZhunshengError with the nearest one."""
    known = current().each(Source)
    if name in known:
        return known[name]
    raise ZhunshengError(
        Problem(
            "source.unknown",
            Text(zh=f"没有数据源「{name}」", en=f"there is no source '{name}'"),
            proposal(name, known),
        )
    )


@click.command("receipts")
@click.argument("source", required=False)
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def list_receipts(world: WorldInfo, session: Session, source: str | None, shape: str) -> None:
    """回执 / What became of every batch, newest first."""
    found = receipts(source)
    if shape == "json":
        click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        _show(session, one, "text", None)


@click.command("problems")
@click.argument("source", required=False)
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def problems(world: WorldInfo, session: Session, source: str | None, shape: str) -> None:
    """待处理 / Quarantined rows, and values that match nothing in their list."""
    rows, strays = waiting(source), unmatched()
    named = _named(world, strays)
    if shape == "json":
        found = [{"kind": "quarantined", **asdict(row)} for row in rows]
        found += [{"kind": "unmatched", **_stray(stray, named)} for stray in strays]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        _show_waiting(session, row)
    for stray in strays:
        near, near_en = "、".join(stray.proposals), ", ".join(stray.proposals)
        where = ", ".join(f"{name} {rows:,}" for name, rows in named[stray.id].items())
        session.say(
            Text(
                zh=f"未匹配 {stray.dimension}「{stray.key}」({where} 行)" + (f"，是不是「{near}」？" if near else ""),
                en=f"unmatched {stray.dimension} '{stray.key}' (rows: {where})"
                + (f"; did you mean: {near_en}?" if near else ""),
            )
        )
    if not rows and not strays:
        session.say(Text(zh="没有待处理的行或值。", en="No rows or values wait."))


def _show_waiting(session: Session, row: Waiting) -> None:
    session.say(
        Text(zh=f"隔离 #{row.id} {row.file} 第 {row.row} 行", en=f"quarantined #{row.id} {row.file} row {row.row}")
    )
    for problem in row.problems:
        said = Text(zh=problem["zh"], en=problem["en"])
        remedy = Text(zh=problem["remedy_zh"], en=problem["remedy_en"])
        complain(Problem(problem["code"], said, remedy if remedy.zh else None, problem["field"]), session.language)


def _named(world: WorldInfo, strays: list[Unmatched]) -> dict[int, dict[str, int]]:
    """Unmatched value's id → source → how many of its standing facts name it."""
    by_dimension: dict[str, list[int]] = {}
    for stray in strays:
        by_dimension.setdefault(stray.dimension, []).append(stray.id)
    named: dict[int, dict[str, int]] = {stray.id: {} for stray in strays}
    with reading.backend(world) as engine:
        for source in current().each(Source).values():
            for subject, rows in naming(engine, reading.lake_of(world, source), by_dimension).items():
                named[subject][source.id] = rows
    return named


def _stray(stray: Unmatched, named: dict[int, dict[str, int]]) -> dict[str, object]:
    """An unmatched value as the list of problems shows it."""
    return {
        "dimension": stray.dimension,
        "value": stray.key,
        "proposals": stray.proposals,
        "first_seen": stray.first_seen,
        "rows": named[stray.id],
    }


@click.command("redo")
@click.argument("source")
@click.option("--set", "edits", multiple=True, metavar="ID:FIELD=TEXT", help="改正 / mend a cell of a waiting row")
@click.option(
    "--drop", "dropped", multiple=True, type=int, metavar="ID", help="放弃 / a waiting row that shall not be read"
)
@click.pass_obj
@in_world
def redo(world: WorldInfo, session: Session, source: str, edits: tuple[str, ...], dropped: tuple[int, ...]) -> None:
    """重读隔离行 / Read the quarantined rows of SOURCE again."""
    entity = source_of(source)
    if dropped:
        count = drop_rows(source, list(dropped))
        session.say(Text(zh=f"放弃了 {count} 行。", en=f"{count} rows are dropped."))
    batch = redo_rows(entity, world.time_zone, now(world), _edits(edits))
    if batch is not None:
        tick(world)
        _show(session, receipt(batch), "text", None)
    left = waiting(source)
    session.say(Text(zh=f"还有 {len(left)} 行在等待。", en=f"{len(left)} rows still wait."))
    for row in left:
        _show_waiting(session, row)


def _edits(said: tuple[str, ...]) -> dict[int, dict[str, str]]:
    edits: dict[int, dict[str, str]] = {}
    for text in said:
        row, colon, rest = text.partition(":")
        field, equals, value = rest.partition("=")
        if not (row.isdigit() and colon and equals):
            raise click.BadParameter(f"'{text}': ID:FIELD=TEXT")
        edits.setdefault(int(row), {})[field] = value
    return edits


@click.command("withdraw")
@click.argument("source")
@click.argument("batch", type=int)
@click.pass_obj
@in_world
def withdraw(world: WorldInfo, session: Session, source: str, batch: int) -> None:
    """撤回批次 / Take a batch back; the numbers follow."""
    withdraw_batch(world, source_of(source), batch, now(world))
    session.say(Text(zh=f"批次 {batch} 已撤回，数字已更新。", en=f"Batch {batch} is withdrawn; the numbers follow."))


def as_dict(found: Receipt) -> dict[str, object]:
    """A receipt as JSON shows it."""
    notes = [as_json(note) for note in found.notes]
    return {**asdict(found), "accepted_at": found.accepted_at.isoformat(), "notes": notes}


def _show(session: Session, found: Receipt, shape: str, seconds: float | None) -> None:
    if shape == "json":
        click.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=1))
        return
    took = "" if seconds is None else f" {seconds:.1f} s"
    name = found.batch or "—"
    session.say(
        Text(
            zh=f"回执 {name} · {found.source} · {found.name}{took}\n"
            f"  {found.rows:,} 行 = 新增 {found.new:,} + 变更 {found.changed:,} + 重复 {found.duplicate:,}"
            f" + 隔离 {found.quarantined:,} + 空行 {found.blank:,}",
            en=f"Receipt {name} · {found.source} · {found.name}{took}\n"
            f"  {found.rows:,} rows = {found.new:,} new + {found.changed:,} changed + {found.duplicate:,} duplicate"
            f" + {found.quarantined:,} quarantined + {found.blank:,} blank",
        )
    )
    if found.state == "accepted":
        session.say(Text(zh="  已接收，尚未入账", en="  accepted, not settled yet"))
    for note in found.notes:
        session.say(Text(zh=f"  注：{note.message.zh}", en=f"  note: {note.message.en}"))
        if note.remedy is not None:
            session.say(Text(zh=f"    → {note.remedy.zh}", en=f"    → {note.remedy.en}"))
