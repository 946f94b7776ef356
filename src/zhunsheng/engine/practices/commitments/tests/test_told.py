"""The facts that a stage names are those that it stands on: without the others it stands the same."""

from __future__ import annotations

from datetime import timedelta

import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.practices.commitments.fold import fold
from zhunsheng.engine.practices.commitments.tests.test_fold import (
    ANSWERED,
    ASKED,
    BEGIN,
    CHAIN,
    CLOCKS,
    DONE_ANSWER,
    DONE_CLOSE,
    MONDAY,
    Event,
    events,
    table,
)
from zhunsheng.engine.practices.commitments.told import read


@settings(max_examples=300, deadline=None)
@given(told=events, minutes=st.integers(0, 4 * 24 * 60))
def test_a_stage_stands_the_same_on_the_facts_that_it_names(told: list[Event], minutes: int) -> None:
    now, marks = MONDAY + timedelta(minutes=minutes), table(told)
    for row in fold(CHAIN, marks, CLOCKS, now).to_pylist():
        named = [row["seq"], *(seq for _, seq in read(row["facts"]))]
        alone = fold(CHAIN, marks.filter(pc.is_in(marks["seq"], pc.cast(named, "int64"))), CLOCKS, now)
        assert row in alone.to_pylist()


def test_it_names_what_ended_it_and_what_paused_it_and_nothing_that_said_nothing() -> None:
    told = [
        Event("a", 600, BEGIN),
        Event("a", 605, ANSWERED),  # nothing was asked
        Event("a", 610, ASKED),
        Event("a", 620, ANSWERED),
        Event("a", 625, DONE_ANSWER),
        Event("a", 630, DONE_ANSWER),
        Event("a", 640, DONE_CLOSE),
        Event("a", 5000, ASKED),
    ]
    answer, close = fold(CHAIN, table(told), CLOCKS, MONDAY + timedelta(minutes=9000)).to_pylist()
    assert [seq for _, seq in read(answer["facts"])] == [4]
    assert [(one.mark, one.seq) for one in read(close["facts"])] == [(ASKED, 2), (ANSWERED, 3), (DONE_CLOSE, 6)]
