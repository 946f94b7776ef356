"""Facts over HTTP: durable and counted, idempotent by key and by fact, refused with every reason."""

from __future__ import annotations

import gzip
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from zhunsheng.server.access.actions import make_token
from zhunsheng.server.access.models import Member, Token, Visit
from zhunsheng.server.facts import api
from zhunsheng.server.facts.actions.push import KEPT, forget_keys
from zhunsheng.server.facts.models import Batch
from zhunsheng.server.metrics.tests.company import METRICS, SOURCES, Company
from zhunsheng.server.people.models import Person, Post
from zhunsheng.server.project.accounts import create_administrator
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

DEAL = {"id": "a", "agent": "A", "product": None, "stage": "Won", "opened": None, "day": "2025-02-01", "value": 12.30}


class System:
    """A system that sends facts with a token."""

    def __init__(self, company: Company, scopes: list[str]) -> None:
        self.company = company
        create_administrator("admin", "correct horse battery")
        account = User.objects.get(username="admin").pk
        _, self.secret = make_token(account, "CRM nightly", scopes, 30, real_now())
        self.client = Client(HTTP_HOST="127.0.0.1")

    def ask(self, method: str, path: str, body: bytes = b"", media: str = "application/json", **headers: str) -> Any:
        return self.client.generic(
            method, f"/api/v1{path}", body, media, headers={"Authorization": f"Bearer {self.secret}", **headers}
        )

    def send(self, rows: Any, source: str = "deals", **headers: str) -> Any:
        return self.ask("POST", f"/facts/{source}", json.dumps(rows).encode(), **headers)


@pytest.fixture
def company(world: WorldInfo) -> Company:
    company = Company(world)
    company.publish({"won_value": METRICS["won_value"]})
    company.place("A", "North")
    return company


@pytest.fixture
def system(company: Company) -> System:
    return System(company, ["facts:write"])


def _codes(response: HttpResponse) -> list[str]:
    return [problem["code"] for problem in json.loads(response.content)["problems"]]


def test_a_push_is_acknowledged_with_a_receipt_and_reaches_the_numbers(system: System) -> None:
    response = system.send([DEAL, DEAL | {"id": "b", "value": "not a number"}])
    receipt = response.json()
    assert response.status_code == 202
    assert {k: receipt[k] for k in ("source", "state", "rows", "quarantined", "sender", "name")} == {
        "source": "deals",
        "state": "accepted",
        "rows": 2,
        "quarantined": 1,
        "sender": "CRM nightly",
        "name": "CRM nightly",
    }
    system.company.tick()
    assert system.company.values("won_value") == {("A", "2025-02"): 12.3}
    settled = system.ask("GET", f"/receipts/{receipt['batch']}").json()
    assert (settled["state"], settled["new"]) == ("settled", 1)
    problems = system.ask("GET", f"/receipts/{receipt['batch']}/problems").json()
    assert [(row["row"], row["problems"][0]["code"]) for row in problems["items"]] == [(2, "number.text")]


