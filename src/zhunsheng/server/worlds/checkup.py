"""What is wrong with a home, and what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from django.db import connection

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.boot import ensure_database
from zhunsheng.server.project.home import PASSABLE, PRIVATE, SECRET, Home, opened
from zhunsheng.server.worlds.queries import worlds
from zhunsheng.server.worlds.troubles import troubles
from zhunsheng.server.worlds.upkeep import missing_and_unknown, unknown_problems

LEAST_FREE = 1 << 30  # bytes
OLDEST_SERVER = 14_00_00


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, and the problems found."""

    what: Text
    problems: tuple[Problem, ...]


Check = tuple[Text, Callable[[], Iterator[Problem]]]
"""What is looked at, and the looking."""


def examine(path: Path, *further: Check) -> Iterator[Finding]:
    """Every check in turn; those that need the database are left out when it does not run.

    `further` ones come from higher up, and need the tables of this version.
    """
    try:
        home = opened(path, older=True)
    except ZhunshengError as error:
        yield Finding(Text(zh="主目录", en="home"), error.problems)
        return
    yield _finding(Text(zh="目录权限", en="folder modes"), lambda: _modes(home))
    yield _finding(Text(zh="磁盘空间", en="disk space"), lambda: _disk(home))
    server = _finding(Text(zh="数据库在运行", en="database runs"), lambda: _server(home))
    yield server
    if server.problems:
        return
    tables = _finding(Text(zh="数据表是当前版本", en="tables are of this version"), _tables)
    yield tables
    yield _finding(Text(zh="时区数据", en="time zone data"), _time_zones)
    yield _finding(Text(zh="事实湖可读", en="lakes can be read"), _lakes)
    if not tables.problems:
        yield _finding(Text(zh="后台处理没有出错", en="the worker had no trouble"), lambda: iter(troubles()))
        yield from (_finding(what, look) for what, look in further)


def _finding(what: Text, check: Callable[[], Iterator[Problem]]) -> Finding:
    try:
        return Finding(what, tuple(check()))
    except ZhunshengError as error:
        return Finding(what, error.problems)


def _modes(home: Home) -> Iterator[Problem]:
    most = {
        home.path: PASSABLE,
        home.cluster: PRIVATE,
        home.run: PRIVATE,
        home.lake: PRIVATE,
        home.uploads: PRIVATE,
        home.scratch: PRIVATE,
        home.secrets_file: SECRET,
        home.password_file: SECRET,
    }
    for path, allowed in most.items():
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        if mode & ~allowed:
            yield Problem(
                "doctor.mode",
                Text(zh=f"权限太宽：{mode:04o}", en=f"the mode is too wide: {mode:04o}"),
                Text(zh=f"运行 chmod {allowed:o} {path}", en=f"run chmod {allowed:o} {path}"),
                place=str(path),
            )


def _disk(home: Home) -> Iterator[Problem]:
    free = shutil.disk_usage(home.path).free
    if free < LEAST_FREE:
        yield Problem(
            "doctor.disk",
            Text(
                zh=f"磁盘只剩 {free / (1 << 20):.0f} MB",
                en=f"only {free / (1 << 20):.0f} MB of disk are left",
            ),
            Text(zh="腾出至少 1 GB", en="make room for at least 1 GB"),
            place=str(home.path),
        )


def _server(home: Home) -> Iterator[Problem]:
    ensure_database(home)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        number, encoding = cursor.fetchone()
    if number < OLDEST_SERVER:
        yield Problem(
            "doctor.server_version",
            Text(zh=f"PostgreSQL {number // 10000} 太旧", en=f"PostgreSQL {number // 10000} is too old"),
            Text(zh="请用 14 或更新的版本", en="use version 14 or later"),
        )
    if encoding != "UTF8":
        yield Problem(
            "doctor.encoding",
            Text(zh=f"数据库编码是 {encoding}", en=f"the database's encoding is {encoding}"),
            Text(zh="用 UTF8 重新建立数据库", en="make the database again with UTF8"),
        )


def _tables() -> Iterator[Problem]:
    states = missing_and_unknown()
    yield from unknown_problems(states)
    for schema, (missing, _) in states.items():
        if missing:
            yield Problem(
                "doctor.tables",
                Text(zh=f"有 {len(missing)} 项变更还没有应用", en=f"{len(missing)} changes are not applied yet"),
                Text(zh="备份后运行 zhunsheng upgrade", en="make a backup and run zhunsheng upgrade"),
                place=schema,
            )


def _time_zones() -> Iterator[Problem]:
    known = available_timezones()
    for world in worlds():
        if world.time_zone not in known:
            yield Problem(
                "doctor.time_zone",
                Text(
                    zh=f"这台机器没有时区「{world.time_zone}」",
                    en=f"this machine lacks time zone '{world.time_zone}'",
                ),
                Text(zh="安装 Python 包 tzdata", en="install the Python package tzdata"),
                place=world.name,
            )


def _lakes() -> Iterator[Problem]:
    for world in worlds():
        for log in sorted(world.lake.glob("*/_delta_log")):
            try:
                DeltaTable(str(log.parent)).file_uris()
            except DeltaError as error:
                yield Problem(
                    "doctor.lake",
                    Text(
                        zh=f"读不出「{log.parent.name}」的事实：{error}",
                        en=f"the facts of '{log.parent.name}' cannot be read: {error}",
                    ),
                    Text(zh="从备份恢复", en="restore from a backup"),
                    place=str(log.parent),
                )
