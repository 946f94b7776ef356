"""From files to a bundle, with everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.complaints import complaints
from zhunsheng.engine.blueprint.document import Document, Path, Raw, load
from zhunsheng.engine.blueprint.entity import FOLDERS, KINDS, SETTINGS_FILE, AnyEntity, Ref
from zhunsheng.engine.blueprint.migrations import CURRENT, migrate
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.values import Problem, Text, ZhunshengError, all_or_raise

_NOTHING: Mapping[Ref, AnyEntity] = {}


@dataclass(frozen=True)
class Fault:
    """A problem and the node of a file that it is about, by the keys that lead there."""

    file: str
    path: Path
    problem: Problem


@dataclass
class Reading:
    """What could be read of a bundle's files, and what is wrong with the rest.

    `unreadable`: entities that have a file, but not one that says what they are.
    `broken`: (file, line) of text that is no value at all; what a model says about it would only be an echo.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    settings: Settings | None = None
    entities: dict[Ref, AnyEntity] = field(default_factory=dict)
    unreadable: set[Ref] = field(default_factory=set)
    broken: set[tuple[str, int | None]] = field(default_factory=set)

    def report(self, problem: Problem, file: str, path: Path = ()) -> None:
        """Add a problem at the line of a node."""
        document = self.documents.get(file)
        line = problem.line or (document.line(path) if document else None)
        if (file, line) not in self.broken:
            self.faults.append(Fault(file, path, problem.at(file, line)))

    @property
    def problems(self) -> list[Problem]:
        return [fault.problem for fault in self.faults]

    def bundle(self) -> Bundle:
        """The bundle. Raises ZhunshengError with every problem, in the order of files and lines."""
        all_or_raise(sorted(self.problems, key=lambda problem: (problem.place, problem.line or 0)))
        if self.settings is None:
            raise ValueError("settings without a problem must have been read")
        return Bundle(self.settings, self.entities)


def read(files: Mapping[str, str]) -> Bundle:
    """The bundle that files (path → text) hold. Raises ZhunshengError with all problems of all files."""
    return scan(files).bundle()


def scan(
    files: Mapping[str, str], entities: Mapping[Ref, AnyEntity] = _NOTHING, settings: Settings | None = None
) -> Reading:
    """Read as much as can be read. `entities`, `settings`: what stands beside the files and was read before."""
    reading = Reading(settings=settings, entities=dict(entities))
    for path, text in sorted(files.items()):
        _load(reading, path, text)
    return _taken(reading, told=SETTINGS_FILE in files)


def scan_data(
    data: Mapping[str, Raw], entities: Mapping[Ref, AnyEntity] = _NOTHING, settings: Settings | None = None
) -> Reading:
    """The same of plain data: path → data."""
    documents = {path: Document(raw) for path, raw in sorted(data.items())}
    reading = Reading(documents, settings=settings, entities=dict(entities))
    return _taken(reading, told=SETTINGS_FILE in data)


def _taken(reading: Reading, *, told: bool) -> Reading:
    """What the documents say, as settings and entities. `told`: whether the settings have a file, readable or not."""
    raw = {path: document.raw for path, document in reading.documents.items()}
    if not told and reading.settings is None:
        reading.report(_no_settings(), SETTINGS_FILE)
    if SETTINGS_FILE in raw:
        try:
            raw = dict(migrate(raw))
        except ZhunshengError as error:
            for problem in error.problems:
                reading.report(problem, SETTINGS_FILE, ("format",))
            if error.problems[0].code == "blueprint.too_new":
                return reading
        _settings(reading, raw.pop(SETTINGS_FILE))
    for path, data in raw.items():
        _entity(reading, path, data)
    return reading


def _load(reading: Reading, path: str, text: str) -> None:
    ref = Ref.from_path(path)
    if ref is None and path != SETTINGS_FILE:
        reading.report(_stray(path), path)
        return
    document, problems = load(text)
    for problem in problems:
        reading.report(problem, path)
    reading.broken |= {(path, problem.line) for problem in problems if document is not None}
    if document is not None and isinstance(document.raw, dict):
        reading.documents[path] = document
        return
    if document is not None and not problems:
        reading.report(_no_mapping(), path)
    if ref is not None:
        reading.unreadable.add(ref)


