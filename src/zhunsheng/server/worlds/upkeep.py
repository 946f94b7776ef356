"""Making a home and keeping it at this code's version."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import schema_context

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.boot import ensure_database
from zhunsheng.server.project.database import is_external
from zhunsheng.server.project.home import Home, opened
from zhunsheng.server.project.postgres import cluster
from zhunsheng.server.worlds import actions, queries
from zhunsheng.server.worlds.models import World

Migrations = set[tuple[str, str]]


def found(home: Home) -> None:
    """A home with its database and the world `live`; what is there stays, what a crash left out is made up."""
    prepare(home)
    migrate(home)
    if not World.objects.filter(name=queries.LIVE).exists():
        actions.create(queries.LIVE)


def prepare(home: Home) -> None:
    """Folders, secrets and a running database, still without tables."""
    if not is_external():
        cluster.require_reach(home)
    home.create()
    opened(home.path, older=True)
    if not is_external():
        cluster.create(home)
    ensure_database(home)


def upgrade(home: Home) -> int:
    """Bring a home to this version; the number of changes made. Raises ZhunshengError for a newer home."""
    opened(home.path, older=True)
    ensure_database(home)
    return migrate(home)


def migrate(home: Home) -> int:
    """Bring `public` and every world to the tables this code expects; raises ZhunshengError for a newer home."""
    before = missing_and_unknown()
    if any(unknown for _, unknown in before.values()):
        raise ZhunshengError(*unknown_problems(before))
    call_command("migrate_schemas", interactive=False, verbosity=0)
    with schema_context("public"):
        call_command("createcachetable", verbosity=0)
    home.stamp()
    return sum(len(missing) for missing, _ in before.values())


def missing_and_unknown() -> dict[str, tuple[Migrations, Migrations]]:
    """Per schema: the changes still to be made, and those that only a newer version knows."""
    known: Migrations = set(MigrationLoader(None).disk_migrations)
    found = {}
    for schema in ("public", *_schemas()):
        with schema_context(schema):
            applied: Migrations = set(MigrationRecorder(connection).applied_migrations())
        found[schema] = (known - applied, applied - known)
    return found


def unknown_problems(states: dict[str, tuple[Migrations, Migrations]]) -> list[Problem]:
    """Tables that a newer version made."""
    return [
        Problem(
            "database.newer",
            Text(
                zh=f"数据库里有较新版本的变更：{_listed(unknown)}",
                en=f"the database has changes of a newer version: {_listed(unknown)}",
            ),
            Text(zh="请安装较新的版本", en="install the newer version"),
            place=schema,
        )
        for schema, (_, unknown) in states.items()
        if unknown
    ]


def _listed(migrations: Migrations) -> str:
    return ", ".join(sorted(f"{app}.{name}" for app, name in migrations))


def _schemas() -> list[str]:
    with schema_context("public"):
        if World._meta.db_table not in connection.introspection.table_names():
            return []
        return list(World.objects.values_list("schema_name", flat=True))
