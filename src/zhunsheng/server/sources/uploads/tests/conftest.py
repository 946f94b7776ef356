"""A small company that has a blueprint of its own, and people who hand in files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhunsheng.engine.blueprint.reading import read
from zhunsheng.server.access.actions import grant
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.subjects.actions import list_members
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2026, 2, 1, 4, tzinfo=UTC)
SETTINGS = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncurrency: CNY\n"
PRODUCT = "kind: dimension\nid: product\nname: {zh: 产品, en: Product}\n"
ORDERS = """
kind: source
id: orders
name: {zh: 订单, en: Orders}
system: ERP
key: [number]
time: day
fields:
  number: {required: true, column: 单号}
  agent: {type: subject, dimension: person, required: true, column: 业务员}
  product: {type: subject, dimension: product, column: 产品}
  stage: {type: choice, choices: [已签约, 已发货], column: 阶段}
  day: {type: date, column: 日期}
  value: {type: money, column: 金额}
files: ['订单*.xlsx', '订单*.csv']
every: day
"""
STAFF = """
kind: source
id: staff
name: {zh: 花名册, en: Staff}
system: HR
key: [number]
fields:
  number: {required: true, column: 工号}
  label: {column: 姓名}
  manager: {column: 上级}
feeds: {feeds: people, number: number, label: label, manager: manager}
"""
HEADING = "单号,业务员,产品,阶段,日期,金额"
GOOD = "A-1,E1,GTX Pro,已签约,2026-01-05,100"


class Person:
    """Somebody who is signed in and hands in files."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def ask(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        done = self.client.generic(
            method, f"/api/v1{path}", b"" if body is None else json.dumps(body), content_type="application/json"
        )
        assert status is None or done.status_code == status, done.content.decode()
        return done.json() if done.content else None

    def send(self, content: str | bytes, name: str = "订单.csv", status: int = 201) -> Any:
        data = content.encode() if isinstance(content, str) else content
        done = self.client.post("/api/v1/uploads", {"file": SimpleUploadedFile(name, data)})
        assert done.status_code == status, done.content.decode()
        return done.json()

    def preview(self, upload: Any, source: Any, **more: Any) -> Any:
        return self.ask("POST", f"/uploads/{upload['id']}/preview", {"source": source, **more}, 200)

    def load(self, upload: Any, status: int = 202, **more: Any) -> Any:
        return self.ask("POST", f"/uploads/{upload['id']}/load", {"source": "orders", **more}, status)


@pytest.fixture(autouse=True)
def folder(world: WorldInfo) -> Path:
    """Where files lie that were handed in: empty."""
    folder: Path = settings.HOME.scratch / "handed-in"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def handing(world: WorldInfo) -> Callable[..., Person]:
    """Signs somebody in who has these roles for the whole company."""
    set_clock(world, NOW)

    def signed_in(username: str, *roles: Role) -> Person:
        user = User.objects.create(username=username)
        for role in roles:
            grant(username, role, None, by="test", now=real_now())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return Person(client)

    return signed_in


@pytest.fixture
def ann(handing: Callable[..., Person]) -> Person:
    """An HR partner."""
    return handing("ann", Role.HRBP)


@pytest.fixture
def company(world: WorldInfo) -> WorldInfo:
    """Orders and staff are configured; three people and two products are known."""
    files = {"bundle.yaml": SETTINGS, "dimensions/product.yaml": PRODUCT}
    files |= {"sources/orders.yaml": ORDERS, "sources/staff.yaml": STAFF}
    publish(read(files), now=NOW)
    people = (("E1", "张伟"), ("E2", "李娜"), ("E3", "王芳"))
    rows = [PersonRow(row=at, number=number, name=name) for at, (number, name) in enumerate(people, start=2)]
    import_people(rows, effective=None, now=NOW)
    list_members("product", [("GTX Pro", "GTX Pro"), ("GTX Basic", "GTX Basic")], now=NOW)
    return world
