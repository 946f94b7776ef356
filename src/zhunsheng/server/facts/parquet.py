"""Arrow tables as bytes and back."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq


def as_parquet(rows: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(rows, sink, compression="zstd")
    return sink.getvalue()


def from_parquet(payload: bytes | memoryview | None) -> pa.Table:
    """The table in the bytes; raises ValueError where there are none."""
    if payload is None:
        raise ValueError("the segment's rows are already settled")
    return pq.read_table(pa.BufferReader(bytes(payload)))
