"""What cases add up to: attainment stage by stage, and what another definition would have changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.practices.commitments.fold import MET, MISSED, OPEN

_MINUTE = 60_000_000


@dataclass(frozen=True)
class Attainment:
    """How a stage was kept. `with_end`: cases in which it ended, met or late; `median_minutes`: counted time of those
    (the mean of the two in the middle where they are even in number; None: there are none)."""

    stage: str
    cases: int
    with_end: int
    met: int
    missed: int
    open: int
    median_minutes: float | None


def attainment(standings: pa.Table, stages: Sequence[str]) -> list[Attainment]:
    """STANDINGS stage by stage."""
    return [_of(stage, standings.filter(pc.equal(standings["stage"], stage))) for stage in stages]


def _of(stage: str, rows: pa.Table) -> Attainment:
    counts = (
        dict(zip(*(column.to_pylist() for column in rows["state"].value_counts().flatten()), strict=True))
        if rows.num_rows
        else {}
    )
    took = rows["took"].drop_null().to_numpy()
    median = float(np.median(took)) / _MINUTE if took.size else None
    return Attainment(
        stage, rows.num_rows, took.size, counts.get(MET, 0), counts.get(MISSED, 0), counts.get(OPEN, 0), median
    )


@dataclass(frozen=True)
class Change:
    """A stage of a case that is missed by one definition and not by the other."""

    case: str
    stage: str


@dataclass(frozen=True)
class Noise:
    """How often a person would have been told of a missed stage in a week; `person` None: nobody is named."""

    person: int | None
    week: date
    missed: int


@dataclass(frozen=True)
class Reached:
    """How often a kind of action would have reached a person in a week; `person` None: a system."""

    person: int | None
    week: date
    kind: str
    times: int


@dataclass(frozen=True)
class WhatIf:
    """Another definition on the same past: attainment as it was and as it would be, what is missed newly and no
    longer, how many misses whoever is responsible would have had, the noisiest weeks first, and whom its actions would
    have reached, the most frequent first."""

    before: list[Attainment]
    after: list[Attainment]
    newly: list[Change]
    no_longer: list[Change]
    noise: list[Noise]
    reached: list[Reached] = field(default_factory=list)


def what_if(before: pa.Table, after: pa.Table, stages: tuple[Sequence[str], Sequence[str]], time_zone: str) -> WhatIf:
    """Two folds of the same cases compared, stages of the one and the other by name. `time_zone`: of weeks."""
    old, new = _missed(before), _missed(after)
    return WhatIf(
        attainment(before, stages[0]),
        attainment(after, stages[1]),
        [Change(*one) for one in sorted(new - old)],
        [Change(*one) for one in sorted(old - new)],
        noise(after, time_zone),
    )


def noise(standings: pa.Table, time_zone: str) -> list[Noise]:
    """Missed stages by person and week of the deadline (its Monday, by the clock on the wall)."""
    missed = standings.filter(pc.equal(standings["state"], MISSED))
    due = pc.local_timestamp(missed["due"].cast(pa.timestamp("us", time_zone)))
    weeks = pc.floor_temporal(due, unit="week").cast(pa.date32())
    told = pa.table({"person": missed["person"], "week": weeks, "one": missed["stage"]})
    counted = told.group_by(["person", "week"]).aggregate([("one", "count")])
    found = [Noise(row["person"], row["week"], row["one_count"]) for row in counted.to_pylist()]
    return sorted(found, key=lambda one: (-one.missed, one.week, one.person or 0))


def _missed(standings: pa.Table) -> set[tuple[str, str]]:
    missed = standings.filter(pc.equal(standings["state"], MISSED))
    return set(zip(missed["case"].to_pylist(), missed["stage"].to_pylist(), strict=True))
