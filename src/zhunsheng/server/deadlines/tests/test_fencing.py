"""A worker that stopped in the middle of firing loses its claim, and cannot act when it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from zhunsheng.server.deadlines.actions.arm import arm, cancel, move
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.tests.acting import act, acted, run
from zhunsheng.server.deadlines.values import Arming, Fired
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.tests.looping import eventually
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

SILENCE = "1.5"
CLAIMER = Path(__file__).with_name("claimer.py")
Claimer = subprocess.Popen[str]


@pytest.fixture
def claimer(home: Home, effects: WorldInfo) -> Iterator[Callable[[str], Claimer]]:
    """A worker in a process of its own that has claimed `a` and `b`; its session may be silent for so long."""
    started: list[Claimer] = []

    def claiming(silence: str) -> Claimer:
        arm("chains", [Arming(about, real_now()) for about in ("a", "b")])
        words = [sys.executable, str(CLAIMER), str(home.path), silence]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "claimed\n"
        return process

    yield claiming
    for process in started:
        process.kill()
        process.communicate()


def _went_on(process: Claimer) -> str:
    os.kill(process.pid, signal.SIGCONT)
    return process.communicate("go on\n", timeout=30)[0].strip()


def test_a_worker_that_is_only_slow_commits(claimer: Callable[[str], Claimer], effects: WorldInfo) -> None:
    process = claimer("60")
    assert fire(effects, {"chains": act}).idle, "claimed"
    assert _went_on(process) == "committed"
    assert acted() == [("a", 1), ("b", 1)]


def test_what_a_stopped_worker_claimed_is_fired_by_another_once(
    claimer: Callable[[str], Claimer], effects: WorldInfo
) -> None:
    process = claimer(SILENCE)
    os.kill(process.pid, signal.SIGSTOP)
    assert fire(effects, {"chains": act}).idle, "still claimed"
    eventually(lambda: fire(effects, {"chains": act}) == Fired(done=2))
    assert _went_on(process) == "fenced"
    assert acted() == [("a", 1), ("b", 1)]


def test_a_stopped_worker_does_not_act_for_an_earlier_generation(
    claimer: Callable[[str], Claimer], effects: WorldInfo
) -> None:
    process = claimer(SILENCE)
    os.kill(process.pid, signal.SIGSTOP)
    later = real_now() + timedelta(hours=1)
    assert move("chains", {"a": later}) == {"a"}, "waits for the claim to fall"
    assert cancel("chains", ["b"]) == {"b"}
    assert _went_on(process) == "fenced"
    assert acted() == []
    found = run("SELECT about, state, generation, due FROM deadlines_deadline ORDER BY about")
    assert found[0] == ("a", "armed", 2, later)
    assert found[1][:3] == ("b", "cancelled", 1)
    assert fire(effects, {"chains": act}).idle


def test_a_worker_whose_session_was_ended_commits_nothing(
    claimer: Callable[[str], Claimer], effects: WorldInfo
) -> None:
    process = claimer("60")
    eventually(lambda: bool(run("SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'")))
    run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
    assert _went_on(process) == "fenced"
    assert acted() == []
    eventually(lambda: fire(effects, {"chains": act}) == Fired(done=2))