def _settings(reading: Reading, raw: Raw) -> None:
    given = {**raw, "format": CURRENT} if isinstance(raw, dict) else raw
    try:
        reading.settings = Settings.model_validate(given)
    except ValidationError as error:
        for path, problem in complaints(error, given, Settings):
            reading.report(problem, SETTINGS_FILE, path)


def _entity(reading: Reading, file: str, raw: Raw) -> None:
    ref = Ref.from_path(file)
    if ref is None or not isinstance(raw, dict):
        raise ValueError(f"a step of the format's migrations left {file}")
    for path, problem in _misplaced(ref, raw):
        reading.report(problem, file, path)
    model = KINDS[ref.kind]
    given: Raw = {**raw, "kind": ref.kind}
    try:
        entity = model.model_validate(given)
    except ValidationError as error:
        reading.unreadable.add(ref)
        for path, problem in complaints(error, given, model):
            reading.report(problem, file, path)
        return
    if (named := Ref.of(entity)) in reading.entities:
        reading.report(_duplicate(named), file, ("id",))
    reading.entities.setdefault(named, entity)


def _misplaced(ref: Ref, raw: dict[str | int, Raw]) -> list[tuple[Path, Problem]]:
    """Whether the file says what its folder and name say."""
    found: list[tuple[Path, Problem]] = []
    if raw.get("kind") != ref.kind:
        found.append((("kind",), _wrong_kind(ref, raw.get("kind"))))
    if isinstance(raw.get("id"), str) and raw["id"] != ref.id:
        found.append((("id",), _wrong_name(ref, str(raw["id"]))))
    return found


def _no_settings() -> Problem:
    return Problem(
        "blueprint.no_settings",
        Text(zh=f"缺少 {SETTINGS_FILE}", en=f"{SETTINGS_FILE} is missing"),
        Text(
            zh=f"写一个 {SETTINGS_FILE}，含 format、name、time_zone",
            en=f"write a {SETTINGS_FILE} with format, name and time_zone",
        ),
    )


def _stray(path: str) -> Problem:
    places = [f"{folder}/<id>.yaml" for folder in FOLDERS.values()]
    return Problem(
        "blueprint.stray_file",
        Text(zh=f"「{path}」不在蓝图该放的位置", en=f"'{path}' does not lie where a blueprint's files lie"),
        proposal(path, [SETTINGS_FILE, *places]),
    )


def _no_mapping() -> Problem:
    return Problem(
        "blueprint.no_mapping",
        Text(zh="文件是空的，或不是一组「名称：值」", en="the file is empty or not made of 'name: value'"),
        Text(zh="写上 kind、id、name 等，或删去文件", en="give kind, id, name and so on, or delete the file"),
    )


def _wrong_kind(ref: Ref, given: Raw) -> Problem:
    known = str(given) in KINDS
    return Problem(
        "blueprint.wrong_kind",
        Text(
            zh=f"这个文件夹里的对象应写明 kind: {ref.kind}" + (f"，现为「{given}」" if given else ""),
            en=f"entities in this folder say kind: {ref.kind}" + (f", not '{given}'" if given else ""),
        ),
        Text(
            zh=f"移到 {FOLDERS[str(given)]}/" if known else f"写上 kind: {ref.kind}",
            en=f"move it to {FOLDERS[str(given)]}/" if known else f"write kind: {ref.kind}",
        ),
    )


def _wrong_name(ref: Ref, given: str) -> Problem:
    return Problem(
        "blueprint.wrong_file_name",
        Text(
            zh=f"文件名是「{ref.id}」，里面的 id 却是「{given}」",
            en=f"the file is named '{ref.id}', its id is '{given}'",
        ),
        Text(zh=f"改名为 {given}.yaml，或改 id", en=f"rename the file {given}.yaml, or change the id"),
    )


def _duplicate(ref: Ref) -> Problem:
    return Problem(
        "blueprint.duplicate_id",
        Text(zh=f"「{ref}」有两个文件", en=f"'{ref}' stands in two files"),
        Text(zh="留下一个", en="keep one of them"),
    )
