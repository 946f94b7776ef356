"""Who I am here, and what I may do: the first thing a page asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema

from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.endpoint import DECLARED, Asking
from zhunsheng.server.access.paging import Coded
from zhunsheng.server.access.policy import POLICY, allowed
from zhunsheng.server.access.roles import ROLE_WORDS, Act, Reach
from zhunsheng.server.access.schemas import RoleOut
from zhunsheng.server.access.values import Held, Viewer
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.people.models import Person, Unit
from zhunsheng.server.people.queries import employee
from zhunsheng.server.worlds.story import story_of

PAGES = {
    "today": Act.NUMBERS,
    "metrics": Act.DEFINITIONS,
    "sources": Act.FACTS_READ,
    "studio": Act.BLUEPRINT,
    "forms": Act.TELL,
    "people": Act.PEOPLE,
    "import": Act.PEOPLE_CHANGE,
    "start": Act.START,
    "visits": Act.VISITS,
    "accounts": Act.ACCOUNTS,
    "account": Act.ACCOUNT,
}
"""Pages, and the act they are for."""


class AccountCard(Schema):
    """The account that is signed in."""

    username: str
    name: str
    email: str


class PersonCard(Schema):
    """The person behind the account."""

    number: str
    name: str
    unit: Coded | None
    position: str | None


class WorldCard(Schema):
    """The world the page is in. `stands`: its clock was stopped, at `now`. `example`: it is an invented company's."""

    name: str
    company: Text
    time_zone: str
    now: datetime
    stands: bool
    example: bool
    today: date


class Me(Schema):
    """Everything a page needs to know of its reader."""

    account: AccountCard
    person: PersonCard | None
    roles: list[RoleOut]
    pages: list[str]
    acts: list[str]
    world: WorldCard
    language: Literal["zh", "en"]
    theme: Literal["light", "dark", "system"]


class Preferences(Body):
    """What the reader chooses."""

    language: Literal["zh", "en"] | None = None
    theme: Literal["light", "dark", "system"] | None = None


def me(request: Asking) -> Me:
    """The reader of the page."""
    viewer, world = request.auth, request.world
    visited = request.visited
    return Me(
        account=AccountCard(username=viewer.username, name=viewer.name, email=getattr(request.user, "email", "")),
        person=_person(viewer, visited.today),
        roles=[_role(held) for held in viewer.roles],
        pages=[page for page, act in PAGES.items() if allowed(viewer, act)],
        acts=sorted(name for name, declared in DECLARED.items() if allowed(viewer, declared.act)),
        world=WorldCard(
            name=world.name,
            company=_company(),
            time_zone=world.time_zone,
            now=visited.now.astimezone(world.zone),
            stands=visited.stands,
            example=visited.stands and story_of(world) is not None,
            today=visited.today,
        ),
        language=viewer.language,  # type: ignore[arg-type]  # only these are ever kept
        theme=viewer.theme,  # type: ignore[arg-type]
    )


def _person(viewer: Viewer, today: date) -> PersonCard | None:
    if viewer.person is None:
        return None
    found = employee(Person.objects.get(subject_id=viewer.person).number, today)
    unit = Coded(code=found.unit, name=found.unit_name or found.unit) if found.unit else None
    return PersonCard(number=found.number, name=found.name, unit=unit, position=found.position)


def _role(held: Held) -> RoleOut:
    units = Unit.objects.filter(subject_id__in=held.units or ()).order_by("code")
    reach = POLICY[Act.NUMBERS].get(held.role) or POLICY[Act.PEOPLE].get(held.role)
    return RoleOut(
        role=held.role,
        name=ROLE_WORDS[held.role],
        scope=Reach.ALL if reach is Reach.UNITS and held.units is None else reach,
        units=[Coded(code=unit.code, name=unit.name) for unit in units],
    )


def _company() -> Text:
    try:
        return current().settings.name
    except ZhunshengError:  # nothing published yet
        return Text(zh="准绳", en="Zhunsheng")
