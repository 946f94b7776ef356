"""Whose numbers may have moved: people and days out of new lake rows, as subjects and periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.subjects.queries import same_as_pairs


@dataclass(frozen=True)
class Moved:
    """`pairs`: (subject, day) whose facts changed. A null subject: facts that name nobody; a null day: undated ones."""

    pairs: pa.Table

    @classmethod
    def of(cls, touched: pa.Table, people: Sequence[str]) -> Moved:
        """From (person fields…, day): every person named counts; a matched one counts as what it was matched to.

        Facts of a source that names no people are about nobody.
        """
        canonical = dict(same_as_pairs())
        named = [touched[name] for name in people] or [pa.nulls(touched.num_rows, pa.int64())]
        pairs = pa.concat_tables([pa.table({"subject": subjects, "day": touched["day"]}) for subjects in named])
        if canonical:
            ids = [canonical.get(subject, subject) for subject in pairs["subject"].to_pylist()]
            pairs = pairs.set_column(0, "subject", pa.array(ids, pa.int64()))
        return cls(pairs.group_by(["subject", "day"]).aggregate([]))

    @property
    def people(self) -> pa.Array:
        """Everyone concerned, with all ids that mean the same person; null among them where facts name nobody."""
        ids = set(pc.unique(self.pairs["subject"]).to_pylist())
        also = [stray for stray, canonical in same_as_pairs() if canonical in ids]
        return pa.array([*ids, *also], pa.int64())

    @property
    def undated(self) -> bool:
        return bool(self.pairs["day"].null_count)

    def periods(self, grain: Grain, forward: int) -> list[Period]:
        """The periods that the days reach within `forward` days."""
        days = [day for day in pc.unique(self.pairs["day"]).to_pylist() if day is not None]
        reached = {period for day in days for period in Window(day, day + timedelta(days=forward + 1)).periods(grain)}
        return sorted(reached)

    def undated_subjects(self, *, whatever_day: bool) -> pa.Table:
        """(start, subject) of the people whose undated number may have moved; start is null."""
        pairs = self.pairs if whatever_day else self.pairs.filter(pc.is_null(self.pairs["day"]))
        ids = pc.unique(pairs["subject"])
        return pa.table({"start": pa.nulls(len(ids), pa.date32()), "subject": ids})


def moved_subjects(
    engine: Backend, moved: Moved, periods: Sequence[Period], spans: pa.Table | None, *, whatever_day: bool
) -> pa.Table:
    """(start, subject) of every dated number to compute again.

    `spans`: the subjects are what people belonged to on the day. `whatever_day`: the day of a fact does not tell
    which of the periods it moves.
    """
    pairs = engine.table("moved_pairs", moved.pairs)
    if spans is not None:
        pairs = _placed(pairs, engine.table("moved_spans", spans), whatever_day=whatever_day)
    starts = pa.array([period.start for period in periods], pa.date32())
    ends = pa.array([period.end for period in periods], pa.date32())
    asked = engine.table("moved_periods", pa.table({"start": starts, "end": ends}))
    if whatever_day:
        reached = pairs.select("subject").distinct().cross_join(asked)
    else:
        reached = pairs.join(asked, [pairs.day >= asked.start, pairs.day < asked.end])
    return engine.arrow(reached.select("start", "subject").distinct())


def _placed(pairs: Table, spans: Table, *, whatever_day: bool) -> Table:
    """What the people belonged to on the day; whatever day, to all they ever belonged to, and to nothing."""
    spans = spans.rename(_of="subject")
    if whatever_day:
        placed = pairs.inner_join(spans, pairs.subject == spans._of).select(subject="member", day="day")
        return ibis.union(placed, pairs.mutate(subject=ibis.null("int64")).select("subject", "day"))
    on_day = [pairs.subject == spans._of, pairs.day >= spans.since, pairs.day < spans.until]
    return pairs.left_join(spans, on_day).select(subject="member", day="day")
