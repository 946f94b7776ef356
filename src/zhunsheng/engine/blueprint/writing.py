"""Entities as YAML text: stable, readable, and read back as the same entity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

import yaml
from pydantic import BaseModel

from zhunsheng.engine.blueprint.document import IMPLICIT, Raw
from zhunsheng.engine.metrics.expression import Binary, Expression, parse
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.values import Frozen

_WIDTH = 110
_ONE_LINE = 80
_MOMENT = "tag:yaml.org,2002:timestamp"
_TELLS = ("kind", "feeds", "do")  # as text they tell which model the rest is


_BREAKS = frozenset("\x85\u2028\u2029")
"""Line breaks that YAML folds into spaces unless they are written as escapes."""


class _Dumper(yaml.SafeDumper):
    """Quotes whatever YAML 1.1 or our own reader would not take as text; puts short mappings on one line."""

    yaml_implicit_resolvers = {start: list(rules) for start, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()}

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_words(self, words: str) -> yaml.ScalarNode:
        quoted = '"' if _BREAKS.intersection(words) else None
        return self.represent_scalar("tag:yaml.org,2002:str", words, style=quoted)

    def represent_moment(self, moment: datetime) -> yaml.ScalarNode:
        return self.represent_scalar(_MOMENT, moment.isoformat())  # no space at which a line could break

    def represent_mapping(self, tag: str, mapping: object, flow_style: bool | None = None) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)  # type: ignore[arg-type]
        node.flow_style = _short([part for pair in node.value for part in pair])
        return node

    def represent_sequence(self, tag: str, sequence: object, flow_style: bool | None = None) -> yaml.SequenceNode:
        node = super().represent_sequence(tag, sequence, flow_style)  # type: ignore[arg-type]
        node.flow_style = _short(node.value)
        return node


_Dumper.add_representer(str, _Dumper.represent_words)
_Dumper.add_representer(datetime, _Dumper.represent_moment)
for _tag, _pattern, _starts in IMPLICIT:
    _Dumper.add_implicit_resolver(_tag, _pattern, _starts)


def _short(nodes: list[yaml.Node]) -> bool:
    return all(_is_small(node) for node in nodes) and sum(map(_length, nodes)) <= _ONE_LINE


def _is_small(node: yaml.Node) -> bool:
    if node.tag == _MOMENT and ":" in node.value:
        return False  # within braces it would have to be quoted, and be a text
    return isinstance(node, yaml.ScalarNode) or (isinstance(node, yaml.SequenceNode) and bool(node.flow_style))


def _length(node: yaml.Node) -> int:
    return 3 + (len(node.value) if isinstance(node, yaml.ScalarNode) else sum(map(_length, node.value)))


def text(model: Frozen) -> str:
    """The model as a YAML document; what equals its default is left out."""
    return yaml.dump(plain(model), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def plain(value: object) -> Raw:
    """The same as plain data: mappings, lists and scalars."""
    match value:
        case Composite():
            return {**_model(value), "formula": _formula(value.formula)}
        case BaseModel():
            return _model(value)
        case Enum():
            return str(value.value)
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case None | bool() | int() | float() | str() | datetime() | date():
            return value
    raise TypeError(f"{type(value).__name__} has no place in a blueprint")


def _model(model: BaseModel) -> dict[str | int, Raw]:
    kept: dict[str | int, Raw] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        tells = name in _TELLS and isinstance(value, str)
        if tells or field.is_required() or value != field.get_default(call_default_factory=True):
            kept[field.alias or name] = plain(value)
    return dict(sorted(kept.items(), key=lambda item: item[0] not in _TELLS or not isinstance(item[1], str)))


def _formula(formula: Expression) -> Raw:
    """As people write it where that reads back as the same tree, else the tree."""
    written = str(formula).removeprefix("(").removesuffix(")") if isinstance(formula, Binary) else str(formula)
    try:
        same = parse(written) == formula
    except ValueError:
        same = False
    return written if same else _model(formula)
