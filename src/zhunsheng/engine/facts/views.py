"""How the lake's rows become the facts that count: the latest version of each key, or as of a moment.

A lake table is append-only. A row is either a fact (`_closes` is null) or a closure: "the fact with sequence
`_closes` no longer stands", written when a newer version of its key arrived or its batch was withdrawn. A closure
lies in the partition of the fact it closes, so any set of months can be read by itself.
"""

from __future__ import annotations

from datetime import datetime

import ibis
from ibis.expr.types import Table

SYSTEM_COLUMNS = {
    "_seq": "int64",
    "_closes": "int64",
    "_batch": "int64",
    "_row": "int64",
    "_key": "string",
    "_identity": "string",
    "_recorded": "timestamp('UTC', 6)",
    "_happened": "timestamp('UTC', 6)",
    "_day": "date",
}
"""Columns every fact table has. `_day` is the company's local day of `_happened`; null means undated."""

PARTITION = "_month"
UNDATED = "undated"


def standing(rows: Table, as_of: datetime | None = None) -> Table:
    """Facts that stand now, or that stood at `as_of` by what was recorded until then."""
    if as_of is not None:
        rows = rows.filter(rows._recorded <= ibis.literal(as_of, type="timestamp('UTC', 6)"))
    facts = rows.filter(rows._closes.isnull())
    closures = rows.filter(rows._closes.notnull()).select(closed=rows._closes)
    return facts.anti_join(closures, facts._seq == closures.closed)
