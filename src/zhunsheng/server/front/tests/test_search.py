"""One search: people and units in sight, metrics by name in either language or 拼音."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from zhunsheng.demo.days import TEMPLATE
from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 6, 30, 4, tzinfo=UTC)
Ask = Callable[[str, str], Any]


@pytest.fixture
def ask(world: WorldInfo) -> Ask:
    """What somebody finds."""
    rows = [PersonRow(row=2, number="B1", name="王总", unit="总部")]
    rows += [PersonRow(row=3, number="M1", name="张华", unit="总部/华东", manager="B1")]
    rows += [PersonRow(row=4, number="E1", name="华安", unit="总部/华东", manager="M1")]
    rows += [PersonRow(row=5 + at, number=f"W{at}", name="李华", unit="总部/华西", manager="B1") for at in range(12)]
    import_people(rows, effective=None, now=NOW)

    def asked(number: str, q: str) -> Any:
        if not User.objects.filter(username=number).exists():
            open_account(number, password="a long word of mine")
        client = Client(HTTP_HOST="127.0.0.1")
        user = User.objects.get(username=number)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get("/api/v1/search", {"q": q})
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    return asked


def test_people_and_units_are_found_within_sight_only(ask: Ask) -> None:
    found = ask("M1", "华")
    assert [one["number"] for one in found["people"]] == ["E1", "M1"], "who begins so comes first"
    assert found["people"][0]["unit"] == "华东"
    assert [one["code"] for one in found["units"]] == ["总部/华东"]
    assert [one["number"] for one in ask("E1", "华")["people"]] == ["E1"]
    assert len(ask("B1", "hua")["people"]) == 8
    assert {one["code"] for one in ask("B1", "huax")["units"]} == {"总部/华西"}


def test_the_number_itself_comes_first(ask: Ask) -> None:
    assert ask("B1", "w1")["people"][0]["number"] == "W1"


def test_metrics_are_found_by_everybody_in_both_languages_and_by_pinyin(ask: Ask) -> None:
    assert ask("E1", "签单")["metrics"] == [], "nothing is published yet"
    publish_directory(TEMPLATE, now=NOW)
    for typed in ("won_value", "签单", "qiandan"):
        found = ask("E1", typed)["metrics"]
        assert "won_value" in {one["id"] for one in found}, typed
        assert set(found[0]) == {"id", "name", "unit", "direction", "target"}
    assert len(ask("E1", "a")["metrics"]) <= 8


def test_nothing_typed_finds_nothing_and_odd_things_break_nothing(ask: Ask) -> None:
    for typed in ("", "  ", "\u0301", "'", "\\", "%", ":*"):
        assert ask("B1", typed)["people"] == [], typed


def test_finding_others_leaves_a_visit(ask: Ask) -> None:
    ask("M1", "华安")
    assert [(one.endpoint, len(one.subjects)) for one in Visit.objects.filter(act="read")] == [("search", 1)]
    ask("E1", "华安")
    assert Visit.objects.filter(act="read").count() == 1


def test_an_expert_without_people_finds_metrics_alone(ask: Ask) -> None:
    publish_directory(TEMPLATE, now=NOW)
    user = User.objects.create_user("expert")
    grant("expert", Role.EXPERT, None, by="test", now=NOW)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = client.get("/api/v1/search", {"q": "e"}).json()
    assert (found["people"], found["units"]) == ([], [])
    assert found["metrics"]
