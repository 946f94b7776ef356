"""Publishing. The caller has entered the world; the release and its history are one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction

from zhunsheng.engine.blueprint.bundle import Bundle, write
from zhunsheng.engine.blueprint.checks import check, sound
from zhunsheng.engine.blueprint.continuity import continuity
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, Ref
from zhunsheng.engine.calendar.calendar import Year
from zhunsheng.engine.values import all_or_raise
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.blueprints.following import follow
from zhunsheng.server.blueprints.holidays import with_year
from zhunsheng.server.blueprints.models import EntityVersion, Release
from zhunsheng.server.blueprints.queries import bundle_of, current, info, texts
from zhunsheng.server.blueprints.values import Published, ReleaseInfo
from zhunsheng.server.worlds.actions import set_time_zone


def publish_directory(
    directory: Path,
    *,
    now: datetime,
    note: str = "",
    effective: date | None = None,
    author: str = "",
    told: Collection[str] = (),
) -> Published:
    """Publish a folder's files. Raises ZhunshengError with all their problems, each with file and line."""
    bundle = sound(read_directory(directory))
    return publish(bundle, now=now, note=note, effective=effective, author=author, told=told)


@transaction.atomic
def publish(
    bundle: Bundle,
    *,
    now: datetime,
    note: str = "",
    effective: date | None = None,
    author: str = "",
    told: Collection[str] = (),
    agreed: str = "",
    nobody_else: bool = False,
) -> Published:
    """Make the bundle the newest release. Raises ZhunshengError where it does not fit together.

    `told`: sources that have facts already, which the release must go on reading. The world follows its time zone.
    `agreed`, `nobody_else`: whether a second person was needed, and who that was.
    A bundle that equals the newest release, with the same effective date, changes nothing.
    """
    all_or_raise(check(bundle))
    take_turn()
    newest = Release.objects.order_by("-number").first()
    files = write(bundle)
    settings = files.pop(SETTINGS_FILE)
    manifest = {path: sha256(text.encode()).hexdigest() for path, text in files.items()}
    if newest and (newest.settings, newest.manifest, newest.effective) == (settings, manifest, effective):
        return Published(info(newest), (), unchanged=True)
    before = bundle_of(newest.number) if newest else Bundle(bundle.settings)
    all_or_raise(continuity(before, bundle, told))
    set_time_zone(bundle.settings.time_zone)
    _keep(bundle, files, manifest)
    made = Release.objects.create(
        number=newest.number + 1 if newest else 1,
        manifest=manifest,
        settings=settings,
        effective=effective,
        published_at=now,
        note=note,
        author=author,
        agreed=agreed,
        nobody_else=nobody_else,
    )
    follow(_changed(newest, made), now, author)
    return Published(info(made), tuple(compare(before, bundle)), unchanged=False, outlived_by=_later(effective))


@transaction.atomic
def enter_year(calendar: str, number: int, year: Year, *, now: datetime, note: str = "", author: str = "") -> Published:
    """Publish the newest release anew with that year in the calendar, so that it counts at once.

    It takes the place of that release, from the same day on: entering a year brings nothing else into force.
    Raises ZhunshengError.
    """
    take_turn()
    newest = Release.objects.order_by("-number").first()
    changed = with_year(current(), calendar, number, year)
    return publish(changed, now=now, note=note, effective=newest.effective if newest else None, author=author)


def _changed(newest: Release | None, made: Release) -> set[Ref]:
    """Entities whose texts the release changed."""
    old, new = (texts(newest) if newest else {}), texts(made)
    paths = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    return {ref for ref in map(Ref.of_file, paths) if ref is not None}


def _later(effective: date | None) -> tuple[ReleaseInfo, ...]:
    """Releases that come into force after that day."""
    rows = Release.objects.filter(effective__gt=effective or date.min).order_by("effective", "number")
    return tuple(info(row) for row in rows)


def _keep(bundle: Bundle, files: dict[str, str], manifest: dict[str, str]) -> None:
    """Store the texts that are new."""
    refs = {ref.path: ref for ref in map(Ref.of, bundle.entities.values())}
    EntityVersion.objects.bulk_create(
        (
            EntityVersion(hash=manifest[path], kind=refs[path].kind, entity_id=refs[path].id, body=text)
            for path, text in files.items()
        ),
        ignore_conflicts=True,
    )


def take_turn() -> None:
    """One publication at a time in a world, until the transaction ends, so that numbers follow each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('zhunsheng.publish.' || current_schema()))")
