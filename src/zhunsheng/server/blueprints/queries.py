"""Reading what was published. The caller has entered the world."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

from django.db import connection
from django.db.models import Q

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, AnyEntity, Ref
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.models import EntityVersion, Release
from zhunsheng.server.blueprints.values import Blame, Definition, Edition, Newest, ReleaseInfo


def current() -> Bundle:
    """The newest release, whatever its effective date. Raises ZhunshengError where nothing was published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, xmin::text FROM blueprints_release ORDER BY number DESC LIMIT 1")
        newest = cursor.fetchone()
    if newest is None:
        raise ZhunshengError(_no_release(0))
    return _written(str(connection.schema_name), *newest)  # type: ignore[attr-defined]  # django-tenants adds it


@lru_cache(maxsize=16)
def _written(schema: str, number: int, by: str) -> Bundle:
    """Kept from call to call. `by`: the transaction that wrote the release; none ever writes another one so."""
    return bundle_of(number)


def editions_version() -> str:
    """Another one as soon as anything was published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(number || ':' || xmin, ',' ORDER BY number)) FROM blueprints_release")
        ((found,),) = cursor.fetchall()
    return str(found)


def newest() -> Newest:
    """The newest release, where there is one."""
    row = Release.objects.order_by("-number").first()
    if row is None:
        return Newest(None, None, {})
    return Newest(info(row), _bundle(row), texts(row))


def current_number() -> int:
    """Number of the newest release; 0 where nothing was published."""
    newest = Release.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def bundle_of(number: int) -> Bundle:
    """The bundle as release `number` has it. Raises ZhunshengError where there is no such release."""
    row = Release.objects.filter(number=number).first()
    if row is None:
        raise ZhunshengError(_no_release(number))
    return _bundle(row)


def releases() -> list[ReleaseInfo]:
    """The history, oldest first."""
    return [info(row) for row in Release.objects.order_by("number")]


def release(number: int) -> ReleaseInfo:
    """A release. Raises ZhunshengError where there is no such."""
    row = Release.objects.filter(number=number).first()
    if row is None:
        raise ZhunshengError(_no_release(number))
    return info(row)


def history(q: str, part: slice) -> tuple[list[tuple[ReleaseInfo, int]], int]:
    """A part of the history, newest first, each release with how many entities it changed; how many match in all."""
    rows = Release.objects.order_by("-number")
    if q:
        rows = rows.filter(Q(note__icontains=q) | Q(author__icontains=q) | Q(agreed__icontains=q))
    page = list(rows[part])
    before = {row.number: row for row in Release.objects.filter(number__in=[row.number - 1 for row in page])}
    return [(info(row), _moved(before.get(row.number - 1), row)) for row in page], rows.count()


def last_before(number: int) -> Bundle:
    """What a release followed; without entities where it was the first."""
    return bundle_of(number - 1) if number > 1 else Bundle(bundle_of(number).settings)


def known_before(kind: str, ids: Collection[str], moment: datetime) -> set[str]:
    """Which of these entities some release had before that moment."""
    told = Release.objects.filter(published_at__lt=moment)
    return {name for name in ids if told.filter(manifest__has_key=Ref(kind, name).path).exists()}


def _moved(before: Release | None, row: Release) -> int:
    old, new = ({} if before is None else texts(before)), texts(row)
    return sum(old.get(path) != new.get(path) for path in old.keys() | new.keys())


def in_force(day: date) -> Bundle:
    """The bundle that holds on a day. Raises ZhunshengError where none does yet."""
    valid = [edition for edition in _timeline(editions()) if edition.effective is None or edition.effective <= day]
    if not valid:
        raise ZhunshengError(_none_yet(day))
    return valid[-1].bundle


def definitions(
    kind: str, entity_id: str, as_of: datetime | None = None, told: Sequence[Edition] | None = None
) -> list[Definition]:
    """Which definition of an entity holds from which day on, in order of days; `as_of`: by what was published then.

    `told`: the editions, where somebody who asks for many has read them.
    """
    found: list[Definition] = []
    for edition in _timeline(editions() if told is None else told, as_of):
        entity = edition.bundle.entities.get(Ref(kind, entity_id))
        if entity != (found[-1][1] if found else None):
            found.append((edition.effective, entity, edition.number))
    return found


def editions() -> list[Edition]:
    """Every release with its bundle, in the order in which they come into force."""
    rows = sorted(Release.objects.all(), key=lambda row: (row.effective or date.min, row.number))
    return [Edition(row.effective, row.published_at, row.number, _bundle(row)) for row in rows]


def last_published(kind: str, entity_id: str) -> AnyEntity | None:
    """The entity as the newest release that has it says; None where none ever did."""
    for row in Release.objects.order_by("-number"):
        if (entity := _bundle(row).entities.get(Ref(kind, entity_id))) is not None:
            return entity
    return None


def blame(kind: str, entity_id: str) -> list[Blame]:
    """Which releases touched an entity, oldest first."""
    ref = Ref(kind, entity_id)
    found: list[Blame] = []
    before: Bundle | None = None
    for row in Release.objects.order_by("number"):
        bundle = _bundle(row)
        old = before or Bundle(bundle.settings)
        changes = [change for change in compare(old, bundle) if change.ref == ref]
        if changes:
            said = tuple(in_words(change, old if change.what == "removed" else bundle) for change in changes)
            found.append(Blame(info(row), said))
        before = bundle
    return found


def texts(row: Release) -> dict[str, str]:
    """The hash of each of a release's texts, by path."""
    return {**row.manifest, SETTINGS_FILE: sha256(row.settings.encode()).hexdigest()}


