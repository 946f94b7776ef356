"""Streams of news: who gets in, what they hear, when they end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing

from zhunsheng.server.front import live
from zhunsheng.server.front.live import Hub, ticket

Sent = list[MutableMapping[str, Any]]


def _news(world: str = "live", source: str = "deals") -> str:
    return json.dumps({"world": world, "at": "2025-01-01T00:00:00+00:00", "sources": [source]})


def _listened(hub: Hub, shown: str, then: Callable[[], Awaitable[None]]) -> Sent:
    """What a stream opened with this ticket sends while `then` happens; ended by its reader, unless it ends itself."""
    sent: Sent = []
    gone = asyncio.Event()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def play() -> None:
        scope = {"query_string": f"ticket={quote(shown)}".encode()}
        streaming = asyncio.create_task(hub.stream(scope, receive, send))
        await asyncio.sleep(0.05)
        await then()
        await asyncio.sleep(0.05)
        gone.set()
        await asyncio.wait_for(streaming, 5)

    asyncio.run(play())
    return sent


def _texts(sent: Sent) -> list[str]:
    return [message["body"].decode() for message in sent if message.get("body", b"").startswith((b"event", b":"))]


async def _nothing() -> None:
    return


def test_a_stream_hears_the_news_of_its_world_only() -> None:
    hub = Hub()

    async def told() -> None:
        hub.pass_on(_news("drill"))
        hub.pass_on(_news("live"))

    (text,) = _texts(_listened(hub, ticket("live", 1), told))
    assert text.startswith("event: numbers\n")
    assert json.loads(text.split("data: ")[1]) == {"at": "2025-01-01T00:00:00+00:00", "sources": ["deals"]}
    assert hub.streams == {"live": set()}, "nobody is told any more once they are gone"


def test_a_stream_that_is_behind_hears_the_newest_only() -> None:
    hub = Hub()

    async def told() -> None:
        for number in range(5):
            hub.pass_on(_news(source=f"s{number}"))

    (text,) = _texts(_listened(hub, ticket("live", 1), told))
    assert "s4" in text


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "forged",
        ticket("live", 1)[:-1],
        signing.dumps(["live", 1, 9e9], key="another secret, of somebody else's", salt="zhunsheng.live"),
        signing.dumps(["live", 1, 9e9], salt="for something else"),
    ],
    ids=["none", "forged", "cut off", "somebody else's", "for something else"],
)
def test_without_a_ticket_of_ours_nobody_listens(shown: str) -> None:
    sent = _listened(Hub(), shown, _nothing)
    assert [message.get("status") for message in sent] == [401, None]


def test_a_ticket_that_is_over_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ticket("live", 1)
    monkeypatch.setattr(live, "TERM", -1)
    assert _listened(Hub(), shown, _nothing)[0]["status"] == 401


def test_a_stream_ends_with_its_ticket_also_when_it_began_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "TERM", 1)
    shown = ticket("live", 1)
    monkeypatch.setattr(live, "TERM", 600)
    hub = Hub()

    async def wait() -> None:
        assert len(hub.streams["live"]) == 1
        await asyncio.sleep(1)
        assert not hub.streams["live"]

    sent = _listened(hub, shown, wait)
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


def test_streams_end_when_the_process_is_told_to() -> None:
    hub = Hub()

    async def close() -> None:
        hub.close()
        await asyncio.sleep(0.05)
        assert not hub.streams["live"]

    assert _listened(hub, ticket("live", 1), close)[-1]["more_body"] is False
    assert _listened(hub, ticket("live", 1), _nothing)[-1]["more_body"] is False, "nor does one begin"


def test_signs_of_life_are_sent_while_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT", 0.1)
    assert ": beat\n\n" in _texts(_listened(Hub(), ticket("live", 1), lambda: asyncio.sleep(0.3)))
