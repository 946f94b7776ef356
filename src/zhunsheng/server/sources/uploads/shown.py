"""An upload between its row and what is said of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Literal, get_args

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.sources.models import Upload
from zhunsheng.server.sources.schemas import Progress, UploadOut
from zhunsheng.server.sources.uploads.keeping import path_of
from zhunsheng.server.sources.uploads.preview import File
from zhunsheng.server.sources.uploads.understanding import understood
from zhunsheng.server.worlds.values import WorldInfo

State = Literal["read", "loading", "loaded", "failed"]
STATES: dict[str, State] = {state: state for state in get_args(State)}


def understand(world: WorldInfo, row: Upload, sheet: str | None, now: datetime) -> None:
    """Let the row say what its file seems to be, by a sheet; raises ZhunshengError with all that is wrong with it."""
    row.understood = asdict(understood(world, path_of(world, row), row.name, sheet, now))


def file_of(world: WorldInfo, row: Upload) -> File:
    said = row.understood
    return File(path_of(world, row), row.name, said["sheet"], said["rows"], said["headings"])


def interrupted(row: Upload) -> None:
    """No job is at it any more, and none will be: nothing was loaded, and it can be asked for again."""
    row.state = Upload.State.FAILED
    row.faults = [ProblemItem.of(_INTERRUPTED).model_dump(mode="json")]
    row.save(update_fields=["state", "faults"])


def shown(row: Upload) -> UploadOut:
    moving = row.state == Upload.State.LOADING
    return UploadOut(
        id=str(row.id),
        name=row.name,
        size=row.size,
        **row.understood,
        state=STATES[row.state],
        progress=Progress(done=row.done, total=row.total) if moving else None,
        batch=row.batch,
        faults=[ProblemItem(**one) for one in row.faults],
    )


_INTERRUPTED = Problem(
    "upload.interrupted",
    Text(zh="装入中断了，没有只装了一半的", en="loading was cut off; nothing is half loaded"),
    Text(zh="再装入一次；若仍不行，请告诉管理员", en="load it again; if it stays so, tell your administrator"),
)
