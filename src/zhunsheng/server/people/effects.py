"""What a list of people changes, person by person and field by field, and which units it would make. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from rapidfuzz import fuzz, process

from zhunsheng.server.people.said import Known
from zhunsheng.server.people.timeline import NOWHERE, Place, place_on
from zhunsheng.server.people.units import with_parents
from zhunsheng.server.people.values import Effects, FieldChange, NewUnit

MOST = 300
"""Changes that are told one by one."""
_ALIKE = 80
_NEVER_ALIKE = 100_000
"""Units against units beyond which nothing but endings is compared."""

Books = Mapping[str, Known]


def effects(people: Books, books: Books, units: Collection[str], day: date) -> Effects:
    """Of people as the list leaves them: what differs on the day from the books, and units not known yet."""
    known = {**books, **people}
    changed = [
        one
        for number, person in people.items()
        if number in books and books[number] != person
        for one in _changes(number, books[number], person, known, day)
    ]
    return Effects(tuple(changed[:MOST]), len(changed[MOST:]), new_units(people, units))


def new_units(people: Books, known: Collection[str]) -> tuple[NewUnit, ...]:
    """Units that the list would make, each with whoever it places there and the known one that may be meant."""
    heads: dict[str, int] = {}
    for person in people.values():
        for unit in {stint.place.unit for stint in (*person.primary, *person.second)} - {None}:
            heads[unit or ""] = heads.get(unit or "", 0) + 1
    missing = dict.fromkeys(code for unit in sorted(heads) for code, *_ in with_parents(unit, known))
    alike = len(missing) * len(known) <= _NEVER_ALIKE
    return tuple(NewUnit(code, heads.get(code, 0), _meant(code, known, alike=alike)) for code in missing)


def _meant(code: str, known: Collection[str], *, alike: bool) -> str | None:
    """The one known unit whose path ends like this one, else the one that is spelt almost so."""
    ends = [other for other in known if other.endswith(f"/{code}")]
    if ends or not alike:
        return ends[0] if len(ends) == 1 else None
    found = process.extractOne(code, sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(found[0]) if found else None


def _changes(number: str, before: Known, after: Known, known: Books, day: date) -> Iterator[FieldChange]:
    old, new = _fields(before, known, day), _fields(after, known, day)
    found = [FieldChange(number, after.name, name, old[name], new[name]) for name in old if old[name] != new[name]]
    yield from found or [FieldChange(number, after.name, "posts", None, None)]


def _fields(person: Known, known: Books, day: date) -> dict[str, str | None]:
    """What is told of a person as on the day, or as last where not employed then."""
    last = person.primary[-1].place if person.primary else NOWHERE
    place = place_on(person.primary, day) or last
    second = [stint.place for stint in person.second if stint.until > day]
    return {
        "name": person.name,
        **_place(place, known),
        "email": person.email,
        "hired": person.hired.isoformat() if person.hired else None,
        "left": _last_day(person.left),
        "second": " / ".join(part for each in second for part in [each.unit or each.position] if part) or None,
    }


def _place(place: Place, known: Books) -> dict[str, str | None]:
    boss = known.get(place.manager or "")
    manager = f"{boss.name} {place.manager}" if boss and boss.name != place.manager else place.manager
    return {"unit": place.unit, "position": place.position, "region": place.region, "manager": manager}


def _last_day(left: date | None) -> str | None:
    """`left` is the first day without employment."""
    return date.fromordinal(left.toordinal() - 1).isoformat() if left else None
