"""Whatever is sent, the answer is a proper one: its headers, its words, and never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client, override_settings
from tests.access.house import HOST, NOW, PASSWORD, START, House

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.access import actions, queries
from zhunsheng.server.access.models import Member, Token
from zhunsheng.server.access.roles import Role
from zhunsheng.server.front.middleware import _POLICY
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.project import settings as shipped
from zhunsheng.server.worlds.actions import create
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import real_now, world

API = "/api/v1"
DOOR = "/_allauth/browser/v1/"
PROBLEM = "application/problem+json"


def post(client: Client, path: str, body: Any, method: str = "POST") -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.generic(method, path, text, content_type="application/json")


# Headers -----------------------------------------------------------------------------------------------------------


def test_every_answer_tells_browsers_what_to_refuse(house: House) -> None:
    client = house.client("EVA")
    shown = {"/": 200, f"{API}/me": 200, f"{API}/visits": 403, f"{API}/x": 404, f"{DOOR}config": 200}
    for path, status in shown.items():
        answer = client.get(path)
        assert answer.status_code == status
        said = answer.headers
        assert said["Content-Security-Policy"] == _POLICY
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Referrer-Policy"] == "same-origin"
        assert said["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "no-store" in said["Cache-Control"]
    rules = dict(rule.split(" ", 1) for rule in _POLICY.split("; "))
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self' 'unsafe-inline'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"


def test_over_https_browsers_are_told_to_stay_there(house: House) -> None:
    assert shipped.SECURE_HSTS_SECONDS == 0, "the tests run without"
    with override_settings(SECURE_HSTS_SECONDS=31536000, SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client = house.client("EVA")
        answer = client.get("/", secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert client.cookies["csrftoken"]["secure"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil", "", "127.0.0.1:x"])
def test_another_host_is_refused_everywhere(house: House, host: str) -> None:
    for path in ("/", f"{API}/me", "/static/x.js", f"{DOOR}config", "/w/live/api/v1/me"):
        answer = house.client().get(path, headers={"Host": host}, HTTP_HOST=host)
        assert answer.status_code == 400
        assert (answer["Content-Type"], answer.json()["code"]) == (PROBLEM, "request.improper")


# Problems ----------------------------------------------------------------------------------------------------------


def _trouble(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, str, Any]]:
    """(status, code, answer) of every kind of refusal, by Django, ninja, allauth or us."""
    client, stranger = house.client("EVA"), house.client()
    yield 400, "request.unreadable", post(client, f"{API}/me", "{", "PATCH")
    yield 400, "request.unreadable", post(stranger, f"{DOOR}auth/login", "[")
    yield 400, "request.improper", stranger.get("/", HTTP_HOST="evil")
    yield 401, "access.not_signed_in", stranger.get(f"{API}/me")
    yield 403, "access.not_allowed", client.get(f"{API}/visits")
    strict = house.client("EVA", enforce_csrf_checks=True)
    yield 403, "access.csrf", post(strict, f"{API}/me", {}, "PATCH")
    yield 403, "access.csrf", post(strict, f"{DOOR}auth/login", {})
    yield 404, "access.not_found", client.get("/api/v1/nothing")
    yield 404, "access.not_found", client.get("/api/v9")
    yield 404, "access.not_found", client.get("/_allauth/nothing")
    yield 404, "access.not_found", client.get("/static/nothing.js")
    yield 404, "world.unknown", client.get("/w/nowhere/api/v1/me")
    yield 404, "request.refused", client.get(f"{API}/m%00e")
    yield 404, "access.not_found", client.delete(f"{API}/me/tokens/1")
    yield 405, "request.refused", client.put(f"{API}/me")
    yield 405, "request.refused", client.post("/")
    yield 405, "request.refused", client.put(f"{DOOR}auth/login", {}, content_type="application/json")
    yield 413, "request.too_large", post(client, f"{API}/me", b" " * (shipped.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "PATCH")
    yield 422, "request.invalid", post(client, f"{API}/me", {"theme": "pink", "language": 1}, "PATCH")
    yield 422, "access.token_scope", post(client, f"{API}/me/tokens", {"name": "x", "scopes": ["y"], "days": 0})
    monkeypatch.setattr(queries, "tokens", _fails)
    client.raise_request_exception = False
    yield 500, "server.unforeseen", client.get(f"{API}/me/tokens")


def _fails(*_: object) -> None:
    raise DatabaseError("secret of ours")


def test_every_refusal_is_a_problem_in_the_readers_language(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for status, code, answer in _trouble(house, monkeypatch):
        assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), (code, answer.content[:200])
        body = json.loads(answer.content)
        assert body.keys() == {"type", "code", "title", "status", "detail", "reference", "problems"}
        assert (body["code"], body["type"], body["status"]) == (code, f"urn:zhunsheng:problem:{code}", status)
        assert all(one["what"]["zh"] and one["what"]["en"] for one in body["problems"])
        assert body["detail"] == body["problems"][0]["what"]["zh"]
        assert b"secret of ours" not in answer.content
        assert "no-store" in answer["Cache-Control"]
        if status == 405:
            assert answer["Allow"]


@pytest.mark.parametrize(
    ("asked", "prefers", "title"),
    [
        ("en", "zh", "Not allowed"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "en", "没有权限"),
        ("en;q=0.5, zh;q=0.9", "en", "没有权限"),
        ("fr", "en", "Not allowed"),
        (None, "en", "Not allowed"),
        (None, "zh", "没有权限"),
        ("*", "en", "Not allowed"),
        ("\x7f;;q=x," * 50, "zh", "没有权限"),
    ],
)
def test_the_language_is_the_browsers_else_the_accounts(
    house: House, asked: str | None, prefers: str, title: str
) -> None:
    Member.objects.filter(account_id=house.ids["EVA"]).update(language=prefers)
    headers = {} if asked is None else {"Accept-Language": asked}
    answer = house.client("EVA").get(f"{API}/visits", headers=headers)
    assert answer.json()["title"] == title


def test_a_wrong_field_is_said_in_chinese_too(house: House) -> None:
    refused = post(house.client("EVA"), f"{API}/me", {"theme": "pink", "boss": True}, "PATCH").json()
    assert {one["place"]: one["what"]["zh"] for one in refused["problems"]} == {
        "theme": "「theme」的值不合要求：应为 'light'、'dark' 或 'system' 之一",
        "boss": "「boss」的值不合要求：没有这一项",
    }


# Bodies that want more than they may -------------------------------------------------------------------------------


def test_a_body_sets_nothing_beside_what_is_asked(house: House) -> None:
    client, administrator = house.client("EVA"), house.client("root")
    tries = [
        (client, "PATCH", "/me", {"theme": "dark", "person": house.ids["MIA"], "is_superuser": True, "roles": []}),
        (client, "POST", "/me/tokens", {"name": "x", "scopes": ["people:read"], "days": 1, "account": 1}),
        (client, "POST", "/me/tokens", {"name": "x", "scopes": ["people:read"], "days": 1, "digest": "x"}),
        (administrator, "POST", "/accounts", {"number": "EVA", "password": "x", "is_superuser": True}),
        (administrator, "POST", "/grants", {"username": "EVA", "role": "expert", "by": "somebody else"}),
    ]
    for who, method, path, body in tries:
        assert post(who, API + path, body, method).status_code == 422, path
    assert not Token.objects.exists()
    assert Member.objects.get(account_id=house.ids["EVA"]).theme == "system"


def test_what_belongs_to_others_answers_like_what_is_not_there(house: House) -> None:
    client = house.client("EVA")
    token = post(house.client("CAI"), f"{API}/me/tokens", {"name": "x", "scopes": ["people:read"], "days": 1}).json()
    signed_in = house.client()
    post(signed_in, f"{DOOR}auth/login", {"username": "CAI", "password": PASSWORD})
    session = signed_in.get(f"{API}/me/sessions").json()[0]
    for kind, theirs in (("tokens", token["id"]), ("sessions", session["id"])):
        answers = []
        for guessed in (theirs, 999_999, 0, -1, 2**63, 10**30):
            answer = client.delete(f"{API}/me/{kind}/{guessed}")
            body = answer.json()
            body.pop("reference")
            answers.append((answer.status_code, body))
        assert answers[0][0] == 404
        assert all(answer == answers[0] for answer in answers[1:])
    assert Token.objects.count() == 1
    assert house.client("root").delete(f"{API}/grants/{2**63}").status_code == 404


def test_nobody_gives_a_role_to_themselves_or_one_that_follows(house: House) -> None:
    administrator = house.client("root")
    for body in ({"username": "root", "role": "hrbp"}, {"username": "EVA", "role": "manager"}):
        assert post(administrator, f"{API}/grants", body).status_code == 422
    for body in ({"username": "NONE", "role": "hrbp"}, {"username": "EVA", "role": "hrbp", "unit": "East"}):
        assert post(administrator, f"{API}/grants", body).status_code == 404


def test_a_term_is_a_moment_to_come_and_not_too_far_off(house: House) -> None:
    for until in ("2020-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2030-01-01T00:00:00", "2030-01-01", "x", 1e99):
        body = {"username": "EVA", "role": "expert", "until": until}
        assert post(house.client("root"), f"{API}/grants", body).status_code == 422, until
    assert house.client("root").get(f"{API}/grants").status_code == 200


# Texts -------------------------------------------------------------------------------------------------------------

_PAYLOADS = [
    "<script>alert({0})</script>",
    '"><img src=x onerror=alert({0})>',
    "';alert({0})//",
    "<svg/onload=alert({0})>",
    "javascript:alert({0})",
    "{{{{constructor.constructor('alert({0})')()}}}}",
    "</script><script>alert({0})</script>",
    "<iframe srcdoc='<script>alert({0})</script>'>",
    "\u2028alert({0})\u2029",
    "=cmd|' /C calc'!A{0}",
]
XSS = [payload.format(at) for at in range(20) for payload in _PAYLOADS]
ODD = {
    "right to left": "\u202eevil\u202c",
    "joined": "👩\u200d👩\u200d👧",
    "combining": "e\u0301" * 30,
    "isolates": "\u2066\u2067\u2069",
    "rare": "𠮷野家",
    "noncharacter": "\ufffe\uffff",
    "private": "\ue000",
    "spaces": "\u3000\u00a0\ufeffx",
    "control": "\x01\x1b[31m\x7f",
}
UNKEPT = {"nul": "a\x00b", "half": "\ud800", "other half": "x\udfff", "wrong order": "\udc00\ud800"}


@pytest.fixture
def no_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only texts are tried here, not passwords."""
    monkeypatch.setattr(ScryptPasswordHasher, "verify", lambda *_: False)
    monkeypatch.setattr(ScryptPasswordHasher, "harden_runtime", lambda *_: None)
    monkeypatch.setattr(ScryptPasswordHasher, "encode", lambda *_: "scrypt$16384$x$8$5$x")


