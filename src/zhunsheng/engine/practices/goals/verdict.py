"""Whether a link between two goals is true: 成立, 走样 or 待证, by the company's own numbers. 关联, never 因果.

成立 (holds): the interval excludes zero on the promised side. 走样 (distorted): the child's level really moved, the
parent's did not move along, and the interval excludes the smallest effect that was promised, at every delay of the
window (the promised side of D. Schuirmann's two one-sided tests, J. Pharmacokinetics and Biopharmaceutics 15 (1987)
657-680). 待证 (unproven): anything else.

All links of a company are judged together: of all that are called 成立 or 走样, few are so by mistake (Benjamini and
Yekutieli, `statistics/discoveries.py`); intervals are made with the same error, so that interval and verdict agree.
What is estimated, and what is assumed: `statistics/lags.py`.

Where it is known since when the child is a target, only numbers from then on decide; those before say what the movement
is measured against, and whether the slope broke (Goodhart).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, isfinite
from typing import Literal

import numpy as np
from scipy.special import ndtri

from zhunsheng.engine.practices.goals import doubts
from zhunsheng.engine.practices.goals.batches import LEAST, Pair, batches
from zhunsheng.engine.practices.goals.findings import Estimate, Finding, findings
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.statistics.panels import Floats, Marks
from zhunsheng.engine.values import Problem

State = Literal["holds", "distorted", "unproven"]
"""成立, 走样, 待证."""


@dataclass(frozen=True)
class Evidence:
    """Numbers of child and parent, people × periods, NaN where missing; one row is a series without people.

    `season`: periods a year, 0 where there is none. `since`: place of the period from which the child is a target.
    """

    child: Floats
    parent: Floats
    season: int = 52
    since: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What the numbers say of a link.

    `n`: periods used. `effect`, `low`, `high`: residual standard deviations of the parent per standard deviation of the
    child, `delay` periods later. `child_change`, `parent_change`: how far the mean moved, relative, since the child is
    a target; where that is not known, from the first half to the second. `more`: further periods it would take if
    things go on as they are. `break_at_target`: the slope weakened. `child_sd`, `parent_sd`: what is one standard
    deviation. None: not known.
    """

    state: State
    n: int
    people: int
    delay: int | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    child_change: float | None = None
    parent_change: float | None = None
    more: int | None = None
    break_at_target: bool | None = None
    child_sd: float | None = None
    parent_sd: float | None = None
    problems: tuple[Problem, ...] = ()


def judge(links: Sequence[tuple[Promise, Evidence]], error: float = 0.05, seed: int = 0) -> list[Verdict]:
    """The verdict of each link, all links of a company together; `seed` of the bootstrap for few people."""
    pairs = [_pair(place, *link) for place, link in enumerate(links)]
    return [_verdict(found, error) for found in findings(list(batches(pairs, error, seed)), error)]


def _pair(place: int, promise: Promise, evidence: Evidence) -> Pair:
    child, parent = (np.asarray(side, dtype=np.float64) for side in (evidence.child, evidence.parent))
    there = np.flatnonzero((np.isfinite(child) & np.isfinite(parent)).any(axis=1))
    some = there if there.size else np.arange(1)
    return Pair(place, promise, promise.sign * child[some], parent[some], evidence.season, evidence.since or None)


def _verdict(found: Finding, error: float) -> Verdict:
    if found.estimate is None:
        return _unseen(found, error)
    effect, sign = found.estimate, found.pair.promise.sign
    state, problems = _decided(found, effect)
    low, high = (effect.low, effect.high) if sign > 0 else (-effect.high, -effect.low)
    return Verdict(
        state=state,
        n=effect.periods,
        people=effect.people,
        delay=effect.delay,
        effect=sign * effect.size,
        low=low,
        high=high,
        child_change=found.child_change,
        parent_change=found.parent_change,
        more=_more(effect, found.pair.promise.smallest) if state == "unproven" and not problems else None,
        break_at_target=found.broke,
        child_sd=effect.child_sd,
        parent_sd=effect.parent_sd,
        problems=(*problems, doubts.weaker()) if found.broke else problems,
    )


def _decided(found: Finding, effect: Estimate) -> tuple[State, tuple[Problem, ...]]:
    if effect.low > 0:
        return "holds", ()
    if effect.high >= found.pair.promise.smallest:
        return "unproven", ()
    if not found.moved:
        return "unproven", (doubts.child_still(),)
    if found.along:
        return "unproven", (doubts.both_moved(),)
    return "distorted", ()


def _more(effect: Estimate, smallest: float) -> int | None:
    """Further periods until the interval leaves out zero or the promise; its width falls with the root of periods."""
    to_hold = (effect.size - effect.low) / effect.size if effect.size > 0 else inf
    to_distort = (effect.high - effect.top) / (smallest - effect.top) if effect.top < smallest else inf
    times = min(to_hold, to_distort)
    return ceil(effect.periods * (times**2 - 1)) if isfinite(times) else None


def _unseen(found: Finding, error: float) -> Verdict:
    """Too few periods, or nothing that varies. What it would take is for an interval as wide as the promise."""
    pair = found.pair
    known: Marks = np.asarray((np.isfinite(pair.child) & np.isfinite(pair.parent)).any(axis=0))
    first = max((pair.since or 0) - pair.promise.delay[1], 0)
    n, people, needed = int(known[first:].sum()), len(pair.child), LEAST + pair.promise.delay[1]
    short = n < needed
    looks = pair.promise.delay[1] - pair.promise.delay[0] + 1
    wide = float(ndtri(1 - error / (2 * looks))) / pair.promise.smallest
    return Verdict(
        state="unproven",
        n=n,
        people=people,
        child_change=found.child_change,
        parent_change=found.parent_change,
        more=max(needed, ceil(wide**2 / people)) - n if short else None,
        problems=(doubts.too_short(n, needed) if short else doubts.nothing_left(),),
    )
