"""A shop whose lists are kept by hand: a source with choices, products, people and pay, and whoever looks after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.metrics.tests.company import SETTINGS, Cells, Company
from zhunsheng.server.metrics.tests.visitor import Visitor, holder
from zhunsheng.server.subjects.actions import list_members
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
ORDERS = """
kind: source
id: orders
name: {zh: 订单, en: Orders}
system: 表格
key: [id]
time: day
every: day
fields:
  id: {column: 单号, required: true}
  agent: {type: subject, dimension: person, column: 销售}
  product: {type: subject, dimension: product, column: 产品}
  stage: {type: choice, column: 阶段, choices: [Won, Lost]}
  day: {type: date, column: 日期}
  value: {type: money, column: 金额}
  bonus: {type: money, column: 奖金, scope: pay}
"""
VISITS = """
kind: source
id: visits
name: {zh: 拜访, en: Visits}
system: 表格
key: [id]
fields: {id: {required: true}}
"""
STAFF = """
kind: source
id: staff
name: {zh: 花名册, en: Staff}
system: HRIS
key: [number]
fields: {number: {required: true}, name: {}}
feeds: {feeds: people, number: number, label: name}
"""
PRODUCT = "kind: dimension\nid: product\nname: {zh: 产品, en: Product}\n"
METRICS = {"won": "order {kind: count, source: orders, where: {field: stage, value: Won}}"}


class Shop(Company):
    """The company, at a moment; `uploaded` hands rows in by somebody."""

    @classmethod
    def open(cls, world: WorldInfo) -> Shop:
        shop = cls(world)
        shop.publish(
            METRICS,
            sources={"orders": ORDERS, "visits": VISITS, "staff": STAFF},
            settings=SETTINGS,
            others={"dimensions/product.yaml": PRODUCT},
        )
        for number in ("A1", "A2"):
            shop.place(number, "HQ/East" if number == "A1" else "HQ/West")
        list_members("product", [("GTX Pro", "GTX Pro"), ("MG Special", "MG Special")], now=shop.now)
        shop.stand()
        return shop

    def stand(self, at: datetime = NOW) -> None:
        """It is that moment from now on."""
        set_clock(self.world, at)
        self.now = at

    def uploaded(self, *rows: Cells, sender: str = "", source: str = "orders") -> int:
        entity = current().each(Source)[source]
        columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in entity.fields}
        raw = pa.table(columns).append_column("_row", pa.array(range(2, len(rows) + 2), pa.int64()))
        return accept(Incoming(entity, f"{source}.xlsx", [raw], sender=sender), self.world.time_zone, self.now)

    def partner(self, unit: str | None = None, name: str = "han") -> Visitor:
        return holder(self, Role.HRBP, unit, name)

    def keeper(self) -> Visitor:
        return holder(self, Role.ADMINISTRATOR, name="root")


def order(id_: str, **cells: str) -> dict[str, str]:
    return {"id": id_, "agent": "A1", "product": "GTX Pro", "stage": "Won", "day": "2025-08-19", "value": "1", **cells}


def post(visitor: Visitor, path: str, body: Any, expected: int = 200) -> Any:
    answer = visitor.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == expected, answer.content.decode()
    return answer.json() if answer.content else None


def queries(visitor: Visitor, path: str) -> int:
    """How many questions to the database a call takes."""
    with CaptureQueriesContext(connection) as caught:
        visitor.get(path)
    return len(caught)
