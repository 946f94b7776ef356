"""The law of access, as two tables and the questions asked of them. Everything else looks it up here."""

from __future__ import annotations

from collections.abc import Mapping

from zhunsheng.server.access.roles import Act, FieldClass, Reach, Role
from zhunsheng.server.access.values import Viewer

POLICY: Mapping[Act, Mapping[Role, Reach]] = {
    Act.ACCOUNT: dict.fromkeys(Role, Reach.OWN),
    Act.DEFINITIONS: dict.fromkeys(Role, Reach.ALL),
    Act.NUMBERS: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
        Role.DIRECTOR: Reach.UNITS,
        Role.AUDITOR: Reach.ALL,
    },
    Act.PEOPLE: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
        Role.DIRECTOR: Reach.UNITS,
        Role.ADMINISTRATOR: Reach.ALL,
        Role.AUDITOR: Reach.ALL,
    },
    Act.PEOPLE_CHANGE: {Role.ADMINISTRATOR: Reach.ALL},
    Act.OWN_VISITS: {Role.EMPLOYEE: Reach.SELF},
    Act.VISITS: {Role.AUDITOR: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL},
    Act.ACCOUNTS: {Role.ADMINISTRATOR: Reach.ALL},
    Act.FACTS_READ: {Role.HRBP: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL, Role.AUDITOR: Reach.ALL},
    Act.FACTS_LOAD: {Role.HRBP: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL},
    Act.FACTS_WRITE: {Role.ADMINISTRATOR: Reach.ALL},
    Act.BLUEPRINT: {Role.HRBP: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL, Role.AUDITOR: Reach.ALL},
    Act.CONFIGURE: {Role.HRBP: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL},
    Act.TRY: {Role.HRBP: Reach.UNITS},
    Act.START: {Role.ADMINISTRATOR: Reach.ALL},
    Act.DECISIONS: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
        Role.DIRECTOR: Reach.UNITS,
        Role.AUDITOR: Reach.ALL,
    },
    Act.APPEAL: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
    },
    Act.PERMISSIONS: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
        Role.DIRECTOR: Reach.UNITS,
        Role.ADMINISTRATOR: Reach.ALL,
        Role.AUDITOR: Reach.ALL,
    },
    Act.PERMISSIONS_CHANGE: {Role.EMPLOYEE: Reach.OWN, Role.MANAGER: Reach.LINE, Role.HRBP: Reach.UNITS},
    Act.INBOX: dict.fromkeys(Role, Reach.OWN),
    Act.SETTLE: {Role.EMPLOYEE: Reach.OWN, Role.HRBP: Reach.UNITS},
    Act.TELL: {Role.EMPLOYEE: Reach.OWN},
    Act.EVIDENCE: {
        Role.EMPLOYEE: Reach.SELF,
        Role.MANAGER: Reach.LINE,
        Role.HRBP: Reach.UNITS,
        Role.DIRECTOR: Reach.UNITS,
        Role.AUDITOR: Reach.ALL,
    },
    Act.STORY: {Role.ADMINISTRATOR: Reach.ALL, Role.HRBP: Reach.ALL},
}
"""Whose rows a role reaches by an act; what does not stand here is refused."""

FIELDS: Mapping[FieldClass, frozenset[Role]] = {
    FieldClass.OPEN: frozenset(Role),
    FieldClass.EMPLOYMENT: frozenset(Role) - {Role.EXPERT},
    FieldClass.CONTACT: frozenset({Role.EMPLOYEE, Role.MANAGER, Role.HRBP, Role.ADMINISTRATOR}),
    FieldClass.PAY: frozenset({Role.EMPLOYEE, Role.HRBP}),
}
"""Which roles see a class of fields, of the people whom the same role reaches."""


def allowed(viewer: Viewer, act: Act) -> bool:
    """Whether the viewer may do this at all, for whomever."""
    return act in viewer.acts and any(held.role in POLICY[act] for held in viewer.roles)


def reaches(viewer: Viewer, act: Act, field: FieldClass = FieldClass.OPEN) -> list[tuple[Reach, frozenset[int] | None]]:
    """How far the viewer's roles reach by the act to that class of fields, with the units where there are any.

    A role granted for the whole company reaches everything, so that `units` always comes with units.
    """
    if act not in viewer.acts:
        return []
    found = []
    for held in viewer.roles:
        reach = POLICY[act].get(held.role)
        if reach is None or held.role not in FIELDS[field]:
            continue
        whole = reach is Reach.UNITS and held.units is None
        found.append((Reach.ALL if whole else reach, held.units if reach is Reach.UNITS else None))
    return found


def who_may(act: Act) -> list[Role]:
    """The roles that may do this for somebody, in the order of the policy."""
    return list(POLICY[act])
