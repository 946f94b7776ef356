"""One account per role in the example company. Passwords differ from home to home and stand in no file."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhunsheng.demo.company import Company
from zhunsheng.demo.staff import ROOT
from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import grant, open_account
from zhunsheng.server.access.queries import member_numbers
from zhunsheng.server.access.roles import Role
from zhunsheng.server.project.home import Home

LENGTH = 12  # characters of a password
SALES = f"{ROOT}/销售中心"
HOLDERS = (
    (Role.EMPLOYEE, "S047", Text(zh="自己的数字", en="their own numbers"), None),
    (Role.MANAGER, "M007", Text(zh="自己的和华东汇报线的", en="their own and those of the line in 华东"), None),
    (Role.HRBP, "H002", Text(zh="销售中心所有人的", en="everybody's in sales"), SALES),
    (Role.DIRECTOR, "M002", Text(zh="销售中心的", en="those of sales"), SALES),
    (Role.EXPERT, "T002", Text(zh="只有自己的", en="only their own"), None),
    (Role.AUDITOR, "F001", Text(zh="全部（只读）；访问记录", en="everything, reading only; the log"), None),
    (
        Role.ADMINISTRATOR,
        "K001",
        Text(zh="账号、名单、访问记录；不看数字", en="accounts, lists, the log; no numbers"),
        None,
    ),
)
"""Role, seat, what they see, and the unit in which a granted role holds (None: everywhere)."""


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


def accounts(home: Home, company: Company) -> list[Account]:
    """One of each role, by the seats people hold."""
    holders = {person.number: person for person in company.staff.people}
    return [
        Account(
            role,
            code,
            holders[code].name,
            holders[code].posts[-1].seat.position,
            password(home, code),
            sees,
            unit,
        )
        for role, code, sees, unit in HOLDERS
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


def password(home: Home, number: str) -> str:
    """The same at every call for this home, and known to nobody without its secret."""
    secret = hmac.new(home.signing_secret().encode(), f"demo:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(secret).decode().lower()[:LENGTH]
