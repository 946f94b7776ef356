"""Reading the lake: a backend that may see this world's folder, and the facts of a source in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis
from django.conf import settings
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.facts.lake import LakeTable, columns
from zhunsheng.server.worlds.values import WorldInfo


def backend(world: WorldInfo) -> DuckDb:
    """A fresh DuckDB for this thread; use it in a `with`."""
    limits = Limits(settings.COMPUTE_MEMORY, settings.COMPUTE_THREADS, str(settings.HOME.scratch))
    return DuckDb([str(world.lake)], world.time_zone, limits)


def lake_of(world: WorldInfo, source: Source) -> LakeTable:
    return LakeTable(Path(world.lake) / source.id, source)


def rows(engine: Backend, lake: LakeTable, months: Iterable[str] | None = None, *, version: int | None = None) -> Table:
    """Facts and closures of the months (None: all), in today's columns."""
    which = "all" if months is None else ",".join(chosen := sorted(set(months)))
    files = lake.files(None if months is None else chosen, version=version)
    label = hashlib.sha256(f"{which}:{version}".encode()).hexdigest()[:12]
    return from_files(engine, f"facts_{lake.source.id}_{label}", lake.source, files)


def from_files(engine: Backend, name: str, source: Source, files: Sequence[str]) -> Table:
    """Facts and closures of the files, in today's columns; those that the source gained since are empty.

    `name` tells apart what one expression reads: the same name means the same files.
    """
    schema = columns(source)
    table = engine.files(name, files, schema)
    known = {name: table[name].cast(type_) for name, type_ in schema.items() if name in table.columns}
    missing = {name: ibis.null(type_) for name, type_ in schema.items() if name not in table.columns}
    return table.select(**known, **missing)
