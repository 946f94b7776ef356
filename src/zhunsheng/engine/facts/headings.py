"""Which column of a file is which field. A renamed column is proposed, never assumed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from rapidfuzz import fuzz

from zhunsheng.engine.facts.source import Source, SourceField
from zhunsheng.engine.values import Problem, Text, all_or_raise

_SIMILAR = 70
_KEPT = 10
"""How much more alike two names are, at most, of which one begins or ends with the other."""
_UNIT = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True)
class Headings:
    """`columns`: field → heading. `absent`: optional fields the file lacks. `unused`: headings no field asks for."""

    columns: dict[str, str]
    absent: tuple[str, ...]
    unused: tuple[str, ...]

    def table(self, raw: pa.Table) -> pa.Table:
        """The columns that matter, named by field, as `parse` reads them."""
        wanted = raw.select([*self.columns.values(), "_row"])
        return wanted.rename_columns([*self.columns, "_row"])

    def cells(self, cells: dict[str, str]) -> dict[str, str]:
        """The cells of one row, named by field; those of other columns keep their heading."""
        fields = {heading: field for field, heading in self.columns.items()}
        return {fields.get(heading, heading): text for heading, text in cells.items()}


def match_headings(source: Source, headings: Sequence[str], *, surely: bool = False) -> Headings:
    """Find the column of every field; raises all problems at once.

    Case, spaces and width of characters do not matter. A column may be absent only if no cell of it is required.
    `surely`: the table is known to be the source's, however few of its columns it has.
    """
    problems: list[Problem] = []
    columns: dict[str, str] = {}
    for name in source.fields:
        found = _candidates(source, name, headings)
        if len(found) > 1:
            problems.append(_twice(source.heading(name), found))
        if found:
            columns[name] = found[0]
    unused = tuple(heading for heading in headings if heading not in columns.values())
    absent = tuple(name for name in source.fields if name not in columns)
    for name in absent:
        problems += _lost(source, name, unused)
    if not problems and not surely and unused and len(columns) * 2 < len(source.fields):
        problems.append(_another_file(source, [*columns.values()], unused))
    all_or_raise(problems)
    return Headings(columns, absent, unused)


def columns_of(source: Source, headings: Sequence[str]) -> dict[str, str]:
    """Field → heading, as far as they are found without doubt."""
    found = {name: _candidates(source, name, headings) for name in source.fields}
    return {name: several[0] for name, several in found.items() if len(several) == 1}


def _candidates(source: Source, name: str, headings: Sequence[str]) -> list[str]:
    """The headings that may be the field's: by its column, else by an earlier name. Exact spelling wins."""
    for wanted in (source.heading(name), *source.fields[name].also):
        if wanted in headings:
            return [wanted]
        if found := [heading for heading in headings if _folded(heading) == _folded(wanted)]:
            return found
    return []


def _folded(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def _lost(source: Source, name: str, unused: Sequence[str]) -> list[Problem]:
    """A missing column is a problem if it is needed, or if it seems to live on under another name."""
    field = source.fields[name]
    needed = field.required or name in (*source.key, source.identity, source.time)
    like = renamed(source, name, unused)
    if not (needed or like):
        return []
    column = source.heading(name)
    return [_renamed(column, like[0]) if like else _missing(column, unused)]


def _names(source: Source, name: str, field: SourceField) -> list[str]:
    spoken = [field.name.zh, field.name.en] if field.name else []
    return [_folded(known) for known in (source.heading(name), name, *field.also, *spoken)]


def renamed(source: Source, name: str, unused: Sequence[str]) -> tuple[str, float] | None:
    """The unused heading that seems to be a field's new name, and how like it is, from 0 to 100; None: none is."""
    names = _names(source, name, source.fields[name])
    likeness = {heading: max(_likeness(heading[:200], one) for one in names) for heading in unused if heading}
    best = max(likeness, key=lambda heading: likeness[heading], default=None)
    return (best, likeness[best]) if best is not None and likeness[best] >= _SIMILAR else None


def _likeness(heading: str, name: str) -> float:
    """From 0 to 100; words may have changed places: value_closed is much like close_value."""
    words = fuzz.token_sort_ratio(_words(heading), _words(name))
    return max(words, fuzz.ratio(_folded(heading), name), _kept(_folded(heading), name))


def _kept(one: str, other: str) -> float:
    """At least _SIMILAR where a Chinese name is left whole and something came before or after it, or a unit; else 0.

    阶段 and 订单阶段 have little in common by letters. Of 客户 and 客户经理 that says too much: so it is asked.
    """
    short, long = sorted((_UNIT.sub("", one), _UNIT.sub("", other)), key=len)
    if not _CHINESE.fullmatch(short) or not (long.startswith(short) or long.endswith(short)):
        return 0.0
    return _SIMILAR + _KEPT * len(short) / len(long)


def _words(heading: str) -> str:
    return heading.casefold().replace("_", " ").replace("-", " ")


def _renamed(column: str, heading: str) -> Problem:
    return Problem(
        "heading.renamed",
        Text(
            zh=f"缺少列「{column}」；它是不是改名为「{heading}」了？",
            en=f"column '{column}' is missing; did it become '{heading}'?",
        ),
        Text(
            zh=f"若是，把「{heading}」加到该字段的 also 里再导入；若不是，补上列「{column}」",
            en=f"if so, add '{heading}' to the field's `also` and load again; if not, add the column '{column}'",
        ),
        column,
    )


def _missing(column: str, unused: Sequence[str]) -> Problem:
    others = "、".join(unused[:20])
    zh, en = (f"；没有用到的列：{others}", f"; columns without a field: {others}") if unused else ("", "")
    return Problem(
        "heading.missing",
        Text(zh=f"缺少列「{column}」{zh}", en=f"column '{column}' is missing{en}"),
        Text(
            zh="补上这一列，或在字段的 column、also 里写上文件里的列名",
            en="add the column, or name the file's heading in the field's `column` or `also`",
        ),
        column,
    )


def _another_file(source: Source, found: Sequence[str], unused: Sequence[str]) -> Problem:
    known, strange = "、".join(found) or "—", "、".join(unused[:20])
    return Problem(
        "heading.another_file",
        Text(
            zh=f"这不像「{source.name.zh}」的文件：认得的列只有 {known}；不认得的列：{strange}",
            en=f"this does not look like a file of '{source.name.en}': known columns: {known}; unknown: {strange}",
        ),
        Text(
            zh="检查文件和数据源是否对应；若列名都改了，在字段的 column、also 里写上新列名",
            en="check file and source; if all headings changed, name the new ones in the fields' `column` or `also`",
        ),
        source.id,
    )


def _twice(column: str, headings: Sequence[str]) -> Problem:
    listed = "、".join(f"「{heading}」" for heading in headings)
    return Problem(
        "heading.twice",
        Text(zh=f"有几列都像「{column}」：{listed}", en=f"several columns could be '{column}': {listed}"),
        Text(zh="只留一列", en="keep one of them"),
        column,
    )
