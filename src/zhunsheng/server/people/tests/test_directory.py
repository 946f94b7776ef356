"""The directory: who is listed to whom, found how, in what order, with which fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhunsheng.server.access.actions import grant, make_token
from zhunsheng.server.access.models import Grant, Member, Token, Visit
from zhunsheng.server.access.policy import FIELDS
from zhunsheng.server.access.roles import FieldClass, Role
from zhunsheng.server.people.actions import erase
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.tests.conftest import NOW, SignIn, load, person
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.actions import create
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import real_now

AUDITOR = (Role.AUDITOR, None)


def listed(client: Client, **query: str | int) -> list[str]:
    answer = client.get("/api/v1/people", query)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["total"] >= len(body["items"])
    return [item["number"] for item in body["items"]]


def read(client: Client, path: str, **query: str | int) -> Any:
    answer = client.get(f"/api/v1{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_everybody_sees_themselves_a_manager_the_line_an_auditor_all(sign_in: SignIn) -> None:
    assert listed(sign_in("E1")) == ["E1"]
    assert listed(sign_in("M1")) == ["E1", "E2", "M1"]
    assert listed(sign_in("E3", AUDITOR)) == ["B1", "E1", "E2", "E3", "M1", "M2"]
    assert listed(sign_in("E2", (Role.HRBP, "总部/华西"))) == ["E2", "E3", "M2"]


def test_people_are_found_by_any_part_of_number_name_and_pinyin(sign_in: SignIn) -> None:
    client = sign_in("B1")
    for typed, found in {
        "e1": ["E1"],
        "伟": ["M1"],
        "ZhangW": ["M1"],
        "zw": ["M1"],
        "zhang wei": ["M1"],
        "wei": ["M1"],
        "shanqiang": ["E2"],  # 单 as a surname
        "zengl": ["M2"],  # 曾
        "ＺＷ": ["M1"],
        "nobody": [],
        "%": [],
        "'": [],
        "\\": [],
        ":*|!&": [],
    }.items():
        assert listed(client, q=typed) == found, typed
    assert client.get("/api/v1/people", {"q": "\0"}).status_code == 422


def test_names_of_any_kind_are_kept_listed_and_found(sign_in: SignIn) -> None:
    names = {"X1": "🙂🙃", "X2": "Łukasz O'Neil", "X3": "ﷺ‮evil", "X4": "𠮷野家", "X5": "名" * 200, "X6": "José"}
    load(*(person(number, name, "总部", "B1") for number, name in names.items()))
    client = sign_in("B1")
    for number, name in names.items():
        assert number in listed(client, q=name[:100]), name
        assert read(client, f"/people/{number}")["name"] == name
    assert listed(client, q="jose") == ["X6"]


def test_what_is_too_long_or_unknown_to_ask_is_refused_in_words(sign_in: SignIn) -> None:
    client = sign_in("B1")
    for query in ({"q": "x" * 101}, {"sort": "email"}, {"sort": "pinyin; DROP"}, {"page_size": 201}, {"day": "soon"}):
        answer = client.get("/api/v1/people", query)
        assert answer.status_code == 422, query
        assert answer["Content-Type"] == "application/problem+json"


def test_lists_are_paged_and_ordered_both_ways(sign_in: SignIn) -> None:
    client = sign_in("B1")
    assert listed(client, sort="name") == ["E1", "E2", "B1", "E3", "M2", "M1"]  # li shan wang wu zeng zhang
    assert listed(client, sort="-name") == ["M1", "M2", "E3", "B1", "E2", "E1"]
    assert listed(client, sort="-hired")[:2] == ["E3", "E2"]
    assert listed(client, sort="number", page_size=2, page=3) == ["M1", "M2"]
    assert listed(client, sort="position")[0] == "E3"
    assert listed(client, page=500) == []


def test_a_list_can_be_narrowed_to_a_unit_with_those_below_and_to_a_position(sign_in: SignIn) -> None:
    client = sign_in("B1")
    assert listed(client, unit="总部/华东") == ["E1", "E2", "M1"]
    assert listed(client, unit="总部/华东", position="销售") == ["E1", "E2"]
    assert listed(client, unit="no such unit") == []
    assert listed(sign_in("M1"), unit="总部/华西") == [], "an unknown unit and a hidden one answer the same"


def test_the_unit_tree_counts_whom_one_sees_and_hangs_together(sign_in: SignIn) -> None:
    def tree(client: Client) -> dict[str, int]:
        items = read(client, "/units")["items"]
        known: set[str | None] = {None}
        for item in items:
            assert item["parent"] in known
            known.add(item["code"])
        return {item["code"]: item["people"] for item in items}

    assert tree(sign_in("B1")) == {"总部": 6, "总部/华东": 3, "总部/华西": 2, "总部/华东/一部": 2}
    assert tree(sign_in("E1")) == {"总部": 1, "总部/华东": 1, "总部/华东/一部": 1}
    load(person("E3", "吴芳", ends=date(2025, 1, 31)), person("M2", "曾丽", ends=date(2025, 1, 31)))
    seen = tree(sign_in("E2", (Role.HRBP, "总部/华西")))
    assert seen["总部/华西"] == 0, "an empty unit in sight is shown"
    assert "总部/华西" not in tree(sign_in("M1"))


def test_a_transfer_leaves_history_with_the_line_that_had_it(sign_in: SignIn) -> None:
    load(person("E1", "李娜", "总部/华西", "M2", position="客服"), effective=date(2025, 3, 1))
    old, new = sign_in("M1"), sign_in("M2")
    assert "E1" not in listed(old)
    assert listed(new) == ["E1", "E3", "M2"]
    assert "E1" in listed(old, day="2025-02-28")
    assert "E1" not in listed(new, day="2025-02-28")
    assert old.get("/api/v1/people/E1").status_code == 404
    for client, day, units in (
        (old, "2025-02-28", ["总部/华东/一部"]),
        (new, "2025-06-30", ["总部/华西"]),
        (sign_in("E1"), "2025-06-30", ["总部/华西", "总部/华东/一部"]),
        (sign_in("B1", AUDITOR), "2025-06-30", ["总部/华西", "总部/华东/一部"]),
    ):
        posts = read(client, "/people/E1", day=day)["posts"]
        assert [post["unit"]["code"] for post in posts] == units
    (before,) = read(old, "/people/E1", day="2025-02-28")["posts"]
    assert (before["starts"], before["ends"], before["manager"]["number"]) == ("2020-01-01", "2025-02-28", "M1")


def test_who_had_somebody_once_learns_no_address_of_today(sign_in: SignIn) -> None:
    load(person("E1", "李娜", "总部/华西", "M2"), effective=date(2025, 3, 1))
    item = read(sign_in("M1"), "/people/E1", day="2025-02-28")
    assert item["email"] is None
    assert "email" in item["hidden"]
    assert read(sign_in("M2"), "/people/E1")["email"] == "e1@example.com"


def test_second_posts_are_told_beside_the_primary_one(sign_in: SignIn) -> None:
    rows = [
        person("E1", "李娜", "总部/华东/一部", "M1", position="销售", primary=True),
        person("E1", "李娜", "总部/华西", "M2", position="客服", primary=False, starts=date(2025, 2, 1)),
    ]
    load(*(PersonRow(**{**row_fields(row), "row": at}) for at, row in enumerate(rows, 2)))
    card = read(sign_in("E1"), "/people/E1")
    assert card["unit"]["code"] == "总部/华东/一部"
    assert [(post["unit"]["code"], post["primary"]) for post in card["posts"]] == [
        ("总部/华西", False),
        ("总部/华东/一部", True),
    ]


def test_who_leads_a_second_post_learns_no_day_of_employment_from_the_posts(sign_in: SignIn) -> None:
    rows = [
        person("E1", "李娜", "总部/华东/一部", "M1", position="销售", primary=True),
        person("E1", "李娜", "总部/华西", "M2", position="客服", primary=False, starts=date(2025, 2, 1)),
    ]
    load(*(PersonRow(**{**row_fields(row), "row": at}) for at, row in enumerate(rows, 2)))
    card = read(sign_in("M2"), "/people/E1")
    assert "hired" in card["hidden"]
    assert [post["starts"] for post in card["posts"]] == ["2025-02-01", None]
    assert [post["starts"] for post in read(sign_in("M1"), "/people/E1")["posts"]] == ["2025-02-01", "2020-01-01"]


def row_fields(row: PersonRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PersonRow.__slots__}


def test_a_leaver_stays_with_the_last_line_shows_the_last_day_and_is_in_no_unit(sign_in: SignIn) -> None:
    load(person("E2", "单强", ends=date(2025, 3, 31)))
    client = sign_in("M1")
    assert listed(client) == ["E1", "E2", "M1"]
    gone = read(client, "/people/E2")
    assert (gone["left"], gone["unit"], gone["posts"][0]["ends"]) == ("2025-03-31", None, "2025-03-31")
    assert listed(client, unit="总部/华东") == ["E1", "M1"]
    assert listed(client, unit="总部/华东", day="2025-03-31") == ["E1", "E2", "M1"]
    assert listed(client, sort="left")[0] == "E2"
    assert listed(client, sort="-left")[0] == "E2"


def test_the_unknown_and_the_hidden_answer_the_same(sign_in: SignIn) -> None:
    client = sign_in("E1")
    answers = [client.get(f"/api/v1/people/{number}") for number in ("E3", "nobody", "a/b", "%00", "X" * 3000)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json()["code"] for answer in answers[:3]}) == 1


def test_a_number_with_a_slash_opens_like_any_other(sign_in: SignIn) -> None:
    load(person("SH/07", "周舟", "总部", "B1"))
    assert read(sign_in("B1"), "/people/SH%2F07")["number"] == "SH/07"


def test_fields_follow_the_role_that_reaches_the_person(sign_in: SignIn) -> None:
    client = sign_in("M1", (Role.DIRECTOR, "总部/华西"))
    items = {item["number"]: item for item in read(client, "/people")["items"]}
    assert items["E1"]["email"] == "e1@example.com"
    assert items["E1"]["hidden"] == []
    assert (items["E3"]["email"], items["E3"]["hired"], items["E3"]["hidden"]) == (None, "2022-05-01", ["email"])


@pytest.fixture
def veiled() -> Iterator[None]:
    """A policy by which directors do not see dates of employment."""
    without = {**FIELDS, FieldClass.EMPLOYMENT: FIELDS[FieldClass.EMPLOYMENT] - {Role.DIRECTOR}}
    with patch("zhunsheng.server.access.policy.FIELDS", without):
        yield


@pytest.mark.usefixtures("veiled")
def test_the_order_by_a_hidden_field_tells_nothing_of_it(sign_in: SignIn) -> None:
    client = sign_in("E1", (Role.DIRECTOR, "总部"))
    items = {item["number"]: item for item in read(client, "/people")["items"]}
    assert items["E2"]["hidden"] == ["email", "hired", "left"]
    assert items["E1"]["hidden"] == []
    others = ["B1", "E2", "E3", "M1", "M2"]
    before = listed(client, sort="hired"), listed(client, sort="-hired"), listed(client, sort="left")
    assert before == (["E1", *others], ["E1", *others], ["B1", "E1", "E2", "E3", "M1", "M2"])
    Person.objects.filter(number="E3").update(hired=date(1990, 1, 1), left=date(2025, 7, 1))
    after = listed(client, sort="hired"), listed(client, sort="-hired"), listed(client, sort="left")
    assert after == before


def test_what_one_may_not_see_is_not_searched_either(sign_in: SignIn) -> None:
    assert listed(sign_in("B1", AUDITOR), q="example") == []


def test_the_erased_are_found_by_nothing_they_were_called(sign_in: SignIn) -> None:
    erase("E2")
    client = sign_in("B1", AUDITOR)
    for typed in ("E2", "单强", "shanqiang", "sq"):
        assert listed(client, q=typed) == []
    assert Person.objects.get(name__startswith="#").pinyin == ""


def test_the_account_of_the_erased_ends_and_says_nothing_of_them(sign_in: SignIn) -> None:
    gone, manager = sign_in("E2"), sign_in("M1")
    account = User.objects.get(username="E2")
    assert account.email == "e2@example.com"
    make_token(account.pk, "t", ["people:read"], 1, real_now())
    UserSession.objects.create(user=account, ip="10.0.0.1", session_key=gone.session.session_key, user_agent="x")
    listed(manager, q="单强")
    Visit.objects.create(at=NOW, account=account, username="E2", act="sign_in", endpoint="sign_in", address="10.0.0.1")
    erase("E2")
    account.refresh_from_db()
    assert (account.username, account.is_active) == (f"#{account.pk}", False)
    assert account.first_name == account.email == ""
    assert gone.get("/api/v1/me").status_code == 401
    assert not Token.objects.exists()
    assert not UserSession.objects.exists()
    log = str(list(Visit.objects.values()))
    assert not any(said in log for said in ("E2", "单强", "10.0.0.1"))


def test_erasing_in_one_world_leaves_the_account_of_another(sign_in: SignIn) -> None:
    sign_in("E2", (Role.DIRECTOR, None))
    with enter(create("other")):
        grant("E2", Role.EXPERT, None, by="test", now=NOW)
    erase("E2")
    assert User.objects.get(username="E2").is_active
    assert not Member.objects.filter(account__username="E2").exists()
    assert not Grant.objects.exists()


def test_reading_and_taking_out_others_leaves_a_visit_reading_oneself_does_not(sign_in: SignIn) -> None:
    client = sign_in("M1")
    Visit.objects.all().delete()
    listed(client)
    read(client, "/people/E1")
    client.get("/api/v1/people.xlsx")
    e1, e2 = Person.objects.get(number="E1").pk, Person.objects.get(number="E2").pk
    told = list(Visit.objects.order_by("id").values_list("act", "endpoint", "subjects"))
    assert told == [
        ("read", "people.list", [e1, e2]),
        ("read", "people.read", [e1]),
        ("export", "people.export", [e1, e2]),
    ]
    own = sign_in("E3")
    Visit.objects.all().delete()
    listed(own)
    read(own, "/people/E3")
    assert not Visit.objects.exists()


def test_a_call_asks_the_database_as_often_for_many_people_as_for_few(sign_in: SignIn) -> None:
    manager, auditor = sign_in("M1"), sign_in("B1", AUDITOR)

    def asked() -> list[int]:
        counts = []
        for client in (manager, auditor):
            for path in ("/people", "/people?q=li&sort=-unit&page_size=200", "/units", "/people/E1", "/search?q=li"):
                client.get(f"/api/v1{path}")
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(f"/api/v1{path}").status_code == 200
                counts.append(len(captured))
        return counts

    load(*(person(f"P{at}", "李丽", f"总部/{at % 5}", "M1") for at in range(50)))
    few = asked()
    load(*(person(f"P{at}", "李丽", f"总部/{at % 50}", "M1") for at in range(50, 5_000)), now=NOW)
    assert asked() == few
    assert max(few) <= 25, few
