"""The blueprint: check, compare, publish, look back, restore, export."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import Session, spoken, warn
from zhunsheng.engine.blueprint.bundle import Bundle, write
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.diff import Change, compare
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints import queries
from zhunsheng.server.blueprints.directory import read_directory, write_directory
from zhunsheng.server.blueprints.values import Published
from zhunsheng.server.drafts.actions.publish import Terms, put_out
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

_SINCE_EVER = Text(zh="一直以来", en="since ever")

folder = click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
note_option = click.option("--note", default="", help="为什么 / why")
effective_option = click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    help="从哪天起生效（默认：一直以来）/ first day in force (default: since ever)",
)
author_option = click.option("--author", default="", envvar="USER", help="谁 / who")


@click.group()
def blueprint() -> None:
    """蓝图 / the company's configuration"""


@blueprint.command()
@folder
@click.pass_obj
def check(session: Session, directory: Path) -> None:
    """检查 / every problem of a bundle at once"""
    bundle = sound(read_directory(directory))
    count = len(bundle.entities)
    session.say(Text(zh=f"{count} 个对象，没有问题", en=f"{count} entities, no problems"))


@blueprint.command()
@in_world
def releases(_: WorldInfo) -> None:
    """发布历史 / what was published, oldest first"""
    session = session_of()
    for release in queries.releases():
        since = release.effective.isoformat() if release.effective else spoken(_SINCE_EVER, session.language)
        published = release.published_at.isoformat(timespec="seconds")
        click.echo("\t".join((str(release.number), since, published, release.author, release.note)).rstrip())


@blueprint.command()
@click.argument("number", type=click.IntRange(min=1))
@note_option
@effective_option
@author_option
@in_world
def restore(world: WorldInfo, number: int, note: str, effective: datetime | None, author: str) -> None:
    """恢复 / publish an earlier release anew"""
    _publish(queries.bundle_of(number), Terms(now(world), author, note, _day(effective)))


@blueprint.command()
@folder
@in_world
def export(_: WorldInfo, directory: Path) -> None:
    """导出 / what is published, as files"""
    write_directory(directory, write(queries.current()))
    session_of().say(Text(zh=f"已导出到 {directory}", en=f"exported to {directory}"))


@click.command()
@folder
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
@in_world
def diff(_: WorldInfo, directory: Path, style: str) -> None:
    """比较 / how a bundle differs from what is published"""
    old, new = queries.current(), sound(read_directory(directory))
    changes = compare(old, new)
    if style == "json":
        listed = [_as_json(change, _names(change, old, new)) for change in changes]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2, default=str))
        return
    for change in changes:
        session_of().say(in_words(change, _names(change, old, new)))
    if not changes:
        session_of().say(Text(zh="没有区别", en="no differences"))


@click.command()
@folder
@note_option
@effective_option
@author_option
@in_world
def publish(world: WorldInfo, directory: Path, note: str, effective: datetime | None, author: str) -> None:
    """发布 / make a bundle the one that holds"""
    _publish(sound(read_directory(directory)), Terms(now(world), author, note, _day(effective)))


def _publish(bundle: Bundle, terms: Terms) -> None:
    """Publish, and say what is worth knowing of it."""
    made, remarks = put_out(bundle, terms)
    tell_published(made)
    for remark in remarks:
        warn(remark, session_of().language)


def tell_published(made: Published) -> None:
    """Say which release holds now."""
    number, count = made.release.number, len(made.changes)
    if made.unchanged:
        said = Text(zh=f"没有变化，仍是第 {number} 次发布", en=f"nothing changed; release {number} stands")
    else:
        said = Text(zh=f"第 {number} 次发布，{count} 处变化", en=f"release {number}: {count} changes")
    session_of().say(said)
    for later in made.outlived_by:
        session_of().say(
            Text(
                zh=f"注意：从 {later.effective} 起仍按第 {later.number} 次发布",
                en=f"mind: from {later.effective} on release {later.number} still holds",
            )
        )


def _as_json(change: Change, bundle: Bundle) -> dict[str, object]:
    said = in_words(change, bundle)
    return {
        "kind": change.ref.kind if change.ref else None,
        "id": change.ref.id if change.ref else None,
        "what": change.what,
        "path": list(change.path),
        "old": plain(change.old),
        "new": plain(change.new),
        "affects": [str(ref) for ref in change.affects],
        "text": {"zh": said.zh, "en": said.en},
    }


def _names(change: Change, old: Bundle, new: Bundle) -> Bundle:
    """Where the names in a sentence come from."""
    return old if change.what == "removed" else new


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def session_of() -> Session:
    """What the options before the command say."""
    return click.get_current_context().ensure_object(Session)
