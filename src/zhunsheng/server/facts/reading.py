"""Reading the lake: a backend that may see this world's folder, and the facts of a source in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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
    """Facts and closures of the months (None: all), in today's columns. One expression reads a source once."""
    return engine.files(f"facts_{lake.source.id}", lake.files(months, version=version), columns(lake.source))
