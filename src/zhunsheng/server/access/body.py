"""What a call may bring along: nothing but what is asked for, and only text that can be kept."""

from __future__ import annotations

import re

from ninja import Schema
from pydantic import ConfigDict

_UNKEPT = re.compile(r"[\x00\ud800-\udfff]")


class Body(Schema):
    """The body of a call. A field that nobody asked for is refused, so that no call sets more than it says."""

    model_config = ConfigDict(extra="forbid")


def keepable(value: object) -> bool:
    """Whether every text in it, at any depth, can be kept: none holds NUL or half a character."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if _UNKEPT.search(text):
                return False
            case dict() as entries:
                waiting += [*entries.keys(), *entries.values()]
            case list() as items:
                waiting += items
    return True
