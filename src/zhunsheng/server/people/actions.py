"""Changing people: a list of them taken over as a whole, somebody erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial as bound

from django.db import connection, transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.actions import forget
from zhunsheng.server.people.books import Books, read, write
from zhunsheng.server.people.effects import effects
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.plan import partial, plan, report
from zhunsheng.server.people.said import Known, When
from zhunsheng.server.people.values import UNSAID, ImportRefused, ImportReport, PersonRow, Refused
from zhunsheng.server.subjects.actions import erase as erase_subject
from zhunsheng.server.subjects.queries import by_key

__all__ = ["UNSAID", "PersonRow", "erase", "import_people"]

_ALONE = "SELECT pg_advisory_xact_lock(hashtext('zhunsheng.people.' || current_schema()))"


@transaction.atomic
def import_people(
    rows: Sequence[PersonRow],
    *,
    effective: date | None,
    now: datetime,
    create_managers: bool = False,
    load_partly: bool = False,
    dry_run: bool = False,
    unreadable: Sequence[Refused] = (),
) -> ImportReport:
    """Let the list hold: people are found by number, made or changed; who is not in it stays as is.

    A changed place holds from `effective` on (default: the day of `now`, in the time zone of `now`); before it
    people stay where they were. A new person is there from the hire date, else from `effective`, else for ever.
    All or nothing: raises ImportRefused, unless `load_partly` leaves the refused rows out or `dry_run` only reports.
    `unreadable`: rows of the same list that could not be read; in `rows` they say no more than the number.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    books = read()
    when = When(now.date(), effective)
    planned = bound(
        plan,
        books=books.people,
        units=books.units.keys(),
        when=when,
        create_managers=create_managers,
    )
    made = planned(rows)
    sound = partial(rows, planned, unreadable) if made.refused or unreadable else made
    found = report(sound.people, books.people, (*unreadable, *(sound if load_partly else made).refused))
    if dry_run:
        return replace(found, effects=effects(sound.people, books.people, books.units.keys(), when.day))
    if found.refused and not load_partly:
        raise ImportRefused(found)
    write(sound.people, books, now)
    return replace(found, subjects=_concerned(sound.people, books))


def _concerned(people: Mapping[str, Known], books: Books) -> tuple[int, ...]:
    """Subjects of those whom the list made or changed."""
    return tuple(
        by_key("person", [number for number, known in people.items() if books.people.get(number) != known]).values()
    )


@transaction.atomic
def erase(number: str) -> None:
    """Destroy what says who the person is, their account included; id, posts and facts stay. Raises ZhunshengError."""
    person = Person.objects.filter(number=number).first()
    if person is None:
        raise ZhunshengError(
            Problem(
                "people.unknown",
                Text(zh=f"没有工号为「{number}」的人", en=f"nobody has the number '{number}'"),
            )
        )
    erase_subject(person.subject_id)
    forget(person.subject_id)
    person.number = person.name = f"#{person.subject_id}"
    person.email = None
    person.pinyin, person.endings = "", []
    person.save(update_fields=["number", "name", "email", "pinyin", "endings"])
