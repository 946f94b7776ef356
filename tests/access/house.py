"""A small company in which every role is held by somebody and every relation exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhunsheng.server.access import actions
from zhunsheng.server.access.models import Member
from zhunsheng.server.access.roles import Act, Role
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "correct horse battery"
NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
START = date(2020, 1, 1)
PEOPLE = {  # number: unit, manager
    "BOSS": ("HQ", None),
    "MIA": ("HQ/East", "BOSS"),
    "EVA": ("HQ/East/One", "MIA"),
    "CAI": ("HQ/East/One", "MIA"),
    "OLA": ("HQ/West", "BOSS"),
    "HAN": ("HQ/West", "BOSS"),
    "DIR": ("HQ/West", "BOSS"),
    "EXP": ("HQ/West", "BOSS"),
    "LEE": ("HQ/East/One", "MIA"),
}
LEFT = {"LEE": date(2025, 6, 30)}
GRANTS = [("HAN", Role.HRBP, "HQ/East"), ("DIR", Role.DIRECTOR, "HQ/East"), ("EXP", Role.EXPERT, None)]

HOST = "127.0.0.1"


@dataclass
class House:
    """The company, and whoever may ask. `username` → account id."""

    world: WorldInfo
    ids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    def built(cls, world: WorldInfo) -> House:
        house = cls(world)
        set_clock(world, NOW)
        rows = [
            PersonRow(row=at, number=n, name=n.title(), unit=u, manager=m, starts=START, email=f"{n.lower()}@x.cn")
            for at, (n, (u, m)) in enumerate(PEOPLE.items(), start=2)
        ]
        import_people(rows, effective=START, now=NOW)
        import_people([PersonRow(row=2, number=n, ends=day) for n, day in LEFT.items()], effective=None, now=NOW)
        for number, person in Person.objects.values_list("number", "subject_id"):
            house.ids[number] = _account(number)
            Member.objects.create(account_id=house.ids[number], person_id=person)
        house.ids |= {name: _account(name, is_superuser=True) for name in ("root", "ROOT2")}
        house.ids["audit"] = _account("audit")
        for username, role, unit in [*GRANTS, ("audit", Role.AUDITOR, None), ("root", Role.AUDITOR, None)]:
            actions.grant(username, role, unit, by="test", now=real_now())
        return house

    def client(self, username: str | None = None, **options: object) -> Client:
        """A browser, signed in."""
        made = Client(HTTP_HOST=HOST, **options)  # type: ignore[arg-type]
        if username is not None:
            made.force_login(User.objects.get(pk=self.ids[username]), backend=BACKEND)
        return made

    def bearer(self, username: str, *scopes: str, days: int = 1) -> Client:
        """A program that shows a token."""
        _, secret = actions.make_token(self.ids[username], "t", list(scopes), days, real_now())
        return Client(HTTP_HOST=HOST, HTTP_AUTHORIZATION=f"Bearer {secret}", enforce_csrf_checks=True)

    def newcomer(self, number: str) -> None:
        """Somebody who has no account yet."""
        import_people([PersonRow(row=2, number=number, name=number, unit="HQ", starts=START)], effective=None, now=NOW)

    def upload(self, content: str, username: str) -> Any:
        """A list of people as an administrator uploads it; it is theirs alone."""
        file = SimpleUploadedFile("people.csv", content.encode())
        return self.client(username).post("/api/v1/people/import/preview", {"file": file})

    @cached_property
    def company(self) -> Company:
        """Numbers in it: a metric `deals` with a deal for everybody in August."""
        made = Company(self.world)
        made.publish({"deals": "deal {kind: count, source: deals}"}, grains="[day, month]")
        made.send(
            "deals",
            [
                {"id": f"{n}-{day}", "agent": n, "day": f"2025-08-{day:02}", "value": "1"}
                for n in PEOPLE
                for day in (1, 4)
            ],
        )
        made.tick()
        return made


@cache
def _hash() -> str:
    """Hashing takes its time, so once is enough."""
    return make_password(PASSWORD)


def _account(username: str, **more: bool) -> int:
    return User.objects.create(username=username, first_name=username.title(), password=_hash(), **more).pk


@dataclass(frozen=True)
class Asker:
    """Whoever asks, by session (or token), and the people to ask about, by relation."""

    name: str
    roles: frozenset[Role]
    targets: dict[str, str]
    units: dict[str, str] = field(default_factory=lambda: {"other": "HQ/West"})
    username: str | None = None
    scopes: tuple[str, ...] = ()
    known: bool = True


def _person(name: str, username: str, *roles: Role, **targets: str) -> Asker:
    granted = {"units": "HQ/East/One"} if {Role.HRBP, Role.DIRECTOR} & set(roles) else {}
    return Asker(
        name,
        frozenset((Role.EMPLOYEE, *roles)),
        {"self": username, **targets, "other": targets.get("other", "OLA")},
        granted | {"other": "HQ/West"},
        username,
    )


_EVERYWHERE = {"other": "EVA"}
_ALL = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
ASKERS = [
    _person("employee", "EVA", other="CAI"),
    _person("manager", "MIA", Role.MANAGER, line="EVA"),
    _person("hrbp", "HAN", Role.HRBP, units="EVA"),
    _person("director", "DIR", Role.DIRECTOR, units="CAI"),
    _person("expert", "EXP", Role.EXPERT),
    Asker("administrator", frozenset({Role.ADMINISTRATOR}), _EVERYWHERE, username="ROOT2"),
    Asker("auditor", frozenset({Role.AUDITOR}), _EVERYWHERE, username="audit"),
    Asker("nobody", frozenset(), _EVERYWHERE, known=False),
    Asker("leaver", frozenset(), _EVERYWHERE, username="LEE", known=False),
    Asker("leaver with a token", frozenset(), _EVERYWHERE, username="LEE", scopes=("people:read",), known=False),
    Asker("token facts:write", _ALL, _EVERYWHERE, username="root", scopes=("facts:write",)),
    Asker("token numbers:read", _ALL, _EVERYWHERE, username="root", scopes=("numbers:read",)),
    Asker("token people:read", _ALL, _EVERYWHERE, username="root", scopes=("people:read",)),
    Asker("token people:write", _ALL, _EVERYWHERE, username="root", scopes=("people:write",)),
]
SCOPE_ACTS = {
    "facts:write": {Act.FACTS_READ, Act.FACTS_WRITE},
    "numbers:read": {Act.NUMBERS, Act.DEFINITIONS},
    "people:read": {Act.PEOPLE},
    "permissions:read": {Act.PERMISSIONS},
    "people:write": {Act.PEOPLE_CHANGE},
}
"""Written again here, so that a scope does not grow unnoticed."""
