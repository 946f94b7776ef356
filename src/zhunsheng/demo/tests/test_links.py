"""T1, T2 and D3 as the check of goals tells them: what is distorted, what holds, and what only looks true."""

from __future__ import annotations

from zhunsheng.demo.tests.conftest import Told


def test_what_is_true_is_told_and_what_only_looks_so_is_not(told: Told) -> None:
    found = told.links()
    states = {code: found[code].state for code in ("C-华东", "C-华南", "S-西南", "C-西北")}
    assert states == {"C-华东": "distorted", "C-华南": "holds", "S-西南": "distorted", "C-西北": "unproven"}
    south, said = found["C-华南"], told.truth("T1").effects
    assert south.delay == said["delay_weeks"]
    assert (south.low or 0) < said["effect_south_sd"] < (south.high or 0)


def test_effort_that_stands_alone_for_an_outcome_is_named(told: Told) -> None:
    problems = {problem.code for problem in told.links()["C-华东"].problems}
    assert {"goals.effort_only", "goals.bunching"} <= problems
