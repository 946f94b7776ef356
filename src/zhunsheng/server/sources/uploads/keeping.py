"""Files that were handed in: kept in a folder of their own for a day, each for whoever handed it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.values import Refusal, Viewer
from zhunsheng.server.sources.models import Upload
from zhunsheng.server.worlds.values import WorldInfo

LARGEST = 100 << 20  # bytes
KEPT = timedelta(hours=24)
"""How long a file waits to be loaded."""
LONGEST_NAME = 80
_SUFFIXES = (".csv", ".xlsx", ".txt", ".tsv")


def keep(world: WorldInfo, viewer: Viewer, name: str, pieces: Iterable[bytes], now: datetime) -> Upload:
    """Put the file by; raises Refusal for one that is too large."""
    sweep(now)
    row = Upload(account=viewer.account, username=viewer.username, name=_called(name), size=0, at=now)
    with NamedTemporaryFile(dir=room(), prefix=".") as fresh:
        for piece in pieces:
            row.size += len(piece)
            if row.size > LARGEST:
                raise Refusal(413, too_large())
            fresh.write(piece)
        fresh.flush()
        os.link(fresh.name, _place(world, row))
    return row


def discard(world: WorldInfo, row: Upload) -> None:
    """The file is no use to anybody."""
    place = _place(world, row)
    place.unlink(missing_ok=True)
    read_of(place).unlink(missing_ok=True)


def read_of(path: Path) -> Path:
    """Where it is kept what was read of a file."""
    return path.with_name(f"{path.name}.read")


def found(world: WorldInfo, viewer: Viewer, upload: str, *, lock: bool = False) -> Upload:
    """One's own upload; raises Refusal for one that is gone, or somebody else's."""
    rows = Upload.objects.select_for_update() if lock else Upload.objects.all()
    try:
        row = rows.filter(id=UUID(upload), account=viewer.account).first()
    except ValueError:
        row = None
    if row is None:
        raise gone()
    return row


def path_of(world: WorldInfo, row: Upload) -> Path:
    """Where the file lies; raises Refusal once it is gone."""
    path = _place(world, row)
    if not path.is_file():
        raise gone()
    return path


def sweep(now: datetime) -> None:
    """Forget what nobody came back for: the rows of this world, the files of all."""
    Upload.objects.filter(at__lt=now - KEPT).delete()
    limit = (now - KEPT).timestamp()
    for entry in os.scandir(room()):
        with suppress(FileNotFoundError):  # whoever hands in a file at the same moment puts theirs by and away
            if entry.stat().st_mtime < limit:
                _forget(entry)


def _forget(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        Path(entry.path).unlink(missing_ok=True)


def room() -> Path:
    """The folder of what was handed in, and of what is made of it for a while."""
    folder: Path = settings.HOME.scratch / "handed-in"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _place(world: WorldInfo, row: Upload) -> Path:
    suffix = Path(row.name).suffix.lower()
    return room() / f"{world.schema}-{row.id}{suffix if suffix in _SUFFIXES else ''}"


def _called(name: str) -> str:
    """The file's name without folders and what cannot be kept, its end where it is long."""
    plain = "".join(char if char.isprintable() else " " for char in name.replace("\\", "/").rpartition("/")[2]).strip()
    return plain[-LONGEST_NAME:] or "file"


def too_large() -> Problem:
    return Problem(
        "upload.too_large",
        Text(
            zh=f"文件超过 {LARGEST >> 20} MB，没有接收",
            en=f"the file is larger than {LARGEST >> 20} MB and was not taken",
        ),
        Text(
            zh="分成几个文件上传，或删去用不到的列和工作表；更大的请管理员在服务器上导入",
            en="split it, or remove columns and sheets not needed; an administrator can load larger ones on the server",
        ),
    )


def gone() -> Refusal:
    return Refusal(
        404,
        Problem(
            "upload.gone",
            Text(zh="这次上传已过期，或不是你的", en="this upload has expired, or is not yours"),
            Text(zh="把文件再上传一次", en="send the file again"),
        ),
    )