def info(row: Release) -> ReleaseInfo:
    """The value that crosses the border."""
    return ReleaseInfo(row.number, row.effective, row.published_at, row.note, row.author, row.agreed, row.nobody_else)


def _timeline(told: Sequence[Edition], as_of: datetime | None = None) -> Iterator[Edition]:
    """Editions in the order in which they come into force; of one date only the last published counts."""
    known = (edition for edition in told if as_of is None or edition.published_at <= as_of)
    for _, same_date in groupby(known, key=lambda edition: edition.effective):
        *_, last = same_date
        yield last


def _bundle(row: Release) -> Bundle:
    return _read(row.settings, tuple(sorted(row.manifest.items())))


@lru_cache(maxsize=64)
def _read(settings: str, manifest: tuple[tuple[str, str], ...]) -> Bundle:
    """Kept from call to call, and across worlds: the hashes say what the texts are."""
    hashes = [text_hash for _, text_hash in manifest]
    bodies = dict(EntityVersion.objects.filter(hash__in=hashes).values_list("hash", "body"))
    return read({SETTINGS_FILE: settings} | {path: bodies[text_hash] for path, text_hash in manifest})


def _no_release(number: int) -> Problem:
    if number == 0:
        return Problem(
            "blueprint.nothing_published",
            Text(zh="还没有发布过蓝图", en="no blueprint has been published yet"),
            Text(
                zh="管理员先在浏览器里完成「首次设置」；也可在服务器上运行 zhunsheng --home 主目录 publish 蓝图目录",
                en="an administrator does the first setup in the browser, or runs zhunsheng --home HOME publish DIR",
            ),
        )
    return Problem(
        "blueprint.no_such_release",
        Text(zh=f"没有第 {number} 次发布", en=f"there is no release {number}"),
        Text(zh="在发布历史里看有哪些", en="see which there are in the history of releases"),
    )


def _none_yet(day: date) -> Problem:
    return Problem(
        "blueprint.none_in_force",
        Text(zh=f"{day} 还没有生效的蓝图", en=f"no blueprint is in force on {day}"),
        Text(zh="发布一份生效日更早的", en="publish one with an earlier effective date"),
    )
