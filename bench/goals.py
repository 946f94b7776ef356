"""`python -m bench.goals`: verdicts on links of invented companies whose effects are known; how long 10,000 take."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import pearsonr

from bench.invented import DELAY, Habit, evidence
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.verdict import Evidence, Verdict, judge

PROMISE = Promise(1, 0.2, (0, 4))
EFFECTS = (0.0,) * 30 + (PROMISE.smallest,) * 10 + (0.5,) * 10
"""Of the links of one company, judged together."""
PANELS = {
    "no autocorrelation": Habit(0.0, 0.0),
    "autocorrelation .5": Habit(),
    "the same, 5 % missing": Habit(missing=0.05),
    "the same, trends and a season that big people have more of": Habit(trend=4.0, season=2.0),
    "autocorrelation .9 of both": Habit(0.9, 0.9),
    ".9 of the child only": Habit(0.9, 0.0),
    ".9 of the parent only": Habit(0.0, 0.9),
    "slow and noisy (.95, half of it noise)": Habit(0.95, 0.95, noise=0.5),
}
SERIES = {
    "no autocorrelation": Habit(0.0, 0.0, rise=0.0),
    "trends": Habit(trend=5.0, rise=0.0),
    "a shared season": Habit(0.0, 0.0, season=2.0, rise=0.0),
    "autocorrelation .9": Habit(0.9, 0.9, rise=0.0),
    "all three, 5 % missing": Habit(0.9, 0.9, trend=5.0, season=2.0, missing=0.05, rise=0.0),
    "random walks (not promised)": Habit(1.0, 1.0, rise=0.0),
    "shared holidays, 3 SD deep (not promised)": Habit(0.0, 0.0, holidays=3.0, rise=0.0),
}


@dataclass
class Tally:
    """Links of one kind: how many, how many of each verdict, how many with the right delay, how many naively true."""

    links: int = 0
    holds: int = 0
    distorted: int = 0
    on_time: int = 0
    naive: int = 0

    def add(self, verdict: Verdict, told: Evidence) -> None:
        self.links += 1
        self.holds += verdict.state == "holds"
        self.distorted += verdict.state == "distorted"
        self.on_time += verdict.delay is not None and abs(verdict.delay - DELAY) <= 1
        self.naive += naive(told)

    def share(self, what: str) -> str:
        return f"{100 * getattr(self, what) / self.links:.1f} %"


@dataclass
class Line:
    """One kind of company of one size."""

    people: int
    weeks: int
    by_effect: dict[float, Tally] = field(default_factory=dict)


def naive(told: Evidence) -> bool:
    """Whether the best of the delays correlates upwards with p < .05, as a spreadsheet would have it."""
    for delay in range(PROMISE.delay[0], PROMISE.delay[1] + 1):
        weeks = told.child.shape[1] - delay
        child, parent = told.child[:, :weeks].ravel(), told.parent[:, delay:].ravel()
        both = np.isfinite(child) & np.isfinite(parent)
        if both.sum() < 3:
            continue
        found = pearsonr(child[both], parent[both])
        if found.pvalue < 0.05 and found.statistic > 0:
            return True
    return False


def line(habit: Habit, people: int, weeks: int, companies: Sequence[int], effects: Sequence[float]) -> Line:
    """All companies of a kind, one of each seed."""
    found = Line(people, weeks)
    for seed in companies:
        rng = np.random.default_rng([seed, people, weeks])
        told = [evidence(rng, habit, people, weeks, effect) for effect in effects]
        for effect, one, verdict in zip(effects, told, judge([(PROMISE, each) for each in told]), strict=True):
            found.by_effect.setdefault(effect, Tally()).add(verdict, one)
    return found


def panels(companies: Sequence[int]) -> None:
    say(
        "what",
        "people × weeks",
        "no effect: 成立",
        "naive",
        "promised: 走样",
        "0.5: 成立",
        "delay ± 1",
        "no effect: 走样",
    )
    say(*["---"] * 8)
    for what, habit in PANELS.items():
        for people, weeks in ((20, 52), (20, 104), (8, 104)):
            found = line(habit, people, weeks, companies, EFFECTS)
            none, promised, strong = (found.by_effect[effect] for effect in (0.0, PROMISE.smallest, 0.5))
            say(
                what,
                f"{people} × {weeks}",
                none.share("holds"),
                none.share("naive"),
                promised.share("distorted"),
                strong.share("holds"),
                strong.share("on_time"),
                none.share("distorted"),
            )


def series(companies: Sequence[int]) -> None:
    say("one series, what", "weeks", "unrelated: 成立", "naive", "0.5: 成立")
    say(*["---"] * 5)
    for what, habit in SERIES.items():
        for weeks in (8, 26, 52, 104, 156):
            found = line(habit, 1, weeks, companies, (0.0,) * 30 + (0.5,) * 10)
            none = found.by_effect[0.0]
            say(what, f"{weeks}", none.share("holds"), none.share("naive"), found.by_effect[0.5].share("holds"))


def speed() -> None:
    """Each size in a process of its own, for its memory."""
    say("10,000 links × 104 weeks", "seconds", "processor seconds", "peak memory", "a library, link by link: processor")
    say(*["---"] * 5)
    for people, library in ((1, "statsmodels"), (20, "linearmodels")):
        words = [sys.executable, "-m", "bench.speed", str(people), "10000", "104"]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout)
        say(
            f"people: {people}",
            f"{found['seconds']:.1f}",
            f"{found['busy']:.1f}",
            f"{found['peak_mb']:,.0f} MB",
            f"{library}: {found['theirs']:,.0f} (extrapolated)",
        )


def say(*cells: str) -> None:
    sys.stdout.write("| " + " | ".join(cells) + " |\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.goals", description=__doc__)
    parser.add_argument("--companies", type=int, default=30, help="of each kind and size")
    parser.add_argument("--seed", type=int, default=7000, help="of the first company")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.companies)
    panels(seeds)
    series(seeds)
    speed()


if __name__ == "__main__":
    main()
