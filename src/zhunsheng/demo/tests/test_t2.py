"""T2: five of nine dealers in the south-west are stuffed at the ends of quarters, and the other four are not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from zhunsheng.demo.tests.conftest import Told

USUAL = date(2025, 3, 3), date(2025, 6, 30)
ENDS = date(2025, 9, 29), date(2025, 12, 29)
"""Last Mondays of the two quarters."""


def dealers(told: Told) -> list[str]:
    where = told.truth("T2").where
    return [dealer.number for dealer in told.company.market.dealers if dealer.region in where]


def weekly(told: Told, metric: str, names: list[str], since: date, until: date) -> float:
    """Mean of the metric over the dealers and weeks."""
    found = told.by(metric, "dealer", "week", since, until)
    return float(np.mean([value for name in names for value in found[name].values() if value is not None]))


def at_ends(told: Told, metric: str, names: list[str], weeks: int) -> float:
    spans = [(end - timedelta(weeks=weeks - 1), end + timedelta(weeks=1)) for end in ENDS]
    return float(np.mean([weekly(told, metric, names, *span) for span in spans]))


def stuffed(told: Told, end: date) -> set[str]:
    """Whose stock lasts at least half as long again as usual when the quarter ends."""
    names = dealers(told)
    found = told.by("stock_days", "dealer", "week", end, end + timedelta(weeks=1))
    usual = told.truth("T2").effects["stock_days_before"]
    return {name for name in names if (next(iter(found[name].values())) or 0) > 1.5 * usual}


def test_the_same_five_of_nine_have_too_much_stock_at_both_ends(told: Told) -> None:
    said = told.truth("T2").effects
    assert len(dealers(told)) == said["of_dealers"]
    assert len(stuffed(told, ENDS[0])) == said["dealers"]
    assert stuffed(told, ENDS[0]) == stuffed(told, ENDS[1])


def test_they_buy_more_and_sell_less_and_send_back_more(told: Told) -> None:
    said, names = told.truth("T2").effects, sorted(stuffed(told, ENDS[0]))
    weeks = int(said["last_weeks"])
    for metric, change in (("sell_in", said["sell_in_change"]), ("sell_through", said["sell_through_change"])):
        found = at_ends(told, metric, names, weeks) / weekly(told, metric, names, *USUAL) - 1
        assert found == pytest.approx(change, abs=0.05)
    assert weekly(told, "stock_days", names, *USUAL) == pytest.approx(said["stock_days_before"], abs=2)
    assert at_ends(told, "stock_days", names, 1) == pytest.approx(said["stock_days_after"], abs=5)
    assert weekly(told, "return_rate", names, *USUAL) == pytest.approx(said["returns_before"], abs=0.004)
    assert at_ends(told, "return_rate", names, weeks) == pytest.approx(said["returns_after"], abs=0.012)


def test_the_others_stay_as_they_were(told: Told) -> None:
    names = sorted(set(dealers(told)) - stuffed(told, ENDS[0]))
    weeks = int(told.truth("T2").effects["last_weeks"])
    for metric in ("sell_in", "sell_through", "stock_days", "return_rate"):
        assert at_ends(told, metric, names, weeks) == pytest.approx(weekly(told, metric, names, *USUAL), rel=0.08)


def test_the_region_shows_it_without_any_dealer_being_named(told: Told) -> None:
    """By region managers, who answer for the dealers."""
    found = told.by("return_rate", "region", "week", ENDS[1], ENDS[1] + timedelta(weeks=1))
    last = {region: next(iter(values.values())) for region, values in found.items()}
    (where,) = told.truth("T2").where
    assert last[where] == max(value for value in last.values() if value is not None)
    assert (last[where] or 0) > 0.06
