"""`python -m bench.speed PEOPLE LINKS WEEKS`: what judging takes, beside libraries called link by link."""

from __future__ import annotations

import json
import resource
import sys
from time import perf_counter, process_time

import numpy as np
import pandas as pd
import statsmodels.api as sm
from linearmodels.panel import PanelOLS

from bench.invented import Habit, evidence
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.verdict import Evidence, judge

PROMISE = Promise()
SAMPLE = {1: 100, 20: 10}
"""Links that the libraries are asked about; the rest is extrapolated."""


def hac(told: Evidence) -> None:
    """statsmodels: least squares with a trend at every delay, Newey-West errors."""
    for delay in range(PROMISE.delay[0], PROMISE.delay[1] + 1):
        weeks = told.child.shape[1] - delay
        design = np.column_stack([told.child[0, :weeks], np.arange(weeks), np.ones(weeks)])
        sm.OLS(told.parent[0, delay:], design).fit(cov_type="HAC", cov_kwds={"maxlags": 4})


def panel(told: Evidence) -> None:
    """linearmodels: people and weeks as effects at every delay, people as clusters."""
    for delay in range(PROMISE.delay[0], PROMISE.delay[1] + 1):
        weeks = told.child.shape[1] - delay
        cells = pd.MultiIndex.from_product([range(len(told.child)), range(weeks)])
        frame = pd.DataFrame({"x": told.child[:, :weeks].ravel(), "y": told.parent[:, delay:].ravel()}, index=cells)
        PanelOLS(frame.y, frame[["x"]], entity_effects=True, time_effects=True).fit(
            cov_type="clustered", cluster_entity=True
        )


def main() -> None:
    people, links, weeks = map(int, sys.argv[1:])
    rng = np.random.default_rng(1)
    effects = rng.choice([0.0, 0.2, 0.5], links, p=[0.6, 0.2, 0.2])
    told = [(PROMISE, evidence(rng, Habit(), people, weeks, effect)) for effect in effects]
    begun, busy = perf_counter(), process_time()
    judge(told)
    ours, busy = perf_counter() - begun, process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = process_time()
    for _, each in told[: SAMPLE[people]]:
        (hac if people == 1 else panel)(each)
    theirs = (process_time() - begun) * links / SAMPLE[people]
    sys.stdout.write(json.dumps({"seconds": ours, "busy": busy, "peak_mb": peak, "theirs": theirs}) + "\n")


if __name__ == "__main__":
    main()
