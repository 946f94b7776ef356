"""OEE: overall equipment effectiveness = availability × performance × quality."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import Literal

from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import FromFacts, Parts, Setting, divided


class Oee(FromFacts):
    """Overall equipment effectiveness, from sums over the period (Nakajima 1988; ISO 22400-2).

    availability = run ÷ planned, performance = pieces ÷ ideal rate ÷ run, quality = good ÷ pieces, where
    run = planned − down and good = pieces − rejected. `planned` and `down` in minutes, `ideal_rate` in pieces a
    minute. Each fact is one shift of one machine; a shift that lacks any of the five figures, or whose ideal rate is
    not above zero, does not count.
    """

    kind: Literal["oee"]
    planned: Name
    down: Name
    pieces: Name
    rejected: Name
    ideal_rate: Name

    def counted(self, rows: Table, setting: Setting) -> BooleanValue:
        columns = (self.planned, self.down, self.pieces, self.rejected, self.ideal_rate)
        given = reduce(and_, (rows[name].notnull() for name in columns), super().counted(rows, setting))
        return given & (rows[self.ideal_rate] > 0).fill_null(False)

    def parts(self, rows: Table, setting: Setting) -> Parts:
        keep = self.counted(rows, setting)

        def total(column: NumericValue) -> Value:
            return column.cast("float64").sum(where=keep)

        ideal = divided(rows[self.pieces], rows[self.ideal_rate])
        return {
            "planned": total(rows[self.planned]),
            "run": total(rows[self.planned] - rows[self.down]),
            "ideal": total(ideal),
            "pieces": total(rows[self.pieces]),
            "good": total(rows[self.pieces] - rows[self.rejected]),
        }

    def value(self, parts: Mapping[str, Value]) -> NumericValue:
        availability = divided(parts["run"], parts["planned"])
        performance = divided(parts["ideal"], parts["run"])
        quality = divided(parts["good"], parts["pieces"])
        return availability * performance * quality

    def fields(self) -> set[str]:
        return super().fields() | {self.planned, self.down, self.pieces, self.rejected, self.ideal_rate}
