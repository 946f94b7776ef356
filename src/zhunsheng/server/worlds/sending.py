"""Sending Arrow tables to PostgreSQL as it reads them, and receiving what it writes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection

_OPTIONS = pcsv.WriteOptions(include_header=False, quoting_style="needed")
_PIECE = 100_000
Values = Mapping[str, str | datetime | bool]


def send(table: str, rows: pa.Table) -> None:
    """Add the rows to a table whose columns stand in the same order."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as sink:
        for batch in rows.to_batches(max_chunksize=_PIECE):
            text = io.BytesIO()
            pcsv.write_csv(pa.table(batch), text, _OPTIONS)
            sink.write(text.getvalue())


def receive(query: str, values: Values, schema: pa.Schema) -> pa.Table:
    """The rows of a query, whose columns stand in the schema's order."""
    text = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", values) as rows:
        text.writelines(rows)
    if not text.tell():
        return schema.empty_table()
    text.seek(0)
    return pcsv.read_csv(
        text,
        pcsv.ReadOptions(column_names=schema.names),
        pcsv.ParseOptions(newlines_in_values=True),
        pcsv.ConvertOptions(column_types=schema, true_values=["t"], false_values=["f"]),
    )


def as_arrays(*columns: pa.ChunkedArray) -> pa.ChunkedArray:
    """Columns of numbers side by side as PostgreSQL writes an array: `{1,NULL}`."""
    texts = [pc.fill_null(column.cast(pa.string()), "NULL") for column in columns]
    inside = pc.binary_join_element_wise(*texts, ",") if len(texts) > 1 else texts[0]
    return pc.binary_join_element_wise("{", inside, "}", "")
