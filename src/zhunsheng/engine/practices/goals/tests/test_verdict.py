"""What may be said of a link, on links whose effect is known. The large table stands in docs/benchmarks.md."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import numpy as np
import pytest

from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.tests.invented import link, wandering
from zhunsheng.engine.practices.goals.verdict import Evidence, Verdict, judge

UP, DOWN = Promise(), Promise(sign=-1)


def states(found: list[Verdict]) -> dict[str, float]:
    return {state: mean(each.state == state for each in found) for state in ("holds", "distorted", "unproven")}


def alike(one: Verdict, other: Verdict) -> None:
    """The same verdict with the same figures, up to the last digits."""
    assert (one.state, one.n, one.people, one.delay) == (other.state, other.n, other.people, other.delay)
    for name in ("effect", "low", "high"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-5)


def test_an_effect_of_half_a_deviation_holds_at_its_delay() -> None:
    found = judge([(UP, link(seed, effect=0.5)) for seed in range(30)])
    assert states(found)["holds"] >= 0.9
    assert mean(each.delay is not None and abs(each.delay - 2) <= 1 for each in found) >= 0.9
    assert mean(each.effect or 0 for each in found) == pytest.approx(0.5, abs=0.05)
    assert all(each.low is not None and each.high is not None and each.low < 0.5 < each.high + 0.1 for each in found)


def test_a_child_that_rises_while_its_parent_stays_is_distorted() -> None:
    found = judge([(UP, link(seed)) for seed in range(100, 130)])
    assert states(found)["distorted"] >= 0.85
    assert states(found)["holds"] <= 0.05
    assert all((each.child_change or 0) > 0.3 and abs(each.parent_change or 0) < 0.1 for each in found)


def test_what_was_promised_is_seldom_called_distorted() -> None:
    found = judge([(UP, link(seed, effect=0.2)) for seed in range(200, 260)])
    assert states(found)["distorted"] <= 0.05


@pytest.mark.parametrize("autocorrelation", [0.0, 0.9])
def test_unrelated_series_are_seldom_true_however_long_they_remember(autocorrelation: float) -> None:
    found = judge([(UP, link(seed, 1, 104, autocorrelation=autocorrelation)) for seed in range(300, 400)])
    assert states(found)["holds"] <= 0.05


def test_trends_and_a_season_make_nothing_true() -> None:
    rng, at = np.random.default_rng(5), np.arange(104)
    told = []
    for _ in range(60):
        wave = 3 * np.sin(2 * np.pi * at / 52 + rng.uniform(0, 6)) + 0.05 * at
        child, parent = (wandering(rng, 1, 104, 0.5) + wave for _ in range(2))
        told.append((UP, Evidence(child, parent)))
    assert states(judge(told))["holds"] <= 0.05


def test_a_market_of_which_big_people_have_more_makes_nothing_true() -> None:
    rng, at = np.random.default_rng(6), np.arange(52)
    told = []
    for _ in range(40):
        size = rng.uniform(0.2, 2, (20, 1))
        market = size * (0.1 * at + 2 * (at % 26 == 5) + np.sin(at / 8))
        told.append((UP, Evidence(*(wandering(rng, 20, 52, 0.5) + market for _ in range(2)))))
    assert states(judge(told))["holds"] <= 0.05


def test_eight_weeks_of_one_series_prove_nothing_and_it_is_said_what_it_takes() -> None:
    for verdict in judge([(UP, link(seed, 1, 8, effect=2.0)) for seed in range(5)]):
        assert verdict.state == "unproven"
        assert verdict.more is not None
        assert verdict.more > 50
        assert [problem.code for problem in verdict.problems] == ["goals.too_short"]


def test_with_as_many_more_weeks_as_were_said_a_verdict_is_usual() -> None:
    early = judge([(UP, link(7, 10, 40))])[0]
    assert early.state == "unproven"
    assert early.more is not None
    later = [judge([(UP, link(seed, 10, 44 + early.more))])[0] for seed in range(10)]
    assert states(later)["unproven"] <= 0.5


def test_a_child_that_does_not_move_is_not_distorted() -> None:
    verdict = judge([(UP, link(8, rise=0.0, weeks=104))])[0]
    assert verdict.state == "unproven"
    assert [problem.code for problem in verdict.problems] == ["goals.child_still"]


def test_two_that_rise_together_without_going_together_are_unproven() -> None:
    told = link(9, weeks=104)
    parent = told.parent.copy()
    parent[:, 52:] += 10
    verdict = judge([(UP, replace(told, parent=parent))])[0]
    assert verdict.state == "unproven"
    assert [problem.code for problem in verdict.problems] == ["goals.both_moved"]


def test_what_was_true_until_it_was_a_target_broke() -> None:
    before, after = link(10, weeks=60, effect=0.6, rise=0.0), link(11, weeks=60, rise=0.0)
    child = np.concatenate([before.child, after.child + 20], axis=1)
    broken = Evidence(child, np.concatenate([before.parent, after.parent], axis=1), since=60)
    whole = link(12, weeks=120, effect=0.6, since=60)
    found, kept = judge([(UP, broken), (UP, whole)])
    assert (found.state, found.break_at_target) == ("distorted", True)
    assert (kept.state, kept.break_at_target) == ("holds", False)
    assert found.n == 60
    assert judge([(UP, after)])[0].break_at_target is None


def test_turned_upside_down_the_promise_turns_with_it() -> None:
    told = link(13, effect=0.3)
    up, down = judge([(UP, told)])[0], judge([(DOWN, replace(told, parent=-told.parent))])[0]
    assert (up.state, up.delay) == (down.state, down.delay)
    assert down.effect == pytest.approx(-(up.effect or 0))
    assert down.low == pytest.approx(-(up.high or 0))
    assert down.high == pytest.approx(-(up.low or 0))
    assert down.child_change == up.child_change


def test_units_and_levels_of_the_numbers_do_not_matter() -> None:
    told = link(14, effect=0.3)
    rng = np.random.default_rng(1)
    other = Evidence(1e4 * told.child - 7e5, 0.01 * told.parent + rng.standard_normal((20, 1)) * 50)
    alike(*judge([(UP, told)]), *judge([(UP, other)]))


def test_the_order_of_people_and_of_links_does_not_matter() -> None:
    told = [(UP, link(seed, effect=0.05 * seed)) for seed in range(6)]
    order = np.random.default_rng(2).permutation(20)
    mixed = [(UP, Evidence(each.child[order], each.parent[order])) for _, each in told]
    for one, other in zip(judge(told), reversed(judge(mixed[::-1])), strict=True):
        assert one.state == other.state
        assert one.effect == pytest.approx(other.effect, abs=1e-9)


def test_people_without_numbers_change_nothing() -> None:
    told = link(15, effect=0.3)
    empty = np.full((5, 52), np.nan)
    more = Evidence(np.concatenate([empty, told.child]), np.concatenate([empty, told.parent]))
    alike(*judge([(UP, told)]), *judge([(UP, more)]))


def test_missing_weeks_cost_certainty_and_not_the_verdict() -> None:
    told = link(16, effect=0.5)
    gone = np.random.default_rng(3).random((2, 20, 52)) < 0.1
    holes = Evidence(np.where(gone[0], np.nan, told.child), np.where(gone[1], np.nan, told.parent))
    whole, sparse = judge([(UP, told)])[0], judge([(UP, holes)])[0]
    assert whole.state == sparse.state == "holds"
    assert sparse.effect == pytest.approx(whole.effect, abs=0.12)
    assert (sparse.high or 0) - (sparse.low or 0) > (whole.high or 0) - (whole.low or 0)


@pytest.mark.parametrize("value", [np.nan, 5.0])
def test_where_nothing_varies_nothing_is_claimed(value: float) -> None:
    told = link(17)
    verdict = judge([(UP, Evidence(np.full((20, 52), value), told.parent))])[0]
    assert (verdict.state, verdict.effect) == ("unproven", None)
    assert verdict.problems


def test_of_no_links_nothing_is_said() -> None:
    assert judge([]) == []


def test_many_links_ask_more_of_each() -> None:
    one = judge([(UP, link(18, effect=0.3))])[0]
    among = judge([(UP, link(18, effect=0.3)), *((UP, link(seed)) for seed in range(500, 540))])[0]
    assert one.effect == among.effect
    assert (among.low or 0) < (one.low or 0)


@pytest.mark.parametrize("periods", [1, 2, 3, 5, 15])
def test_the_shortest_records_are_unproven(periods: int) -> None:
    told = link(19, 3, 20)
    some = Evidence(told.child[:, :periods], told.parent[:, :periods])
    assert judge([(UP, some)])[0].state == "unproven"
