"""Evidence: files that people show, kept for good in a folder of the world's own."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import transaction
from ninja import UploadedFile

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.forms.models import Evidence
from zhunsheng.server.worlds.queries import here
from zhunsheng.server.worlds.values import WorldInfo

LARGEST = 50 << 20  # bytes
MEDIA = frozenset(
    {
        *("image/jpeg", "image/png", "image/webp", "image/heic", "video/mp4", "video/quicktime"),
        *("audio/mpeg", "audio/mp4", "audio/wav", "application/pdf", "text/plain", "text/csv"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
)
"""Photos, videos, sound, documents; nothing that a browser would run."""


def keep(world: WorldInfo, file: UploadedFile, by: int, now: datetime) -> Evidence:
    """Put the file by; raises Refusal for one that is too large or of another kind."""
    media = (file.content_type or "").partition(";")[0]
    if media not in MEDIA:
        raise Refusal(415, _kind(file.name or ""))
    if (file.size or 0) > LARGEST:
        raise Refusal(413, too_large())
    folder, sum_ = _folder(world), hashlib.sha256()
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as fresh:
        for chunk in file.chunks():
            sum_.update(chunk)
            fresh.write(chunk)
    digest = sum_.hexdigest()
    Path(fresh.name).rename(folder / digest)
    told = {"at": now, "name": file.name or digest, "media": media, "size": file.size or 0}
    row, _ = Evidence.objects.get_or_create(digest=digest, by=by, defaults=told)
    return row


def shown(digest: str) -> list[Evidence]:
    """Everybody who showed the file, the first one first."""
    return list(Evidence.objects.filter(digest=digest).order_by("id"))


def place(world: WorldInfo, digest: str) -> Path:
    """Where the file lies."""
    return _folder(world) / digest


def forget(people: Collection[int]) -> None:
    """Drop what these people showed; files that somebody else showed too stay theirs."""
    rows = Evidence.objects.filter(by__in=people)
    digests = set(rows.values_list("digest", flat=True))
    rows.delete()
    alone = digests - set(Evidence.objects.filter(digest__in=digests).values_list("digest", flat=True))
    folder = _folder(here())
    transaction.on_commit(lambda: _drop(folder, alone))


def _drop(folder: Path, digests: Collection[str]) -> None:
    for digest in digests:
        (folder / digest).unlink(missing_ok=True)


def _folder(world: WorldInfo) -> Path:
    """Beside the world's facts, so that it is kept and backed up with them."""
    folder = world.lake / "evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _kind(name: str) -> Problem:
    return Problem(
        "evidence.kind",
        Text(zh=f"「{name}」不是照片、视频、录音或文档", en=f"'{name}' is no photo, video, sound or document"),
        Text(zh="上传 JPG、PNG、MP4、PDF 或 Office 文件", en="send a JPG, PNG, MP4, PDF or Office file"),
        place="file",
    )


def too_large() -> Problem:
    """What is said to a larger file."""
    most = LARGEST >> 20
    return Problem(
        "evidence.too_large",
        Text(zh=f"文件超过 {most} MB，没有接收", en=f"the file is larger than {most} MB and was not taken"),
        Text(zh="压缩或截取后再上传", en="make it smaller or cut it, and send it again"),
        place="file",
    )
