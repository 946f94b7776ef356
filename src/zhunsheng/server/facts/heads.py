"""The head table: which version of each key stands. Compares what comes in with it, in sets.

Measured on 20 million heads: new keys come at random places of the index, so rows are looked up and inserted in key
order and through nested loops; that is four to ten times faster than what the planner chooses by itself. Each row looks
its head up (OFFSET 0 keeps it so), as before its statistics are new the planner takes a source's heads for none.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from zhunsheng.server.worlds.sending import send

LONGEST_KEY = 64

_CREATE = """
CREATE TEMP TABLE incoming (ord bigint, key text COLLATE "C", identity uuid, day date, people bigint[]) ON COMMIT DROP
"""
_FRESH = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
WITH once AS (
    SELECT DISTINCT ON (key, identity) ord, key, identity, day, people
    FROM incoming
    ORDER BY key, identity, ord
)
SELECT o.*, h.seq AS head_seq, h.day AS head_day, h.people AS head_people, h.identity AS head_identity,
       h.earlier AS head_earlier, h.key IS NOT NULL OR count(*) OVER (PARTITION BY o.key) > 1 AS versioned
FROM once o LEFT JOIN LATERAL (
    SELECT * FROM facts_head h WHERE h.table_id = %(table)s AND h.key = o.key OFFSET 0
) h ON true
WHERE h.key IS NULL OR o.identity <> h.identity
"""
_SPLIT = """
CREATE TEMP TABLE former ON COMMIT DROP AS SELECT key, head_identity FROM fresh WHERE identity = ANY (head_earlier);
DELETE FROM fresh WHERE identity = ANY (head_earlier)
"""
_REPEATED = "SELECT ord FROM incoming i WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.ord = i.ord)"
# Rows told before the first new version of their key are compared with the head, later ones with the version before.
_REVERTED = """
SELECT ord FROM (
    SELECT *, first_value(identity) OVER (PARTITION BY key, versions ORDER BY ord) AS standing FROM (
        SELECT i.ord, i.key, i.identity, k.head_identity, f.ord IS NOT NULL AS new,
               count(f.ord) OVER (PARTITION BY i.key ORDER BY i.ord) AS versions
        FROM incoming i
        JOIN (SELECT key, head_identity FROM fresh WHERE versioned UNION SELECT * FROM former) k USING (key)
        LEFT JOIN fresh f ON f.ord = i.ord
    ) told
) compared
WHERE NOT new AND identity <> CASE versions WHEN 0 THEN head_identity ELSE standing END
ORDER BY ord
"""
_CLOSED = """
SELECT ord, %(base)s + ord AS seq, closes, closes_day, closes_people FROM (
    SELECT ord,
           coalesce(%(base)s + lag(ord) OVER w, head_seq) AS closes,
           CASE WHEN lag(ord) OVER w IS NULL THEN head_day ELSE lag(day) OVER w END AS closes_day,
           CASE WHEN lag(ord) OVER w IS NULL THEN head_people ELSE lag(people) OVER w END AS closes_people
    FROM fresh WHERE versioned WINDOW w AS (PARTITION BY key ORDER BY ord)
) versions WHERE closes IS NOT NULL ORDER BY ord
"""
_INSERT = """
INSERT INTO facts_head (key, table_id, seq, identity, day, people)
SELECT key, %(table)s, %(base)s + ord, identity, day, people FROM fresh WHERE NOT versioned
"""
_UPSERT = """
INSERT INTO facts_head (key, table_id, seq, identity, day, people, earlier)
SELECT DISTINCT ON (key) key, %(table)s, %(base)s + ord, identity, day, people,
       nullif(coalesce(head_earlier, '{}') || array_remove(array[head_identity], NULL) || passed, '{}')
FROM (
    SELECT *, coalesce(array_agg(identity) OVER (
                  PARTITION BY key ORDER BY ord ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '{}') AS passed
    FROM fresh WHERE versioned
) versions
ORDER BY key, ord DESC
ON CONFLICT (key, table_id) DO UPDATE SET
    seq = excluded.seq, identity = excluded.identity, day = excluded.day,
    people = excluded.people, earlier = excluded.earlier
"""
_FORGET = """
DELETE FROM facts_head h USING unnest(%s::text[], %s::bigint[]) AS gone(key, seq)
WHERE h.table_id = %s AND h.key = gone.key AND h.seq = gone.seq
"""
_SETTLED_KEYS = """
CREATE TEMP TABLE gone (key text COLLATE "C") ON COMMIT DROP;
CREATE TEMP TABLE stands (key text COLLATE "C", seq bigint, identity uuid, day date, people bigint[], earlier uuid[])
ON COMMIT DROP
"""
_DELETE = "DELETE FROM facts_head h USING gone WHERE h.table_id = %(table)s AND h.key = gone.key"
_RESTORE = """
INSERT INTO facts_head (key, table_id, seq, identity, day, people, earlier)
SELECT key, %(table)s, seq, identity, day, people, nullif(earlier, '{}') FROM stands
"""


