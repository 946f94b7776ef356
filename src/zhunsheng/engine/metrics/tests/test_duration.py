"""Time between events: real time where clocks change, cases that reopen, and what is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.metrics.duration import Between
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Grain

if TYPE_CHECKING:
    from zhunsheng.engine.metrics.tests.conftest import Engine, Row

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def berlin(engine: Engine) -> Iterator[DuckDb]:
    """A company whose clocks change: at 2 on 31 March 2024 it was 3."""
    with DuckDb(["/nowhere"], "Europe/Berlin", Limits(memory="200MB")) as backend:
        yield backend


def lengths(engine: Engine, berlin: DuckDb, start: object, end: object, per: str) -> float:
    """How long one fact took in the company whose clocks change."""
    measure = engine.measure(kind="elapsed", source="deals", start="start", end="end", per=per)
    assert isinstance(measure, Between)
    kind = pa.timestamp("us", "UTC") if isinstance(start, datetime) else pa.date32()
    rows = berlin.table("facts", pa.table({"start": pa.array([start], kind), "end": pa.array([end], kind)}))
    (row,) = berlin.arrow(rows.select(length=measure.length(rows))).to_pylist()
    found = row["length"]
    assert isinstance(found, float)
    return found


def test_an_hour_that_the_clocks_skip_is_not_worked(engine: Engine, berlin: DuckDb) -> None:
    start, end = datetime(2024, 3, 31, 1, 30, tzinfo=BERLIN), datetime(2024, 3, 31, 4, 0, tzinfo=BERLIN)
    assert lengths(engine, berlin, start, end, "hour") == 1.5


def test_an_hour_that_the_clocks_repeat_counts_twice(engine: Engine, berlin: DuckDb) -> None:
    start, end = datetime(2024, 10, 27, 1, 30, tzinfo=BERLIN), datetime(2024, 10, 27, 4, 0, tzinfo=BERLIN)
    assert lengths(engine, berlin, start, end, "minute") == 210


def test_days_are_whole_where_the_clocks_change(engine: Engine, berlin: DuckDb) -> None:
    assert lengths(engine, berlin, date(2024, 3, 30), date(2024, 4, 2), "day") == 3
    assert lengths(engine, berlin, date(2024, 10, 28), date(2024, 10, 26), "hour") == -48


def test_fractions_of_a_second_count(engine: Engine, berlin: DuckDb) -> None:
    start, end = datetime(2024, 5, 1, 8, 0, 0, 250_000, BERLIN), datetime(2024, 5, 1, 8, 0, 1, 0, BERLIN)
    assert lengths(engine, berlin, start, end, "minute") == pytest.approx(0.75 / 60, rel=1e-12)


def timed(engine: Engine, *events: tuple[str, str, int], within_days: int = 30) -> list[tuple[int | None, float, int]]:
    """Agent, mean days and number of the tickets closed: events are (local moment, what, agent)."""
    measure = engine.measure(
        kind="duration",
        source="events",
        case="ticket",
        start={"field": "what", "value": "opened"},
        end={"field": "what", "value": "closed"},
        percentile=None,
        within_days=within_days,
    )
    assert isinstance(measure, FromFacts)
    log: list[Row] = [
        {
            "op": "told",
            "recorded": None,
            "seq": at,
            "id": f"E{at}",
            "ticket": "T1",
            "what": what,
            "agent": agent,
            "moment": datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI),
        }
        for at, (moment, what, agent) in enumerate(events, 1)
    ]
    numbers = engine.numbers({"it": measure}, "person", Grain.MONTH, rows=engine.told("events", log))["it"]
    return sorted((subject, float(value or 0), n) for (subject, _), (value, n) in numbers.items())


def test_the_first_start_and_the_first_end_count_whatever_order_they_are_told_in(engine: Engine) -> None:
    events = [
        ("2025-03-05T08:00", "closed", 1),
        ("2025-03-03T08:00", "opened", 2),
        ("2025-03-01T08:00", "opened", 3),
        ("2025-03-09T08:00", "closed", 4),
        ("2025-02-28T08:00", "closed", 5),
    ]
    assert timed(engine, *events) == [(1, 4.0, 1)]
    assert timed(engine, *reversed(events)) == [(1, 4.0, 1)]


def test_a_case_reopened_soon_is_not_timed_again_and_one_reopened_later_is(engine: Engine) -> None:
    first = [("2025-03-01T08:00", "opened", 1), ("2025-03-03T08:00", "closed", 1)]
    soon = [("2025-03-04T08:00", "opened", 2), ("2025-03-05T08:00", "closed", 2)]
    later = [("2025-05-04T08:00", "opened", 2), ("2025-05-05T08:00", "closed", 2)]
    assert timed(engine, *first, *soon) == [(1, 2.0, 1)]
    assert timed(engine, *first, *later) == [(1, 2.0, 1), (2, 1.0, 1)]


def test_a_start_too_long_before_the_end_is_not_looked_at(engine: Engine) -> None:
    exactly = [("2025-03-01T08:00", "opened", 1), ("2025-03-31T08:00", "closed", 1)]
    late = [("2025-03-01T08:00", "opened", 1), ("2025-03-31T08:00:01", "closed", 1)]
    assert timed(engine, *exactly) == [(1, 30.0, 1)]
    assert timed(engine, *late) == []


def test_an_end_at_the_very_moment_of_its_start_takes_no_time(engine: Engine) -> None:
    assert timed(engine, ("2025-03-01T08:00", "closed", 1), ("2025-03-01T08:00", "opened", 1)) == [(1, 0.0, 1)]


def test_an_open_case_takes_no_time_yet(engine: Engine) -> None:
    assert timed(engine, ("2025-03-01T08:00", "opened", 1)) == []
