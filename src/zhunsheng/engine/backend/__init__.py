"""Which engine computes: DuckDB on one machine, Spark on many. Nothing outside this folder knows which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis.expr.types import IntegerValue, Table, TimestampValue


@ibis.udf.scalar.builtin(  # type: ignore[untyped-decorator]
    name="unix_micros", signature=((dt.Timestamp(timezone="UTC"),), dt.int64)
)
def instant(moment: TimestampValue) -> IntegerValue:
    """Microseconds since 1970 in UTC. Ibis' own `epoch_seconds` reads DuckDB's local clock, which summer time moves."""


class Backend(Protocol):
    """Reads fact files and evaluates expressions over them. One per thread; closed after use.

    A table's name stands for its newest rows: an expression is evaluated before one of its names is given anew.
    """

    def files(self, name: str, paths: Sequence[str], schema: Mapping[str, str]) -> Table:
        """A table of these columns over Parquet files; a column that no file has is empty."""
        ...

    def table(self, name: str, rows: pa.Table) -> Table:
        """A small table in memory."""
        ...

    def arrow(self, expression: Table) -> pa.Table:
        """The whole result."""
        ...

    def pieces(self, expression: Table, size: int) -> Iterator[pa.Table]:
        """The result, so many rows at a time; nothing else is evaluated before its end."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
