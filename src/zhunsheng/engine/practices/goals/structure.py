"""Whether goals hang together: every flaw of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import Goal, Measured
from zhunsheng.engine.practices.goals.link import Link
from zhunsheng.engine.practices.goals.meaning import meaning
from zhunsheng.engine.practices.goals.shape import shape
from zhunsheng.engine.practices.goals.sums import sums


def flaws(goals: Iterable[Goal], links: Sequence[Link], measures: Mapping[str, Measured]) -> list[Flaw]:
    """What is wrong with them. `measures`: the metrics that goals name, by id; those that are not there say nothing."""
    by_code = {goal.code: goal for goal in goals}
    return [*shape(by_code, links), *meaning(by_code, links, measures), *sums(by_code, links, measures)]
