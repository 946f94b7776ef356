"""How files name units: by a code, or by a path from the top. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_STEP = re.compile(r"\s*/\s*")


def unit_code(cell: str, known: Collection[str]) -> str | None:
    """The code of the unit a cell names: a known code as it stands, else its tidied path; None: an empty step."""
    if cell in known:
        return cell
    steps = _STEP.split(unicodedata.normalize("NFKC", cell).strip().strip("/").strip())
    return "/".join(steps) if all(steps) else None


def with_parents(code: str, known: Collection[str]) -> list[tuple[str, str, str | None]]:
    """(code, name, parent's code) of the unit and those above it that are not known yet, the highest first."""
    missing: list[tuple[str, str, str | None]] = []
    while code not in known:
        parent, slash, name = code.rpartition("/")
        missing.append((code, name, parent if slash else None))
        if not slash:
            break
        code = parent
    return missing[::-1]
