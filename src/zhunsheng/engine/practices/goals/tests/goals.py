"""Goals of a small company, made with few words."""

from __future__ import annotations

from typing import Any

from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import COMPANY, Goal, Level, Measured, Owner
from zhunsheng.engine.practices.goals.link import Link
from zhunsheng.engine.practices.goals.structure import flaws
from zhunsheng.engine.practices.goals.term import Term

MEASURES = {
    "revenue": Measured("CNY", adds=True),
    "deal_value": Measured("CNY/deal"),
    "calls": Measured("call/day"),
    "visits": Measured("visit"),
    "hours": Measured("hour"),
    "complaints": Measured("complaint"),
}
SAID = "打得越多，约到当面演示的医院越多"


def goal(code: str, owner: str = "person:E1", **said: Any) -> Goal:
    level, _, key = owner.partition(":")
    levels: dict[str, Level] = {"company": "company", "unit": "unit", "person": "person"}
    who = COMPANY if level == "company" else Owner(levels[level], key)
    said = {"name": f"目标{code}", "term": Term.parse("2026"), "accountable": ("M1",), "metric": "revenue", **said}
    return Goal(code=code, owner=who, **said)


def link(child: str, parent: str, **said: Any) -> Link:
    return Link(child, parent, **{"statement": SAID, "counter": "complaints", **said})


def found(goals: list[Goal], *links: Link) -> dict[str, list[Flaw]]:
    """The flaws by what they are called."""
    result: dict[str, list[Flaw]] = {}
    for one in flaws(goals, links, MEASURES):
        result.setdefault(one.problem.code.removeprefix("goals."), []).append(one)
    return result
