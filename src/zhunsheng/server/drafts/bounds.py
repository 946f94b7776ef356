"""What a draft can carry: any JSON that YAML can say too, of a sane size, under a name that a file can have."""

from __future__ import annotations

import json
import re

from zhunsheng.engine.blueprint.bodies import Body
from zhunsheng.engine.blueprint.document import DEEPEST, MOST_CHARACTERS
from zhunsheng.engine.blueprint.entity import KINDS, SETTINGS, Ref
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.drafts import problems

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}")


def named(kind: str, entity: str) -> Ref:
    """The entity that an address names; raises Refusal where there can be none."""
    ref = Ref(kind, entity)
    if ref != SETTINGS and not (kind in KINDS and _NAME.fullmatch(entity)):
        raise unknown_or_hidden(Text(zh=f"「{kind}/{entity}」", en=f"'{kind}/{entity}'"))
    return ref


def carried(body: Body) -> None:
    """Raises ZhunshengError for what no file could say."""
    if _depth(body) > DEEPEST:
        raise ZhunshengError(problems.too_deep(DEEPEST))
    try:
        size = len(json.dumps(body, ensure_ascii=False, allow_nan=False))
    except ValueError as error:
        raise ZhunshengError(problems.no_number()) from error
    if size > MOST_CHARACTERS:
        raise ZhunshengError(problems.too_large(size, MOST_CHARACTERS))


def _depth(body: object) -> int:
    """How deep it is nested, told without nesting."""
    deepest, waiting = 0, [(body, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(item, depth + 1) for item in inner]
    return deepest
