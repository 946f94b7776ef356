"""What goes wrong outside the program: the database is away, the disk is full. Known by its errors, said in words."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import psycopg
from deltalake.exceptions import DeltaError
from django.db import InterfaceError, NotSupportedError, OperationalError

from zhunsheng.engine.values import Problem, Text

AWAY = (OperationalError, InterfaceError, NotSupportedError, psycopg.OperationalError, psycopg.InterfaceError)
"""The database does not answer, or its answer was cut off: one that dies while it greets seems to be of version 0."""
OUTSIDE = (*AWAY, DeltaError, OSError)
"""Errors that may be trouble from outside; `trouble` tells."""
_OUR_LIMITS = (psycopg.errors.ProgramLimitExceeded, psycopg.errors.StatementTooComplex)
"""Operational errors that ask for more than the database can: faults of the program."""
LEAST_ROOM = 32 << 20
"""Bytes below which PostgreSQL cannot go on: it writes its log in files of 16 MB."""


def trouble(error: BaseException, home: Path) -> Problem | None:
    """The error in words; None where it is no trouble from outside but a fault of the program."""
    if is_disk_full(error, home):
        return disk_full(home)
    cause = error.__cause__ or error
    if isinstance(cause, psycopg.errors.DeadlockDetected):
        return _BUSY
    if isinstance(cause, _OUR_LIMITS):
        return None
    return _database_gone(error) if isinstance(error, AWAY) else None


def is_disk_full(error: BaseException, home: Path) -> bool:
    """Whether the error came of a full disk; a database that has no room may say anything."""
    return _out_of_space(error) or (isinstance(error, AWAY) and is_full(home))


def is_full(home: Path) -> bool:
    return shutil.disk_usage(home).free < LEAST_ROOM


def disk_full(home: Path) -> Problem:
    """Nothing can be written any more."""
    return Problem(
        "disk.full",
        Text(zh="磁盘已满，没有做完", en="the disk is full; the work could not be finished"),
        Text(
            zh="腾出空间后再做一次；已接收的都在，没有只写了一半的",
            en="make room and do it again; what was accepted is there, and nothing is half there",
        ),
        place=str(home),
    )


_BUSY = Problem(
    "database.busy",
    Text(
        zh="同时进行的另一次写入和这一次互相等待，这一次没有写入",
        en="this and another writer waited for each other; nothing of this was written",
    ),
    Text(zh="再做一次", en="do it again"),
)


def _out_of_space(error: BaseException) -> bool:
    """Asked of the error and of what caused it: PostgreSQL, the lake and the system each say it their own way."""
    if isinstance(error, psycopg.errors.DiskFull):
        return True
    # The lake's library gives no number, only the system's words.
    if isinstance(error, OSError | DeltaError) and f"os error {errno.ENOSPC}" in str(error):
        return True
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return error.__cause__ is not None and _out_of_space(error.__cause__)


def _database_gone(error: BaseException) -> Problem:
    said = str(error).strip()
    return Problem(
        "database.gone",
        Text(zh=f"数据库没有应答：{said}", en=f"the database does not answer: {said}"),
        Text(zh="稍后再试；若仍不行，运行 zhunsheng doctor", en="try again; if it stays so, run zhunsheng doctor"),
    )
