"""Propose what was probably meant, or say what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from zhunsheng.engine.values import Text

_SHOWN = 20


def proposal(word: str, known: Iterable[str]) -> Text | None:
    """A remedy for an unknown word: the nearest known one, else the known ones; None where nothing is known."""
    choices = sorted(set(known))
    if not choices:
        return None
    if nearest := get_close_matches(word, choices, n=1):
        return Text(zh=f"是不是「{nearest[0]}」？", en=f"did you mean '{nearest[0]}'?")
    shown, more = choices[:_SHOWN], len(choices) > _SHOWN
    return Text(
        zh=f"可用的有：{'、'.join(shown)}{'……' if more else ''}",
        en=f"choose from: {', '.join(shown)}{', …' if more else ''}",
    )
