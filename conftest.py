"""What every test may ask for: a home with a real PostgreSQL, and a world in it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from zhunsheng.server.project import boot
from zhunsheng.server.project.home import SUPERUSER, Home
from zhunsheng.server.project.postgres import cluster

# Not pytest's own folder: it lies below a 0700 one, where as root the database's account cannot go.
_ROOM = Path(tempfile.mkdtemp(prefix="zs-test-", dir="/tmp"))
_ROOM.chmod(0o711)
atexit.register(shutil.rmtree, _ROOM, ignore_errors=True)
boot.configure(_ROOM / "home")

# After Django is up: these bring models.
from django.db import connection  # noqa: E402

from zhunsheng.server.people import organisation, whereabouts  # noqa: E402
from zhunsheng.server.worlds import actions, queries, upkeep  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402
from zhunsheng.server.worlds.values import WorldInfo  # noqa: E402


@pytest.fixture(scope="session")
def room() -> Path:
    """A folder in which homes can be made, whoever runs the tests."""
    return _ROOM


@pytest.fixture(scope="session")
def home(room: Path) -> Home:
    """The home of this test process: server running, tables made, no world. One per pytest-xdist worker."""
    made = Home.at(room / "home")
    made.create()
    cluster.create(made)
    boot.ensure_database(made)
    with cluster.connect(made, SUPERUSER) as admin:
        _hurry(admin)
    upkeep.migrate(made)
    return made


@pytest.fixture(scope="session")
def _live(home: Home) -> WorldInfo:
    return actions.create("live")


@pytest.fixture
def world(home: Home, _live: WorldInfo) -> Iterator[WorldInfo]:
    """The world `live`, entered, empty; what a test commits is swept away after it."""
    whereabouts._whereabouts.cache_clear()
    organisation._books.cache_clear()  # it goes by row ids, which begin anew with every test
    before = queries.worlds()
    with enter(_live):
        yield _live
        actions.set_time_zone(_live.time_zone)
    if connection.connection is not None and connection.connection.broken:
        connection.close()
    for other in queries.worlds():
        if other not in before:
            actions.drop(other)
    actions.set_clock(_live, None)
    _sweep("public", keep={"django_migrations", "worlds_world", "django_content_type", "auth_permission"})
    _sweep(_live.schema, keep={"django_migrations"})
    shutil.rmtree(_live.lake, ignore_errors=True)
    _live.lake.mkdir(mode=0o700)


def _hurry(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """Tests may lose everything in a power cut."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        admin.execute(f"ALTER SYSTEM SET {setting} = off")
    admin.execute("SELECT pg_reload_conf()")


def _sweep(schema: str, keep: set[str]) -> None:
    """Empty those tables that hold rows; looking is far cheaper than truncating them all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        tables = [f'"{schema}"."{name}"' for (name,) in cursor.fetchall() if name not in keep]
        if not tables:
            return
        look = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM {0})"
        cursor.execute(" UNION ALL ".join(look.format(table) for table in tables))
        if full := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(full)} RESTART IDENTITY CASCADE")
