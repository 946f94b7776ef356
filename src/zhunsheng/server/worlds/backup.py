"""A home in one file, and back: database, facts and uploads as they were at one moment."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from django.db import connection
from psycopg.conninfo import make_conninfo

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.database import connection_words, is_external
from zhunsheng.server.project.home import Home, newer, order, replace_file
from zhunsheng.server.project.postgres.programs import wheel_programs
from zhunsheng.server.project.postgres.server import server_of
from zhunsheng.server.worlds.context import tick_lock
from zhunsheng.server.worlds.queries import real_now, worlds
from zhunsheng.server.worlds.upkeep import migrate, prepare

_MANIFEST = "manifest.json"
_DUMP = "database.dump"
_FOLDERS = ("lake", "uploads")


def backup(home: Home, file: Path) -> None:
    """Write the home into `file`; raises ZhunshengError. Secrets stay out: a restored home has its own."""
    if file.exists():
        raise ZhunshengError(_file_exists(file))
    part = file.with_name(f"{file.name}.part")
    dump = home.scratch / f"backup-{os.getpid()}.dump"
    with ExitStack() as cleaning:
        cleaning.callback(part.unlink, missing_ok=True)
        cleaning.callback(dump.unlink, missing_ok=True)
        for world in worlds():
            cleaning.enter_context(tick_lock(world))
        _database(home, "pg_dump", "--format=custom", f"--file={dump}")
        _pack(home, dump, part)
        part.rename(file)
    replace_file(home.backup_file, json.dumps({"at": real_now().isoformat()}))


def restore(home: Home, file: Path) -> None:
    """Make a new home from a backup; raises ZhunshengError. What fails leaves no home behind."""
    if home.path.exists() and any(home.path.iterdir()):
        raise ZhunshengError(_home_exists(home.path))
    with _backup_file(file) as archive, ExitStack() as undoing:
        _require_readable(file, archive)
        undoing.callback(_discard, home)
        prepare(home)
        _require_empty_database()
        _unpack(home, archive)
        dump = home.path / _DUMP
        _database(home, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))
        dump.unlink()
        connection.close()
        migrate(home)
        undoing.pop_all()


def _pack(home: Home, dump: Path, part: Path) -> None:
    about = json.dumps({"version": version("zhunsheng")}).encode()
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        manifest = tarfile.TarInfo(_MANIFEST)
        manifest.size = len(about)
        archive.addfile(manifest, io.BytesIO(about))
        archive.add(dump, _DUMP)
        for folder in _FOLDERS:
            archive.add(home.path / folder, folder)
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())


def _database(home: Home, program: str, *words: str) -> None:
    connection_info = connection_words(home)
    password = connection_info.pop("password", None)
    command = [str(wheel_programs() / program), f"--dbname={make_conninfo(**connection_info)}", *words]
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    result = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    if result.returncode != 0:
        raise ZhunshengError(_program_failed(program, result.stderr.strip()))


@contextmanager
def _backup_file(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        archive = tarfile.open(file, mode="r:")  # noqa: SIM115  closed below
    except tarfile.TarError as error:
        raise ZhunshengError(_no_backup(file)) from error
    with archive:
        yield archive


def _require_readable(file: Path, archive: tarfile.TarFile) -> None:
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == _MANIFEST else None
    if content is None:
        raise ZhunshengError(_no_backup(file))
    theirs, ours = str(json.loads(content.read())["version"]), version("zhunsheng")
    if order(theirs) > order(ours):
        raise ZhunshengError(newer(str(file), theirs, ours))


def _unpack(home: Home, archive: tarfile.TarFile) -> None:
    """Plain files and folders below ours, whatever else the archive holds; only their owner may look into them.

    The library's own filter for this came with Python 3.11.4, and Debian 12 has an earlier one.
    """
    for member in archive:
        way = PurePosixPath(member.name).parts
        if not {*way[:1]} & {*_FOLDERS, _DUMP} or ".." in way:
            continue
        target = home.path.joinpath(*way)
        if member.isdir():
            target.mkdir(mode=0o700, exist_ok=True)
        elif member.isfile() and (content := archive.extractfile(member)) is not None:
            with content, target.open("xb") as file:
                target.chmod(0o600)
                shutil.copyfileobj(content, file)


def _require_empty_database() -> None:
    if connection.introspection.table_names():
        raise ZhunshengError(
            Problem(
                "restore.database_in_use",
                Text(
                    zh="DATABASE_URL 指定的数据库里已有表",
                    en="the database that DATABASE_URL names already has tables",
                ),
                Text(zh="请指定一个空的数据库", en="name an empty database"),
            )
        )


def _discard(home: Home) -> None:
    connection.close()
    if not is_external():
        server_of(home).release()
    shutil.rmtree(home.path, ignore_errors=True)


def _file_exists(file: Path) -> Problem:
    return Problem(
        "backup.exists",
        Text(zh=f"「{file}」已存在", en=f"'{file}' exists already"),
        Text(zh="换一个文件名", en="choose another file name"),
    )


def _home_exists(path: Path) -> Problem:
    return Problem(
        "restore.home_in_use",
        Text(zh=f"「{path}」不是空目录", en=f"'{path}' is not empty"),
        Text(zh="用 --home 指定一个新目录", en="name a new folder with --home"),
    )


def _no_backup(file: Path) -> Problem:
    return Problem(
        "restore.no_backup",
        Text(zh=f"「{file}」不是准绳的备份", en=f"'{file}' is not a backup of Zhunsheng"),
        Text(zh="请选 zhunsheng backup 写出的文件", en="choose a file that zhunsheng backup wrote"),
    )


def _program_failed(program: str, said: str) -> Problem:
    return Problem(
        "backup.failed",
        Text(zh=f"{program} 失败：{said}", en=f"{program} failed: {said}"),
        Text(
            zh="检查磁盘空间和数据库后再试；zhunsheng doctor 可帮忙",
            en="check disk space and database and try again; zhunsheng doctor helps",
        ),
    )
