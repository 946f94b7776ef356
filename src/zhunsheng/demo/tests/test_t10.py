"""T10: one service group chooses whom to ask, and one article shortens answers too much. R20 will weigh and warn."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.pooled import Pooled, pooled, together

SPAN = date(2023, 1, 1), date(2026, 1, 1)
A, B = "客服A组", "客服B组"
SHORTCUT = "K009"


def groups(told: Told, metric: str) -> dict[str, Pooled]:
    """The metric of both groups."""
    found = pooled(told, metric, "unit", "quarter", *SPAN)
    return {group: next(part for unit, part in found.items() if unit.endswith(group)) for group in (A, B)}


def test_group_b_asks_those_whom_it_could_settle(told: Told) -> None:
    effects = told.truth("T10").effects
    settled, unsettled = groups(told, "invited_resolved"), groups(told, "invited_unresolved")
    assert settled[B].value == pytest.approx(effects["invited_resolved"], abs=0.01)
    assert unsettled[B].value == pytest.approx(effects["invited_unresolved"], abs=0.01)
    assert settled[A].value == pytest.approx(unsettled[A].value, abs=0.02)


def test_that_lifts_its_score(told: Told) -> None:
    score = groups(told, "voice_score")
    assert score[B].value - score[A].value == pytest.approx(told.truth("T10").effects["voice_change"], abs=0.06)


def test_what_all_callers_would_say_is_the_same_of_both(told: Told) -> None:
    settled = groups(told, "first_contact_resolution")
    good, bad = groups(told, "voice_score_resolved"), groups(told, "voice_score_unresolved")
    everybody = {
        group: settled[group].value * good[group].value + (1 - settled[group].value) * bad[group].value
        for group in (A, B)
    }
    assert everybody[A] == pytest.approx(everybody[B], abs=0.05)
    assert groups(told, "voice_score")[A].value == pytest.approx(everybody[A], abs=0.05)


def shortcut(told: Told, metric: str) -> tuple[float, float]:
    """The metric of contacts in which the article was used, and of all others."""
    found = pooled(told, metric, "article", "quarter", *SPAN)
    return found.pop(SHORTCUT).value, together(found.values()).value


def test_the_article_shortens_contacts_and_brings_callers_back(told: Told) -> None:
    effects = told.truth("T10").effects
    seconds, usual = shortcut(told, "handling_seconds")
    again, seldom = shortcut(told, "recontact_7d")
    assert seconds / usual - 1 == pytest.approx(effects["handling_change"], abs=0.02)
    assert 100 * (again - seldom) == pytest.approx(effects["recontact_points"], abs=1.5)


def test_no_other_article_brings_callers_back(told: Told) -> None:
    found = pooled(told, "recontact_7d", "article", "quarter", *SPAN)
    again, usual = found.pop(SHORTCUT).value, found[""].value
    assert max(part.value for part in found.values() if part.n > 300) < (again + usual) / 2
