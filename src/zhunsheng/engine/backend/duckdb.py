"""DuckDB in this process: the default."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.operations import Relation
from ibis.expr.types import Table

from zhunsheng.engine.values import Problem, Text, ZhunshengError


@dataclass(frozen=True)
class Limits:
    """What a computation may use. `memory` as DuckDB writes it; `scratch` takes what does not fit."""

    memory: str = "2GB"
    threads: int = 2
    scratch: str | None = None


@lru_cache(maxsize=512)
def _sql(operation: Relation) -> str:
    """The expression as DuckDB's SQL. Kept, for the same ones come again and compiling takes longer than running."""
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


class DuckDb(AbstractContextManager["DuckDb"]):
    """DuckDB in this process, allowed to see only the folders named."""

    def __init__(self, folders: Sequence[str], time_zone: str, limits: Limits) -> None:
        self._raw = raw = duckdb.connect()
        self._views: dict[str, tuple[object, object]] = {}
        allowed = [folder.rstrip("/") + "/" for folder in folders]
        scratch = limits.scratch.rstrip("/") if limits.scratch else None
        # The order matters: after external access is off nothing below could be set, after the lock nothing at all.
        raw.execute("SET allowed_directories = ?", [allowed + ([scratch + "/"] if scratch else [])])
        raw.execute("SET memory_limit = ?", [limits.memory])
        raw.execute("SET threads = ?", [limits.threads])
        if scratch:
            raw.execute("SET temp_directory = ?", [scratch])
        raw.execute("SET preserve_insertion_order = false")
        raw.execute("SET parquet_metadata_cache = true")
        raw.execute("SET TimeZone = ?", [time_zone])
        raw.execute("SET enable_external_access = false")
        raw.execute("SET lock_configuration = true")

    def files(self, name: str, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        if not paths:
            return self.table(f"no_{name}", ibis.schema(schema).to_pyarrow().empty_table())
        if self._views.get(name) != (meant := (tuple(paths), tuple(schema.items()))):
            rows = self._raw.read_parquet(list(paths), union_by_name=True, hive_partitioning=False)
            rows.select(*_columns(schema, rows.columns)).create_view(name, replace=True)
            self._views[name] = meant
        return ibis.table(ibis.schema(schema), name=name)

    def table(self, name: str, rows: pa.Table) -> Table:
        self._raw.register(name, rows)
        return ibis.table(ibis.schema(rows.schema), name=name)

    def arrow(self, expression: Table) -> pa.Table:
        with _limits_in_words():
            rows = self._raw.execute(_sql(expression.op())).to_arrow_table()
        return rows.cast(expression.schema().to_pyarrow())

    def pieces(self, expression: Table, size: int) -> Iterator[pa.Table]:
        schema = expression.schema().to_pyarrow()
        with _limits_in_words():
            for batch in self._raw.execute(_sql(expression.op())).to_arrow_reader(size):
                yield pa.Table.from_batches([batch]).cast(schema)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()


def _columns(schema: Mapping[str, str], known: Collection[str]) -> Iterator[duckdb.Expression]:
    """The schema's columns; those that are not known are empty."""
    for name, kind in schema.items():
        column = duckdb.ColumnExpression(name) if name in known else duckdb.ConstantExpression(None)
        yield column.cast(DuckDBType.to_string(ibis.dtype(kind))).alias(name)


@contextmanager
def _limits_in_words() -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise ZhunshengError(_NO_ROOM) from error


_NO_ROOM = Problem(
    "compute.no_room",
    Text(
        zh="计算需要的内存和临时磁盘空间超过了上限",
        en="the computation needs more memory and scratch space than it may use",
    ),
    Text(
        zh="腾出磁盘空间，或设置 ZHUNSHENG_COMPUTE_MEMORY（如 6GB）后再试",
        en="make room on the disk, or set ZHUNSHENG_COMPUTE_MEMORY (such as 6GB), and try again",
    ),
)
