"""Every endpoint × every role × every relation: who comes in and who does not, against the policy's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.access.examples import EXAMPLES, Example, call, key_of
from tests.access.house import ASKERS, SCOPE_ACTS, Asker, House

from zhunsheng.server.access.endpoint import DECLARED, Endpoint
from zhunsheng.server.access.policy import POLICY
from zhunsheng.server.access.queries import SCOPES
from zhunsheng.server.access.roles import Act, Reach
from zhunsheng.server.front.api import api
from zhunsheng.server.front.doors import OPEN

COVERS = {
    Reach.OWN: set[str](),
    Reach.SELF: {"self"},
    Reach.LINE: {"line"},
    Reach.UNITS: {"units"},
    Reach.ALL: {"self", "line", "units", "other"},
}
"""Relations that a reach stands for, of the targets in `house.ASKERS`."""


def expected(asker: Asker, declared: Endpoint, relation: str | None) -> int:
    """The status by the tables alone: 200 stands for success."""
    if not asker.known:
        return 401
    table = POLICY[declared.act]
    held = [table[role] for role in asker.roles if role in table]
    scoped = {act for scope in asker.scopes for act in SCOPE_ACTS[scope]}
    if not held or (asker.scopes and declared.act not in scoped):
        return 403
    if relation is None:
        return 200
    return 200 if any(relation in COVERS[reach] for reach in held) else 404


def relations(asker: Asker, example: Example) -> dict[str | None, dict[str, str]]:
    """Whom the call is about, by relation to the asker."""
    match example.about:
        case "person":
            return {relation: {"person": number} for relation, number in asker.targets.items()}
        case "unit":
            return {relation: {"unit": code} for relation, code in asker.units.items()}
        case _:
            return {None: {}}


@pytest.mark.slow
def test_every_endpoint_answers_every_role_and_relation_as_the_policy_says(house: House) -> None:
    wrong, tried = [], 0
    clients = {asker.name: _client(house, asker) for asker in ASKERS}
    if any(one.path.startswith(("/metrics", "/today", "/facts", "/receipts")) for one in DECLARED.values()):
        house.company  # noqa: B018  made before anything is rolled back
    for declared in DECLARED.values():
        example = EXAMPLES.get(key_of(declared), Example())
        for asker in ASKERS:
            for relation, target in relations(asker, example).items():
                with transaction.atomic():
                    made = example.make(house, asker, target.get("person", ""))
                    status = call(clients[asker.name], declared, example, **target, made=made).status_code
                    transaction.set_rollback(True)
                right = expected(asker, declared, relation)
                tried += 1
                if (200 if 200 <= status < 300 else status) != right:
                    wrong.append(f"{declared.name} by {asker.name}, {relation}: {status}, policy says {right}")
    assert not wrong, "\n".join(wrong)
    assert tried >= len(DECLARED) * len(ASKERS)


def test_no_endpoint_is_without_an_example() -> None:
    assert {key_of(one) for one in DECLARED.values()} - EXAMPLES.keys() == set()


def test_whom_an_endpoint_says_it_is_about_is_whom_its_example_names() -> None:
    for declared in DECLARED.values():
        named = EXAMPLES[key_of(declared)].about
        assert declared.about in ((named, "people") if named else ("nothing", "account", "people")), declared.name
        own = set(POLICY[declared.act].values()) == {Reach.OWN} or declared.act is Act.OWN_VISITS
        assert (declared.about == "account") is own, declared.name


def test_the_api_has_no_operation_that_is_not_declared() -> None:
    described = {
        (operation["operationId"], method.upper(), path.removeprefix("/api/v1"))
        for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
        for method, operation in operations.items()
    }
    assert described == {(one.name, one.method, one.path) for one in DECLARED.values()}


def test_no_address_is_served_but_the_declared_the_doors_and_the_page() -> None:
    served = set(_addresses(get_resolver().url_patterns))
    ours = {f"api/v1/{one.path.lstrip('/')}" for one in DECLARED.values()}
    doors = {f"_allauth/browser/v1/{where}" for where in OPEN}
    rest = {"api/v1/", r"^api/", r"^_allauth/", r"^(?!static/)"}
    assert {re.sub("[<{][^>}]*[>}]", "<>", address) for address in served | ours} == {
        re.sub("[<{][^>}]*[>}]", "<>", address) for address in ours
    } | doors | rest


def test_a_token_opens_no_more_than_its_scope_says() -> None:
    assert {scope: set(acts) for scope, acts in SCOPES.items()} == SCOPE_ACTS


def test_every_body_refuses_fields_that_nobody_asked_for() -> None:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    lax = []
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            reference = content.get("schema", {}).get("$ref", "")
            model = schema["components"]["schemas"].get(reference.rpartition("/")[2])
            if model is not None and model.get("additionalProperties") is not False:
                lax.append(f"{method} {path}")
    assert lax == []


def _client(house: House, asker: Asker) -> Client:
    if asker.scopes and asker.username:
        return house.bearer(asker.username, *asker.scopes)
    return house.client(asker.username)


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)
