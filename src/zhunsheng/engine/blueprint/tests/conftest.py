"""A small company's bundle to try things on."""

from __future__ import annotations

import pytest

SETTINGS = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncurrency: CNY\n"
ORDERS = """\
kind: source
id: orders
name: {zh: 订单, en: Orders}
system: ERP
key: [number]
time: day
fields:
  number: {required: true}
  day: {type: date}
  done: {type: datetime}
  seller: {type: subject, dimension: person, name: {zh: 销售, en: Seller}}
  product: {type: subject, dimension: product}
  stage: {type: choice, choices: [Won, Lost], name: {zh: 阶段, en: Stage}}
  value: {type: money, name: {zh: 金额, en: Value}}
  hours: {type: number, unit: hour}
  urgent: {type: boolean}
"""
PRODUCT = "kind: dimension\nid: product\nname: {zh: 产品, en: Product}\n"
WON = """\
kind: metric
id: won
name: {zh: 赢单金额, en: Won value}
unit: CNY
measure: {kind: sum, source: orders, field: value, where: {field: stage, value: Won}}
"""
WIN_RATE = """\
kind: metric
id: win_rate
name: {zh: 赢单率, en: Win rate}
unit: '%'
measure:
  kind: ratio
  source: orders
  numerator: {where: {field: stage, value: Won}}
  denominator: {where: {field: stage, op: in, value: [Won, Lost]}}
"""
GROWTH = """\
kind: metric
id: growth
name: {zh: 增长, en: Growth}
unit: '%'
measure: {kind: change, metric: won}
"""


@pytest.fixture
def files() -> dict[str, str]:
    """A sound bundle: path → text."""
    return {
        "bundle.yaml": SETTINGS,
        "sources/orders.yaml": ORDERS,
        "dimensions/product.yaml": PRODUCT,
        "metrics/won.yaml": WON,
        "metrics/win_rate.yaml": WIN_RATE,
        "metrics/growth.yaml": GROWTH,
    }
