"""Whether a file lists people, or the members of a dimension, rather than what happened."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.facts.guessing.keys import unique
from zhunsheng.engine.facts.guessing.known import Known, folded
from zhunsheng.engine.facts.guessing.members import named
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType, PeopleList, SourceField

_PLACES = ("unit", "region", "position", "manager", "starts", "ends")
_DATED = (FieldType.DATE, FieldType.DATETIME)
People = dict[str, int]
"""Part of a list of people → position of its column."""


def people(columns: Sequence[Profile], fields: Sequence[SourceField], rows: int) -> People | None:
    """Which column says what of people; None where it is no list of them: who, each once, and where they belong."""
    who = [at for at, column in enumerate(columns) if unique(column, rows) and _names_people(column.heading)]
    if not who:
        return None
    number = max(who, key=lambda at: (says(columns[at].heading, "number"), says(columns[at].heading, "key"), -at))
    found = {"number": number}
    others = [at for at in range(len(columns)) if at != number]
    for part in _PLACES:
        dated = part in ("starts", "ends")
        fits = [at for at in others if says(columns[at].heading, part) and dated == (fields[at].type in _DATED)]
        fits = [at for at in fits if columns[at].rows and not _counts(fields[at])]
        if fits:
            found[part] = max(fits, key=lambda at: (_is_name(columns[at], part), -at))
    if not {"unit", "manager", "position", "starts"} & found.keys():
        return None
    labels = [at for at in others if says(columns[at].heading, "name") and at not in found.values()]
    labels = [at for at in labels if columns[at].filled > 0.9 and "用户" not in columns[at].heading]
    return found | {"label": min(labels, default=number)}


def feeds_people(found: People, ids: Sequence[str], columns: Sequence[Profile]) -> PeopleList:
    """The same in the words of a source. A manager who is nowhere in the list becomes a person too."""
    made = bool("manager" in found and _strangers(columns, found))
    return PeopleList(**{part: ids[at] for part, at in found.items()}, create_managers=made)


def members(
    columns: Sequence[Profile], fields: Sequence[SourceField], name: str, key: tuple[int, ...], known: Known
) -> tuple[str, int, int | None] | None:
    """(dimension, key, label) of a list of members: one thing each, told apart by a name, with properties."""
    if len(key) != 1:
        return None
    (at,) = key
    listed = says(name, "list")
    dimension = named(columns[at].heading, known) or _by_name(columns[at].heading, name, known, listed=listed)
    if dimension in (None, "person") or fields[at].type in (*_DATED, FieldType.MONEY, FieldType.NUMBER):
        return None
    happened = any(field.type in _DATED and not says(columns[i].heading, "past") for i, field in enumerate(fields))
    if happened and not listed and named(name, known) != dimension:
        return None
    labels = [i for i, column in enumerate(columns) if i != at and says(column.heading, "name") and column.filled > 0.9]
    own = [i for i in labels if named(columns[i].heading, known) in (dimension, None)]
    return str(dimension), at, min(own, default=None)


def _by_name(heading: str, name: str, known: Known, *, listed: bool) -> str | None:
    """By the file's name, where the key is called no more than name or number."""
    plain = says(heading, "name") or (listed and says(heading, "key"))
    return named(name, known) if plain else None


def _names_people(heading: str) -> bool:
    if says(heading, "manager") and not says(heading, "number"):
        return False
    return says(heading, "number") or "姓名" in heading or says(heading, "person")


def _is_name(column: Profile, part: str) -> bool:
    """Of several columns for one part the one in words: a manager's name goes before a manager's number of another
    numbering, a department's name before its code."""
    return not column.share(str.isdecimal) > 0.5 if part != "manager" else not says(column.heading, "key")


def _counts(field: SourceField) -> bool:
    return field.type in (FieldType.MONEY, FieldType.BOOLEAN)


def _strangers(columns: Sequence[Profile], found: People) -> set[str]:
    """Managers whom neither numbers nor names of the list know."""
    listed = {folded(text) for part in ("number", "label") for text in columns[found[part]].words}
    return {folded(text) for text in columns[found["manager"]].words} - listed
