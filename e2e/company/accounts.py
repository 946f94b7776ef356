"""One account per role in the small company."""

from __future__ import annotations

from collections.abc import Sequence

from e2e.company.staff import ROOT, Employee
from zhunsheng.demo.accounts import Account, password
from zhunsheng.engine.values import Text
from zhunsheng.server.access.roles import Role
from zhunsheng.server.project.home import Home


def accounts(home: Home, people: Sequence[Employee]) -> list[Account]:
    """One of each role, by the posts people hold."""

    def somebody(role: Role, position: str, unit: str | None = None, at: int = 0) -> Account:
        person = [one for one in people if one.position == position][at]
        sees = Text(zh="", en="")
        return Account(role, person.number, person.name, position, password(home, person.number), sees, unit)

    sales = f"{ROOT}/销售中心"
    return [
        somebody(Role.EMPLOYEE, "客服", at=2),
        somebody(Role.MANAGER, "客服经理"),
        somebody(Role.HRBP, "人事", sales),
        somebody(Role.DIRECTOR, "销售总监", sales),
        somebody(Role.EXPERT, "研发总监"),
        somebody(Role.AUDITOR, "会计"),
        somebody(Role.ADMINISTRATOR, "人事", at=1),
    ]
