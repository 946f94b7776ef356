"""Numbers that are kept ready equal those computed anew, whatever came in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.metrics.tests.company import METRICS, Company
from zhunsheng.server.subjects import actions as subjects

AGENTS = ["A", "B", "C", "a.", None]
DAYS = ["2025-01-31", "2025-02-03", "2025-02-28", "2025-04-01", "2025-05-20", None]
MANY = settings(
    max_examples=8,
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
    st.tuples(st.just("match"), st.none()),
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
        case "match", _:
            subjects.resolve("person", ["a."], now=company.later())
            subjects.match("person", "a.", "A")
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
