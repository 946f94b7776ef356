"""A bundle as a folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from zhunsheng.engine.blueprint.document import MOST_CHARACTERS
from zhunsheng.engine.values import Problem, Text, ZhunshengError, all_or_raise

MOST_BYTES = 4 * MOST_CHARACTERS


def read_directory(directory: Path) -> dict[str, str]:
    """The YAML files below a folder: path → text. Hidden and other files are not a blueprint's business."""
    if not directory.is_dir():
        raise ZhunshengError(_no_folder(directory))
    found: dict[str, bytes | None] = {}
    for file in sorted(directory.rglob("*")):
        path = file.relative_to(directory)
        if is_ours(path):
            found[path.as_posix()] = file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
    return as_texts(found)


def is_ours(path: PurePath) -> bool:
    """Whether a file is a blueprint's business by its name."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix in (".yaml", ".yml") and not hidden


def as_texts(found: Mapping[str, bytes | None]) -> dict[str, str]:
    """Files as texts; None stands for one that is too big. Raises ZhunshengError with all that cannot be."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path, content in found.items():
        if content is None or len(content) > MOST_BYTES:
            problems.append(_too_big(path))
            continue
        try:
            files[path] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(_not_utf8(path, error.start))
    all_or_raise(problems)
    return files


def write_directory(directory: Path, files: Mapping[str, str]) -> None:
    """Write the files into a folder that is new or empty. Raises ZhunshengError where it is not."""
    if directory.exists() and any(directory.iterdir()):
        raise ZhunshengError(_not_empty(directory))
    for path, text in files.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _no_folder(directory: Path) -> Problem:
    return Problem(
        "blueprint.no_folder",
        Text(zh=f"没有文件夹「{directory}」", en=f"there is no folder '{directory}'"),
        Text(zh="写出放 bundle.yaml 的文件夹", en="name the folder in which bundle.yaml lies"),
    )


def _too_big(path: str) -> Problem:
    return Problem(
        "blueprint.file_too_big",
        Text(zh=f"文件超过 {MOST_BYTES // 1_000_000} MB", en=f"the file is over {MOST_BYTES // 1_000_000} MB"),
        Text(zh="数据不放在蓝图里", en="keep data out of the blueprint"),
        path,
    )


def _not_utf8(path: str, position: int) -> Problem:
    return Problem(
        "blueprint.not_utf8",
        Text(zh=f"不是 UTF-8 文字（第 {position + 1} 个字节）", en=f"not UTF-8 (byte {position + 1})"),
        Text(zh="另存为 UTF-8", en="save it as UTF-8"),
        path,
    )


def _not_empty(directory: Path) -> Problem:
    return Problem(
        "blueprint.folder_not_empty",
        Text(zh=f"文件夹「{directory}」不是空的", en=f"the folder '{directory}' is not empty"),
        Text(zh="换一个新的文件夹", en="name a new one"),
    )
