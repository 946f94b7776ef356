"""Endpoints of the first five minutes: a company begins."""

from __future__ import annotations

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.sources.schemas import StartIn, StartOut

endpoints = Endpoints(tags=["start"])


@endpoints.endpoint(
    "GET",
    "/start",
    name="start.read",
    act=Act.START,
    words=Text(zh="看公司设置到哪一步", en="see how far the company is set up"),
    response=StartOut,
)
def read_start(request: Asking) -> StartOut:
    raise NotImplementedError


@endpoints.endpoint(
    "POST",
    "/start",
    name="start.begin",
    act=Act.START,
    words=Text(zh="开始设置公司", en="begin to set the company up"),
    response={202: StartOut},
)
def begin(request: Asking, given: StartIn) -> tuple[int, StartOut]:
    """The first release, from the trade's template; with `sample`, its files are loaded too, as a job."""
    raise NotImplementedError
