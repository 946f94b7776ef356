"""Commands about numbers: numbers, explain, close, corrections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import islice

import click
from rich.console import Console
from rich.table import Table

from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import Language, Session, spoken
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, Problem, Text, Window, ZhunshengError
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics import queries
from zhunsheng.server.metrics.actions import correct
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.explain import explain as explained
from zhunsheng.server.metrics.values import Explanation, Number
from zhunsheng.server.tick import actions
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

FORMATS = click.Choice(["text", "json"])
DAY = click.DateTime(formats=["%Y-%m-%d"])
MOMENT = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"])


@contextmanager
def scene_of(world: WorldInfo) -> Iterator[Scene]:
    """Where the world's numbers are computed."""
    with reading.backend(world) as engine:
        yield Scene(world, current(), engine, now(world))


@click.command("numbers")
@click.argument("metric")
@click.option("--by", "dimension", default="person", show_default=True, help="维度 / dimension")
@click.option("--grain", type=click.Choice([g.value for g in Grain]), default="month", show_default=True)
@click.option("--from", "start", type=DAY, help="起始日 / first day")
@click.option("--to", "end", type=DAY, help="截止日（含） / last day, included")
@click.option("--as-of", "as_of", type=MOMENT, help="按当时所知 / by what was recorded until then")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def numbers(
    world: WorldInfo,
    session: Session,
    metric: str,
    dimension: str,
    grain: str,
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    shape: str,
) -> None:
    """数字 / The numbers of METRIC by subject and period."""
    if start and end and end < start:
        raise ZhunshengError(backwards(start, end))
    window = Window(start.date() if start else None, queries.day_after(end.date()) if end else None)
    with scene_of(world) as scene:
        moment = moment_of(world, as_of)
        asked = queries.numbers(scene, metric, dimension, Grain(grain), window, moment)
        unit = queries.metric_of(scene, metric).unit
    found = (_in_language(number, session.language) for number in asked)
    if shape == "json":
        _json(found)
    elif not _tables(session, found, unit):
        since = f"({moment.astimezone(world.zone):%Y-%m-%d %H:%M:%S %Z})" if moment else ""
        session.say(
            Text(zh=f"没有数字：这段时间没有事实{since}", en=f"No numbers: there are no facts in that time {since}")
        )


def _json(found: Iterator[Number]) -> None:
    """One array, a number at a time."""
    opening = "["
    for number in found:
        click.echo(opening + json.dumps(asdict(number), ensure_ascii=False, indent=1), nl=False)
        opening = ",\n"
    click.echo("[]" if opening == "[" else "]")


def _in_language(number: Number, language: str) -> Number:
    """The number under the name that the reader's language has for nobody and for the whole company."""
    said = {queries.BLANK.zh: queries.BLANK, queries.COMPANY.zh: queries.COMPANY}.get(number.name)
    return (
        replace(number, name=spoken(said, Language(language)))
        if said and number.subject in (None, "company")
        else number
    )


def moment_of(world: WorldInfo, as_of: datetime | None) -> datetime | None:
    """A moment as typed is the company's local time, unless it says otherwise."""
    if as_of is None:
        return None
    local = as_of if as_of.tzinfo else as_of.replace(tzinfo=world.zone)
    return local.astimezone(UTC)


ROWS = 10_000
"""Rows of a table laid out together."""
STATES = {
    "value": Text(zh="", en=""),
    "no_data": Text(zh="无数据", en="no data"),
    "too_few": Text(zh="样本过少", en="too few"),
    "undated": Text(zh="无日期", en="undated"),
    "error": Text(zh="无法计算", en="error"),
}


def _tables(session: Session, found: Iterator[Number], unit: str) -> bool:
    """The numbers under one heading, some thousand rows at a time; whether there were any."""
    headed = False
    while rows := list(islice(found, ROWS)):
        _table(session, rows, unit, headed=not headed)
        headed = True
    return headed


def _table(session: Session, found: list[Number], unit: str, *, headed: bool) -> None:
    table = Table(box=None, pad_edge=False, show_header=headed)
    for zh, en, justify in (
        ("对象", "subject", "left"),
        ("周期", "period", "left"),
        (f"值（{unit}）", f"value ({unit})", "right"),
        ("样本", "n", "right"),
        ("状态", "state", "left"),
    ):
        table.add_column(zh if session.language == "zh" else en, justify=justify)  # type: ignore[arg-type]
    for number in found:
        value = "—" if number.value is None else figure(number.value, unit)
        state = STATES[number.state]
        said = state.zh if session.language == "zh" else state.en
        table.add_row(number.name, number.period or "—", value, f"{number.n:,}", said)
    Console().print(table)


def figure(value: float, unit: str) -> str:
    """A number as people read it."""
    if unit == "%":
        return f"{value:.1%}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


