"""The story goes on in a home that was begun with it, a step at a time, and to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest

from zhunsheng.demo import days
from zhunsheng.demo.play import Plot, begun
from zhunsheng.demo.story import Kangrui
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

DAY = timedelta(days=1)


@pytest.fixture
def begun_home(home: Home, world: WorldInfo) -> Iterator[Home]:
    """A home begun with the story, its history left out."""
    set_clock(world, days.NOW)
    publish(days.blueprint(), now=days.NOW, note="demo")
    begun(home, Plot(months=1))
    yield home
    (home.path / "demo.json").unlink()


def test_only_a_home_that_was_begun_with_it_has_the_story(home: Home, world: WorldInfo) -> None:
    assert not Kangrui().plays_in(home, world)
    begun(home, Plot())
    assert Kangrui().plays_in(home, world)
    (home.path / "demo.json").unlink()


@pytest.mark.slow
def test_a_day_brings_its_files_once_however_often_it_is_asked_for(begun_home: Home, world: WorldInfo) -> None:
    story = Kangrui()
    story.go_on(begun_home, days.NOW, days.NOW + DAY)
    assert now(world) == days.NOW + DAY
    told = receipts()
    assert len(told) > 10
    story.go_on(begun_home, days.NOW, days.NOW + DAY)
    assert receipts() == told


def test_the_story_goes_to_the_last_day_and_no_further(home: Home) -> None:
    last = datetime.combine(days.LAST, time(8, 30), days.ZONE)
    assert Kangrui().over(last) is None
    assert Kangrui().over(last + DAY) is not None
    with pytest.raises(ZhunshengError, match="2026-12-31"):
        Kangrui().go_on(home, last, last + DAY)
