"""What the product tells of stages, as facts like any other: the fields it offers, and their cells."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.practices.commitments.fold import MET, MISSED

KEY = ("commitment", "case", "stage")
"""What names a fact: a stage of a case is told once, and again whenever it stands otherwise."""
STATES = (MET, MISSED)
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
`took`: what its clock counted from the beginning to the end; `lasted`: the same on the wall; `late`: on the wall from
the deadline to the end, where it ended late. All three are in the unit of the field, and missing until it has ended.
`silent`: it fell due before the commitment was followed, so nobody was told.
"""
LENGTHS = ("took", "lasted", "late")
UNITS = {"minute": 60e6, "hour": 3600e6, "day": 86400e6}
"""In which a length of time can be told, in microseconds."""


def facts(kept: pa.Table, source: Source) -> pa.Table:
    """The fields that the source wants, of stages that are met or missed.

    `kept`: those columns, but for `at`, `lasted` and `late`; `took` in microseconds.
    """
    column = {name: kept[name] for name in kept.column_names}
    began, due, done = (column[name].cast(pa.int64()) for name in ("began", "due", "done"))
    over = pc.subtract(done, due)
    cells = {
        **column,
        "at": pc.coalesce(column["due"], column["done"]),
        "lasted": pc.subtract(done, began),
        "late": pc.if_else(pc.greater(over, 0), over, None),
    }
    wanted = {name: _length(source, name, cells[name]) if name in LENGTHS else cells[name] for name in source.fields}
    return pa.table(wanted)


def _length(source: Source, name: str, micros: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.divide(micros.cast(pa.float64()), UNITS[source.fields[name].unit or "minute"])
