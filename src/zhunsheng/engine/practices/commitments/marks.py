"""From facts to marks: what of a source's facts moves cases of a commitment, as one narrow table."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from zhunsheng.engine.metrics.conditions import SubjectIds, holds
from zhunsheng.engine.practices.commitments.commitment import Commitment

MARKS = pa.schema(
    [
        ("case", pa.string()),
        ("at", pa.timestamp("us", "UTC")),
        ("seq", pa.int64()),
        ("person", pa.int64()),
        ("mark", pa.int64()),
    ]
)
"""`mark`: which of `Commitment.facts()` it is, counted from 0, the beginning. `seq`: order of what came in.
`person`: who is responsible by the fact that begins the case; null elsewhere, and where nobody is named."""

LONGEST = 400
"""Letters of a case's name: what is longer is no name, and would not fit into an index."""


def marks(chain: Commitment, facts: Mapping[str, Table], ids: Mapping[str, SubjectIds]) -> Table:
    """Every fact that moves a case, in MARKS' columns.

    `facts`: the standing facts of each source. `ids`: the subjects that conditions on its fields name. Facts without
    a moment or without a case move nothing, nor do those whose case has a name longer than LONGEST.
    """
    found = []
    for number, (_, fact) in enumerate(chain.facts()):
        source = fact.source or chain.begins.source
        rows = facts[source].filter(holds(fact.where, facts[source], ids[source]))
        moment = rows[fact.at] if fact.at else rows._happened
        case = rows[fact.case or chain.begins.case]
        named = chain.begins.person if number == 0 else None
        told = rows.select(
            case=case.cast("string"),
            at=moment.cast("timestamp('UTC', 6)"),
            seq=rows._seq,
            person=rows[named].cast("int64") if named else ibis.null("int64"),
            mark=ibis.literal(number, type="int64"),
        )
        found.append(told.filter(told.case.length() <= LONGEST, told.at.notnull()))
    return ibis.union(found[0], *found[1:]) if len(found) > 1 else found[0]
