"""What a list of people would do, decided before anything is written: all problems at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhunsheng.server.people import problems
from zhunsheng.server.people.circles import circles
from zhunsheng.server.people.said import Known, When, after, last_day_after
from zhunsheng.server.people.timeline import EVER, FOREVER, NOWHERE, Stint, overlapping
from zhunsheng.server.people.units import unit_code
from zhunsheng.server.people.values import UNSAID, ImportReport, PersonRow, Refused

Books = Mapping[str, Known]

LONGEST = {"number": 100, "name": 200, "unit": 500, "position": 200, "region": 200, "email": 254}
"""Characters that the books keep."""


@dataclass(frozen=True)
class Plan:
    """People as the list would leave them, by number, and the rows that cannot be read so."""

    people: dict[str, Known] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


def plan(rows: Sequence[PersonRow], books: Books, units: Collection[str], when: When, *, create_managers: bool) -> Plan:
    """The people of the rows as they would be. Refused are rows that contradict themselves, others or the books."""
    found: list[Refused] = [problems.number_missing([row.row]) for row in rows if not row.number]
    found += [one for row in rows for one in _too_long(row)]
    groups = _by_number(row for row in rows if row.number)
    who = _Names(groups, books)
    people: dict[str, Known] = {}
    for number, group in groups.items():
        read = [_read(row, who, units, found, create_managers=create_managers) for row in _distinct(group)]
        wrong = _contradictions(number, read, books.get(number))
        found += wrong
        if not wrong:
            people[number] = after(read, books.get(number), when)
    people |= {name: _manager(name) for name in who.created}
    return Plan(people, (*found, *_circles(people, books, groups)))


def partial(
    rows: Sequence[PersonRow], planned: Callable[[Sequence[PersonRow]], Plan], unreadable: Sequence[Refused]
) -> Plan:
    """The plan of the rows that can be loaded without the refused ones, and without those that depend on them."""
    refused: list[Refused] = []
    rows = _without(rows, unreadable)
    while True:
        made = planned(rows)
        refused += made.refused
        if not made.refused:
            return replace(made, refused=tuple(refused))
        rows = _without(rows, made.refused)


def _without(rows: Sequence[PersonRow], refused: Sequence[Refused]) -> list[PersonRow]:
    """Rows of people of whom no row is refused."""
    bad = {row for one in refused for row in one.rows}
    numbers = {row.number for row in rows if row.row in bad}
    return [row for row in rows if row.row not in bad and row.number not in numbers]


def report(people: Mapping[str, Known], books: Books, refused: Sequence[Refused]) -> ImportReport:
    """Every person to be loaded counted once; refused rows in the order of the file."""
    new = sum(number not in books for number in people)
    changed = {n: books[n] for n, person in people.items() if n in books and books[n] != person}
    left = sum(people[n].left not in (None, before.left) for n, before in changed.items())
    unchanged = len(people) - new - len(changed)
    ordered = tuple(sorted(refused, key=lambda one: one.rows))
    return ImportReport(new, len(changed) - left, unchanged, left, ordered)


class _Names:
    """Who is meant by a manager's number or name: people of the list and of the books."""

    def __init__(self, groups: Mapping[str, Sequence[PersonRow]], books: Books) -> None:
        self._numbers = books.keys() | groups.keys()
        self._by_name: dict[str, set[str]] = {}
        self.created: set[str] = set()
        for number, person in books.items():
            self._by_name.setdefault(person.name, set()).add(number)
        for number, rows in groups.items():
            for row in rows:
                if isinstance(row.name, str):
                    self._by_name.setdefault(row.name, set()).add(number)

    def numbers(self, text: str) -> set[str]:
        return {text} if text in self._numbers else self._by_name.get(text, set())

    def create(self, name: str) -> None:
        self.created.add(name)


def _too_long(row: PersonRow) -> Iterator[Refused]:
    for name, limit in LONGEST.items():
        said = getattr(row, name)
        if isinstance(said, str) and len(said) > limit:
            yield problems.too_long([row.row], name, said, limit)


def _by_number(rows: Iterator[PersonRow]) -> dict[str, list[PersonRow]]:
    groups: dict[str, list[PersonRow]] = {}
    for row in rows:
        groups.setdefault(row.number or "", []).append(row)
    return groups


def _distinct(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """Of rows that say the same the first one."""
    return list(rows) if len(rows) == 1 else list({replace(row, row=0): row for row in reversed(rows)}.values())[::-1]


def _read(
    row: PersonRow, who: _Names, units: Collection[str], found: list[Refused], *, create_managers: bool
) -> PersonRow:
    """The row with its unit's code and its manager's number in place of what the cells say."""
    if isinstance(row.unit, str):
        code = unit_code(row.unit, units)
        if code is None:
            found.append(problems.unit_unreadable([row.row], row.unit))
        row = replace(row, unit=code)
    if not isinstance(row.manager, str):
        return row
    numbers = who.numbers(row.manager)
    if len(numbers) == 1:
        return replace(row, manager=next(iter(numbers)))
    if not numbers and create_managers:
        who.create(row.manager)
        return row
    unclear = problems.manager_ambiguous([row.row], row.manager, sorted(numbers))
    found.append(unclear if numbers else problems.manager_unknown([row.row], row.manager))
    return replace(row, manager=None)


def _contradictions(number: str, rows: Sequence[PersonRow], known: Known | None) -> list[Refused]:
    """What the rows of one person cannot say together."""
    places = [row.row for row in rows]
    primary = [row for row in rows if row.primary is not False]
    early = [row.row for row in rows if _ends_early(row, known)]
    selves = [row.row for row in rows if row.manager == number]
    found = [problems.ends_early([row], number) for row in early]
    found += [problems.manager_self([row], number) for row in selves]
    if len({(row.name, row.email) for row in rows}) > 1:
        found.append(problems.duplicate(places, number))
    elif len({(row.starts, row.ends) for row in primary}) < len(primary):
        found.append(problems.duplicate([row.row for row in primary], number))
    elif not early and len(primary) > 1 and overlapping(_days(row) for row in primary):
        found.append(problems.overlap([row.row for row in primary], number))
    if known is None and not primary:
        found.append(problems.primary_missing(places, number))
    if known is None and not any(isinstance(row.name, str) and row.name for row in rows):
        found.append(problems.name_missing(places, number))
    return found


def _days(row: PersonRow) -> Stint:
    return Stint(row.starts or EVER, last_day_after(row, FOREVER), NOWHERE)


def _ends_early(row: PersonRow, known: Known | None) -> bool:
    """The last day lies before the first; where the row names no first day, before the first in the books."""
    if row.ends is UNSAID or row.ends is None:
        return False
    hired = known.primary[0].since if known and known.primary and row.primary is not False else EVER
    return row.ends < (row.starts or hired)


def _manager(name: str) -> Known:
    return Known(name=name, primary=(Stint(EVER, FOREVER, NOWHERE),))


def _circles(people: Mapping[str, Known], books: Books, groups: Mapping[str, Sequence[PersonRow]]) -> Iterator[Refused]:
    lines = {number: person.primary for number, person in {**books, **people}.items()}
    for circle in circles(lines):
        rows = [row.row for number in circle for row in groups.get(number, ())]
        names = [f"{people.get(n, books.get(n, Known(n))).name}({n})" for n in circle]
        yield problems.manager_circle(rows, names)
