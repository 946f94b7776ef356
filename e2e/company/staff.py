"""Who works at Hedu Sensing, what it sells and to whom. Everybody and everything here is invented."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

ROOT = "禾渡传感"
ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 6, 30)
TRANSFER_DAY = date(2025, 4, 16)

NAMES = re.findall(
    r"\w+",
    "沈砚秋 顾行舟 陆知夏 许闻笛 程南枝 江予怀 林晚棠 周牧野 方以宁 叶疏桐 何清越 苏晚晴 唐云舒 宋时雨 韩景明 冯若谷 "
    "郑乐山 袁星河 曹望舒 邓长风 彭嘉树 萧雨眠 田小禾 潘青禾 杜若飞 蒋以墨 蔡知遥 余怀瑾 钟离月 魏思齐 吕明川 丁一苇 "
    "任远山 姚采薇 卢照邻 傅云深 崔文澜 谭维桢 廖静姝 范思源 石怀玉 金雨泽 熊立言 白砚书 孟庭芳 秦朗月 阎书白 薛映雪 "
    "侯子衿 雷鸣谦 龙在野 段秋实 钱若水 汤谷雨 黎初旭 易安然 常念慈 武向晨 贺兰亭 乔木森 赖清和",
)
PRODUCTS = {
    "温度变送器 T20": 1_860,
    "压力变送器 P35": 2_980,
    "振动传感器 V8": 4_250,
    "智能网关 G200": 8_600,
    "在线监测套件 M1": 36_500,
    "校准服务年包": 12_800,
}
INDUSTRIES = ("机械", "医疗器械", "食品", "化工", "新能源", "水务")
_PLACES = re.findall(r"\w+", "云泊 砚川 临澜 禾穗 青埠 朗汀 栖岭 渡口 松屿 望江 锦浦 白鹭洲")
_TRADES = ("精密机械", "医疗器械", "食品", "精细化工")
MACHINES = {"A1": "一线", "A2": "一线", "B1": "二线", "B2": "二线", "C1": "三线", "C2": "三线"}


@dataclass(frozen=True, slots=True)
class Employee:
    """A person in the register. `manager`: a number; `unit`: a path."""

    number: str
    name: str
    unit: str
    position: str
    region: str
    manager: str | None
    hired: date


@dataclass(frozen=True)
class Team:
    """A unit (path below the root), and the positions of its lead and its members."""

    path: str
    region: str
    lead: str
    members: tuple[str, ...] = ()


_LINE = ("晚班班长", *["操作工"] * 5)
TEAMS = (
    Team("总经办", "总部", "总经理"),
    Team("销售中心", "总部", "销售总监"),
    Team("销售中心/华东销售部", "华东", "区域经理", ("销售",) * 5),
    Team("销售中心/华南销售部", "华南", "区域经理", ("销售",) * 4),
    Team("销售中心/华北销售部", "华北", "区域经理", ("销售",) * 4),
    Team("客服中心", "总部", "客服经理"),
    Team("客服中心/客服一组", "总部", "客服", ("客服",) * 3),
    Team("客服中心/客服二组", "总部", "客服", ("客服",) * 3),
    Team("生产中心", "总部", "厂长"),
    *(Team(f"生产中心/{line}", "总部", "早班班长", _LINE) for line in ("一线", "二线", "三线")),
    Team("研发中心", "总部", "研发总监", ("工程师",) * 5),
    Team("人事财务部", "总部", "人事财务经理", ("人事", "人事", "会计", "出纳")),
)


def staff(random: Random) -> list[Employee]:
    """The sixty people of the beginning of the year, by number."""
    names, leads, people = iter(NAMES), dict[str, str](), list[Employee]()
    for team in TEAMS:
        parent = team.path.rpartition("/")[0]
        for place, position in enumerate((team.lead, *team.members)):
            number = f"HD{1001 + len(people)}"
            manager = leads.get(parent or "总经办") if place == 0 else leads[team.path]
            leads.setdefault(team.path, number)
            hired = date(2016, 1, 4) + timedelta(days=random.randrange(3_200))
            unit = f"{ROOT}/{team.path}"
            people.append(Employee(number, next(names), unit, position, team.region, manager, hired))
    return people


def moves(people: list[Employee]) -> list[Employee]:
    """What the register says in April: a seller goes from the east to the south, and somebody joins the north."""
    east, south, north = (
        next(p for p in people if p.unit.endswith(unit)) for unit in ("华东销售部", "华南销售部", "华北销售部")
    )
    mover = next(p for p in people if p.manager == east.number)
    joins = Employee(
        f"HD{1001 + len(people)}", NAMES[len(people)], north.unit, "销售", north.region, north.number, TRANSFER_DAY
    )
    return [replace(mover, unit=south.unit, region=south.region, manager=south.number), joins]


def customers() -> dict[str, str]:
    """Customer → industry."""
    named = [f"{place}{trade}" for place in _PLACES for trade in _TRADES]
    return {name: INDUSTRIES[at % len(INDUSTRIES)] for at, name in enumerate(named)}
