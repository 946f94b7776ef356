"""DuckDB in this process: the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType

import ibis
import pyarrow as pa
from ibis.expr.types import Table


@dataclass(frozen=True)
class Limits:
    """What a computation may use. `memory` as DuckDB writes it; `scratch` takes what does not fit."""

    memory: str = "2GB"
    threads: int = 2
    scratch: str | None = None


class DuckDb(AbstractContextManager["DuckDb"]):
    """DuckDB in this process, allowed to see only the folders named."""

    def __init__(self, folders: Sequence[str], time_zone: str, limits: Limits) -> None:
        self._ibis = ibis.duckdb.connect()
        raw = self._ibis.con
        allowed = [folder.rstrip("/") + "/" for folder in folders]
        scratch = limits.scratch.rstrip("/") if limits.scratch else None
        # The order matters: after external access is off nothing below could be set, after the lock nothing at all.
        raw.execute("SET allowed_directories = ?", [allowed + ([scratch + "/"] if scratch else [])])
        raw.execute("SET memory_limit = ?", [limits.memory])
        raw.execute("SET threads = ?", [limits.threads])
        if scratch:
            raw.execute("SET temp_directory = ?", [scratch])
        raw.execute("SET preserve_insertion_order = false")
        raw.execute("SET TimeZone = ?", [time_zone])
        raw.execute("SET enable_external_access = false")
        raw.execute("SET lock_configuration = true")

    def files(self, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        if not paths:
            return ibis.memtable(ibis.schema(schema).to_pyarrow().empty_table(), schema=ibis.schema(schema))
        return self._ibis.read_parquet(list(paths), union_by_name=True, hive_partitioning=False)

    def table(self, name: str, rows: pa.Table) -> Table:
        self._ibis.con.register(name, rows)
        return self._ibis.table(name)

    def arrow(self, expression: Table) -> pa.Table:
        return self._ibis.to_pyarrow(expression)

    def batches(self, expression: Table, size: int) -> Iterator[pa.RecordBatch]:
        yield from self._ibis.to_pyarrow_batches(expression, chunk_size=size)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ibis.disconnect()
