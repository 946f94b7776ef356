"""A toy practice, the pure part: what a company configures, beside the function that decides."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.practices.actions.action import Action
from zhunsheng.engine.values import Frozen, Text


class Praise(Frozen):
    """Whoever has so many facts of a source in a week is praised for it, once."""

    kind: Literal["praise"] = "praise"
    id: Name
    name: Text
    source: Name
    person: Name
    at_least: int = Field(ge=1)
    then: tuple[Action, ...]


def deserving(praise: Praise, facts: pa.Table) -> pa.Table:
    """Columns person, week (its Monday), facts: who has enough. `facts`: columns person and day, as many rows."""
    weeks = pc.floor_temporal(facts["day"], unit="week").cast(pa.date32())
    counted = pa.table({"person": facts["person"], "week": weeks}).group_by(["person", "week"])
    found = counted.aggregate([([], "count_all")]).rename_columns(["person", "week", "facts"])
    return found.filter(pc.greater_equal(found["facts"], praise.at_least)).sort_by(
        [("week", "ascending"), ("person", "ascending")]
    )
