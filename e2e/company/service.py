"""Customer service: who is on duty or away, and what becomes of every ticket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from e2e.company.staff import FIRST_DAY, LAST_DAY, ZONE, Employee

DISPATCH_DAY = date(2025, 5, 6)
"""From here on tickets go to whoever is free, and answers come sooner."""
SICK = date(2025, 6, 9), date(2025, 6, 27)
TICKETS_A_DAY = (2, 4)


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, both ends included."""

    request: str
    person: str
    kind: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Duty:
    """A day on the roster."""

    person: str
    day: date
    hours: int


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a ticket."""

    number: str
    ticket: str
    event: str
    agent: str
    customer: str
    at: datetime


def leave(random: Random, people: Sequence[Employee]) -> list[Leave]:
    """Holidays and sickness of half a year; one agent is ill for three weeks in June."""
    found = [(patient(people).number, "病假", *SICK)]
    for person in people:
        if person.position != "客服" and random.random() < 0.6:
            first = FIRST_DAY + timedelta(days=random.randrange(5, 170))
            found.append(
                (
                    person.number,
                    random.choice(["年假", "年假", "事假"]),
                    first,
                    first + timedelta(days=random.randrange(5)),
                )
            )
    found.sort(key=lambda one: (one[2], one[0]))
    return [Leave(f"QJ25-{at:03d}", *one) for at, one in enumerate(found, 1)]


def patient(people: Sequence[Employee]) -> Employee:
    """The agent who falls ill."""
    return next(person for person in people if person.position == "客服")


def roster(people: Sequence[Employee]) -> list[Duty]:
    """Every agent works five days out of seven, each beginning on another day."""
    agents = [person for person in people if person.position == "客服"]
    days = [FIRST_DAY + timedelta(days=at) for at in range((LAST_DAY - FIRST_DAY).days + 1)]
    return [
        Duty(agent.number, day, 8)
        for at, day in enumerate(days)
        for shift, agent in enumerate(agents)
        if (at + shift) % 7 < 5
    ]


def tickets(random: Random, duties: Sequence[Duty], away: Sequence[Leave], customers: Sequence[str]) -> list[Step]:
    """All steps until the last midnight, by time."""
    absent = {
        (one.person, one.first_day + timedelta(days=at))
        for one in away
        for at in range((one.last_day - one.first_day).days + 1)
    }
    present = [duty for duty in duties if (duty.person, duty.day) not in absent]
    opened = [duty for duty in present for _ in range(random.randint(*TICKETS_A_DAY))]
    steps = [
        step
        for at, duty in enumerate(opened, 1)
        for step in _ticket(random, f"GD25-{at:05d}", duty, random.choice(customers))
    ]
    end = datetime.combine(LAST_DAY, time(23, 59), ZONE)
    steps = sorted((step for step in steps if step[4] <= end), key=lambda step: (step[4], step[0]))
    return [Step(f"LS{at:06d}", *step) for at, step in enumerate(steps, 1)]


def _ticket(random: Random, number: str, duty: Duty, customer: str) -> Iterator[tuple[str, str, str, str, datetime]]:
    """(ticket, event, agent, customer, at) of one ticket's life."""
    quick = duty.day >= DISPATCH_DAY
    at = datetime.combine(duty.day, time(9), ZONE) + timedelta(minutes=random.randrange(400))
    waits = [
        ("创建", 0.0),
        ("响应", random.lognormvariate(2.8 if quick else 3.65, 0.7)),
        ("解决", random.lognormvariate(4.2, 0.8)),
    ]
    if random.random() < 0.06:
        waits += [("重开", random.uniform(400, 2_000)), ("解决", random.lognormvariate(4.2, 0.6))]
    for event, minutes in waits:
        at = (at + timedelta(minutes=minutes)).replace(microsecond=0)
        yield number, event, duty.person, customer, at
