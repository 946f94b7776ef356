"""Signing in, and everything somebody might try there."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from allauth.core import context
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory, override_settings
from tests.access.house import HOST, NOW, PASSWORD, House

from zhunsheng.server.access import actions
from zhunsheng.server.access.models import Grant, Token, Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.front.doors import OPEN
from zhunsheng.server.front.sign_in import Accounts
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.project.jobs import run_until_empty
from zhunsheng.server.worlds.actions import create
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import real_now

DOOR = "/_allauth/browser/v1/"
API = "/api/v1"
SHUT = (
    *("auth/signup", "auth/sessions", "auth/reauthenticate", "auth/code/request", "auth/code/confirm"),
    *("auth/email/verify", "auth/email/verify/resend", "auth/phone/verify", "account/email", "account/phone"),
    *("account/authenticators", "account/providers"),
)
"""What allauth could do besides: nobody adds addresses, asks for codes or makes an account."""


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Passwords that were hashed; hashing itself is quick here, so that thousands may be tried."""
    tried: list[str] = []

    def verify(self: ScryptPasswordHasher, password: str, encoded: str) -> bool:
        tried.append(password)
        return password == PASSWORD

    def harden(self: ScryptPasswordHasher, password: str, encoded: str) -> None:
        tried.append(password)

    def encode(self: ScryptPasswordHasher, password: str, salt: str, **_: object) -> str:
        tried.append(password)
        return f"scrypt$16384${salt}$8$5$x"

    monkeypatch.setattr(ScryptPasswordHasher, "verify", verify)
    monkeypatch.setattr(ScryptPasswordHasher, "harden_runtime", harden)
    monkeypatch.setattr(ScryptPasswordHasher, "encode", encode)
    monkeypatch.setattr(ScryptPasswordHasher, "must_update", lambda self, encoded: False)
    return tried


def send(client: Client, where: str, method: str = "POST", **body: Any) -> Any:
    return client.generic(method, f"{DOOR}{where}", _json(body), content_type="application/json")


def sign_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return send(client, "auth/login", username=username, password=password)


def test_who_signs_in_is_known_and_gets_another_session(house: House) -> None:
    client = house.client()
    client.get("/")
    client.cookies["zhunsheng_session"] = "planted0planted0planted0planted0"
    assert client.get(f"{API}/me").status_code == 401
    assert sign_in(client, "EVA").status_code == 200
    first = client.cookies["zhunsheng_session"].value
    assert first != "planted0planted0planted0planted0"
    assert client.get(f"{API}/me").json()["account"]["username"] == "EVA"
    assert send(client, "auth/session", "DELETE").status_code == 401
    assert client.get(f"{API}/me").status_code == 401
    client.cookies["zhunsheng_session"] = first
    assert client.get(f"{API}/me").status_code == 401, "what was signed out opens nothing again"


def test_a_session_begun_by_somebody_else_is_left_behind_at_sign_in(house: House) -> None:
    attacker = house.client("CAI")
    planted = attacker.cookies["zhunsheng_session"].value
    victim = house.client()
    victim.cookies["zhunsheng_session"] = planted
    assert sign_in(victim, "EVA").status_code == 409, "one signs out first"
    send(victim, "auth/session", "DELETE")
    assert sign_in(victim, "EVA").status_code == 200
    assert victim.cookies["zhunsheng_session"].value != planted
    assert attacker.get(f"{API}/me").status_code == 401


