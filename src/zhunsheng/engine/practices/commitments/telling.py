"""What the product tells of stages, as facts like any other: the fields it offers, and their cells."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.source import FieldType

KEY = ("commitment", "case", "stage")
"""What names a fact: a stage of a case is told once, and again whenever it stands otherwise."""
STATES = ("met", "missed")
OFFERED: dict[str, tuple[FieldType, ...]] = {
    "commitment": (FieldType.TEXT, FieldType.SUBJECT),
    "case": (FieldType.TEXT,),
    "stage": (FieldType.TEXT, FieldType.SUBJECT),
    "person": (FieldType.SUBJECT,),
    "at": (FieldType.DATETIME,),
    "began": (FieldType.DATETIME,),
    "due": (FieldType.DATETIME,),
    "done": (FieldType.DATETIME,),
    "state": (FieldType.CHOICE,),
    "took": (FieldType.NUMBER,),
    "lasted": (FieldType.NUMBER,),
    "late": (FieldType.NUMBER,),
    "release": (FieldType.INTEGER,),
    "silent": (FieldType.BOOLEAN,),
}
"""The fields that a source may have which commitments tell, and the types of each.

`at`: where the stage counts: when it fell due, whatever became of it; when it was done, where a pause never ended.
`took`: minutes counted by its clock, from the beginning to the end; `lasted`: the same on the wall; `late`: minutes on
the wall from the deadline to the end, where it ended late. All three are missing until it has ended.
`silent`: it fell due before the commitment was followed, so nobody was told.
"""
UNITS = {"took": "minute", "lasted": "minute", "late": "minute"}
_MINUTE = 60_000_000.0


def facts(kept: pa.Table) -> dict[str, pa.Array]:
    """Every field offered, of stages that are met or missed.

    `kept`: those columns, but for `at`, `lasted` and `late`; `took` in microseconds.
    """
    column = {name: kept[name].combine_chunks() for name in kept.column_names}
    began, due, done = (column[name].cast(pa.int64()) for name in ("began", "due", "done"))
    over = pc.subtract(done, due)
    cells = {
        **column,
        "at": pc.coalesce(column["due"], column["done"]),
        "took": _minutes(column["took"]),
        "lasted": _minutes(pc.subtract(done, began)),
        "late": _minutes(pc.if_else(pc.greater(over, 0), over, None)),
    }
    return {name: cells[name] for name in OFFERED}


def _minutes(micros: pa.Array) -> pa.Array:
    return pc.divide(micros.cast(pa.float64()), _MINUTE)
