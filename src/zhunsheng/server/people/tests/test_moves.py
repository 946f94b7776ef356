"""Which days a change of posts moves."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.server.people.moves import Stay, differences
from zhunsheng.server.people.timeline import EVER, FOREVER

DAYS = [date(2025, 1, day) for day in range(1, 13)]


def stays(edges: list[date], places: list[int | None]) -> list[Stay]:
    """One after another; a place of None is a gap."""
    pairs = zip(pairwise(edges), places, strict=False)
    return [(since, until, (place, None, None)) for (since, until), place in pairs if place is not None]


history = st.builds(
    stays,
    st.lists(st.sampled_from([EVER, *DAYS, FOREVER]), max_size=5, unique=True).map(sorted),
    st.lists(st.sampled_from([1, 2, None]), min_size=4, max_size=4),
)


@given(before=history, after=history)
def test_exactly_the_days_that_differ_are_told(before: list[Stay], after: list[Stay]) -> None:
    told = list(differences(before, after))
    assert all(a_until < b_since for (_, a_until), (b_since, _) in pairwise(told)), "runs are told as one"
    for day in [EVER, *DAYS, date(9999, 12, 30)]:
        differs = [p for s, u, p in before if s <= day < u] != [p for s, u, p in after if s <= day < u]
        assert differs == any(since <= day < until for since, until in told)
