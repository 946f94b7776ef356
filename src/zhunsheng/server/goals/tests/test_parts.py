"""A goal is a part of another where the same number adds up within it: by term, by unit, by reporting line."""

from __future__ import annotations

import pytest

from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.mean import Mean
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Text
from zhunsheng.server.goals.parts import is_part
from zhunsheng.server.goals.values import GoalEntry
from zhunsheng.server.people.whereabouts import Spot, Whereabouts

EAST, WEST, SHOP, BOSS, ANNE, WILL = 1, 2, 3, 10, 11, 12
THERE = Whereabouts(
    {
        BOSS: Spot(EAST, None, None, None),
        ANNE: Spot(SHOP, None, None, BOSS),
        WILL: Spot(WEST, None, None, None),
    },
    {EAST: None, WEST: None, SHOP: EAST},
)
NAME = Text(zh="单", en="deals")
DEALS = Metric(id="deals", name=NAME, measure=Count(kind="count", source="deals"), unit="deal", grains=(Grain.WEEK,))


def goal(level: str, owner: int | None, term: str = "2026-Q1") -> GoalEntry:
    return GoalEntry(code="g", name="g", level=level, owner=owner, term=term, metric="deals")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("child", "parent", "part"),
    [
        (goal("unit", EAST), goal("company", None), True),
        (goal("unit", SHOP), goal("unit", EAST), True),
        (goal("unit", EAST), goal("unit", WEST), False),
        (goal("unit", EAST), goal("unit", SHOP), False),
        (goal("person", ANNE), goal("unit", EAST), True),
        (goal("person", WILL), goal("unit", EAST), False),
        (goal("person", ANNE), goal("person", BOSS), True),
        (goal("person", BOSS), goal("person", ANNE), False),
        (goal("unit", SHOP), goal("person", BOSS), True),
        (goal("unit", WEST), goal("person", BOSS), False),
        (goal("company", None), goal("company", None), False),
        (goal("unit", SHOP), goal("unit", EAST, "2026"), True),
        (goal("unit", SHOP, "2025-Q1"), goal("unit", EAST, "2026"), False),
    ],
)
def test_a_part_lies_within_its_whole(child: GoalEntry, parent: GoalEntry, part: bool) -> None:
    assert is_part(child, parent, DEALS, lambda day: THERE) is part


def test_a_mean_has_no_parts() -> None:
    measure = Mean(kind="mean", source="deals", field="value")
    mean = Metric(id="deals", name=NAME, measure=measure, unit="CNY", grains=(Grain.WEEK,))
    assert not is_part(goal("unit", SHOP), goal("unit", EAST), mean, lambda day: THERE)
