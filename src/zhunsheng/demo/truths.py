"""What is hidden in the example company, as data: `truth.yaml`."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from zhunsheng.engine.values import Frozen, Text


class Truth(Frozen):
    """Something true of the company, or a decoy that only looks like it.

    `who`: seat codes or unit names it is about; `where`: regions; `since`, `until`: its days, the last one not
    included; `effects`: sizes by name: shares and rates as fractions, else in the unit that the name ends with.
    `needs`: requirements whose mechanisms find it.
    """

    id: str
    kind: Literal["truth", "decoy"]
    title: Text
    who: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    effects: dict[str, float] = {}
    needs: tuple[str, ...] = ()


@cache
def truths() -> dict[str, Truth]:
    """By id, e.g. `T1`, `D2`."""
    said = yaml.safe_load((Path(__file__).parent / "truth.yaml").read_text(encoding="utf-8"))
    return {one["id"]: Truth(**one) for one in said}
