"""Where the parent comes to lie if every child gets where it should."""

from __future__ import annotations

import pytest

from zhunsheng.engine.practices.goals.landing import landing
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.tests.invented import link
from zhunsheng.engine.practices.goals.verdict import Verdict, judge


def verdict(effect: float, low: float, high: float) -> Verdict:
    return Verdict("holds", 52, 20, 2, effect, low, high, child_sd=10.0, parent_sd=4.0)


def test_one_child_brings_its_effect_in_the_units_of_the_parent() -> None:
    found = landing(100.0, [(verdict(0.5, 0.25, 0.75), 20.0)])
    assert found is not None
    assert (found.value, found.low, found.high) == (104.0, 102.0, 106.0)


def test_a_child_that_must_fall_turns_the_interval() -> None:
    found = landing(100.0, [(verdict(0.5, 0.25, 1.0), -20.0)])
    assert found is not None
    assert (found.value, found.low, found.high) == (96.0, 92.0, 98.0)


def test_errors_of_several_children_are_added_as_squares() -> None:
    found = landing(0.0, [(verdict(0.5, 0.2, 0.8), 10.0), (verdict(0.5, 0.1, 0.9), 10.0)])
    assert found is not None
    assert found.value == pytest.approx(4.0)
    assert found.high - found.value == pytest.approx(2.0)


def test_without_an_estimate_there_is_no_landing() -> None:
    assert landing(1.0, [(Verdict("unproven", 8, 1), 1.0)]) is None


def test_the_landing_holds_what_the_company_was_made_to_do() -> None:
    """Five units of the parent's deviation for ten of the child's, an effect of .5: a quarter each."""
    found = landing(100.0, [(judge([(Promise(), link(1, weeks=104, effect=0.5))])[0], 8.0)])
    assert found is not None
    assert found.low < 102.0 < found.high
