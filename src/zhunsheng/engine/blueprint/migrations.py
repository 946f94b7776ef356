"""How bundles of an older format become bundles of today's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhunsheng.engine.blueprint.document import Raw
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE
from zhunsheng.engine.values import Problem, Text, ZhunshengError

RawBundle = Mapping[str, Raw]
"""Path of a file → its data."""
Step = Callable[[RawBundle], RawBundle]

STEPS: Mapping[int, Step] = {}
"""Format n → the step that makes a bundle of format n one of format n + 1."""
CURRENT = len(STEPS) + 1


def migrate(raw: RawBundle, steps: Mapping[int, Step] = STEPS) -> RawBundle:
    """The bundle in the newest format that `steps` lead to. Raises ZhunshengError where that is not possible."""
    newest = len(steps) + 1
    for number in range(_format(raw, newest), newest):
        raw = _numbered(steps[number](raw), number + 1)
    return raw


def _numbered(raw: RawBundle, number: int) -> RawBundle:
    settings = raw[SETTINGS_FILE]
    return {**raw, SETTINGS_FILE: {**settings, "format": number} if isinstance(settings, dict) else settings}


def _format(raw: RawBundle, newest: int) -> int:
    settings = raw.get(SETTINGS_FILE)
    found = settings.get("format") if isinstance(settings, dict) else None
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise ZhunshengError(_no_format(newest))
    if found > newest:
        raise ZhunshengError(_too_new(found, newest))
    return found


def _no_format(newest: int) -> Problem:
    return Problem(
        "blueprint.no_format",
        Text(zh=f"{SETTINGS_FILE} 没有写明格式版本", en=f"{SETTINGS_FILE} does not say which format it has"),
        Text(zh=f"写上 format: {newest}", en=f"add format: {newest}"),
        SETTINGS_FILE,
    )


def _too_new(found: int, newest: int) -> Problem:
    return Problem(
        "blueprint.too_new",
        Text(
            zh=f"蓝图的格式是 {found}，本程序只认识到 {newest}",
            en=f"the bundle has format {found}; this program knows formats up to {newest}",
        ),
        Text(zh="升级准绳后再读", en="upgrade Zhunsheng and read it again"),
        SETTINGS_FILE,
    )
