"""One YAML file as plain data, with the line of every node. Safe and strict: YAML 1.2's core types and no more.

Refused: anchors and aliases (a few lines could unfold to gigabytes), tags, duplicate keys, deep nesting, big files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml

from zhunsheng.engine.values import Problem, Text

Scalar = str | int | float | bool | date | datetime | None
Raw = Scalar | list["Raw"] | dict[str | int, "Raw"]
Path = tuple[str | int, ...]

MOST_CHARACTERS = 1_000_000
DEEPEST = 40
_TAG = "tag:yaml.org,2002:"
_NUMBER_STARTS = list("-+.0123456789")
_CORE = (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", _NUMBER_STARTS),
    ("float", r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+", _NUMBER_STARTS),
    ("date", r"\d{4}-\d\d-\d\d", _NUMBER_STARTS),
    ("datetime", r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[-+]\d\d:\d\d)?", _NUMBER_STARTS),
)


IMPLICIT = tuple((_TAG + name, re.compile(rf"^(?:{pattern})$"), starts) for name, pattern, starts in _CORE)
"""What a plain word means: (tag, pattern, first characters), in the order in which they are tried."""


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 reads `no` as false, `12:30` as 750 and `007` as 7; this one does not."""

    yaml_implicit_resolvers = {}


for _tag, _pattern, _starts in IMPLICIT:
    _Loader.add_implicit_resolver(_tag, _pattern, _starts)


@dataclass(frozen=True)
class Document:
    """A file's data, and the line on which each node begins; a node is named by the keys that lead to it."""

    raw: Raw
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the node, or of the nearest one around it."""
        steps = tuple(str(step) for step in path)
        while steps not in self.lines and steps:
            steps = steps[:-1]
        return self.lines.get(steps)


def load(text: str) -> tuple[Document | None, list[Problem]]:
    """Read a file's text. Problems carry their line; the document is None where nothing could be read."""
    if len(text) > MOST_CHARACTERS:
        return None, [_too_big(len(text))]
    try:
        if problems := _refused(text):
            return None, problems
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [_unreadable(error)]
    builder = _Builder()
    raw = None if node is None else builder.build(node, ())
    return Document(raw, builder.lines), builder.problems


class _Builder:
    """Turns YAML nodes into data, collecting lines and problems on the way."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], int] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, path: tuple[str, ...]) -> Raw:
        self.lines.setdefault(path, _line(node))
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.build(item, (*path, str(index))) for index, item in enumerate(node.value)]
            case _:
                return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str | int, Raw]:
        found: dict[str | int, Raw] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if isinstance(key, bool) or not isinstance(key, str | int):
                self.problems.append(_bad_key(_line(key_node)))
                continue
            inner = (*path, str(key))
            if key in found:
                self.problems.append(_twice(str(key), self.lines[inner], _line(key_node)))
                continue
            self.lines[inner] = _line(key_node)
            found[key] = self.build(value_node, inner)
        return found

    def _scalar(self, node: yaml.Node) -> Scalar:
        text = str(node.value)
        try:
            match node.tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return text == "true"
                case "int":
                    return int(text)
                case "float":
                    return _finite(text)
                case "date":
                    return date.fromisoformat(text)
                case "datetime":
                    return datetime.fromisoformat(text)
        except ValueError:
            self.problems.append(_no_such_value(text[:40], _line(node)))
            return None
        return text


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _line(node: yaml.Node | yaml.Event) -> int:
    mark = node.start_mark
    return int(mark.line) + 1 if mark else 1


def _refused(text: str) -> list[Problem]:
    """What YAML allows and a blueprint does not; nesting stops the reading at once."""
    problems: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        match event:
            case yaml.CollectionStartEvent():
                depth += 1
            case yaml.CollectionEndEvent():
                depth -= 1
        if depth > DEEPEST:
            return [*problems, _too_deep(_line(event))]
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            problems.append(_shared(event.anchor, _line(event)))
        elif getattr(event, "tag", None) is not None:
            problems.append(_tagged(_line(event)))
    return problems


def _too_big(size: int) -> Problem:
    return Problem(
        "blueprint.file_too_big",
        Text(
            zh=f"文件有 {size:,} 个字符，超过上限 {MOST_CHARACTERS:,}",
            en=f"the file has {size:,} characters; the limit is {MOST_CHARACTERS:,}",
        ),
        Text(
            zh="一个文件只写一个对象；数据不放在蓝图里",
            en="keep one entity to a file, and data out of the blueprint",
        ),
    )


def _unreadable(error: yaml.YAMLError) -> Problem:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    said = (error.problem if isinstance(error, yaml.MarkedYAMLError) else None) or str(error).splitlines()[0]
    return Problem(
        "blueprint.yaml",
        Text(zh=f"这里的 YAML 写法读不懂（{said}）", en=f"this is not YAML as it must be written ({said})"),
        Text(
            zh="检查缩进（用空格，不用制表符）、冒号后的空格和引号；以 % @ ` 开头的值要加引号",
            en="check indentation (spaces, no tabs), the space after a colon, and quotes; "
            "a value that begins with % @ ` needs quotes",
        ),
        line=int(mark.line) + 1 if mark else None,
    )


def _too_deep(line: int) -> Problem:
    return Problem(
        "blueprint.too_deep",
        Text(zh=f"嵌套超过 {DEEPEST} 层", en=f"nested deeper than {DEEPEST} levels"),
        Text(zh="把条件写得平一些", en="write it flatter"),
        line=line,
    )


def _shared(anchor: str, line: int) -> Problem:
    return Problem(
        "blueprint.anchor",
        Text(
            zh=f"不接受 YAML 的锚点和引用（&{anchor} / *{anchor}）",
            en=f"anchors and aliases are not accepted (&{anchor} / *{anchor})",
        ),
        Text(zh="把内容直接写出来", en="write the content out"),
        line=line,
    )


def _tagged(line: int) -> Problem:
    return Problem(
        "blueprint.tag",
        Text(zh="不接受 YAML 标签（! 开头）", en="YAML tags (beginning with !) are not accepted"),
        Text(zh="去掉标签；文字以 ! 开头时加引号", en="remove it, or quote a text that begins with !"),
        line=line,
    )


def _bad_key(line: int) -> Problem:
    return Problem(
        "blueprint.key",
        Text(zh="冒号前的名称必须是文字或整数", en="what stands before a colon must be a text or a whole number"),
        Text(zh="必要时给名称加引号", en="quote it where necessary"),
        line=line,
    )


def _twice(key: str, first: int, line: int) -> Problem:
    return Problem(
        "blueprint.duplicate_key",
        Text(zh=f"「{key}」写了两次（第 {first} 行已有）", en=f"'{key}' is given twice (already on line {first})"),
        Text(zh="留下一个", en="keep one of them"),
        line=line,
    )


def _no_such_value(text: str, line: int) -> Problem:
    return Problem(
        "blueprint.no_such_value",
        Text(zh=f"没有「{text}」这个日期或数", en=f"there is no date or number '{text}'"),
        Text(zh="改正它；若是文字就加引号", en="correct it, or quote it if it is a text"),
        line=line,
    )
