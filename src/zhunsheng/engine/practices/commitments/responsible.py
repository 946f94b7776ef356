"""Who is responsible for a case: chosen when it begins, by rules in order, from people who can take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.values import Frozen, SubjectId, Text


class Named(Frozen):
    """Whom the record that begins the case names."""

    field: Name


class Holder(Frozen):
    """Holders of a position; `region`, `unit`: only those of the region or unit that this field of the record names."""

    position: str = Field(min_length=1)
    region: Name | None = None
    unit: Name | None = None


class Keeper(Frozen):
    """Who looks after something that the record names, e.g. its customer.

    `key`: the field that names it; `source`: the list in which it stands by that key; `person`: the list's field.
    """

    key: Name
    source: Name
    person: Name


Choice = Named | Holder | Keeper


class Responsible(Frozen):
    """The rules, the first before the next; within one the person with the fewest open cases of this commitment.

    Who is away that day is passed over, and who may not take cases: those whose `permission` rests.
    """

    choose: tuple[Choice, ...] = Field(min_length=1)
    permission: Name | None = None


@dataclass(frozen=True)
class Case:
    """A case to be given to somebody. `people`: for each rule whom it means."""

    key: str
    began: datetime
    people: Sequence[Sequence[SubjectId]]


@dataclass(frozen=True)
class Assigned:
    """Who a case was given to: by which rule, with how many open cases, out of how many who could take it."""

    case: str
    person: SubjectId | None = None
    rule: int | None = None
    load: int = 0
    out_of: int = 0
    passed_over: int = 0


def assigned(cases: Sequence[Case], loads: Mapping[SubjectId, int], able: Set[int]) -> Iterator[Assigned]:
    """Give the cases away in order of their beginning, to people who are able.

    `loads`: open cases of each before the first of them.
    """
    open_cases = dict(loads)
    for case in sorted(cases, key=lambda one: (one.began, one.key)):
        found = _chosen(case, open_cases, able)
        if found.person is not None:
            open_cases[found.person] = found.load + 1
        yield found


def _chosen(case: Case, loads: Mapping[SubjectId, int], able: Set[int]) -> Assigned:
    passed_over = 0
    for rule, people in enumerate(case.people):
        those = [person for person in dict.fromkeys(people) if person in able]
        passed_over += len(set(people)) - len(those)
        if those:
            person = min(those, key=lambda one: (loads.get(one, 0), one))
            return Assigned(case.key, person, rule, loads.get(person, 0), len(those), passed_over)
    return Assigned(case.key, passed_over=passed_over)


def in_words(choice: Choice) -> Text:
    """The rule as people say it."""
    match choice:
        case Named():
            return Text(zh="记录里写明的人", en="whoever the record names")
        case Keeper():
            return Text(zh="它的负责人", en="whoever looks after it")
        case Holder(position=position):
            same = {(True, False): "该区域的", (False, True): "该部门的", (True, True): "该区域、该部门的"}
            where = same.get((choice.region is not None, choice.unit is not None), "")
            of = {(True, False): " of the region", (False, True): " of the unit", (True, True): " of region and unit"}
            return Text(
                zh=f"{where}{position}",
                en=position + of.get((choice.region is not None, choice.unit is not None), ""),
            )
