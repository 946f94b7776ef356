"""The ticket for live news."""

from __future__ import annotations

from ninja import Schema

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.front.live import PATH, TERM, ticket

endpoints = Endpoints(tags=["live"])


class Ticket(Schema):
    """Where to listen (text/event-stream, event `numbers`), and for how many seconds."""

    url: str
    seconds: int


@endpoints.endpoint(
    "GET",
    "/live",
    name="live.ticket",
    act=Act.ACCOUNT,
    about="account",
    words=Text(zh="收听数字的变化", en="hear when numbers move"),
    response=Ticket,
)
def open_stream(request: Asking) -> Ticket:
    return Ticket(url=f"{PATH}?ticket={ticket(request.world.name, request.auth.account)}", seconds=TERM)
