"""Whose numbers may have moved: people and days out of new lake rows, as subjects and periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.values import Grain, Period, Window
from zhunsheng.server.subjects.queries import same_as_pairs

KEPT = ("person", "unit")
"""Dimensions whose numbers are kept ready."""


@dataclass(frozen=True)
class Moved:
    """`spans`: (subject, first, last) whose facts changed, and the days they can count on, both ends included.

    A null subject: facts that name nobody; null days: undated ones.
    `dimensions`: whose numbers moved; `left`: units that people belonged to before (subject, member, since, until).
    """

    spans: pa.Table
    dimensions: tuple[str, ...] = KEPT
    left: pa.Table | None = None

    @classmethod
    def of(cls, touched: pa.Table, people: Sequence[str]) -> Moved:
        """From (person fields…, first, last): every person named counts; a matched one as what it was matched to.

        Facts of a source that names no people are about nobody.
        """
        canonical = dict(same_as_pairs())
        named = [touched[name] for name in people] or [pa.nulls(touched.num_rows, pa.int64())]
        days = {"first": touched["first"], "last": touched["last"]}
        spans = pa.concat_tables([pa.table({"subject": subjects, **days}) for subjects in named])
        if canonical:
            ids = [canonical.get(subject, subject) for subject in spans["subject"].to_pylist()]
            spans = spans.set_column(0, "subject", pa.array(ids, pa.int64()))
        return cls(spans.group_by(["subject", "first", "last"]).aggregate([]))

    @property
    def people(self) -> pa.Array:
        """Everyone concerned, with all ids that mean the same person; null among them where facts name nobody."""
        ids = set(pc.unique(self.spans["subject"]).to_pylist())
        also = [stray for stray, canonical in same_as_pairs() if canonical in ids]
        return pa.array([*ids, *also], pa.int64())

    @property
    def undated(self) -> pa.Table:
        """(start, subject) of those whose undated number may have moved; start is null."""
        ids = pc.unique(self.spans.filter(pc.is_null(self.spans["first"]))["subject"])
        return pa.table({"start": pa.nulls(len(ids), pa.date32()), "subject": ids})

    def periods(self, grain: Grain, among: Sequence[Period] | None) -> list[Period]:
        """The periods that the days touch; of those in `among` only, which days that never end need."""
        runs = list(_runs(self.spans))
        if among is not None:
            return [p for p in among if any(first < p.end and p.start <= last for first, last in runs)]
        return sorted({p for first, last in runs for p in Window(first, last + timedelta(days=1)).periods(grain)})


def _runs(spans: pa.Table) -> Iterator[tuple[date, date]]:
    """The days of all spans as few spans, in order."""
    days = spans.filter(pc.less_equal(spans["first"], spans["last"])).group_by(["first", "last"]).aggregate([])
    begun: tuple[date, date] | None = None
    for row in days.sort_by("first").to_pylist():
        if begun is not None and row["first"] <= begun[1]:
            begun = (begun[0], max(begun[1], row["last"]))
            continue
        if begun is not None:
            yield begun
        begun = (row["first"], row["last"])
    if begun is not None:
        yield begun


def moved_subjects(engine: Backend, moved: Moved, periods: Sequence[Period], belonging: pa.Table | None) -> pa.Table:
    """(start, subject) of every dated number to compute again.

    `belonging`: the subjects are what people belonged to on the days (subject, member, since, until).
    """
    spans = engine.table("moved_spans", moved.spans)
    if belonging is not None:
        spans = _placed(spans, engine.table("moved_belonging", belonging))
    starts = pa.array([period.start for period in periods], pa.date32())
    ends = pa.array([period.end for period in periods], pa.date32())
    asked = engine.table("moved_periods", pa.table({"start": starts, "end": ends}))
    reached = spans.join(asked, [spans.first < asked.end, spans.last >= asked.start])
    return engine.arrow(reached.select("start", "subject").distinct())


def _placed(spans: Table, belonging: Table) -> Table:
    """What the people belonged to on these days; and nothing, as somebody may have belonged to none on some."""
    own = belonging.rename(_of="subject")
    placed = spans.join(own, [spans.subject == own._of, spans.first < own.until, spans.last >= own.since])
    members = placed.select(
        subject="member",
        first=ibis.greatest(placed.first, placed.since),
        last=ibis.least(placed.last, placed.until),
    )
    return ibis.union(members, spans.mutate(subject=ibis.null("int64")).select("subject", "first", "last"))
