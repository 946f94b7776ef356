"""What a guess is: a field as it may be, how sure, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.engine.facts.source import SourceField
from zhunsheng.engine.values import Text


@dataclass(frozen=True)
class Kind:
    """What a column may be. `confidence`: 0 to 1. `open`: nothing fits better, and yet something is to be asked."""

    field: SourceField
    confidence: float
    why: Text
    open: bool = False


def both(*said: Text) -> Text:
    """Reasons one after the other."""
    return Text(zh="；".join(one.zh for one in said), en="; ".join(one.en for one in said))


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def most(share: float, zh: str, en: str) -> Text:
    """So many of the cells are that."""
    return Text(zh=f"{percent(share)} 的格子是{zh}", en=f"{percent(share)} of its cells are {en}")


def heading_says(zh: str, en: str) -> Text:
    return Text(zh=f"列名像是{zh}", en=f"the heading speaks of {en}")
