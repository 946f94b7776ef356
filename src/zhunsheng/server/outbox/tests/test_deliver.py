"""Other systems are told what was decided: signed, each message until it is taken, one never in another's way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from zhunsheng.engine.practices.decision import Consequence
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.tests.made import NOW, late
from zhunsheng.server.outbox.actions.answer import connect, disconnect, send_again
from zhunsheng.server.outbox.actions.deliver import BACK_OFF, MOST_TRIES, PORTION, deliver
from zhunsheng.server.outbox.actions.put import take_back
from zhunsheng.server.outbox.models import Connection, Effect
from zhunsheng.server.outbox.queries import given_up, seconds_to_next
from zhunsheng.server.outbox.signing import signature
from zhunsheng.server.outbox.tests.listening import System, listening
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def system(world: WorldInfo) -> Iterator[System]:
    with listening() as found:
        connect("crm", found.url)
        yield found


def decide(*connections: str) -> list[int]:
    """Decisions that tell these systems, one each."""
    told = [Consequence("webhook", Text(zh="告知", en="told"), {"connection": name}) for name in connections]
    return record([replace(late(f"SO-{at}"), consequences=(one,)) for at, one in enumerate(told)], NOW)


def soon() -> None:
    """Let every message that waits be due."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_effect SET next_try = now() WHERE state = 'queued'")


def states() -> list[str]:
    return list(Effect.objects.order_by("id").values_list("state", flat=True))


def test_a_system_is_told_once_with_a_signature_it_can_check(world: WorldInfo, system: System) -> None:
    (number,) = decide("crm")
    assert (deliver(world).sent, deliver(world).sent) == (1, 0)
    ((headers, body),) = system.told
    told = json.loads(body)
    assert (told["specversion"], told["type"], told["subject"]) == ("1.0", "zhunsheng.commitments.breached", "SO-0")
    assert told["data"]["decision"] == number
    assert headers["webhook-id"] == told["id"] == f"{world.name}.{number}.0"
    secret = Connection.objects.get(name="crm").secret
    seconds = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(secret, headers["webhook-id"], seconds, body)


def test_the_published_example_of_a_signature_holds() -> None:
    body = b'{"test": 2432232314}'
    made = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_refused_is_tried_again_later_under_the_same_id(world: WorldInfo, system: System) -> None:
    decide("crm")
    system.answers = [500]
    assert deliver(world).failed == 1
    wait = seconds_to_next()
    assert wait is not None
    assert 0 < wait <= BACK_OFF.total_seconds()
    assert deliver(world).sent == 0
    soon()
    assert deliver(world).sent == 1
    assert len({headers["webhook-id"] for headers, _ in system.told}) == 1


def test_a_message_that_nobody_takes_is_given_up_and_can_be_sent_again(world: WorldInfo, system: System) -> None:
    decide("crm")
    system.always = 410
    for _ in range(MOST_TRIES + 1):
        deliver(world)
        soon()
    assert len(system.told) == MOST_TRIES
    (dead,) = given_up()
    assert (dead.state, dead.fault) == ("failed", "HTTP 410")
    system.always = 204
    assert send_again([(dead.decision, dead.place)]) == 1
    assert deliver(world).sent == 1
    assert states() == ["sent"]


def test_one_bad_message_keeps_no_other_waiting(world: WorldInfo, system: System) -> None:
    decide("crm", "crm", "crm")
    system.answers = [500, 204, 204]
    assert (deliver(world).sent, states()) == (2, ["queued", "sent", "sent"])


def test_a_system_that_is_away_keeps_only_its_own_messages_waiting(world: WorldInfo, system: System) -> None:
    connect("gone", "http://127.0.0.1:9/hook")
    decide("gone", "gone", "crm")
    done = deliver(world)
    assert (done.sent, done.failed) == (1, 1)
    tried = list(Effect.objects.order_by("id").values_list("state", "tries"))
    assert tried == [("queued", 1), ("queued", 0), ("sent", 0)]


def test_a_long_queue_of_one_system_lets_others_through(world: WorldInfo, system: System) -> None:
    connect("other", system.url)
    decide(*["crm"] * (PORTION + 5), "other")
    deliver(world)
    assert Effect.objects.filter(details__connection="other", state="sent").exists()


def test_what_another_worker_has_claimed_is_not_sent_twice(world: WorldInfo, system: System) -> None:
    decide("crm")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_effect SET next_try = now() + interval '1 minute'")
    assert deliver(world).sent == 0


def test_nothing_leaves_a_copy_of_a_world(world: WorldInfo, system: System) -> None:
    decide("crm")
    assert deliver(replace(world, sinks_send=False)).sent == 0
    assert system.told == []


def test_a_connection_that_nobody_knows_is_said_so(world: WorldInfo) -> None:
    decide("crm")
    deliver(world)
    assert "没有名为「crm」的连接" in Effect.objects.get().fault
    with pytest.raises(ZhunshengError, match="crm"):
        disconnect("crm")
    with pytest.raises(ZhunshengError, match="ftp"):
        connect("crm", "ftp://x/")


def test_a_decision_taken_back_before_it_was_told_is_never_told(world: WorldInfo, system: System) -> None:
    take_back(decide("crm"), NOW + timedelta(minutes=1))
    assert (deliver(world).sent, states()) == (0, ["withdrawn"])
