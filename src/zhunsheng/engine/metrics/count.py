"""Count: how many facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ibis.expr.types import NumericValue, Table, Value

from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting


class Count(FromFacts):
    """The number of facts that meet the condition, whichever of their cells are missing."""

    kind: Literal["count"]

    def parts(self, rows: Table, setting: Setting) -> Parts:
        return {}

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        return parts["n"]
