"""The fold against a plain account of the same events, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment
from zhunsheng.engine.practices.commitments.evidence import attainment, noise, what_if
from zhunsheng.engine.practices.commitments.fold import STANDINGS, fold
from zhunsheng.engine.practices.commitments.marks import MARKS
from zhunsheng.engine.values import Text

BEGIN, DONE_ANSWER, DONE_CLOSE, ASKED, ANSWERED = range(5)
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)
OFFICE = Calendar(id="office", name=Text(zh="办公", en="office"), week=(1, 2, 3, 4, 5), intervals=("09:00-18:00",))
CLOCKS: dict[Clock, CountedTime] = {"wall": WallTime(), "working": WorkingTime(OFFICE, "UTC")}
CHAIN = Commitment.model_validate(
    {
        "id": "chain",
        "name": {"zh": "链", "en": "chain"},
        "begins": {"source": "events", "case": "case"},
        "stages": [
            {"id": "answer", "name": {"zh": "响应", "en": "answer"}, "done": {}, "within": "30 min", "clock": "wall"},
            {"id": "close", "name": {"zh": "闭环", "en": "close"}, "done": {}, "within": "4 h"},
        ],
        "pauses": [
            {"id": "asked", "name": {"zh": "等客户", "en": "asked"}, "begins": {}, "ends": {}, "stages": ["close"]}
        ],
        "calendar": "office",
    }
)


class Event(NamedTuple):
    case: str
    minute: int
    mark: int


def table(events: Sequence[Event]) -> pa.Table:
    rows = [
        {"case": e.case, "at": MONDAY + timedelta(minutes=e.minute), "seq": seq, "person": None, "mark": e.mark}
        for seq, e in enumerate(events)
    ]
    return pa.Table.from_pylist(rows, schema=MARKS)


def plainly(
    events: Sequence[Event], now: datetime
) -> dict[tuple[str, str], tuple[datetime | None, datetime | None, str]]:
    """Case and stage → due, done, state: minute by minute in the head of somebody who reads the log."""
    found = {}
    for case in {e.case for e in events}:
        told = [(MONDAY + timedelta(minutes=e.minute), e.mark) for e in events if e.case == case]
        told = [(at, mark) for at, mark in told if at <= now]
        begins = [at for at, mark in told if mark == BEGIN]
        if not begins:
            continue
        began = min(begins)
        asked = sorted(at for at, mark in told if mark == ASKED and at >= began)
        pauses = [
            (at, min((end for end, mark in told if mark == ANSWERED and end >= at), default=None)) for at in asked
        ]
        for stage, mark, amount in (("answer", DONE_ANSWER, 30), ("close", DONE_CLOSE, 240)):
            held = pauses if stage == "close" else []
            clock = CLOCKS["wall" if stage == "answer" else "working"]
            due = clock.deadline(began, timedelta(minutes=amount), held)
            done = min((at for at, which in told if which == mark and at >= began), default=None)
            if done is not None:
                state = "met" if due is None or done <= due else "missed"
            else:
                state = "missed" if due is not None and due < now else "open"
            found[case, stage] = (due, done, state)
    return found


def folded(
    events: Sequence[Event], now: datetime
) -> dict[tuple[str, str], tuple[datetime | None, datetime | None, str]]:
    rows = fold(CHAIN, table(events), CLOCKS, now)
    assert rows.schema == STANDINGS
    return {(r["case"], r["stage"]): (r["due"], r["done"], r["state"]) for r in rows.to_pylist()}


events = st.lists(
    st.builds(Event, st.sampled_from("abc"), st.integers(0, 3 * 24 * 60), st.integers(BEGIN, ANSWERED)), max_size=25
)


@settings(max_examples=300, deadline=None)
@given(told=events, minutes=st.integers(0, 4 * 24 * 60))
def test_the_fold_tells_what_a_reader_of_the_log_would(told: list[Event], minutes: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    assert folded(told, now) == plainly(told, now)


@settings(max_examples=100, deadline=None)
@given(told=events, order=st.randoms(use_true_random=False), minutes=st.integers(0, 4 * 24 * 60))
def test_neither_the_order_of_arrival_nor_other_cases_nor_repeats_matter(
    told: list[Event], order: object, minutes: int
) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    shuffled = [*told, *told[:3]]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = folded(told, now)
    assert folded(shuffled, now) == whole
    alone = [folded([e for e in told if e.case == case], now) for case in "abc"]
    assert {key: value for part in alone for key, value in part.items()} == whole


def test_what_has_not_happened_yet_is_not_known() -> None:
    told = [Event("a", 600, BEGIN), Event("a", 620, DONE_ANSWER)]
    assert folded(told, MONDAY + timedelta(minutes=599)) == {}
    assert folded(told, MONDAY + timedelta(minutes=610))["a", "answer"][1:] == (None, "open")
    assert folded(told, MONDAY + timedelta(minutes=620))["a", "answer"][2] == "met"


def test_attainment_counts_every_case_once_and_takes_the_middle() -> None:
    told = [Event(case, 600, BEGIN) for case in "abcd"]
    told += [Event("a", 610, DONE_ANSWER), Event("b", 640, DONE_ANSWER), Event("c", 620, DONE_ANSWER)]
    (answer, close) = attainment(fold(CHAIN, table(told), CLOCKS, MONDAY + timedelta(minutes=700)), ["answer", "close"])
    assert (answer.cases, answer.with_end, answer.met, answer.missed, answer.open) == (4, 3, 2, 2, 0)
    assert answer.median_minutes == 20
    assert (close.cases, close.with_end, close.open, close.median_minutes) == (4, 0, 4, None)


def test_a_what_if_names_what_is_missed_newly_and_no_longer() -> None:
    told = [Event("a", 600, BEGIN), Event("a", 625, DONE_ANSWER), Event("b", 600, BEGIN), Event("b", 640, DONE_ANSWER)]
    now = MONDAY + timedelta(minutes=700)
    stages = (CHAIN.stages[0].model_copy(update={"within": "20 min"}), CHAIN.stages[1])
    before, after = (fold(c, table(told), CLOCKS, now) for c in (CHAIN, CHAIN.model_copy(update={"stages": stages})))
    found = what_if(before, after, (["answer"], ["answer"]), "UTC")
    assert ([one.case for one in found.newly], found.no_longer) == (["a"], [])
    assert [(one.week.isoformat(), one.missed) for one in noise(after, "UTC")] == [("2025-03-03", 2)]


def test_a_week_begins_when_it_begins_on_the_wall() -> None:
    told = [Event("a", -40, BEGIN)]  # due at 23:50 of Sunday in UTC, which is Monday in Shanghai
    rows = fold(CHAIN, table(told), CLOCKS, MONDAY + timedelta(minutes=10)).slice(0, 1)
    weeks = [[one.week.isoformat() for one in noise(rows, zone)] for zone in ("UTC", "Asia/Shanghai")]
    assert weeks == [["2025-02-24"], ["2025-03-03"]]
