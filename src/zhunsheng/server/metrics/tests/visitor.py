"""Somebody who asks for numbers over HTTP, and a company of two units that they are in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from python_calamine import CalamineWorkbook

from zhunsheng.server.access import actions
from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company
from zhunsheng.server.worlds.actions import set_clock

PLAIN = {name: METRICS[name] for name in ("deals", "won_value", "win_rate")}
FORMULAS = {
    **PLAIN,
    "average": "CNY/deal {kind: formula, formula: won_value / deals}",
    "growth": "% {kind: change, metric: deals}",
}

MONTHS = [f"2025-0{month}" for month in range(1, 7)]
NOON = datetime(2025, 7, 2, 4, tzinfo=UTC)
"""The moment of every call: 2025-07-02 in Shanghai, a Wednesday."""


class Visitor:
    """A signed-in account."""

    def __init__(self, username: str) -> None:
        self.client = Client(HTTP_HOST="127.0.0.1")
        user = User.objects.get(username=username)
        self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, path: str, expected: int = 200, **query: Any) -> Any:
        """The body of an answer."""
        response = self.client.get(f"/api/v1{path}", {name.strip("_"): value for name, value in query.items()})
        assert response.status_code == expected, response.content.decode()
        return response.json()

    def sheet(self, path: str, **query: str) -> list[list[Any]]:
        """The rows of a workbook."""
        response = self.client.get(f"/api/v1{path}", query)
        assert response.status_code == 200, response.content.decode()
        return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def person(number: str) -> Visitor:
    """The person with that number, with an account of theirs."""
    if not User.objects.filter(username=number).exists():
        actions.open_account(number)
    return Visitor(number)


def holder(company: Company, role: Role, unit: str | None = None, name: str = "guest") -> Visitor:
    """Somebody from outside with a role for a unit, or for the whole company."""
    User.objects.get_or_create(username=name)
    actions.grant(name, role, unit, by="test", now=company.now)
    return Visitor(name)


def deal(id_: str, agent: str, day: str, value: str = "1", stage: str = "Won") -> Cells:
    return {"id": id_, "agent": agent, "stage": stage, "day": day, "opened": day, "value": value}


def settled(company: Company, rows: Sequence[Cells], at: datetime = NOON) -> None:
    """Let the facts be told and measured; the world's clock stands from then on."""
    company.send("deals", rows)
    company.tick()
    set_clock(company.world, at)


def staffed(company: Company) -> None:
    """Two units below HQ: M leads A and B in North, S leads C in South, T leads all; A goes South on 15 June."""
    company.place("T", "HQ")
    company.place("M", "HQ/North", "T")
    company.place("S", "HQ/South", "T")
    company.place("A", "HQ/North", "M")
    company.place("B", "HQ/North", "M")
    company.place("C", "HQ/South", "S")
    company.place("A", "HQ/South", "S", since=date(2025, 6, 15))
