"""To whom Kangrui Medical sells, what, and through whom. Everybody and everything here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.staff import PROVINCES, Staff

KINDS = {"三甲医院": 120, "民营诊所": 480, "基层卫生院": 300}
"""Types of customers, and how many there are."""
DEALERS = {"西南": 9, "华东": 8, "华南": 6, "华北": 6, "华中": 5, "西北": 4, "东北": 4}
SMALL, LARGE = 200_000, 3_000_000
"""Yuan a year: below the first a customer is small, above the second large."""

_PLACES_A = "云砚临禾青朗栖松望锦白澜岚汀渔槐枫荻溪霁沅鹭梧珺曦棠"
_PLACES_B = "泊川澜穗埠汀岭屿江浦洲渡桥塘野原坪湾台峪"
_ENDS = {
    "三甲医院": ("市中心医院", "市第一人民医院", "医科大学附属医院"),
    "民营诊所": ("仁和诊所", "康宁门诊部", "安心口腔", "惠民诊所", "明德眼科", "和睦中医馆"),
    "基层卫生院": ("镇卫生院", "街道社区卫生服务中心", "乡卫生院"),
}
_TRADES = ("瑞康医疗器械", "恒济医药", "博安医疗", "同泽器械", "嘉禾医疗用品")


@dataclass(frozen=True)
class Product:
    """Something sold. `kind`: 设备, 耗材 or 服务. `price`: yuan."""

    name: str
    kind: str
    price: int


PRODUCTS = (
    Product("瑞影 U8 彩色超声", "设备", 386_000),
    Product("瑞呼 V3 呼吸机", "设备", 158_000),
    Product("瑞检 B2 生化分析仪", "设备", 242_000),
    Product("瑞监 M6 监护仪", "设备", 36_500),
    Product("瑞泵 P1 输液泵", "设备", 9_800),
    Product("生化试剂盒", "耗材", 1_280),
    Product("呼吸回路套件", "耗材", 460),
    Product("心电电极片（箱）", "耗材", 320),
    Product("超声耦合剂（箱）", "耗材", 240),
    Product("输液管路（箱）", "耗材", 380),
    Product("年度维保", "服务", 24_000),
    Product("上门培训", "服务", 6_000),
)


@dataclass(frozen=True)
class Customer:
    """A hospital or the like. `seller`, `engineer`: places of seats; `devices`: numbers; `yearly`: yuan, about."""

    number: str
    name: str
    kind: str
    region: str
    province: str
    seller: int
    engineer: int
    devices: tuple[str, ...]
    yearly: int


@dataclass(frozen=True)
class Dealer:
    """A company that sells on."""

    number: str
    name: str
    region: str


@dataclass(frozen=True)
class Market:
    """Customers and dealers of one branch."""

    seeds: Seeds
    staff: Staff

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        rng = self.seeds.rng("customers", self.staff.branch)
        kinds = rng.permutation([kind for kind, many in KINDS.items() for _ in range(many)])
        sellers, engineers = (self.staff.held_by(letter) for letter in "SE")
        share = np.array([len(self._of(sellers, region)) for region in PROVINCES], dtype=float)
        taken: set[str] = set()
        return (
            tuple(
                self._customer(rng, at, str(kind), str(rng.choice(list(PROVINCES), p=share / share.sum())), taken)
                for at, kind in enumerate(kinds, 1)
            )
            if engineers
            else ()
        )

    @cached_property
    def dealers(self) -> tuple[Dealer, ...]:
        rng = self.seeds.rng("dealers", self.staff.branch)
        found: list[Dealer] = []
        for region, many in DEALERS.items():
            for _ in range(many):
                number = f"JX{len(found) + 1:03d}"
                name = f"{rng.choice(list(_PLACES_A))}{rng.choice(list(_PLACES_B))}{rng.choice(_TRADES)}"
                found.append(Dealer(self.staff.named(number), f"{name}（{region}{number[-2:]}）", region))
        return tuple(found)

    def _customer(self, rng: np.random.Generator, at: int, kind: str, region: str, taken: set[str]) -> Customer:
        number = self.staff.named(f"KH{at:04d}")
        middle = {"三甲医院": 1_400_000, "民营诊所": 130_000, "基层卫生院": 160_000}[kind]
        yearly = int(middle * rng.lognormal(0, 0.55))
        many = 1 + int(rng.poisson({"三甲医院": 5.0, "民营诊所": 0.6, "基层卫生院": 0.8}[kind]))
        devices = tuple(f"SB{number[2:]}{one:02d}" for one in range(1, many + 1))
        sellers, engineers = (self._of(self.staff.held_by(letter), region) for letter in "SE")
        province = str(rng.choice(PROVINCES[region]))
        return Customer(
            number,
            self._name(rng, kind, taken),
            kind,
            region,
            province,
            int(rng.choice(sellers)),
            int(rng.choice(engineers)),
            devices,
            yearly,
        )

    def _of(self, seats: list[int], region: str) -> list[int]:
        return [at for at in seats if self.staff.seats[at].region == region]

    def _name(self, rng: np.random.Generator, kind: str, taken: set[str]) -> str:
        while True:
            place = f"{rng.choice(list(_PLACES_A))}{rng.choice(list(_PLACES_B))}"
            name = f"{place}{rng.choice(_ENDS[kind])}"
            if self.staff.branch:
                name = f"{name}（{self.staff.branch}）"
            if name not in taken:
                taken.add(name)
                return name
