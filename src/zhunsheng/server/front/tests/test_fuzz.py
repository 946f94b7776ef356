"""Whatever is sent to any endpoint, the server does not fall over, and what it answers is what it described."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, cast

import pytest
import schemathesis
from django.conf import settings as site
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.roles import GRANTED
from zhunsheng.server.front.api import api
from zhunsheng.server.metrics.tests.company import METRICS, Company
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("fuzz")]

EXAMPLES = 20  # of each endpoint, sound ones and unsound ones alike
_django = get_wsgi_application()


def _described(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The site, and its description at an address of its own."""
    if environ["PATH_INFO"] != "/openapi.json":
        return _django(environ, start)
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")).encode()]


def _sound(found: Any) -> APIOperation[Any, Any, Any, Any]:
    """An operation whose description can be read."""
    assert isinstance(found, Ok), found
    return cast("APIOperation[Any, Any, Any, Any]", found.ok())


SCHEMA = schemathesis.openapi.from_wsgi("/openapi.json", _described)
OPERATIONS = {one.definition.raw["operationId"]: one for one in map(_sound, SCHEMA.get_all_operations())}


@pytest.fixture
def company(world: WorldInfo) -> Company:
    """A company with people, facts and numbers, and somebody in it who has every role."""
    company = Company(world)
    company.publish({name: METRICS[name] for name in ("deals", "won_value")})
    company.place("A", "North", manager="B")
    company.send("deals", [{"id": "a", "agent": "A", "day": "2025-02-01", "stage": "Won", "value": "5"}, {"id": ""}])
    company.tick()
    open_account("B", password="correct horse battery")
    for role in GRANTED:
        grant("B", role, None, by="test", now=real_now())
    return company


def _signed_in() -> dict[str, str]:
    client = Client(HTTP_HOST="127.0.0.1")
    account = User.objects.filter(username="B").first()
    if account is not None:
        User.objects.filter(pk=account.pk).update(is_active=True)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    word = _get_new_csrf_string()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {site.CSRF_COOKIE_NAME: word}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": word}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@pytest.mark.usefixtures("company")
def test_no_call_makes_the_server_fall_over_or_answer_otherwise_than_described(name: str) -> None:
    sound, unsound = (OPERATIONS[name].as_strategy(generation_mode=mode) for mode in GenerationMode)
    headers = _signed_in()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sound | unsound)
    def call(case: Any) -> None:
        response = case.call(headers={"Host": "127.0.0.1", **headers})
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
        if response.status_code == 401:  # the call ended the session, or the account
            headers.update(_signed_in())

    call()
