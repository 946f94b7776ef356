"""A file that was handed in goes into its source: asked for once, done as a job, seen on its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.access.visits import changed_later
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.accept import Progress
from zhunsheng.server.facts.actions.load import Handed, load
from zhunsheng.server.project.trouble import OUTSIDE, trouble
from zhunsheng.server.sources.models import Upload
from zhunsheng.server.sources.uploads.keeping import path_of
from zhunsheng.server.sources.uploads.understanding import called_by, opened
from zhunsheng.server.subjects.actions import match
from zhunsheng.server.worlds.channel import announce
from zhunsheng.server.worlds.context import enter, tick_lock
from zhunsheng.server.worlds.queries import now, real_now
from zhunsheng.server.worlds.values import WorldInfo

EVERY = 0.5
"""Seconds between two signs of progress, at least."""


def carry_out(world: WorldInfo, upload: str) -> None:
    """Load the file as it was asked for. What refuses it is kept with it; once loaded, it is loaded no more.

    Cut off, it can be carried out again: under its key the batch that was accepted is the same.
    """
    row = Upload.objects.filter(id=upload, state=Upload.State.LOADING).first()
    if row is None:
        return
    try:
        batch = _loaded(world, row)
    except ZhunshengError as error:
        _end(row, Upload.State.FAILED, error.problems)
        return
    except OUTSIDE as error:
        said = trouble(error, settings.HOME.path)
        if said is None or said.code != "disk.full":
            raise  # the job is tried again
        _end(row, Upload.State.FAILED, (said,))
        return
    _end(row, Upload.State.LOADED, tuple(_matched(world, row.asked["matches"])), batch)


def _loaded(world: WorldInfo, row: Upload) -> int:
    source = current().find(Source, row.asked["source"])
    if source is None:
        raise ZhunshengError(_source_gone(row.asked["source"]))
    people: set[int] = set()
    handed = Handed(
        name=row.name,
        sheet=row.asked["sheet"],
        corrections={int(number): cells for number, cells in row.asked["corrections"].items()},
        replace=row.asked.get("replace", {}),
        sender=row.username,
        key=f"upload:{row.id}",
        changed=people.update,
        opened=opened,
    )
    path = path_of(world, row)
    with called_by(path, row.name), _telling(world, row) as progress:
        batch = load(world, source, path, now(world), progress, handed)
    if people:
        told = f"{row.name} → {source.id} #{batch}"
        changed_later(row.account, row.username, real_now(), "uploads.load", people, told)
    return batch


@contextmanager
def _telling(world: WorldInfo, row: Upload) -> Iterator[Progress]:
    """Rows done are written down by a connection of its own, so that they are seen before the rest is committed."""
    done, told = 0, monotonic()
    writing: Future[None] | None = None

    def write(rows: int) -> None:
        with enter(world):
            Upload.objects.filter(id=row.id).update(done=rows)

    def leave() -> None:
        connection.close()  # of the thread that runs this

    with ThreadPoolExecutor(max_workers=1) as pool:

        def progress(rows: int) -> None:
            nonlocal done, told, writing
            done += rows
            if monotonic() - told >= EVERY and _over(writing):
                told, writing = monotonic(), pool.submit(write, done)

        try:
            yield progress
        finally:
            pool.submit(leave)


def _over(writing: Future[None] | None) -> bool:
    return writing is None or writing.done()


def _matched(world: WorldInfo, matches: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Let values mean members, alone with the world's numbers; what cannot be, is said and stops nothing else."""
    if not matches:
        return
    with tick_lock(world):
        for one in matches:
            try:
                match(one["dimension"], one["text"], one["key"], now=now(world))
            except ZhunshengError as error:
                yield from error.problems
    announce()


def _end(row: Upload, state: Upload.State, faults: Sequence[Problem], batch: int | None = None) -> None:
    row.state, row.batch = state, batch
    row.faults = [ProblemItem.of(one).model_dump(mode="json") for one in faults]
    row.done = row.total or row.done if batch else 0
    row.save(update_fields=["state", "batch", "faults", "done"])


def _source_gone(name: str) -> Problem:
    return Problem(
        "upload.no_source",
        Text(zh=f"数据源「{name}」已不在蓝图里", en=f"the source '{name}' is in the blueprint no more"),
        Text(zh="选另一个数据源，再装入", en="choose another source and load it again"),
    )
