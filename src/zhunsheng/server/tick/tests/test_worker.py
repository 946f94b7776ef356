"""The worker turns the loop when facts arrive, and no world's trouble stops another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from zhunsheng.server.metrics.tests.company import METRICS, Company
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick import actions as turn
from zhunsheng.server.tick import worker
from zhunsheng.server.tick.tests.looping import eventually, looping
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.channel import CHANNEL, announce
from zhunsheng.server.worlds.troubles import troubles
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def company(world: WorldInfo) -> Company:
    company = Company(world)
    company.publish({"deals": METRICS["deals"]})
    company.place("A", "North")
    return company


@pytest.fixture
def working(home: Home, company: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker that would look by itself only after minutes."""
    monkeypatch.setattr(worker, "PATIENCE", timedelta(minutes=5))
    with looping(home, worker.work):
        yield


@pytest.mark.usefixtures("working")
def test_facts_that_another_session_accepts_are_soon_in_the_numbers(company: Company) -> None:
    company.send("deals", [{"id": "a", "agent": "A", "day": "2025-02-01"}])
    eventually(lambda: company.kept() != {})
    company.send("deals", [{"id": "b", "agent": "A", "day": "2025-02-01"}])
    eventually(lambda: {value for value, _, _ in company.kept().values()} == {2})


@pytest.mark.usefixtures("world")
def test_the_worker_is_woken_by_what_was_committed_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            announce()
            transaction.set_rollback(True)
        assert list(connection.connection.notifies(timeout=0.2)) == []
        announce()
        assert len(list(connection.connection.notifies(timeout=5, stop_after=1))) == 1
        cursor.execute("UNLISTEN *")


def test_a_world_without_a_blueprint_does_not_stop_the_others(company: Company) -> None:
    actions.create("aaa")
    company.send("deals", [{"id": "a", "agent": "A", "day": "2025-02-01"}])
    worker.turn_all()
    assert company.values("deals") == {("A", "2025-02"): 1}


@pytest.mark.parametrize(
    "mistake",
    [
        IntegrityError("two of a kind\nDETAIL: Key (name)=(Anna)"),
        KeyError("two of a kind"),
        psycopg.errors.ProgramLimitExceeded("two of a kind"),
    ],
    ids=lambda mistake: type(mistake).__name__,
)
def test_a_mistake_in_one_world_does_not_keep_the_others_from_their_numbers(
    company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mistake: Exception
) -> None:
    actions.create("aaa")
    company.send("deals", [{"id": "a", "agent": "A", "day": "2025-02-01"}])
    real = turn.tick

    def failing(world: WorldInfo) -> object:
        if world.name == "aaa":
            raise mistake
        return real(world)

    monkeypatch.setattr(worker, "tick", failing)
    worker.turn_all()
    assert company.values("deals") == {("A", "2025-02"): 1}
    (kept,) = troubles()
    assert kept.place == "aaa"
    assert "two of a kind" in caplog.text
    assert f"{type(mistake).__name__}: " in kept.message.en
    assert "Anna" not in kept.message.en
    assert (kept.remedy or kept.message).en.split()[-1] in caplog.text
    monkeypatch.setattr(worker, "tick", lambda world: turn.Turn(0, measured=False))
    worker.turn_all()
    assert troubles() == []
