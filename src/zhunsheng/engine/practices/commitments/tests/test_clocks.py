"""Cases that differ in their clock stand as each would alone, whoever else is folded with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.instants import DAY, Ints, instant
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.practices.commitments.clocks import Chosen, Clocks
from zhunsheng.engine.practices.commitments.commitment import Clock
from zhunsheng.engine.practices.commitments.fold import course, fold
from zhunsheng.engine.practices.commitments.marks import MARKS
from zhunsheng.engine.practices.commitments.tests.test_fold import (
    ANSWERED,
    BEGIN,
    CHAIN,
    CLOCKS,
    MONDAY,
    Event,
    events,
)
from zhunsheng.engine.values import Text

LATE = Calendar(id="late", name=Text(zh="晚班", en="late"), intervals=("14:00-22:00",))
THREE = (CLOCKS["working"], WorkingTime(LATE, "UTC"), WallTime())
SECOND_DAY = instant(MONDAY) + DAY


def three(person: pa.Array, began: Ints) -> Chosen:
    """The late shift for person 1, wall time for whoever began on a later day, else the office."""
    place = np.asarray(pc.equal(person, 1).fill_null(False)).astype(np.int64)
    return Chosen(THREE, np.where(began >= SECOND_DAY, 2, place))


def table(told: Sequence[Event]) -> pa.Table:
    """Case b is person 1's, nobody is named in the others."""
    rows = [
        {
            "case": one.case,
            "at": MONDAY + timedelta(minutes=one.minute),
            "seq": seq,
            "person": 1 if one.case == "b" and one.mark == BEGIN else None,
            "mark": one.mark,
        }
        for seq, one in enumerate(told)
    ]
    return pa.Table.from_pylist(rows, schema=MARKS)


@settings(max_examples=300, deadline=None)
@given(told=events, minutes=st.integers(0, 4 * 24 * 60))
def test_each_case_stands_as_it_would_alone_by_its_own_clock(told: list[Event], minutes: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    clocks: dict[Clock, Clocks] = {"wall": CLOCKS["wall"], "working": three}
    marks = table(told)
    expected = []
    for row in fold(CHAIN, marks, CLOCKS, now).to_pylist():
        later = instant(row["began"]) >= SECOND_DAY
        own: dict[Clock, Clocks] = {"wall": CLOCKS["wall"], "working": THREE[2 if later else int(row["case"] == "b")]}
        alone = fold(CHAIN, marks.filter(pc.equal(marks["case"], row["case"])), own, now)
        expected += alone.filter(pc.equal(alone["stage"], row["stage"])).to_pylist()
    assert fold(CHAIN, marks, clocks, now).to_pylist() == expected


def test_a_case_alone_tells_its_deadline_by_the_clock_that_it_has_among_all() -> None:
    marks = table([Event("b", 10 * 60, BEGIN), Event("b", 15 * 60, ANSWERED)])
    clocks: dict[Clock, Clocks] = {"wall": CLOCKS["wall"], "working": three}
    steps = course(CHAIN, marks, clocks, MONDAY + timedelta(days=1))
    assert steps["close"][-1].until == MONDAY + timedelta(hours=18)
    assert "14:00–22:00" in steps["close"][-1].why.zh
