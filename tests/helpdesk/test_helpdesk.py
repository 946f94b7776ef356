"""The help desk's chains equal an account of the log made without the product, by both clocks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

import pytest
from tests.helpdesk.conftest import EXAMPLE, Log

from zhunsheng.cli.numbers import scene_of
from zhunsheng.engine.values import Grain, Window, ZhunshengError
from zhunsheng.server.commitments import queries
from zhunsheng.server.metrics.queries import numbers
from zhunsheng.server.worlds.values import WorldInfo

STAGES = (
    ("response", "Take in charge ticket", timedelta(minutes=30)),
    ("solution", "Resolve ticket", timedelta(hours=4)),
    ("closure", "Closed", timedelta(hours=72)),
)
MOMENTS = [
    datetime(2010, 9, 15, 14, 30, tzinfo=UTC),
    datetime(2011, 3, 1, tzinfo=UTC),
    datetime(2012, 6, 1, tzinfo=UTC),
]


def worked(start: datetime, end: datetime) -> timedelta:
    """Time between two wall times from nine to six on weekdays, counted day by day."""
    total, day = timedelta(), start.date()
    while day <= end.date():
        if day.weekday() < 5:
            opens, closes = (datetime.combine(day, time(hour)) for hour in (9, 18))
            total += max(timedelta(), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


def passed(start: datetime, end: datetime) -> timedelta:
    return end - start


def due(clock: Any, start: datetime, amount: timedelta) -> datetime:
    """The first wall time by which so much has been counted, found a day at a time and then by halves."""
    low, high = start, start + amount
    while clock(start, high) < amount:
        low, high = high, high + timedelta(days=1)
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) / 2
        low, high = (low, middle) if clock(start, middle) >= amount else (middle, high)
    return high


def by_hand(log: Log, clock: Any, moment: datetime) -> list[dict[str, Any]]:
    """The report as somebody would make it with a spreadsheet."""
    now = moment.replace(tzinfo=None)
    known = {ticket: [(at, what) for at, what in events if at <= now] for ticket, events in log.items()}
    began = {ticket: min(at for at, _ in events) for ticket, events in known.items() if events}
    rows = []
    for stage, activity, amount in STAGES:
        ends = {t: [at for at, what in known[t] if what == activity] for t in began}
        ended = {t: min(found) for t, found in ends.items() if found}
        dues = {t: due(clock, at, amount) for t, at in began.items()}
        met = sum(at <= dues[t] for t, at in ended.items())
        open_ = sum(t not in ended and dues[t] >= now for t in began)
        took = [clock(began[t], at) / timedelta(minutes=1) for t, at in ended.items()]
        rows.append(
            {
                "stage": stage,
                "cases": len(began),
                "with_end": len(ended),
                "met": met,
                "missed": len(began) - met - open_,
                "open": open_,
                "median_minutes": pytest.approx(median(took)),
            }
        )
    return rows


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
@pytest.mark.parametrize(("chain", "clock"), [("ticket_chain", worked), ("ticket_chain_wall", passed)])
def test_the_report_equals_an_account_made_by_hand(
    desk: WorldInfo, log: Log, chain: str, clock: Any, moment: datetime
) -> None:
    with scene_of(desk) as scene:
        found = queries.report(scene, chain, moment)
    assert [asdict(one) for one in found] == by_hand(log, clock, moment)


def numbers_of(desk: WorldInfo, metric: str, grain: Grain) -> dict[str, Any]:
    """Period → value and n of the whole company."""
    with scene_of(desk) as scene:
        found = numbers(scene, metric, "company", grain, Window(date(2010, 1, 1), date(2014, 1, 1)))
        return {one.period: (one.value, one.n) for one in found if one.period and one.value is not None}


@pytest.mark.parametrize(
    ("metric", "clock", "stage"),
    [
        ("response_kept", worked, 0),
        ("solution_kept", worked, 1),
        ("closure_kept", worked, 2),
        ("response_kept_wall", passed, 0),
    ],
)
def test_attainment_as_a_metric_equals_the_account_month_by_month(
    desk: WorldInfo, log: Log, metric: str, clock: Any, stage: int
) -> None:
    _, activity, amount = STAGES[stage]
    months: dict[str, list[bool]] = {}
    for events in log.values():
        until = due(clock, min(at for at, _ in events), amount)
        kept = any(what == activity and at <= until for at, what in events)
        months.setdefault(f"{until:%Y-%m}", []).append(kept)
    expected = {month: (pytest.approx(sum(kept) / len(kept)), len(kept)) for month, kept in months.items()}
    assert numbers_of(desk, metric, Grain.MONTH) == expected


def test_what_is_overdue_at_the_end_of_a_month_is_as_old_as_by_hand(desk: WorldInfo, log: Log) -> None:
    span = {}
    for ticket, events in log.items():
        ends = [at for at, what in events if what == "Closed"]
        until = due(worked, min(at for at, _ in events), timedelta(hours=72))
        span[ticket] = until.date(), min(ends).date() if ends else date.max
    last = date(2010, 9, 30)
    ages = [(last - since).days for since, end in span.values() if since <= last < end]
    assert numbers_of(desk, "overdue_days", Grain.MONTH)["2010-09"] == (pytest.approx(sum(ages) / len(ages)), len(ages))


def test_tickets_that_are_closed_again_in_a_quarter_are_counted(desk: WorldInfo, log: Log) -> None:
    quarters: dict[str, list[str]] = {}
    for ticket, events in log.items():
        for at in {at for at, what in events if what == "Closed"}:
            quarters.setdefault(f"{at.year}-Q{(at.month + 2) // 3}", []).append(ticket)
    expected = {name: len(closed) / len(set(closed)) - 1 for name, closed in quarters.items()}
    found = numbers_of(desk, "reopen_rate", Grain.QUARTER)
    assert {name: value for name, (value, _) in found.items()} == pytest.approx(expected)
    assert max(expected.values()) > 0


def test_a_what_if_is_the_difference_of_two_accounts(desk: WorldInfo, log: Log) -> None:
    text = (EXAMPLE / "commitments" / "ticket_chain.yaml").read_text("utf-8").replace("30 min", "2 h")
    with scene_of(desk) as scene:
        found = queries.what_if(scene, "ticket_chain", text, date(2010, 4, 1), date(2010, 7, 1))
    began = {ticket: min(at for at, _ in events) for ticket, events in log.items()}
    chosen = {t for t, at in began.items() if date(2010, 4, 1) <= at.date() < date(2010, 7, 1)}
    took = {
        ticket: worked(began[ticket], min(at for at, what in log[ticket] if what == "Take in charge ticket"))
        for ticket in chosen
        if any(what == "Take in charge ticket" for _, what in log[ticket])
    }
    relieved = sorted(t for t, span in took.items() if timedelta(minutes=30) < span <= timedelta(hours=2))
    assert relieved
    assert [(one.case, one.stage) for one in found.no_longer] == [(ticket, "response") for ticket in relieved]
    assert found.newly == []
    assert found.before[0].missed - found.after[0].missed == len(relieved)
    assert found.before[0].cases == len(chosen)


def test_a_definition_with_mistakes_is_refused_with_all_of_them(desk: WorldInfo) -> None:
    text = (EXAMPLE / "commitments" / "ticket_chain.yaml").read_text("utf-8")
    text = text.replace("4 h", "20 min").replace("field: activity, value: Closed", "field: actvity, value: Closed")
    with scene_of(desk) as scene, pytest.raises(ZhunshengError) as refused:
        queries.what_if(scene, "ticket_chain", text, date(2010, 4, 1), date(2010, 7, 1))
    assert {problem.code for problem in refused.value.problems} == {"commitment.due_before", "blueprint.no_such_field"}
    assert all("ticket_chain.yaml" in problem.place for problem in refused.value.problems)
