"""Sending Arrow tables to PostgreSQL as it reads them."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection

_OPTIONS = pcsv.WriteOptions(include_header=False, quoting_style="needed")
_PIECE = 100_000


def send(table: str, rows: pa.Table) -> None:
    """Add the rows to a table whose columns stand in the same order."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as sink:
        for batch in rows.to_batches(max_chunksize=_PIECE):
            text = io.BytesIO()
            pcsv.write_csv(pa.table(batch), text, _OPTIONS)
            sink.write(text.getvalue())


def as_arrays(*columns: pa.ChunkedArray) -> pa.ChunkedArray:
    """Columns of numbers side by side as PostgreSQL writes an array: `{1,NULL}`."""
    texts = [pc.fill_null(column.cast(pa.string()), "NULL") for column in columns]
    inside = pc.binary_join_element_wise(*texts, ",") if len(texts) > 1 else texts[0]
    return pc.binary_join_element_wise("{", inside, "}", "")
