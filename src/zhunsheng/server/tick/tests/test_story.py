"""Time passes in an example company when somebody who may asks for it, one step after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from zhunsheng.server.access import actions
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.company import METRICS, Company
from zhunsheng.server.project.jobs import run_until_empty
from zhunsheng.server.tick.news import CHANNEL
from zhunsheng.server.tick.tests.tale import Tale, known
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import now, real_now
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def tale(world: WorldInfo) -> Iterator[Tale]:
    """The world is an example company's and stands."""
    set_clock(world, NOW)
    with known(Tale()) as told:
        yield told


@pytest.fixture
def keeper(world: WorldInfo) -> Client:
    """An administrator at a browser."""
    return _somebody(Role.ADMINISTRATOR)


def _somebody(role: Role) -> Client:
    user = User.objects.create(username=role.value)
    actions.grant(role.value, role, None, by="test", now=real_now())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _press(client: Client, by: str, language: str = "zh") -> tuple[int, Any]:
    said = json.dumps({"by": by})
    headers = {"Accept-Language": language}
    answer = client.post("/api/v1/story", said, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def _asked(client: Client) -> Any:
    return client.get("/api/v1/story").json()


def test_a_day_and_a_week_pass_when_they_are_asked_for(tale: Tale, keeper: Client, world: WorldInfo) -> None:
    assert _press(keeper, "day") == (202, {"under_way": True, "files": 0})
    assert tale.told == [], "the answer does not wait"
    run_until_empty()
    assert tale.told == [(NOW, NOW + DAY)]
    assert _press(keeper, "week")[0] == 202
    run_until_empty()
    assert now(world) == NOW + 8 * DAY
    assert [visit.detail for visit in Visit.objects.filter(endpoint="story.go_on").order_by("id")] == ["day", "week"]


def test_whoever_presses_again_meanwhile_is_told_so_in_both_languages(tale: Tale, keeper: Client) -> None:
    _press(keeper, "day")
    assert _asked(keeper) == {"under_way": True, "files": 0}
    for language, words in (("zh", "时间已经在往前走"), ("en", "time is passing already")):
        status, said = _press(keeper, "week", language)
        assert status == 409
        assert words in said["detail"]
    run_until_empty()
    assert tale.told == [(NOW, NOW + DAY)]
    assert _asked(keeper) == {"under_way": False, "files": 0}


def test_files_are_counted_as_they_come_in(tale: Tale, keeper: Client, world: WorldInfo) -> None:
    company = Company(world)
    company.publish({"deals": METRICS["deals"]})
    _press(keeper, "day")
    company.now = NOW + DAY - timedelta(hours=1)  # what is sent is sent an hour later
    company.send("deals", [{"id": "a", "agent": "A", "day": "2025-08-20"}])
    assert _asked(keeper) == {"under_way": True, "files": 1}


def test_the_story_has_an_end(tale: Tale, keeper: Client, world: WorldInfo) -> None:
    set_clock(world, datetime(2025, 8, 31, 4, tzinfo=UTC))
    status, said = _press(keeper, "day")
    assert (status, said["code"]) == (409, "story.over")
    run_until_empty()
    assert tale.told == []


def test_pages_hear_when_it_begins_and_when_it_is_done(tale: Tale, keeper: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
        _press(keeper, "day")
        run_until_empty()
        news = [json.loads(one.payload) for one in connection.connection.notifies(timeout=5, stop_after=2)]
        cursor.execute("UNLISTEN *")
    assert [datetime.fromisoformat(one["at"]) for one in news] == [NOW, NOW + DAY]


def test_what_fell_over_is_tried_again(tale: Tale, keeper: Client) -> None:
    tale.fails = 2
    _press(keeper, "day")
    run_until_empty()
    assert tale.told == [(NOW, NOW + DAY)]


def test_in_everybody_elses_company_time_passes_by_itself(tale: Tale, keeper: Client, world: WorldInfo) -> None:
    assert keeper.get("/api/v1/me").json()["world"]["example"] is True
    set_clock(world, None)
    assert keeper.get("/api/v1/me").json()["world"]["example"] is False
    assert _press(keeper, "day")[1]["code"] == "story.unknown"


@pytest.mark.usefixtures("tale")
def test_files_to_try_are_made_when_they_are_asked_for(keeper: Client) -> None:
    (listed,) = keeper.get("/api/v1/story/files").json()["items"]
    assert listed["name"] == "名单_20250820.xlsx"
    answer = keeper.get("/api/v1/story/files/people.xlsx")
    assert answer.content.decode() == listed["name"]
    assert answer["Content-Disposition"].endswith("%E5%90%8D%E5%8D%95_20250820.xlsx")
    assert keeper.get("/api/v1/story/files/other.xlsx").status_code == 404
