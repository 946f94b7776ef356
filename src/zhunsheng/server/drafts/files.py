"""A blueprint as one file to take along: a ZIP of its YAML files, or one of these."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from zhunsheng.connectors.files.archive import is_archive, unpacked
from zhunsheng.engine.blueprint.bundle import Bundle, write
from zhunsheng.engine.blueprint.document import load
from zhunsheng.engine.blueprint.entity import FOLDERS, KINDS, SETTINGS_FILE, Ref
from zhunsheng.engine.values import Problem, Text, ZhunshengError, all_or_raise
from zhunsheng.server.blueprints.directory import MOST_BYTES, as_texts, is_ours

LARGEST = 20 << 20  # bytes
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say


def zipped(bundle: Bundle) -> bytes:
    """The bundle's files; the same bundle is the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in sorted(write(bundle).items()):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, text)
    return out.getvalue()


def unzipped(name: str, content: bytes) -> dict[str, str]:
    """The YAML files of an uploaded file, by their paths in a bundle. Raises ZhunshengError with every problem."""
    if not is_archive(content):
        return _single(name, content)
    found = unpacked(content, name, MOST_BYTES)
    paths = {path: PurePosixPath(path) for path in found}
    ours = {path: found[path] for path, parts in paths.items() if is_ours(parts)}
    if not ours:
        raise ZhunshengError(_no_yaml(name))
    texts = as_texts(ours)
    top = _top([paths[path] for path in ours])
    return {path.removeprefix(top): text for path, text in texts.items()}


def _top(paths: list[PurePosixPath]) -> str:
    """The folder that was packed with everything in it, if one was."""
    firsts = {path.parts[0] for path in paths}
    packed = len(firsts) == 1 and all(len(path.parts) > 1 for path in paths) and not firsts & {*FOLDERS.values()}
    return f"{firsts.pop()}/" if packed else ""


def _single(name: str, content: bytes) -> dict[str, str]:
    """A file on its own says itself what it is."""
    (text,) = as_texts({name: content}).values()
    document, problems = load(text)
    all_or_raise([problem.at(name, problem.line) for problem in problems])
    raw = document.raw if document else None
    if isinstance(raw, dict) and "format" in raw and "kind" not in raw:
        return {SETTINGS_FILE: text}
    if isinstance(raw, dict) and raw.get("kind") in KINDS and isinstance(raw.get("id"), str):
        return {Ref(str(raw["kind"]), str(raw["id"])).path: text}
    raise ZhunshengError(_no_entity(name))


def too_large() -> Problem:
    return Problem(
        "draft.file_too_large",
        Text(zh="文件超过 20 MB，没有接收", en="the file is larger than 20 MB and was not taken"),
        Text(zh="只放蓝图的 YAML 文件", en="pack the blueprint's YAML files only"),
    )


def _no_yaml(name: str) -> Problem:
    return Problem(
        "draft.no_yaml",
        Text(zh="压缩包里没有蓝图文件（.yaml）", en="the ZIP holds no file of a blueprint (.yaml)"),
        Text(
            zh="用「导出」得到的 ZIP，或含 bundle.yaml 的文件夹",
            en="use an exported ZIP, or a folder with bundle.yaml",
        ),
        name,
    )


def _no_entity(name: str) -> Problem:
    return Problem(
        "draft.no_entity",
        Text(
            zh="看不出这个文件是什么：没有写 kind 和 id",
            en="the file does not say what it is by kind and id",
        ),
        Text(zh="写上 kind 和 id，或上传导出的 ZIP", en="give kind and id, or upload a ZIP that was exported"),
        name,
    )
