"""Files between preview and import: kept under what they hold, in a folder of their own, for a while."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from ninja import UploadedFile

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.values import Refusal

LARGEST = 20 << 20  # bytes
KEPT = timedelta(hours=1)
"""How long a file waits to be taken over, counted from its last preview."""


def keep(file: UploadedFile, now: datetime) -> str:
    """Put the file by; returns its digest. Raises Refusal for one that is too large."""
    if (file.size or 0) > LARGEST:
        raise Refusal(413, too_large())
    folder = _folder()
    _sweep(folder, now)
    sum_ = hashlib.sha256()
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as fresh:
        for chunk in file.chunks():
            sum_.update(chunk)
            fresh.write(chunk)
    digest = sum_.hexdigest()
    Path(fresh.name).rename(folder / digest)
    return digest


def kept(digest: str) -> Path | None:
    """Where the file lies; None once it is gone."""
    path = _folder() / digest
    return path if path.is_file() else None


def room() -> Path:
    """A folder for what is read only while it is made."""
    return _folder()


def _folder() -> Path:
    folder: Path = settings.HOME.scratch / "people"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sweep(folder: Path, now: datetime) -> None:
    """Lists of people do not lie about longer than they are needed."""
    limit = (now - 2 * KEPT).timestamp()
    for entry in os.scandir(folder):
        if entry.stat().st_mtime < limit:
            Path(entry.path).unlink(missing_ok=True)


def too_large() -> Problem:
    return Problem(
        "people.file_too_large",
        Text(zh="文件超过 20 MB，没有接收", en="the file is larger than 20 MB and was not taken"),
        Text(zh="分成几个文件导入，或删去用不到的列和工作表", en="split it, or remove columns and sheets not needed"),
    )
