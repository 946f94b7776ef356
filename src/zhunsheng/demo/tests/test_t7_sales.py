"""T7, the sales side: customers of those who help unseen come back more often, yet their measured score is low."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zhunsheng.demo.tests.conftest import Told

YEAR = date(2025, 1, 1), date(2026, 1, 1)


def unseen(told: Told) -> list[str]:
    return [code for code in told.truth("T7").who if code.startswith("S")]


def totals(told: Told, metric: str) -> dict[str, float]:
    """Of the year, by seller: months added up."""
    found = told.by(metric, "person", "month", *YEAR)
    return {name: sum(value or 0 for value in months.values()) for name, months in found.items()}


def test_their_customers_come_back_more_often(told: Told) -> None:
    """Orders a month of each customer that orders: months apart, so that it does not matter who joined when."""
    orders, customers = totals(told, "consumables_orders"), totals(told, "ordering_customers")
    own = unseen(told)
    others = [name for name in customers if name not in own]
    rates = [sum(orders[name] for name in who) / sum(customers[name] for name in who) for who in (own, others)]
    change = told.truth("T7").effects["repurchase_change"]
    assert rates[0] / rates[1] - 1 == pytest.approx(change, abs=0.03)


def test_their_measured_score_is_in_the_bottom_third(told: Told) -> None:
    """Signed value and calls of the year, each against the region's others who were there all year."""
    value, calls = totals(told, "won_value"), totals(told, "calls_a_day")
    people = {person.number: person for person in told.company.staff.people}
    assert len(unseen(told)) == told.truth("T7").effects["sellers"]
    for code in unseen(told):
        region = people[code].posts[-1].seat.region
        peers = [
            number
            for number, one in people.items()
            if one.posts[-1].seat.region == region
            and one.posts[-1].seat.position == "销售代表"
            and one.hired <= YEAR[0]
            and one.left is None
        ]
        score = np.sum([_standard([by[peer] for peer in peers]) for by in (value, calls)], axis=0)
        assert np.mean(score <= score[peers.index(code)]) <= 1 / 3 + 1 / len(peers)


def _standard(values: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    found = np.array(values)
    return np.asarray((found - found.mean()) / found.std())