def bring(rows: pa.Table) -> None:
    """Put the incoming rows (ord, key, identity, day; people as text like `{1,2}`) into a temporary table."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        send("incoming", rows)
        cursor.execute("ANALYZE incoming")


def compare(table: int, base: int) -> tuple[pa.Array, pa.Table]:
    """Which incoming rows (ord) say nothing new, and what the others close (ord, seq, closes, day, people)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '256MB'"
        )
        cursor.execute(_FRESH, {"table": table})
        cursor.execute("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")
        cursor.execute(_SPLIT)
        cursor.execute("ANALYZE fresh")
    repeated = _fetch(_REPEATED, {}, (pa.int64(),))["ord"].combine_chunks()
    types = (pa.int64(), pa.int64(), pa.int64(), pa.date32(), pa.list_(pa.int64()))
    return repeated, _fetch(_CLOSED, {"base": base}, types)


def reverted() -> pa.Array:
    """Which of the rows just compared (ord) told again what another content of their key had replaced."""
    return _fetch(_REVERTED, {}, (pa.int64(),))["ord"].combine_chunks()


def replace(table: int, gone: pa.Table, stands: pa.Table) -> None:
    """Heads of the keys in `gone` (key) give way to those in `stands` (key, seq, identity, day, people, earlier)."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED_KEYS)
        send("gone", gone)
        send("stands", stands)
        cursor.execute(_DELETE, {"table": table})
        cursor.execute(_RESTORE, {"table": table})


def advance(table: int, base: int) -> None:
    """Let the fresh versions stand."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"table": table, "base": base})
        cursor.execute(_UPSERT, {"table": table, "base": base})


def forget(table: int, spelt: pa.ChunkedArray, seqs: pa.ChunkedArray) -> None:
    """Let no version of these keys (as heads keep them) stand where it is the one of this sequence."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [spelt.to_pylist(), seqs.to_pylist(), table])


def keys(spelt: pa.ChunkedArray) -> pa.ChunkedArray:
    """Keys as heads keep them: a long one by its digest, so that an index can hold it."""
    if (pc.max(pc.utf8_length(spelt)).as_py() or 0) <= LONGEST_KEY:
        return spelt
    return pa.chunked_array([[_kept(key) for key in spelt.to_pylist()]], pa.string())


def _kept(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def uuids(digests: pa.ChunkedArray) -> pa.ChunkedArray:
    """Hex digests as PostgreSQL reads a uuid: the first 32 hexadecimal digits."""
    return pc.utf8_slice_codeunits(digests, 0, 32)


def _fetch(query: str, values: dict[str, int], types: tuple[pa.DataType, ...]) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
    data = list(zip(*rows, strict=True)) or [()] * len(names)
    arrays = [pa.array(column, type_) for column, type_ in zip(data, types, strict=True)]
    return pa.table(arrays, names=names)
