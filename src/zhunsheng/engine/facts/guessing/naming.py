"""What a source, its fields and its files are called, from what people call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from pypinyin import lazy_pinyin

_LONGEST, _READ = 63, 200
_NO_WORD = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_COUNTERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[（(\[【]\s*\d+\s*[)）\]】]",
        r"副本|复件|最终版|终版|定稿|导出|最新",
        r"(?<![A-Za-z])(?:copy(?: of)?|final|export(?:ed)?|latest|new)(?![A-Za-z])",
        r"\d{4}\s*年(?:\s*(?:第?[一二三四1-4]\s*季度|上半年|下半年|\d{1,2}\s*月(?:份)?(?:\s*\d{1,2}\s*日)?))?",
        r"\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日)?",
        r"(?<!\d)(?:19|20)\d{2}[-_.]?[QqWw]\d{1,2}(?!\d)",
        r"(?<!\d)(?:19|20)\d{2}[-_.]\d{1,2}(?:[-_.]\d{1,2})?(?!\d)",
        r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?:[-_ T]?\d{4,6})?(?!\d)",
        r"(?<!\d)(?:19|20)\d{2}(?!\d)",
        r"(?<![A-Za-z0-9])[Vv]\d+(?:\.\d+)?(?![A-Za-z0-9])",
    )
)
_SYSTEMS = (
    *("CRM", "ERP", "HRIS", "OA", "MES", "WMS", "SAP", "Salesforce", "Jira", "Zendesk"),
    *("金蝶", "用友", "钉钉", "飞书", "企业微信", "北森", "纷享销客", "销售易"),
)
_EDGES = " _-.·—~+,，、;；"
_PATTERN = re.compile(r"[\[\]*?]")
_COUNTER = re.compile(r"(?<=\D)[_\- ]+\d{1,3}$")


def stem(name: str) -> str:
    """What a file is called without what changes from one to the next: dates, counters, copies."""
    whole = name.rsplit(".", 1)[0] if "." in name else name
    left = unicodedata.normalize("NFC", whole)
    for counter in _COUNTERS:
        left = counter.sub(" ", left)
    left = _COUNTER.sub("", left.strip(_EDGES))
    return re.sub(r"\s+", " ", left).strip(_EDGES)


def patterns(name: str) -> tuple[str, ...]:
    """Names by which files of the kind are known again."""
    kept = stem(name)
    if not kept:
        return ()
    begins = _PATTERN.sub("?", kept)
    front = "" if unicodedata.normalize("NFC", name).startswith(kept) else "*"
    return tuple(f"{front}{begins}*.{suffix}" for suffix in ("csv", "xlsx"))


def system(name: str) -> str:
    """The system that a file's name speaks of; empty where it speaks of none."""
    return next((one for one in _SYSTEMS if _spoken(one, name)), "")


def _spoken(word: str, name: str) -> bool:
    pattern = rf"(?<![A-Za-z]){word}(?![A-Za-z])" if word.isascii() else word
    return re.search(pattern, name, re.IGNORECASE) is not None


def identifier(text: str, taken: Collection[str], otherwise: str) -> str:
    """A name as the engine takes it, and none of those that are taken."""
    name = _plain(text[:_READ]) or otherwise
    if not name[0].isalpha():
        name = f"{otherwise[0]}_{name}"
    name = name[:_LONGEST].rstrip("_")
    return name if name not in taken else next(one for one in _numbered(name) if one not in taken)


def identifiers(headings: Iterable[str]) -> list[str]:
    """One for each heading, all different."""
    found: list[str] = []
    for heading in headings:
        found.append(identifier(heading, found, "field"))
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    spelt = "_".join(lazy_pinyin(_HUMP.sub("_", folded)))
    return _NO_WORD.sub("_", spelt.lower()).strip("_")


def _numbered(name: str) -> Iterable[str]:
    return (f"{name[: _LONGEST - len(str(at)) - 1]}_{at}" for at in range(2, 10_000))