def _writes(house: House, text: str) -> Iterator[tuple[str, Any]]:
    """The text in everything that a body, a path or a query takes."""
    client, administrator = house.client("EVA"), house.client("root")
    yield "token", post(client, f"{API}/me/tokens", {"name": text, "scopes": ["people:read"], "days": 1})
    yield "scope", post(client, f"{API}/me/tokens", {"name": "x", "scopes": [text], "days": 1})
    yield "theme", post(client, f"{API}/me", {"theme": text}, "PATCH")
    yield "key", post(client, f"{API}/me", {text: text}, "PATCH")
    yield "number", post(administrator, f"{API}/accounts", {"number": text})
    yield "email", post(administrator, f"{API}/accounts", {"number": "NEW", "email": text})
    yield "username", post(administrator, f"{API}/grants", {"username": text, "role": "expert"})
    yield "unit", post(administrator, f"{API}/grants", {"username": "EVA", "role": "expert", "unit": text})
    yield "login", post(house.client(), f"{DOOR}auth/login", {"username": text, "password": text})
    yield "address", post(house.client(), f"{DOOR}auth/password/request", {"email": text})
    yield "key of a reset", post(house.client(), f"{DOOR}auth/password/reset", {"key": text, "password": text})
    yield "change", post(client, f"{DOOR}account/password/change", {"current_password": text, "new_password": text})
    quoted = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
    for name in ("q", "about", "act", "from", "to", "page"):
        yield name, administrator.get(f"{API}/visits?{name}={quoted}")
    yield "accounts", administrator.get(f"{API}/accounts?q={quoted}")
    yield "path", administrator.post(f"{API}/accounts/{quoted}/end")
    heard = text.encode("utf-8", "surrogatepass").decode("latin-1")  # as a web server hands it on
    yield "agent", Client(HTTP_HOST=HOST, HTTP_USER_AGENT=heard).get(f"{API}/me")


