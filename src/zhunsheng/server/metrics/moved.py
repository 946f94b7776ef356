"""Whose numbers may have moved: people and days out of new lake rows, as subjects and periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.subjects.queries import same_as_pairs


@dataclass(frozen=True)
class Moved:
    """`pairs`: (subject, day) of people whose facts changed; a null day stands for the undated number."""

    pairs: pa.Table

    @classmethod
    def of(cls, touched: pa.Table, people: Sequence[str]) -> Moved:
        """From (person fields…, day): every person named counts; a matched one counts as what it was matched to."""
        canonical = dict(same_as_pairs())
        pieces = [
            pa.table({"subject": touched[name], "day": touched["day"]}).filter(touched[name].is_valid())
            for name in people
        ]
        pairs = pa.concat_tables(pieces).group_by(["subject", "day"]).aggregate([])
        if canonical:
            ids = [canonical.get(subject, subject) for subject in pairs["subject"].to_pylist()]
            pairs = pairs.set_column(0, "subject", pa.array(ids, pa.int64()))
        return cls(pairs)

    @property
    def people(self) -> pa.Array:
        """Everyone concerned, with all ids that mean the same person."""
        ids = pc.unique(self.pairs["subject"]).to_pylist()
        also = [stray for stray, canonical in same_as_pairs() if canonical in set(ids)]
        return pa.array([*ids, *also], pa.int64())

    def days(self) -> list[date]:
        return [day for day in pc.unique(self.pairs["day"]).to_pylist() if day is not None]

    def periods(self, grain: Grain, forward: int) -> list[Period]:
        """The periods that the days reach within `forward` days."""
        reached = {
            period for day in self.days() for period in Window(day, day + timedelta(days=forward + 1)).periods(grain)
        }
        return sorted(reached)


def moved_subjects(
    engine: Backend, moved: Moved, periods: Sequence[Period], forward: int | None, spans: pa.Table | None
) -> pa.Table:
    """(start, subject) of every number to compute again; start null: the undated one.

    `forward` None: every period of the subject. `spans`: the subjects are what people belonged to on the day.
    """
    pairs = engine.table("moved_pairs", moved.pairs)
    if spans is not None:
        belonging = engine.table("moved_spans", spans).rename(_of="subject")
        placed = pairs.left_join(
            belonging,
            [
                pairs.subject == belonging._of,
                pairs.day.isnull() | (pairs.day >= belonging.since),
                pairs.day.isnull() | (pairs.day < belonging.until),
            ],
        )
        pairs = placed.select(subject=placed.member, day=placed.day)
    starts = pa.array([period.start for period in periods], pa.date32())
    ends = pa.array([period.end for period in periods], pa.date32())
    asked = engine.table("moved_periods", pa.table({"start": starts, "end": ends}))
    return engine.arrow(_reached(pairs, asked, forward).distinct())


def _reached(pairs: Table, asked: Table, forward: int | None) -> Table:
    if forward is None:
        everyone = pairs.select("subject").distinct()
        everywhere = everyone.cross_join(asked).select("start", "subject")
        return ibis.union(everywhere, everyone.select(start=ibis.null("date"), subject=everyone.subject))
    undated = pairs.filter(pairs.day.isnull()).select(start=ibis.null("date"), subject=pairs.subject)
    last = pairs.day + ibis.interval(days=forward)
    reached = pairs.join(asked, [asked.end > pairs.day, asked.start <= last.cast("date")])
    return ibis.union(reached.select("start", "subject"), undated)
