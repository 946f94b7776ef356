"""Numbers that are kept ready equal those computed anew, whatever came in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.values import Window, ZhunshengError
from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.metrics.models import Closing
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company
from zhunsheng.server.subjects import actions as subjects
from zhunsheng.server.tick import actions

AGENTS = ["A", "B", "C", "a.", None]
DAYS = ["2025-01-31", "2025-02-03", "2025-02-28", "2025-04-01", "2025-05-20", None]
MANY = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: shrinking one would take minutes
)

deal = st.fixed_dictionaries(
    {
        "id": st.sampled_from("vwxyz"),
        "agent": st.sampled_from(AGENTS),
        "product": st.sampled_from(["P", "Q"]),
        "stage": st.sampled_from(["Won", "Lost", "Open"]),
        "opened": st.sampled_from(["2025-01-05", "2025-02-28", None]),
        "day": st.sampled_from(DAYS),
        "value": st.sampled_from(["10", "20.25", None]),
    }
)
event = st.fixed_dictionaries(
    {
        "id": st.sampled_from("klmno"),
        "ticket": st.sampled_from(["1", "2"]),
        "agent": st.sampled_from(AGENTS),
        "what": st.sampled_from(["open", "done"]),
        "at": st.sampled_from(["2025-01-30 10:00", "2025-02-02 09:30", "2025-03-20 23:59", "2025-06-01 00:00"]),
    }
)
leave = st.fixed_dictionaries(
    {
        "who": st.sampled_from("AB"),
        "first": st.sampled_from(["2025-01-27", "2025-03-31"]),
        "last": st.sampled_from(["2025-02-03", "2025-05-05"]),
    }
)
step = st.one_of(
    st.tuples(st.just("deals"), st.lists(deal, min_size=1, max_size=4)),
    st.tuples(st.just("deals"), st.lists(deal, min_size=1, max_size=4)),
    st.tuples(st.just("events"), st.lists(event, min_size=1, max_size=4)),
    st.tuples(st.just("leave"), st.lists(leave, min_size=1, max_size=2)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(
        st.just("move"),
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from(["North", "South"]),
            st.sampled_from([None, date(2025, 2, 3), date(2025, 4, 1)]),
        ),
    ),
    st.tuples(st.just("leave the company"), st.sampled_from("AB")),
    st.tuples(st.just("match"), st.booleans()),
    st.tuples(st.just("close"), st.sampled_from([1, 2, 3])),
    st.tuples(st.just("tick"), st.none()),
)
"""Something that happens to a company."""


def happen(company: Company, what: str, how: object) -> None:
    """Carry a step out; one that has nothing to work on does nothing."""
    match what, how:
        case (("deals" | "events" | "leave"), list(rows)):
            company.send(what, rows)
        case "withdraw", int(which):
            settled = [one for one in receipts() if one.state == "settled" and one.batch is not None]
            if settled:
                one = settled[which % len(settled)]
                company.withdraw(one.source, one.batch or 0)
        case "move", (str(who), str(unit), day):
            company.place(who, unit, since=day if isinstance(day, date) else None)
        case "leave the company", str(who):
            company.leaves(who, date(2025, 3, 14))
        case "close", int(month) if month not in {one.start.month for one in Closing.objects.all()}:
            first, end = date(2025, month, 1), date(2025, month + 1, 1)
            actions.close(company.world, first, end, by="cfo", now=company.later())
        case "match", False:
            with suppress(ZhunshengError):
                actions.unmatch(company.world, "person", "a.", company.later())
        case "match", _:
            subjects.resolve("person", ["a."], now=company.later())
            actions.match(company.world, "person", "a.", "A", company.later())
        case _:
            company.tick()


def begin(company: Company, metrics: Sequence[str] = tuple(METRICS)) -> None:
    company.clear()
    company.publish({name: METRICS[name] for name in metrics})
    for who in "ABC":
        company.place(who, "North", region="N")


@MANY
@given(
    metrics=st.lists(st.sampled_from(sorted(METRICS)), min_size=2, max_size=3, unique=True),
    steps=st.lists(step, min_size=2, max_size=7),
)
def test_kept_numbers_equal_rebuilt_and_requested_ones(
    company: Company, metrics: list[str], steps: list[tuple[str, object]]
) -> None:
    begin(company, metrics)
    company.tick()
    for what, how in steps:
        happen(company, what, how)
    company.tick()
    kept = company.kept()
    assert kept == company.rebuilt()
    assert kept == company.requested()


def shown(company: Company) -> list[dict[tuple[str | None, str | None], tuple[float | None, int, str]]]:
    return [company.ask("won_value"), company.ask("won_value", "unit"), company.ask("cycle", "product")]


@MANY
@given(told=st.lists(deal, min_size=1, max_size=6, unique_by=lambda row: row["id"] or ""), data=st.data())
def test_row_order_batch_split_sending_again_and_restarting_change_no_number(
    company: Company, told: list[Cells], data: st.DataObject
) -> None:
    begin(company, ["won_value", "cycle"])
    company.send("deals", told)
    company.tick()
    expected = shown(company)
    begin(company, ["won_value", "cycle"])
    order, sent = data.draw(st.permutations(told), label="order"), 0
    while sent < len(order):
        size = data.draw(st.integers(1, len(order) - sent), label="size")
        company.send("deals", order[sent : sent + size])
        sent += size
        match data.draw(st.sampled_from(["tick", "again", "restart", "nothing"]), label="then"):
            case "tick":
                company.tick()
            case "again":
                company.send("deals", order[max(0, sent - 2) : sent])
            case "restart":
                connection.close()
    company.tick()
    assert shown(company) == expected


def test_what_was_withdrawn_and_sent_again_counts_as_before(company: Company) -> None:
    begin(company, ["deals", "won_value"])
    rows = [{"id": id_, "agent": "A", "stage": "Won", "day": "2025-02-01", "value": "10.01"} for id_ in "ab"]
    first = company.send("deals", rows)
    company.send("deals", [{"id": "c", "agent": "B", "stage": "Won", "day": "2025-02-01", "value": "5"}])
    company.tick()
    before = company.kept()
    company.withdraw("deals", first)
    assert company.values("won_value") == {("B", "2025-02"): 5}
    assert company.values("deals", "unit") == {("North", "2025-02"): 1}
    company.send("deals", rows)
    company.tick()
    assert company.kept() == before == company.rebuilt()


def test_a_stock_reaches_on_for_everybody_when_anybodys_facts_do(company: Company) -> None:
    begin(company, ["open_deals"])
    company.send("deals", [{"id": "a", "agent": "A", "opened": "2025-01-10"}])
    company.tick()
    batch = company.send("deals", [{"id": "b", "agent": "B", "opened": "2025-03-10"}])
    company.tick()
    assert company.values("open_deals") == {
        ("A", "2025-01"): 1,
        ("A", "2025-02"): 1,
        ("A", "2025-03"): 1,
        ("B", "2025-03"): 1,
    }
    company.withdraw("deals", batch)
    assert company.values("open_deals") == {("A", "2025-01"): 1}
    assert company.kept() == company.rebuilt()
    spring = Window(date(2025, 4, 1), date(2025, 5, 1))
    assert company.ask("open_deals", window=spring) == {("A", "2025-04"): (1, 1, "value")}
    assert company.ask("open_deals", "region", window=spring) == {("N", "2025-04"): (1, 1, "value")}


def test_a_case_that_two_people_work_on_is_timed_from_the_first_to_the_second(company: Company) -> None:
    begin(company, ["ticket_time"])
    company.send("events", [{"id": "2", "ticket": "T", "agent": "B", "what": "done", "at": "2025-02-05 09:00"}])
    company.tick()
    assert company.values("ticket_time") == {}
    company.send("events", [{"id": "1", "ticket": "T", "agent": "A", "what": "open", "at": "2025-01-31 09:00"}])
    company.tick()
    assert company.values("ticket_time") == {("B", "2025-02"): 5}
    assert company.kept() == company.rebuilt() == company.requested()