@pytest.mark.slow
@pytest.mark.usefixtures("no_hashing")
@pytest.mark.parametrize("text", [*ODD.values(), *UNKEPT.values(), "x" * 10_000, "𠮷" * 10_000, *_PAYLOADS[:3]])
def test_no_text_makes_anything_fall_over(house: House, text: str) -> None:
    house.newcomer("NEW")
    for where, answer in _writes(house, text):
        assert answer.status_code < 500, (where, answer.content[:300])
        assert "json" in answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        if text in UNKEPT.values() and where in ("token", "scope", "theme", "key", "number", "unit", "login"):
            assert 400 <= answer.status_code < 430, where


@pytest.mark.slow
def test_texts_come_back_exactly_as_they_were_given(house: House) -> None:
    client = house.client("EVA")
    given = [text for text in (*XSS, *ODD.values()) if len(text) <= 80]
    for text in given:
        made = post(client, f"{API}/me/tokens", {"name": text, "scopes": ["people:read"], "days": 1})
        assert made.status_code == 201, text
    answer = client.get(f"{API}/me/tokens")
    assert [one["name"] for one in answer.json()] == given[::-1]
    assert answer["Content-Type"].startswith("application/json")
    log = house.client("audit").get(f"{API}/visits?page_size=200&act=change").json()
    assert {one["detail"]["zh"] for one in log["items"]} <= set(given)
    assert len(XSS) == 200