def test_cookies_are_out_of_reach(house: House) -> None:
    client = house.client()
    sign_in(client, "EVA")
    session: Morsel[str] = client.cookies["zhunsheng_session"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize("foreign", [None, "x" * 32, "x" * 64, ""])
def test_a_write_of_a_session_needs_the_token_of_our_page(house: House, foreign: str | None) -> None:
    client = house.client("EVA", enforce_csrf_checks=True)
    client.get("/")
    headers = {} if foreign is None else {"X-CSRFToken": foreign}
    for method, path in (("PATCH", f"{API}/me"), ("POST", f"{API}/me/tokens"), ("POST", f"{DOOR}auth/login")):
        refused = client.generic(method, path, b"{}", content_type="application/json", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "access.csrf"), path
    ours = {"X-CSRFToken": client.cookies["csrftoken"].value}
    done = client.patch(f"{API}/me", {"theme": "dark"}, content_type="application/json", headers=ours)
    assert done.status_code == 200
    foreign_page = {**ours, "Origin": "https://evil.example"}
    refused = client.patch(f"{API}/me", {"theme": "light"}, content_type="application/json", headers=foreign_page)
    assert refused.status_code == 403


def test_a_program_with_a_token_needs_no_page_and_gets_no_session(house: House) -> None:
    actions.grant("EVA", Role.ADMINISTRATOR, None, by="test", now=real_now())
    program = house.bearer("EVA", "people:read")
    assert program.get(f"{API}/me").status_code == 403
    assert "zhunsheng_session" not in program.cookies
    both = house.client("MIA")
    both.defaults["HTTP_AUTHORIZATION"] = "Bearer zs_wrong"
    assert both.get(f"{API}/me").status_code == 401, "a wrong token is not made good by a session"


@pytest.mark.slow
def test_of_ten_thousand_wrong_passwords_five_are_looked_at_and_others_sign_in(house: House, hashed: list[str]) -> None:
    """The first over HTTP, most of them at once at allauth's door: what counts them is the same."""
    client, begun = house.client(), time.monotonic()
    statuses = [sign_in(client, "EVA", f"guess {at}").status_code for at in range(200)]
    request: Any = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1")
    refused = 0
    with context.request_context(request):
        for at in range(9_800):
            try:
                Accounts(request).authenticate(request, username="EVA", password=f"guess {at}")
            except ValidationError:
                refused += 1
    looked_at = 5 * (1 + int(time.monotonic() - begun) // 300)
    assert statuses == [400] * 5 + [429] * 195
    assert len(hashed) <= looked_at, "who must wait costs no hashing"
    assert refused >= 9_800 - looked_at
    waiting = sign_in(client, "EVA")
    assert (waiting.status_code, waiting["Retry-After"]) == (429, "300")
    assert waiting["Content-Type"] == "application/problem+json"
    assert waiting.json()["code"] == "request.too_often"
    assert sign_in(house.client(), "CAI").status_code == 200, "from the same address"


@pytest.mark.parametrize("writing", ["eva", " EVA ", "Eva", "EVA"])
def test_an_account_rests_under_every_name_host_and_address(house: House, hashed: list[str], writing: str) -> None:
    for at in range(5):
        sign_in(Client(HTTP_HOST=f"{HOST}:{at + 1}"), "EVA", "wrong")
    for host in ("127.0.0.1:99", "localhost", "[::1]:8"):
        elsewhere = Client(HTTP_HOST=host, HTTP_X_FORWARDED_FOR="10.1.2.3", REMOTE_ADDR="10.0.0.9")
        assert sign_in(elsewhere, writing).status_code == 429


@pytest.mark.slow
def test_thousands_of_names_make_nothing_forgotten(house: House, hashed: list[str]) -> None:
    for _ in range(5):
        sign_in(house.client(), "EVA", "wrong")
    for at in range(200):
        sign_in(Client(HTTP_HOST=HOST, REMOTE_ADDR=f"10.0.{at // 200}.{at % 200}"), f"N{at}", "wrong")
    assert sign_in(house.client(), "EVA").status_code == 429


@pytest.mark.slow
def test_one_address_that_tries_many_names_has_to_rest(house: House, hashed: list[str]) -> None:
    statuses = [sign_in(house.client(), f"N{at}", "wrong").status_code for at in range(310)]
    assert statuses == [400] * 300 + [429] * 10
    assert sign_in(Client(HTTP_HOST=HOST, REMOTE_ADDR="10.9.9.9"), "CAI").status_code == 200


def test_a_wrong_name_and_a_wrong_password_look_alike(house: House) -> None:
    bodies = []
    for username in ("EVA", "NOBODY", "LEE"):
        refused = sign_in(house.client(), username, PASSWORD if username == "LEE" else "wrong")
        bodies.append((refused.status_code, refused.json()))
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0][0] == 400


def test_only_these_doors_exist(house: House) -> None:
    client = house.client("EVA")
    for where in SHUT:
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            assert send(client, where, method).status_code == 404, where
        assert client.get(f"/_allauth/app/v1/{where}").status_code == 404
    for where in OPEN:
        assert client.post(f"/_allauth/app/v1/{where}").status_code == 404, "there is no client for apps"
    assert client.get("/_allauth/openapi.json").status_code == 404


# A new password ----------------------------------------------------------------------------------------------------


def _reset(house: House, address: str) -> tuple[Any, float]:
    client = house.client()
    client.get("/")
    before = time.perf_counter()
    answer = send(client, "auth/password/request", email=address)
    return answer, time.perf_counter() - before


@pytest.fixture
def mailing(house: House) -> Iterator[None]:
    mail.outbox = []
    User.objects.filter(username="EVA").update(email="eva@x.cn")
    User.objects.filter(username="CAI").update(email="cai@x.cn", is_active=False)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.mark.usefixtures("mailing")
def test_a_forgotten_password_is_replaced_once_and_ends_every_session(house: House) -> None:
    old = house.client("EVA")
    assert _reset(house, "eva@x.cn")[0].status_code == 200
    assert mail.outbox == [], "mail leaves as a job"
    run_until_empty()
    (sent,) = mail.outbox
    assert sent.to == ["eva@x.cn"]
    key = re.search(r"/password/reset/(\S+)", str(sent.body))
    assert key is not None
    client = house.client()
    assert client.get(f"{DOOR}auth/password/reset", headers={"X-Password-Reset-Key": key[1]}).status_code == 200
    weak = send(client, "auth/password/reset", key=key[1], password="password")
    assert weak.status_code == 400
    assert send(client, "auth/password/reset", key=key[1], password="another good phrase").status_code in (200, 401)
    assert send(house.client(), "auth/password/reset", key=key[1], password="a third good phrase").status_code == 400
    assert old.get(f"{API}/me").status_code == 401
    assert sign_in(house.client(), "EVA").status_code == 400
    assert sign_in(house.client(), "EVA", "another good phrase").status_code == 200


@pytest.mark.usefixtures("mailing")
def test_where_mail_is_set_up_no_administrator_learns_the_password_they_reset(house: House) -> None:
    old, program = house.client("EVA"), house.bearer("EVA", "numbers:read")
    with override_settings(EMAIL_HOST="mail.x.cn"):
        answer = house.client("root").post(f"{API}/accounts/EVA/password")
        told = house.client("root").post(f"{API}/accounts/MIA/password").json()
    assert answer.json() == {"username": "EVA", "password": None}
    assert told["password"], "MIA has no address"
    assert old.get(f"{API}/me").status_code == 401
    assert program.get(f"{API}/access/matrix").status_code == 401
    assert sign_in(house.client(), "EVA").status_code == 400
    run_until_empty()
    (sent,) = mail.outbox
    assert sent.to == ["eva@x.cn"]
    key = re.search(r"/password/reset/(\S+)", str(sent.body))
    assert key is not None
    client = house.client()
    assert send(client, "auth/password/reset", key=key[1], password="another good phrase").status_code in (200, 401)
    assert sign_in(house.client(), "EVA", "another good phrase").status_code == 200


def test_a_reset_ends_the_tokens_in_every_world(house: House) -> None:
    other = create("other")
    with enter(other):
        elsewhere = house.bearer("root", "facts:write")
    program = house.bearer("root", "facts:write")
    assert program.get(f"{API}/receipts").status_code == 200
    assert elsewhere.get(f"/w/other{API}/receipts").status_code == 200
    assert house.client("ROOT2").post(f"{API}/accounts/root/password").status_code == 200
    assert program.get(f"{API}/receipts").status_code == 401
    assert elsewhere.get(f"/w/other{API}/receipts").status_code == 401


@pytest.mark.usefixtures("mailing")
def test_asking_for_a_new_password_does_not_tell_whether_an_address_is_known(house: House) -> None:
    answers = {address: _reset(house, address) for address in ("eva@x.cn", "nobody@x.cn", "cai@x.cn")}
    bodies = {(answer.status_code, answer.content, str(sorted(answer.headers))) for answer, _ in answers.values()}
    assert len(bodies) == 1
    assert max(spent for _, spent in answers.values()) < 0.5
    run_until_empty()
    assert [sent.to for sent in mail.outbox] == [["eva@x.cn"]], "nobody else gets mail, known or not"


@pytest.mark.usefixtures("mailing")
def test_the_mail_comes_in_the_language_of_the_page(house: House) -> None:
    client = house.client()
    for language in ("en", "zh-CN"):
        client.generic(
            "POST",
            f"{DOOR}auth/password/request",
            _json({"email": "eva@x.cn"}),
            content_type="application/json",
            headers={"Accept-Language": language},
        )
    run_until_empty()
    assert {sent.subject for sent in mail.outbox} == {"Zhunsheng: choose a new password", "准绳：设置新密码"}


@pytest.mark.parametrize("key", ["", "x", "1-abc", "-", "zzzzzzzzzzzzzzzzzzzz-abc", "é-ü", "0" * 10_000])
def test_a_guessed_key_opens_nothing(house: House, key: str) -> None:
    refused = send(house.client(), "auth/password/reset", key=key, password="another good phrase")
    assert refused.status_code == 400


def test_a_new_password_of_ones_own_ends_the_other_sessions_and_keeps_this_one(house: House) -> None:
    here, there = house.client(), house.client("EVA")
    sign_in(here, "EVA")
    wrong = send(here, "account/password/change", current_password="wrong", new_password="another good phrase")
    assert wrong.status_code == 400
    done = send(here, "account/password/change", current_password=PASSWORD, new_password="another good phrase")
    assert done.status_code == 200
    assert (here.get(f"{API}/me").status_code, there.get(f"{API}/me").status_code) == (200, 401)


# Leaving, ending, revoking: from the next request on ------------------------------------------------------------------


def test_who_leaves_is_out_at_the_next_request_with_session_and_token(house: House) -> None:
    session, program = house.client("EVA"), house.bearer("EVA", "numbers:read")
    assert (session.get(f"{API}/me").status_code, program.get(f"{API}/access/matrix").status_code) == (200, 200)
    yesterday = (NOW - timedelta(days=1)).date()
    import_people([PersonRow(row=2, number="EVA", ends=yesterday)], effective=None, now=NOW)
    assert (session.get(f"{API}/me").status_code, program.get(f"{API}/access/matrix").status_code) == (401, 401)
    assert not Session.objects.filter(session_key=session.cookies["zhunsheng_session"].value).exists()
    for more in ({}, {"Authorization": "x"}):
        late = house.client("EVA")
        door = f"{DOOR}account/password/change"
        asked = _json({"current_password": PASSWORD, "new_password": "another good phrase"})
        refused = late.generic("POST", door, asked, content_type="application/json", headers=more)
        assert refused.status_code == 401, "nor for one request more"
    assert sign_in(house.client(), "EVA").status_code == 400
    import_people([PersonRow(row=2, number="EVA", starts=NOW.date())], effective=None, now=NOW)
    assert sign_in(house.client(), "EVA").status_code == 200, "who comes back is welcome"


def test_the_last_day_is_a_day_of_access_and_a_gap_is_none(house: House) -> None:
    today = NOW.date()
    import_people([PersonRow(row=2, number="EVA", ends=today)], effective=None, now=NOW)
    assert house.client("EVA").get(f"{API}/me").status_code == 200
    import_people([PersonRow(row=2, number="EVA", ends=today - timedelta(days=9))], effective=None, now=NOW)
    returns = today + timedelta(days=20)
    import_people([PersonRow(row=2, number="EVA", starts=returns, ends=None)], effective=None, now=NOW)
    assert house.client("EVA").get(f"{API}/me").status_code == 401, "not yet back"


def test_an_account_that_is_ended_opens_nothing(house: House) -> None:
    session, program, administrator = house.client("EVA"), house.bearer("EVA", "numbers:read"), house.client("root")
    assert administrator.post(f"{API}/accounts/EVA/end").status_code == 204
    assert (session.get(f"{API}/me").status_code, program.get(f"{API}/access/matrix").status_code) == (401, 401)
    assert sign_in(house.client(), "EVA").status_code == 400
    assert not Token.objects.filter(account_id=house.ids["EVA"]).exists()


def test_a_token_lasts_until_its_moment_and_does_what_its_scope_says(house: House) -> None:
    program = house.bearer("root", "people:read")
    assert program.get(f"{API}/visits").status_code == 403
    assert program.get(f"{API}/access/matrix").status_code == 403
    both = house.bearer("root", "people:read", "numbers:read")
    assert both.get(f"{API}/access/matrix").status_code == 200
    Token.objects.update(until=real_now())
    assert both.get(f"{API}/access/matrix").status_code == 401
    for shown in ("zs_", "zs_x", "", "Basic x", "Bearer", "bearer zs_\xe4"):
        stranger = Client(HTTP_HOST=HOST, HTTP_AUTHORIZATION=shown)
        assert stranger.get(f"{API}/me").status_code == 401


def test_a_role_taken_back_is_gone_at_the_next_request(house: House) -> None:
    administrator, expert = house.client("root"), house.client("MIA")
    assert expert.get(f"{API}/visits").status_code == 403
    made = administrator.post(
        f"{API}/grants", {"username": "MIA", "role": "auditor"}, content_type="application/json"
    ).json()
    assert expert.get(f"{API}/visits").status_code == 200
    assert administrator.delete(f"{API}/grants/{made['id']}").status_code == 204
    assert expert.get(f"{API}/visits").status_code == 403
    assert administrator.delete(f"{API}/grants/{made['id']}").status_code == 404


def test_a_role_given_for_a_time_ends_by_itself(house: House) -> None:
    until = real_now() + timedelta(days=1)
    given = actions.grant("MIA", Role.AUDITOR, None, by="test", now=real_now(), until=until)
    auditor = house.client("MIA")
    assert auditor.get(f"{API}/visits").status_code == 200
    Grant.objects.filter(id=given).update(until=real_now())
    assert auditor.get(f"{API}/visits").status_code == 403


def test_a_sign_in_stands_in_the_log(house: House) -> None:
    sign_in(house.client(), "EVA")
    assert list(Visit.objects.values_list("username", "act", "address")) == [("EVA", "sign_in", "127.0.0.1")]


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()
