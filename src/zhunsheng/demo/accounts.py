"""One account per role in the example company. Passwords differ from home to home and stand in no file."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhunsheng.demo.company import ROOT, Employee
from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.queries import member_numbers
from zhunsheng.server.access.roles import Role
from zhunsheng.server.project.home import Home

LENGTH = 12  # characters of a password


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in, with what, and what for. `unit`: where a granted role holds; None: everywhere."""

    role: Role
    number: str
    name: str
    position: str
    password: str
    sees: Text
    unit: str | None = None


def accounts(home: Home, people: Sequence[Employee]) -> list[Account]:
    """One of each role, by the posts people hold."""

    def somebody(role: Role, position: str, sees: Text, unit: str | None = None, at: int = 0) -> Account:
        person = [one for one in people if one.position == position][at]
        return Account(role, person.number, person.name, position, _password(home, person.number), sees, unit)

    sales = f"{ROOT}/销售中心"
    return [
        somebody(Role.EMPLOYEE, "客服", Text(zh="自己的数字", en="their own numbers"), at=2),
        somebody(Role.MANAGER, "客服经理", Text(zh="自己的和客服汇报线的", en="their own and their line's")),
        somebody(Role.HRBP, "人事", Text(zh="销售中心所有人的", en="everybody's in sales"), sales),
        somebody(Role.DIRECTOR, "销售总监", Text(zh="销售中心的", en="those of sales"), sales),
        somebody(Role.EXPERT, "研发总监", Text(zh="只有自己的", en="only their own")),
        somebody(Role.AUDITOR, "会计", Text(zh="全部（只读）；访问记录", en="everything, reading only; the log")),
        somebody(
            Role.ADMINISTRATOR,
            "人事",
            Text(zh="账号、名单、访问记录；不看数字", en="accounts, lists, the log; no numbers"),
            at=1,
        ),
    ]


def open_accounts(found: Sequence[Account], now: datetime) -> None:
    """Make those that are not there yet."""
    there = member_numbers()
    for account in found:
        if account.number in there:
            continue
        open_account(account.number, password=account.password)
        if account.role not in (Role.EMPLOYEE, Role.MANAGER):
            grant(account.number, account.role, account.unit, by="demo", now=now)


def _password(home: Home, number: str) -> str:
    """The same at every call for this home, and known to nobody without its secret."""
    secret = hmac.new(home.signing_secret().encode(), f"demo:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(secret).decode().lower()[:LENGTH]