@pytest.mark.parametrize("body", ["[" * 100_000, '{"username":' * 9_999, "1" * 5_000, "NaN", '"x"', "null", "\xff", ""])
def test_no_body_makes_anything_fall_over(house: House, body: str) -> None:
    for path in (f"{DOOR}auth/login", f"{DOOR}auth/password/request", f"{API}/me/tokens"):
        assert 400 <= post(house.client("EVA"), path, body.encode("latin-1")).status_code < 430, path


def test_ends_of_the_calendar_are_days_like_others(house: House) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert house.client("audit").get(f"{API}/visits?from={day}&to={day}").status_code == 200
    for days in (0, -1, 367, 10**12, 10**400):
        body = {"name": "x", "scopes": ["people:read"], "days": days}
        assert post(house.client("EVA"), f"{API}/me/tokens", body).status_code == 422
    assert house.client("audit").get(f"{API}/visits?page={10**30}").status_code == 422


def test_an_account_opens_by_number_and_once(house: House) -> None:
    house.newcomer("NEW")
    administrator = house.client("root")
    assert post(administrator, f"{API}/accounts", {"number": "Mia"}).status_code == 404, "a name is no number"
    assert post(administrator, f"{API}/accounts", {"number": "NEW", "email": "no address"}).status_code == 422
    made = post(administrator, f"{API}/accounts", {"number": "NEW", "email": "n@x.cn"}).json()
    assert Client(HTTP_HOST=HOST).post(
        f"{DOOR}auth/login", {"username": "NEW", "password": made["password"]}, content_type="application/json"
    ).status_code == 200  # fmt: skip
    assert post(administrator, f"{API}/accounts", {"number": "NEW"}).status_code == 409
    assert User.objects.filter(username="NEW").count() == 1


