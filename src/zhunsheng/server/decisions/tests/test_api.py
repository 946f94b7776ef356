"""A decision is read by whom it is about, who answers for it, those above and HR; the others learn nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.access.house import NOW, House

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.access import actions
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.decisions import audit, queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.tests.made import late
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.models import Person, Unit
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.subjects.actions import erase
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

API = "/api/v1"
SEERS = {"EVA", "MIA", "BOSS", "HAN", "DIR", "OLA", "audit", "root"}
"""Who reads a decision about EVA for which OLA answers."""
REFUSED = {"ROOT2"}
"""Who reads no decisions at all."""


@pytest.fixture(name="house")
def _house(world: WorldInfo) -> House:
    return House.built(world)


@pytest.fixture
def ids(house: House) -> dict[str, int]:
    """Decision 1 of a company with a release: about EVA, OLA answers."""
    settings = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\n"
    publish(sound({"bundle.yaml": settings}), now=NOW)
    people = dict(Person.objects.values_list("number", "subject_id"))
    record([late(about=people["EVA"], answers=people["OLA"])], NOW)
    return people


def read(house: House, who: str, decision: int = 1) -> Any:
    return house.client(who).get(f"{API}/decisions/{decision}")


def appealed(client: Client, decision: int = 1, **said: object) -> Any:
    body = said or {"words": "病假"}
    return client.post(f"{API}/decisions/{decision}/appeal", body, content_type="application/json")


def test_everybody_whom_it_concerns_reads_it_and_nobody_else(house: House, ids: dict[str, int]) -> None:
    statuses = {who: read(house, who).status_code for who in house.ids if who != "LEE"}
    assert {who for who, status in statuses.items() if status == 200} == SEERS
    assert {who for who, status in statuses.items() if status == 403} == REFUSED
    assert {status for who, status in statuses.items() if who not in SEERS | REFUSED} == {404}


def test_a_decision_out_of_sight_answers_like_one_that_is_not_there(house: House, ids: dict[str, int]) -> None:
    record([late(about=None, answers=None)], NOW)
    for decision in (1, 2, 3, 0, -5, 2**63, 2**80):
        told = read(house, "CAI", decision)
        assert told.status_code == 404
        said = told.json()
        assert said["code"] == "access.not_found"
        assert said["detail"].replace(f"{decision}", "N") == "没有找到决定 N，或者它不在你的权限范围内"
        assert appealed(house.client("CAI"), decision).json()["detail"] == said["detail"]
    assert read(house, "audit", 2).status_code == 200


def test_the_whole_of_it_is_told(house: House, ids: dict[str, int]) -> None:
    said = read(house, "EVA").json()
    assert said["about"] == {"number": "EVA", "name": "Eva"}
    assert said["answers"] == {"number": "OLA", "name": "Ola"}
    assert (said["rule"], said["release"], said["outcome"], said["silent"]) == ("reply", 3, "breached", False)
    assert said["reason"]["zh"] == "承诺 4 小时内答复，用了 6.5 小时"
    assert said["inputs"] == [
        {"name": {"zh": "用时", "en": "taken"}, "value": "6.5", "unit": "h", "facts": ["orders/SO-9@17"]}
    ]
    assert said["consequences"][0]["details"] == {"amount": "800"}
    assert (said["seal"], said["digest"]) == (1, queries.decision(1).digest)
    assert said["appeals"] == []


def test_history_stays_with_who_had_the_person_on_the_day_of_the_decision(house: House, ids: dict[str, int]) -> None:
    moved = PersonRow(row=2, number="EVA", unit="HQ/West", manager="EXP")
    import_people([moved], effective=date(2025, 8, 21), now=NOW + timedelta(days=1))
    set_clock(house.world, NOW + timedelta(days=5))
    later = replace(late(about=ids["EVA"], answers=ids["OLA"]), at=NOW + timedelta(days=2))
    record([later], NOW + timedelta(days=2))
    assert {who: [read(house, who, n).status_code for n in (1, 2)] for who in ("MIA", "HAN", "EXP")} == {
        "MIA": [200, 404],
        "HAN": [200, 404],
        "EXP": [404, 200],
    }


def test_a_decision_about_a_unit_is_read_by_whose_unit_it_is(house: House, ids: dict[str, int]) -> None:
    unit = Unit.objects.get(code="HQ/East/One").subject_id
    record([late(about=unit, answers=ids["OLA"])], NOW)
    assert {who: read(house, who, 2).status_code for who in ("HAN", "DIR", "OLA", "EVA", "MIA")} == {
        **dict.fromkeys(("HAN", "DIR", "OLA"), 200),
        **dict.fromkeys(("EVA", "MIA"), 404),
    }


def test_whom_it_is_about_appeals_until_two_working_days_later(house: House, ids: dict[str, int]) -> None:
    friday = NOW + timedelta(days=2)
    set_clock(house.world, friday)
    made = appealed(house.client("EVA"))
    assert made.status_code == 201
    said = made.json()
    assert (said["state"], said["owner"]["number"], said["by"]["number"]) == ("open", "OLA", "EVA")
    (kept,) = queries.open_appeals(ids["OLA"])
    assert (kept.words, kept.deadline) == ("病假", friday + timedelta(days=4))
    assert read(house, "OLA").json()["appeals"] == [said]
    again = appealed(house.client("MIA"))
    assert (again.status_code, again.json()["code"]) == (409, "appeal.open_already")
    assert audit.verify().decisions == 2


def test_an_appeal_says_why_and_no_more(house: House, ids: dict[str, int]) -> None:
    client = house.client("EVA")
    for said in (
        {"words": ""},
        {"words": " "},
        {"words": "x" * 4001},
        {"words": "x", "deadline": "2030-01-01"},
        {"x": 1},
    ):
        assert appealed(client, **said).status_code == 422, said
    assert audit.verify().decisions == 1


def test_those_above_and_hr_appeal_for_somebody_readers_and_the_one_who_answers_do_not(
    house: House, ids: dict[str, int]
) -> None:
    record([late(about=ids["EVA"], answers=ids["OLA"]) for _ in range(3)], NOW)
    made = {who: appealed(house.client(who), at).status_code for at, who in enumerate(("EVA", "MIA", "HAN", "BOSS"), 1)}
    assert set(made.values()) == {201}
    refused = {who: appealed(house.client(who)).status_code for who in ("DIR", "OLA", "CAI", "audit", "ROOT2")}
    assert refused == {"DIR": 404, "OLA": 404, "CAI": 404, "audit": 403, "ROOT2": 403}


def test_an_account_that_is_nobody_cannot_appeal(house: House, ids: dict[str, int]) -> None:
    actions.grant("audit", Role.HRBP, "HQ/East", by="test", now=real_now())
    told = appealed(house.client("audit"))
    assert (told.status_code, told.json()["code"]) == (422, "appeal.nobody")


def test_reading_about_others_and_appealing_stand_in_the_log(house: House, ids: dict[str, int]) -> None:
    read(house, "EVA")
    read(house, "MIA")
    read(house, "CAI")
    appealed(house.client("MIA"))
    told = Visit.objects.filter(endpoint__startswith="decisions.").order_by("id")
    assert list(told.values_list("username", "act", "endpoint", "subjects")) == [
        ("MIA", "read", "decisions.read", [ids["EVA"]]),
        ("CAI", "refused", "decisions.read", []),
        ("MIA", "change", "decisions.appeal", [ids["EVA"]]),
    ]


def test_an_erased_person_is_a_number_that_says_nothing(house: House, ids: dict[str, int]) -> None:
    erase(ids["EVA"])
    assert read(house, "audit").json()["about"] == {"number": f"#{ids['EVA']}", "name": f"#{ids['EVA']}"}
