"""A trading company of 29: three sales teams, six products, fifteen months of deals; the south wins ever less."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.starters.crew import Crew, Somebody, Team
from zhunsheng.demo.starters.messy import Row, Slip
from zhunsheng.demo.starters.starter import Invented, Table, forgotten, months, no_such_day, said
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.starters import Language, SampleFile

MONTHS = 15
PRODUCTS = {  # name: (category, price)
    "GTX Pro": (Text(zh="主机", en="Machines"), 52_000),
    "GTX Basic": (Text(zh="主机", en="Machines"), 18_500),
    "MG Special": (Text(zh="配件", en="Parts"), 3_200),
    "MG Advanced": (Text(zh="配件", en="Parts"), 7_400),
    "GTK 500": (Text(zh="主机", en="Machines"), 126_000),
    "Care 365": (Text(zh="服务", en="Services"), 9_900),
}
SOUTH, FALLS = 1, timedelta(days=92)
_SELLER, _LEADER = Text(zh="销售代表", en="Sales representative"), Text(zh="销售主管", en="Team leader")
CREW = Crew(
    "S",
    Text(zh="销售部", en="Sales"),
    Text(zh="销售总监", en="Head of sales"),
    (
        Team(Text(zh="销售部/华东组", en="Sales/East"), _LEADER, _SELLER, 8),
        Team(Text(zh="销售部/华南组", en="Sales/South"), _LEADER, _SELLER, 8),
        Team(Text(zh="销售部/华北组", en="Sales/North"), _LEADER, _SELLER, 7),
        Team(
            Text(zh="销售部/支持组", en="Sales/Support"),
            _LEADER,
            Text(zh="销售助理", en="Sales assistant"),
            1,
        ),
    ),
)
_CUSTOMERS = (
    *(
        (f"{a}{b}", c)
        for a, c in (("华兴", "Huaxing"), ("远大", "Yuanda"), ("金桥", "Jinqiao"))
        for b in ("贸易", "科技")
    ),
    *(("江南制造", "Jiangnan Works"), ("新城物流", "Newtown Logistics"), ("百汇商超", "Baihui Stores")),
)


def people(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return CREW.rows(language, today, seeds.rng("sales", "people", language))


def products(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return [
        {"name": name, "category": kind.en if language == "en" else kind.zh, "price": price}
        for name, (kind, price) in PRODUCTS.items()
    ]


def deals(language: Language, today: date, seeds: Seeds) -> list[Row]:
    """Every deal begun before today, as it stands."""
    sellers = [one for one in CREW.people if one.team is not None and one.team < 3]
    return [
        row
        for month in months(today, MONTHS)
        for seller in sellers
        for row in _deals(seller, month, language, today, seeds.rng("sales", seller.number, month))
    ]


def _deals(seller: Somebody, month: date, language: Language, today: date, rng: np.random.Generator) -> list[Row]:
    begun = [month + timedelta(days=int(rng.integers(28))) for _ in range(rng.poisson(4))]
    rows = [_deal(f"D{month:%y%m}{seller.number}{n}", seller, day, language, today, rng) for n, day in enumerate(begun)]
    return [row for row, day in zip(rows, begun, strict=True) if day < today]


def _deal(
    number: str, seller: Somebody, created: date, language: Language, today: date, rng: np.random.Generator
) -> Row:
    """The deal as it is known today."""
    closed = created + timedelta(days=int(min(rng.lognormal(3.2, 0.5), 120)))
    chance = 0.28 if seller.team == SOUTH and closed > today - FALLS else 0.58
    decided, won = closed < today, bool(rng.random() < chance + Seeds(11).rng(seller.number).normal(0, 0.08))
    product = list(PRODUCTS)[rng.choice(len(PRODUCTS), p=[0.22, 0.25, 0.2, 0.15, 0.06, 0.12])]
    amount = PRODUCTS[product][1] * int(rng.integers(1, 4)) * int(rng.integers(80, 101)) // 100
    return {
        "number": number,
        "seller": seller.number,
        "customer": _CUSTOMERS[rng.integers(len(_CUSTOMERS))][language == "en"],
        "product": product,
        "created": created,
        "closed": closed if decided else None,
        "won": won if decided else None,
        "value": amount // 100 * 100 if decided and won else None,
    }


SALES = Invented(
    "sales",
    Text(zh="晨星商贸（虚构）", en="Morning Star Trading (invented)"),
    (
        Table(
            SampleFile(
                "people",
                Text(zh="人员名单", en="People"),
                Text(zh="29 人，四个组；最后一行写了两遍", en="29 people in four teams; the last row stands twice"),
            ),
            people,
        ),
        Table(
            SampleFile(
                "products",
                Text(zh="产品清单", en="Products"),
                Text(zh="6 个产品和标价", en="Six products and their list prices"),
            ),
            products,
        ),
        Table(
            SampleFile(
                "deals",
                Text(zh="商机明细", en="Deals"),
                Text(
                    zh="15 个月的商机：日期有五种写法，金额有「1.2万」，有产品名少了空格、有人不在名单里、有三行读不了",
                    en="Fifteen months of deals: dates in five styles, a product without its space, somebody whom the "
                    "list forgot, three rows that cannot be read",
                ),
            ),
            deals,
            (
                Slip("product", 3, said("GTXPro", "GTXPro")),
                Slip("seller", 2, said(CREW.missing, CREW.missing)),
                Slip("value", 1, said("待定", "tbd")),
                Slip("closed", 1, no_such_day),
                Slip("number", 1, forgotten),
            ),
        ),
    ),
)