def test_an_account_of_one_world_is_nobody_in_another(house: House) -> None:
    create("other")
    client, program = house.client("MIA"), house.bearer("MIA", "numbers:read")
    assert client.get(f"/w/other{API}/me").status_code == 403
    assert program.get(f"/w/other{API}/access/matrix").status_code == 401
    assert house.client("ROOT2").get(f"/w/other{API}/accounts").json()["total"] == 2, "administrators of the whole"


def test_an_administrator_of_one_world_takes_over_no_account_of_another(house: House) -> None:
    other = create("other")
    with enter(other):
        actions.grant("HAN", Role.ADMINISTRATOR, None, by="test", now=real_now())
        actions.grant("CAI", Role.DIRECTOR, None, by="test", now=real_now())
    keeper = house.client("HAN")
    there = f"/w/other{API}"
    assert keeper.get(f"{there}/accounts").status_code == 200
    for username, status in (("EVA", 404), ("root", 403), ("CAI", 403)):
        for what in ("password", "end"):
            assert keeper.post(f"{there}/accounts/{username}/{what}").status_code == status, (username, what)
    assert post(keeper, f"{there}/grants", {"username": "EVA", "role": "expert"}).status_code == 404
    actions.grant("HAN", Role.ADMINISTRATOR, None, by="test", now=real_now())
    assert keeper.post(f"{there}/accounts/CAI/password").status_code == 200, "who keeps both worlds may"
    assert keeper.post(f"{API}/accounts/root/password").status_code == 403
    yesterday = (NOW - timedelta(days=1)).date()
    import_people([PersonRow(row=2, number="HAN", ends=yesterday)], effective=None, now=NOW)
    assert keeper.post(f"{there}/accounts/CAI/password").status_code == 403, "who has left one of them keeps it no more"
    assert house.client("ROOT2").post(f"{there}/accounts/CAI/password").status_code == 200


def test_accounts_that_hold_a_role_are_listed_whoever_they_are(house: House) -> None:
    listed = house.client("root").get(f"{API}/accounts?q=audit").json()["items"]
    assert [(one["username"], one["person"], len(one["roles"])) for one in listed] == [("audit", None, 1)]


def test_an_account_gets_the_address_of_the_list_unless_another_is_said(house: House) -> None:
    rows = [PersonRow(row=at, number=n, name=n, email=f"{n}@x.cn") for at, n in enumerate(("N1", "N2"), start=2)]
    import_people(rows, effective=START, now=NOW)
    administrator = house.client("root")
    post(administrator, f"{API}/accounts", {"number": "N1"})
    post(administrator, f"{API}/accounts", {"number": "N2", "email": "other@x.cn"})
    addresses = dict(User.objects.filter(username__in=("N1", "N2")).values_list("username", "email"))
    assert addresses == {"N1": "N1@x.cn", "N2": "other@x.cn"}


def test_nobody_learns_the_names_of_worlds_by_asking_for_one(house: House) -> None:
    create("secret")
    answer = house.client().get(f"/w/nowhere{API}/me")
    assert answer.status_code == 404
    assert b"secret" not in answer.content
    with pytest.raises(ZhunshengError) as told:
        world("nowhere")
    assert "secret" in str(told.value.problems[0].remedy), "the command line names them"


def test_files_are_refused_before_anything_is_put_by(house: House) -> None:
    stranger, upload = house.client(), f"{API}/people/import/preview"
    for path, size in ((f"{API}/me", 3 << 20), ("/", 3 << 20), (f"{DOOR}auth/login", 3 << 20), (upload, 22 << 20)):
        for address in (path, f"/w/live{path}"):
            with patch("django.http.multipartparser.MultiPartParser.parse") as parsed:
                answer = stranger.post(address, {"file": SimpleUploadedFile("x", b"x" * size)})
            assert answer.status_code == 413, address
            assert not parsed.called
    assert "20 MB" in stranger.post(upload, {"file": SimpleUploadedFile("x", b"x" * (22 << 20))}).json()["detail"]
