"""Endpoints of the inbox: one's own, nobody else's."""

from __future__ import annotations

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.cards.inbox import Inbox, Marked, inbox
from zhunsheng.server.outbox.actions.answer import say_done, see

endpoints = Endpoints(tags=["inbox"])


@endpoints.endpoint(
    "GET",
    "/inbox",
    name="inbox.read",
    act=Act.INBOX,
    about="account",
    words=Text(zh="看自己的任务卡和通知", en="read one's own cards and notices"),
    response=Inbox,
)
def read_inbox(request: Asking) -> Inbox:
    person = request.auth.person
    return Inbox(new=0, cards=[], notices=[]) if person is None else inbox(person)


@endpoints.endpoint(
    "POST",
    "/inbox/seen",
    name="inbox.see",
    act=Act.INBOX,
    about="account",
    words=Text(zh="把任务卡和通知标为已看", en="mark cards and notices as seen"),
    response=Inbox,
)
def see_in_inbox(request: Asking, said: Marked) -> Inbox:
    """What is not one's own stays as it is."""
    if request.auth.person is not None:
        see(request.auth.person, [(one.decision, one.place) for one in said.marks], request.visited.now)
    return read_inbox(request)


@endpoints.endpoint(
    "POST",
    "/inbox/done",
    name="inbox.done",
    act=Act.INBOX,
    about="account",
    words=Text(zh="说任务卡已办完", en="say that cards are done"),
    response=Inbox,
)
def done_in_inbox(request: Asking, said: Marked) -> Inbox:
    """Cards of a whole case are done by themselves when its stages are; the others when whoever is asked says so."""
    if request.auth.person is not None:
        say_done(request.auth.person, [(one.decision, one.place) for one in said.marks], request.visited.now)
    return read_inbox(request)