@click.command("explain")
@click.argument("metric")
@click.option("--of", "of", required=True, help="谁 / of whom or what: key or name")
@click.option("--period", required=True, help="2017-03 · 2017-Q3 · 2017-W31 · 2017-08-05")
@click.option("--by", "dimension", help="维度 / dimension, where the name alone is not enough")
@click.option("--as-of", "as_of", type=MOMENT, help="按当时所知 / by what was recorded until then")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def explain(
    world: WorldInfo,
    session: Session,
    metric: str,
    of: str,
    period: str,
    dimension: str | None,
    as_of: datetime | None,
    shape: str,
) -> None:
    """为什么 / Why a number is what it is: formula, inputs, rows, source, versions."""
    with scene_of(world) as scene:
        found = explained(scene, metric, of, Period.parse(period), dimension, moment_of(world, as_of))
    if shape == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _say(session, found)


def _say(session: Session, found: Explanation) -> None:
    number = found.number
    value = "—" if number.value is None else figure(number.value, found.unit)
    inputs = ", ".join(f"{name} {part}" for name, part in found.inputs.items())
    versions = ", ".join(f"{name} v{version}" for name, version in found.versions.items())
    session.say(
        Text(
            zh=f"{number.name} {number.period}：{value} {found.unit}"
            f"（样本 {number.n}，{STATES[number.state].zh or '有值'}）\n"
            f"  定义：{found.formula['zh']}\n  组成：{inputs}\n  数据：{versions}；蓝图第 {found.release} 版\n"
            f"  依据 {found.rows_total} 行：",
            en=f"{number.name} {number.period}: {value} {found.unit} (n {number.n}, {number.state})\n"
            f"  definition: {found.formula['en']}\n  made of: {inputs}\n  facts: {versions}; release {found.release}\n"
            f"  stands on {found.rows_total} rows:",
        )
    )
    for row in found.rows:
        cells = ", ".join(f"{name}={value}" for name, value in row.fact.items() if value is not None)
        click.echo(f"    {row.file}:{row.row}  {cells}")


@click.command("close")
@click.option("--from", "start", type=DAY, required=True, help="起始日 / first day")
@click.option("--to", "end", type=DAY, required=True, help="截止日（含） / last day, included")
@click.option("--by", "by", required=True, help="关账人 / who closes")
@click.option("--note", default="", help="说明 / why")
@click.pass_obj
@in_world
def close(world: WorldInfo, session: Session, start: datetime, end: datetime, by: str, note: str) -> None:
    """关账 / Close a time: its numbers change only by a correction that somebody accepts."""
    last: date = end.date()
    closing = actions.close(world, start.date(), queries.day_after(last), by=by, now=now(world), note=note)
    session.say(
        Text(zh=f"已关账 {start:%Y-%m-%d} 至 {last}(#{closing})", en=f"Closed {start:%Y-%m-%d} to {last} (#{closing})")
    )


@click.command("corrections")
@click.option("--accept", "accepted", type=int, metavar="CLOSING", help="接受 / let a closing know what is known now")
@click.option("--reject", "rejected", type=int, metavar="CLOSING", help="驳回 / leave the closed numbers")
@click.option("--by", "by", help="谁决定 / who decides")
@click.option("--format", "shape", type=FORMATS, default="text", help="输出 / output")
@click.pass_obj
@in_world
def corrections(
    world: WorldInfo, session: Session, accepted: int | None, rejected: int | None, by: str | None, shape: str
) -> None:
    """更正 / Corrections that late facts raise to closed numbers."""
    if (accepted or rejected) and not by:
        raise click.UsageError("谁决定？加上 --by 姓名 / who decides? add --by NAME")
    if accepted is not None:
        changed = actions.accept_corrections(world, accepted, by=by or "", now=now(world))
        session.say(Text(zh=f"已接受 {changed} 个更正", en=f"{changed} corrections accepted"))
    if rejected is not None:
        kept = correct.reject_corrections(rejected, by=by or "")
        session.say(Text(zh=f"已驳回 {kept} 个更正", en=f"{kept} corrections rejected"))
    found = queries.corrections()
    if shape == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str))
        return
    units = {name: metric.unit for name, metric in current().each(Metric).items()}
    for one in found:
        before, after = (
            "—" if value is None else figure(value, units[one.metric]) for value in (one.before, one.after)
        )
        unit = units[one.metric]
        click.echo(f"#{one.closing}  {one.metric}  {one.subject}  {one.period}  {before} → {after} {unit}")


def backwards(start: datetime, end: datetime) -> Problem:
    return Problem(
        "window.backwards",
        Text(
            zh=f"截止日 {end:%Y-%m-%d} 早于起始日 {start:%Y-%m-%d}",
            en=f"--to {end:%Y-%m-%d} is before --from {start:%Y-%m-%d}",
        ),
        Text(zh="对调两个日期", en="swap the two days"),
    )
