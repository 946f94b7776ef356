"""Endpoints say what they are for: act, relation and words. One that does not cannot be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.utils import check_csrf
from pydantic import BaseModel

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.policy import allowed, who_may
from zhunsheng.server.access.roles import ROLE_WORDS, Act
from zhunsheng.server.access.values import Refusal, Viewer, not_signed_in
from zhunsheng.server.worlds.values import Visited, WorldInfo

MEDIA = "application/json; charset=utf-8"
About = Literal["nothing", "account", "person", "unit", "people"]
"""What a call is about: somebody by name, a unit by name, or whoever of the people the viewer may see."""
Made = TypeVar("Made", bound=Callable[..., Any])


class Asking(HttpRequest):
    """A request in a world, by somebody known."""

    world: WorldInfo
    visited: Visited
    viewer: Viewer | None
    auth: Viewer
    declared: Endpoint


@dataclass(frozen=True)
class Endpoint:
    """What an endpoint is to the law of access. `name` is its operation id in the API's description."""

    name: str
    method: str
    path: str
    act: Act
    about: About
    words: Text


DECLARED: dict[str, Endpoint] = {}


class Endpoints(Router):
    """A router that knows only declared endpoints."""

    def endpoint(
        self,
        method: Literal["GET", "POST", "PATCH", "DELETE"],
        path: str,
        *,
        name: str,
        act: Act,
        words: Text,
        about: About = "nothing",
        response: Any = None,  # whatever the framework takes for a body
        openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[Made], Made]:
        """Declare an endpoint; the function below it is called for viewers who may do this for somebody."""
        if name in DECLARED:
            raise ValueError(f"there is an endpoint '{name}' already")
        declared = DECLARED[name] = Endpoint(name, method, path.replace("{path:", "{"), act, about, words)

        def keep(made: Made) -> Made:
            self.add_api_operation(
                path,
                [method],
                _written(made, response),
                auth=_admission(declared),
                response=response,
                operation_id=name,
                summary=words.en,
                openapi_extra=openapi_extra,
            )
            return made

        return keep

    def api_operation(self, methods: list[str], path: str, **_: object) -> Callable[[Made], Made]:
        raise TypeError(f"declare {methods} {path} with `endpoint`, so that the law of access knows it")


def _written(made: Callable[..., Any], response: Any) -> Callable[..., Any]:
    """The endpoint, what it says already JSON: it was checked when it was made, and is not checked a second time."""
    models = response if isinstance(response, dict) else {200: response}

    @wraps(made)
    def written(*given: Any, **named: Any) -> Any:
        said = made(*given, **named)
        status, body = said if isinstance(said, tuple) else (200, said)
        if isinstance(body, BaseModel) and type(body) is models.get(status):
            return HttpResponse(body.model_dump_json(), status=status, content_type=MEDIA)
        return said

    # The framework would read the names of types where this function stands.
    written.__signature__ = signature(made, eval_str=True)  # type: ignore[attr-defined]
    return written


def _admission(declared: Endpoint) -> Sequence[Callable[[Asking], Viewer]]:
    def admitted(request: Asking) -> Viewer:
        request.declared = declared
        viewer = request.viewer
        if viewer is None:
            raise not_signed_in()
        if viewer.token is None and check_csrf(request) is not None:
            raise Refusal(403, FOREIGN_PAGE, declared.name)
        if not allowed(viewer, declared.act):
            raise Refusal(403, _not_allowed(declared), declared.name)
        return viewer

    return [admitted]


def _not_allowed(declared: Endpoint) -> Problem:
    roles = [ROLE_WORDS[role] for role in who_may(declared.act)]
    may = Text(zh="、".join(role.zh for role in roles), en=", ".join(role.en for role in roles))
    return Problem(
        "access.not_allowed",
        Text(zh=f"你的角色不能{declared.words.zh}", en=f"your role may not {declared.words.en}"),
        Text(zh=f"可以的角色：{may.zh}；需要时请联系管理员", en=f"who may: {may.en}; ask your administrator"),
    )


FOREIGN_PAGE = Problem(
    "access.csrf",
    Text(
        zh="请求不是从本产品的页面发出的，没有执行",
        en="the request did not come from a page of this product; nothing was done",
    ),
    Text(zh="刷新页面后再试", en="reload the page and try again"),
)
