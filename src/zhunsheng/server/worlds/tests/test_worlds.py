"""Worlds are made, entered, told the time, and dropped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.worlds import actions, queries
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_a_query_in_a_world_is_one_statement(world: WorldInfo) -> None:
    _schema()
    with CaptureQueriesContext(connection) as seen:
        queries.worlds()
        queries.worlds()
    assert len(seen) == 2


def test_inside_a_world_its_tables_are_seen_and_afterwards_those_of_before(world: WorldInfo) -> None:
    other = actions.create("second")
    with enter(other):
        assert _schema() == "w_second"
    assert _schema() == "w_live"


def test_a_rolled_back_transaction_does_not_leave_the_world(world: WorldInfo) -> None:
    other = actions.create("second")
    with enter(other):
        with transaction.atomic():
            _schema()
            transaction.set_rollback(True)
        assert _schema() == "w_second"


def test_a_world_follows_the_databases_time(world: WorldInfo) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        database = cursor.fetchone()[0]
    assert database <= queries.now(world) < database + timedelta(seconds=10)


def test_time_goes_on_within_a_transaction(world: WorldInfo) -> None:
    with transaction.atomic():
        assert queries.now(world) < queries.now(world)


def test_a_world_can_stand_at_a_moment(world: WorldInfo) -> None:
    moment = datetime(2017, 3, 1, 9, tzinfo=UTC)
    actions.set_clock(world, moment)
    assert queries.now(world) == moment
    actions.set_clock(world, None)
    assert queries.now(world) > moment


def test_a_clock_without_time_zone_is_refused(world: WorldInfo) -> None:
    with pytest.raises(ValueError, match="time zone"):
        actions.set_clock(world, datetime(2017, 3, 1))  # noqa: DTZ001


def test_a_dropped_world_is_gone_with_its_lake(world: WorldInfo) -> None:
    other = actions.create("second")
    actions.drop(other)
    assert not other.lake.exists()
    with pytest.raises(ZhunshengError, match="second"):
        queries.world("second")


def test_all_that_is_wrong_with_a_new_world_is_said_at_once(world: WorldInfo) -> None:
    with pytest.raises(ZhunshengError) as refused:
        actions.create("Live!", "Mars/Olympus")
    assert [problem.code for problem in refused.value.problems] == ["world.name", "world.time_zone"]


def test_a_name_is_given_once(world: WorldInfo) -> None:
    with pytest.raises(ZhunshengError, match="already"):
        actions.create("live")
