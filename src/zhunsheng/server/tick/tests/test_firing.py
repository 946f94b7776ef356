"""The worker's second loop fires when something falls due, and no world's trouble stops another's."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection

from zhunsheng.server.deadlines import handlers
from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.values import Arming, Due
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick import firing
from zhunsheng.server.tick.tests.looping import eventually, looping
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def fired(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, timedelta]]:
    """What the practice `chains` was called for: world, about, how late."""
    seen: list[tuple[str, str, timedelta]] = []

    def note(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        seen.extend((world.name, due.about, now - due.due) for due in dues)

    monkeypatch.setattr(handlers, "_HANDLERS", {"chains": note})
    return seen


@pytest.fixture
def firing_loop(home: Home, world: WorldInfo, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The loop, which would look by itself only after minutes."""
    monkeypatch.setattr(firing, "PATIENCE", timedelta(minutes=5))
    with looping(home, firing.fire_when_due):
        yield


def _arm(*abouts: str, seconds: float = 0) -> None:
    arm("chains", [Arming(about, real_now() + timedelta(seconds=seconds)) for about in abouts])


@pytest.mark.usefixtures("firing_loop")
def test_the_loop_wakes_when_something_is_armed_and_when_it_falls_due(fired: list[tuple[str, str, timedelta]]) -> None:
    _arm("far", seconds=3600)
    _arm("soon", seconds=1.5)
    _arm("now")
    eventually(lambda: len(fired) == 2)
    assert [about for _, about, _ in fired] == ["now", "soon"]
    assert all(timedelta() <= late < timedelta(seconds=5) for _, _, late in fired)


@pytest.mark.usefixtures("firing_loop")
def test_moving_a_worlds_clock_wakes_the_loop(world: WorldInfo, fired: list[tuple[str, str, timedelta]]) -> None:
    moment = real_now()
    actions.set_clock(world, moment)
    arm("chains", [Arming("a", moment + timedelta(days=1))])
    actions.set_clock(world, moment + timedelta(days=1))
    eventually(lambda: fired == [("live", "a", timedelta())])


def test_after_a_pause_everything_fires_once_the_oldest_first(
    world: WorldInfo, fired: list[tuple[str, str, timedelta]]
) -> None:
    names = [f"{number:04d}" for number in range(1_200)]
    begin = real_now() - timedelta(hours=3)
    arm("chains", [Arming(name, begin + timedelta(seconds=at)) for at, name in enumerate(names)])
    while not firing.fire_everywhere():
        pass
    assert [about for _, about, _ in fired] == names


def test_nobody_can_hurry_the_loop_by_a_claim(world: WorldInfo, fired: list[tuple[str, str, timedelta]]) -> None:
    """What is due and held by another worker is looked at now and then, not all the time."""
    waits: list[timedelta] = []

    def meanwhile(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(20)

    def look() -> None:
        waits.append(firing.fire_everywhere())
        connection.close()

    _arm("a")
    fire(world, {"chains": meanwhile})
    assert waits == [firing.HELD]
    assert fired == []


def test_trouble_in_one_world_does_not_keep_the_others_waiting(
    world: WorldInfo, fired: list[tuple[str, str, timedelta]], caplog: pytest.LogCaptureFixture
) -> None:
    with enter(actions.create("aaa")), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_deadline RENAME TO gone")
    _arm("a")
    firing.fire_everywhere()
    assert [(name, about) for name, about, _ in fired] == [("live", "a")]
    assert "aaa: deadlines of this world wait" in caplog.text