def test_the_same_key_and_body_give_the_same_receipt(system: System) -> None:
    first, again = (system.send([DEAL], **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert Batch.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(system: System) -> None:
    system.send([DEAL], **{"Idempotency-Key": "k1"})
    response = system.send([DEAL | {"value": 5}], **{"Idempotency-Key": "k1"})
    assert (response.status_code, _codes(response)) == (409, ["facts.idempotency_conflict"])


def test_a_key_is_forgotten_after_thirty_days(system: System) -> None:
    system.send([DEAL], **{"Idempotency-Key": "k1"})
    accepted = Batch.objects.get().accepted_at
    assert forget_keys(accepted + KEPT) == 0
    assert forget_keys(accepted + KEPT + timedelta(seconds=1)) == 1
    assert system.send([DEAL | {"value": 5}], **{"Idempotency-Key": "k1"}).status_code == 202


def test_the_same_fact_in_another_push_is_a_duplicate(system: System) -> None:
    system.send([DEAL])
    batch = system.send([DEAL, DEAL | {"id": "b"}]).json()["batch"]
    system.company.tick()
    receipt = system.ask("GET", f"/receipts/{batch}").json()
    assert (receipt["new"], receipt["duplicate"]) == (1, 1)


def test_nothing_of_a_body_of_the_wrong_form_is_kept(system: System) -> None:
    response = system.send([DEAL, DEAL | {"colour": "red"}])
    assert (response.status_code, _codes(response)) == (422, ["push.unknown_field"])
    assert not Batch.objects.exists()


def test_what_no_row_says_stands_in_the_notes(system: System) -> None:
    receipt = system.send([{"id": "a", "agent": "A", "day": "2025-02-01", "stage": "Won", "opened": None}]).json()
    assert [note["place"] for note in receipt["notes"]] == ["product", "value"]


def test_packed_bodies_are_taken(system: System) -> None:
    packed = gzip.compress(json.dumps([DEAL]).encode())
    assert system.ask("POST", "/facts/deals", packed, **{"Content-Encoding": "gzip"}).status_code == 202


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Encoding": "br"}, b"[]", 415),
        ({"Content-Encoding": "gzip"}, gzip.compress(b" " * (33 << 20)), 413),
        ({"Content-Encoding": "gzip"}, b"[]", 422),
        ({"Idempotency-Key": "k" * 201}, b"[]", 422),
        ({}, b" " * (50 << 20), 413),
        ({}, b"{}\n" * 50_001, 422),
    ],
)
def test_bodies_that_cannot_be_taken_say_why(system: System, headers: dict[str, str], body: bytes, status: int) -> None:
    response = system.ask("POST", "/facts/deals", body, **headers)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("media", ["text/csv", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_another_type_is_refused(system: System, media: str) -> None:
    assert system.ask("POST", "/facts/deals", b"a=1", media).status_code == 415


def test_a_source_that_there_is_not_is_not_found(system: System) -> None:
    assert system.send([DEAL], source="nope").status_code == 404
    assert system.ask("GET", "/receipts/12345").status_code == 404
    assert system.ask("GET", f"/receipts/{2**70}").status_code == 404


@pytest.mark.parametrize("scopes", [["numbers:read"], ["people:read"]])
def test_a_token_for_something_else_pushes_nothing(company: Company, scopes: list[str]) -> None:
    system = System(company, scopes)
    assert system.send([DEAL]).status_code == 403
    assert system.ask("GET", "/receipts").status_code == 403


def test_nobody_pushes_without_a_token(system: System) -> None:
    Token.objects.all().delete()
    assert system.send([DEAL]).status_code == 401
    assert not Batch.objects.exists()


def test_an_administrator_who_is_signed_in_pushes_under_their_name(system: System) -> None:
    system.client.force_login(
        User.objects.get(username="admin"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    system.client.get("/")
    response = system.client.post(
        "/api/v1/facts/deals",
        json.dumps([DEAL]),
        "application/json",
        headers={"X-CSRFToken": system.client.cookies["csrftoken"].value},
    )
    assert (response.status_code, response.json()["sender"]) == (202, "admin")


def test_receipts_are_listed_searched_and_exported(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        system.send([DEAL | {"value": number}])
    page = system.ask("GET", "/receipts?source=deals&q=nightly&page_size=2&page=2").json()
    assert (page["total"], [one["batch"] for one in page["items"]]) == (3, [Batch.objects.earliest("id").id])
    assert system.ask("GET", "/receipts?q=nobody").json()["total"] == 0
    monkeypatch.setattr(api, "MOST_ROWS", 2)
    member = Member.objects.get_or_create(account=User.objects.get(username="admin"))[0]
    sheets = {}
    for language in ("zh", "en"):
        Member.objects.filter(pk=member.pk).update(language=language)
        content = io.BytesIO(system.ask("GET", "/receipts.xlsx").content)
        sheets[language] = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert [sheet[0][0] for sheet in sheets.values()] == ["批次", "batch"]
    assert [re.split("[:：.]", str(sheet[4][0]))[0] for sheet in sheets.values()] == [
        "共 3 行，这里只有前 2 行",
        "Only the first 2 of 3 rows are here",
    ]


PEOPLE = """
kind: source
id: staff
name: {zh: 名册, en: Staff}
system: HR
key: [number]
fields:
  number: {required: true}
  boss: {}
feeds: {feeds: people, number: number, label: number, manager: boss}
"""


@pytest.mark.parametrize(("scopes", "status"), [(["facts:write"], 403), (["facts:write", "people:write"], 202)])
def test_rows_that_change_people_need_leave_to_import_people(company: Company, scopes: list[str], status: int) -> None:
    company.publish({"won_value": METRICS["won_value"]}, sources=SOURCES | {"staff": PEOPLE})
    company.place("B", "North")
    system = System(company, scopes)
    assert system.send([{"number": "A", "boss": "B"}], source="staff").status_code == status
    ids = dict(Person.objects.values_list("number", "subject_id"))
    changed = Visit.objects.filter(act="change", endpoint="facts.push").values_list("subjects", flat=True)
    assert list(changed) == ([[ids["A"]]] if status == 202 else [])
    assert Post.objects.filter(person_id=ids["A"], manager_id=ids["B"]).exists() is (status == 202)


def test_a_receipt_quotes_no_cell_that_its_reader_may_not_see(company: Company) -> None:
    pay = {"deals": SOURCES["deals"].replace("value: {type: money}", "value: {type: money, column: 薪资, scope: pay}")}
    company.publish({"won_value": METRICS["won_value"]}, sources=pay)
    company.publish({"won_value": METRICS["won_value"]})  # open from now on: what came before is not
    company.publish({"won_value": METRICS["won_value"]}, sources=pay)
    system = System(company, ["facts:write"])
    batch = system.send([DEAL | {"value": "12,5k", "day": "some day"}]).json()["batch"]
    (row,) = system.ask("GET", f"/receipts/{batch}/problems").json()["items"]
    told = {one["place"]: one for one in row["problems"]}
    assert "some day" in told["day"]["what"]["en"]
    assert (told["薪资"]["code"], bool(told["薪资"]["todo"])) == ("number.text", True)
    assert "12,5k" not in str(told["薪资"])


def test_a_note_quotes_no_key_that_its_reader_may_not_see(company: Company) -> None:
    keyed = {"deals": SOURCES["deals"].replace("id: {required: true}", "id: {required: true, scope: pay}")}
    company.publish({"won_value": METRICS["won_value"]}, sources=keyed)
    system = System(company, ["facts:write"])
    batch = system.send([DEAL | {"id": "secret"}, DEAL | {"id": "secret", "value": 9}]).json()["batch"]
    system.company.tick()
    for receipt in (system.ask("GET", f"/receipts/{batch}").json(), *system.ask("GET", "/receipts").json()["items"]):
        assert [one["code"] for one in receipt["notes"]] == ["facts.told_twice"]
        assert "secret" not in str(receipt)


def test_a_push_lands_in_the_world_of_its_path_only(system: System) -> None:
    actions.create("drill")
    assert system.client.post("/w/drill/api/v1/facts/deals", "[]", "application/json").status_code == 401
    response = system.client.generic(
        "POST", "/w/drill/api/v1/facts/deals", b"[]", headers={"Authorization": f"Bearer {system.secret}"}
    )
    assert response.status_code == 401, "a token opens its own world"
