"""Jobs that only tests ask for."""

from collections.abc import Iterator

import pytest
from django.db import connection

from zhunsheng.server.worlds.jobs import WorldTask, world_task
from zhunsheng.server.worlds.values import WorldInfo


def _run(sql: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _note(world: WorldInfo, word: str) -> None:
    _run("INSERT INTO noted VALUES (%s, %s)", word, world.name)


@pytest.fixture(scope="session")
def _task() -> WorldTask:
    return world_task("tests.note")(_note)


@pytest.fixture
def note_task(world: WorldInfo, _task: WorldTask) -> Iterator[WorldTask]:
    """A job that writes its word and its world into a table of the world it runs in."""
    _run("CREATE TABLE noted (word text, world text)")
    yield _task
    _run("DROP TABLE noted")
