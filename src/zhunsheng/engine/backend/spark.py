"""Spark: the same expressions over the same files, on many machines. Needs the extra `spark`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

import ibis
import pyarrow as pa
from ibis.expr.types import Table
from pyspark.sql import SparkSession


class Spark(AbstractContextManager["Spark"]):
    """A Spark session. It reads; the lake is written elsewhere.

    `master`: as Spark names it, e.g. `local[2]`. `settings`: further Spark settings.
    """

    def __init__(self, time_zone: str, master: str = "local[*]", settings: Mapping[str, str] | None = None) -> None:
        builder = SparkSession.builder.master(master).appName("zhunsheng")
        for name, value in {"spark.sql.session.timeZone": time_zone, **_QUIET, **(settings or {})}.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._ibis = ibis.pyspark.connect(self._session)

    def files(self, name: str, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        if not paths:
            return self.table(name, ibis.schema(schema).to_pyarrow().empty_table())
        self._session.read.option("mergeSchema", "true").parquet(*paths).createOrReplaceTempView(f"{name}_files")
        rows = self._ibis.table(f"{name}_files")
        known = {name: rows[name].cast(kind) for name, kind in schema.items() if name in rows.columns}
        missing = {name: ibis.null(kind) for name, kind in schema.items() if name not in rows.columns}
        return rows.select(**known, **missing)

    def table(self, name: str, rows: pa.Table) -> Table:
        self._session.createDataFrame(rows).createOrReplaceTempView(name)
        return self._ibis.table(name)

    def arrow(self, expression: Table) -> pa.Table:
        return self._ibis.to_pyarrow(expression)

    def pieces(self, expression: Table, size: int) -> Iterator[pa.Table]:
        found = self.arrow(expression)
        yield from (found.slice(first, size) for first in range(0, found.num_rows, size))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.stop()


_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}
