"""Who works at Kangrui Medical, where, and since when. Everybody here is invented.

Work is done in seats: a seat is held by one person after the other. What a system tells about a seat on a day, it
tells about whoever held it then, so that no generator has to care who has left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zhunsheng.demo.days import FIRST, LAST, NOW, SPAN, Marks, place, worked
from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.turnover import HIGH, SWAP, Turnover, turnover

ROOT = "康瑞医疗"
PROVINCES = {
    "华南": ("广东", "广西", "福建", "海南"),
    "华东": ("上海", "江苏", "浙江", "安徽"),
    "华北": ("北京", "天津", "河北", "山西"),
    "西南": ("四川", "重庆", "云南"),
    "华中": ("湖北", "湖南", "江西"),
    "西北": ("新疆", "青海", "陕西"),
    "东北": ("辽宁", "吉林"),
}
"""Regions and their provinces."""
SELLERS = {"华南": 22, "华东": 28, "华北": 20, "西南": 18, "华中": 18, "西北": 12, "东北": 14}
ENGINEERS = {"东北": 5, "西北": 5, "华北": 8, "华东": 10, "华中": 6, "华南": 8, "西南": 6}
SOUTH = ("华南", "华东", "华中", "西南")
"""Regions of the first sales director; the second has the others."""
STEADY = frozenset(re.findall(r"\w+", "E007 E012 E031 S047 S006 S013 S031 S058 S077 S096 S121"))
"""Seats that the story tells of by name: their holders stay."""
_MAY_LEAVE = ("销售代表", "临床支持工程师", "客服专员", "翻新技师", "仓储配送员", "会计", "培训师", "知识管理员")
_LEAVE = {"年假": (1.6, 5), "病假": (0.7, 4), "事假": (0.4, 2), "产假": (0.012, 158)}
"""Kinds of leave: how often a year, and how many days at most."""

_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严"
    "莫孔向常汤"
)
_FIRST = (
    "子雨思嘉文志晓建海明俊宇佳欣雅静慧丽春冬秋立国振永安永宏光德兴世景凡若亦书一乐天心清云梦诗婉玉芳"
    "燕晨旭泽瑞凯浩博睿哲铭煜"
)
_SECOND = (
    "轩涵怡琪豪杰宁峰强伟鹏辉斌磊涛婷娜敏倩颖洁莹萍红梅琳璐瑶彤菲妍薇桐楠岚溪洋洲川山林松柏辰阳昊然行"
    "远航舟帆舒言诺之衡平和安康健"
)
_KNOWN = re.findall(
    r"\w+",
    "孔子 孟子 曾子 庄子 马云 姚明 孙文 陈云 马凯 王晨 陈晓 王博 李晨 杨子 王志 刘亦菲 张一山 林书豪 李心洁 高晓松",
)
"""Names that somebody well known bears."""


@dataclass(frozen=True)
class Seat:
    """A place in the organisation. `code`: the number of whoever holds it now, e.g. `S047`; `lead`: a seat's code."""

    code: str
    unit: str
    position: str
    region: str
    lead: str | None


@dataclass(frozen=True)
class Post:
    """Where somebody was from `since` up to but not including `until` (None: still)."""

    seat: Seat
    since: date
    until: date | None


@dataclass(frozen=True)
class Person:
    """Somebody who works or worked here. `high_since`: on the list of high performers since then, to the end."""

    number: str
    name: str
    posts: tuple[Post, ...]
    high_since: date | None = None

    @property
    def high(self) -> bool:
        """Whether they were ever counted as a high performer."""
        return self.high_since is not None

    @property
    def hired(self) -> date:
        return self.posts[0].since

    @property
    def left(self) -> date | None:
        """The first day on which they no longer belong here."""
        return self.posts[-1].until


def seats() -> tuple[Seat, ...]:
    """The 287 seats."""
    return tuple(_seats())


def _seats() -> Iterator[Seat]:
    head, sales, service = f"{ROOT}/总经办", f"{ROOT}/销售中心", f"{ROOT}/客户服务中心"
    yield Seat("M001", head, "总经理", "总部", None)
    yield Seat("M002", sales, "销售副总", "总部", "M001")
    yield Seat("M003", service, "运营副总", "总部", "M001")
    yield Seat("M004", sales, "销售总监", "总部", "M002")
    yield Seat("M005", sales, "销售总监", "总部", "M002")
    for at, region in enumerate(SELLERS):
        director = "M004" if region in SOUTH else "M005"
        yield Seat(f"M{6 + at:03d}", f"{sales}/{region}销售部", "大区经理", region, director)
    for at, region in enumerate(SELLERS):
        yield Seat(f"M{13 + at:03d}", f"{service}/{region}服务部", "大区服务经理", region, "M003")
    yield from _teams("S", "销售代表", f"{sales}/{{}}销售部", SELLERS, 6)
    yield from _teams("E", "临床支持工程师", f"{service}/{{}}服务部", ENGINEERS, 13)
    yield from _team("C", f"{service}/客服部", "客服经理", "M003", {"客服A组": 8, "客服B组": 8}, "客服专员")
    yield from _team("Q", f"{ROOT}/质量与翻新部", "质量翻新经理", "M003", {"翻新线": 10, "质检组": 4}, "翻新技师")
    yield from _team("W", f"{ROOT}/仓储物流部", "仓储物流经理", "M003", {"仓储组": 20, "配送组": 15}, "仓储配送员")
    yield from _team("H", f"{ROOT}/人力资源部", "人力资源经理", "M001", {"": 4}, "HRBP")
    yield from _team("F", f"{ROOT}/财务部", "财务经理", "M001", {"": 5}, "会计")
    yield from _team("T", f"{ROOT}/培训部", "培训经理", "M001", {"": 3}, "培训师")
    yield from _team("K", f"{ROOT}/信息与知识部", "信息经理", "M001", {"": 4}, "知识管理员")


def _teams(letter: str, position: str, unit: str, sizes: dict[str, int], lead: int) -> Iterator[Seat]:
    """Seats of a kind, numbered through the regions in order; leads are by the order of the sales regions."""
    number = 0
    for region, size in sizes.items():
        for _ in range(size):
            number += 1
            above = f"M{lead + list(SELLERS).index(region):03d}"
            yield Seat(f"{letter}{number:03d}", unit.format(region), position, region, above)


def _team(letter: str, unit: str, lead: str, above: str, groups: dict[str, int], position: str) -> Iterator[Seat]:
    yield Seat(f"{letter}001", unit, lead, "总部", above)
    number = 1
    for group, size in groups.items():
        for _ in range(size):
            number += 1
            yield Seat(f"{letter}{number:03d}", f"{unit}/{group}".rstrip("/"), position, "总部", f"{letter}001")


@dataclass(frozen=True)
class Away:
    """Days of leave, both ends included."""

    request: str
    person: int
    kind: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Staff:
    """Everybody of one branch. `branch`: 0 is the company of the story; others are its like, for size.

    Arrays count people by their place in `people`, seats by their place in `seats`, days by `days.place`.
    """

    seeds: Seeds
    branch: int = 0
    seats: tuple[Seat, ...] = field(default_factory=seats)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is ever here, those who stay first, each group by number."""
        return tuple(sorted(self._everybody(), key=lambda one: (one.left is not None, one.number)))

    @cached_property
    def numbers(self) -> list[str]:
        """工号 of each person."""
        return [person.number for person in self.people]

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each seat, by its code."""
        return {seat.code: place for place, seat in enumerate(self.seats)}

    @cached_property
    def holder(self) -> npt.NDArray[np.int32]:
        """Seats × days: the person who holds the seat that day; −1: nobody."""
        found = np.full((len(self.seats), SPAN), -1, dtype=np.int32)
        for person, one in enumerate(self.people):
            for post in one.posts:
                until = SPAN if post.until is None else place(post.until)
                found[self.place_of[post.seat.code], max(place(post.since), 0) : max(until, 0)] = person
        return found

    @cached_property
    def high_list(self) -> npt.NDArray[np.int32]:
        """Places on the list of high performers × days: the person; who leaves is succeeded the same day."""
        found = np.full((sum(HIGH.values()), SPAN), -1, dtype=np.int32)
        for one in self.turnover.listed:
            until = SPAN if one.until is None else place(one.until)
            found[one.place, place(one.since) : until] = self.holder[self.place_of[one.seat], place(one.since)]
        return found

    @cached_property
    def employed(self) -> Marks:
        """People × days: whether they belong to the company."""
        found = np.zeros((len(self.people), SPAN), dtype=np.bool_)
        seat, day = np.nonzero(self.holder >= 0)
        found[self.holder[seat, day], day] = True
        return found

    @cached_property
    def leave(self) -> tuple[Away, ...]:
        """Approved leave, by its first day: holidays, sickness, and 产假 of half a year now and then."""
        rng, found = self.seeds.rng("leave", self.branch), list[tuple[int, str, date, date]]()
        for person in range(len(self.people)):
            found += self._leave_of(rng, person)
        found.sort(key=lambda one: (one[2], one[0]))
        return tuple(Away(self.named(f"QJ{one[2]:%y%m}{at:05d}"), *one) for at, one in enumerate(found, 1))

    @cached_property
    def away(self) -> Marks:
        """People × days: on leave, also on days that are none of work."""
        found = np.zeros((len(self.people), SPAN), dtype=np.bool_)
        for away in self.leave:
            found[away.person, place(away.first_day) : place(away.last_day) + 1] = True
        return found

    @cached_property
    def working(self) -> Marks:
        """People × days: at work by the office calendar: employed, a working day, not on leave."""
        return self.employed & worked()[np.newaxis, :] & ~self.away

    @cached_property
    def turnover(self) -> Turnover:
        """Who leaves when, who is on the list of high performers, who changes places."""
        free = [seat for seat in self.seats if seat.code not in STEADY and seat.position in _MAY_LEAVE]
        sellers = {region: [s.code for s in free if s.code[0] == "S" and s.region == region] for region in SELLERS}
        rng = self.seeds.rng("turnover", self.branch)
        return turnover(rng, [seat.code for seat in free], sellers, len(self.seats))

    def held_by(self, letter: str) -> list[int]:
        """Places of the seats whose code begins so, e.g. `S` for sellers."""
        return [at for at, seat in enumerate(self.seats) if seat.code.startswith(letter)]

    def named(self, code: str) -> str:
        """The number of this branch's own, where the company of the story says `code`."""
        return code if self.branch == 0 else f"{code}-{self.branch:03d}"

    def _everybody(self) -> Iterator[Person]:
        rng = self.seeds.rng("staff", self.branch)
        others = dict.fromkeys("SECQWHFTKM", 200)
        came_from = {here: there for a, b in self.turnover.swaps for here, there in ((a, b), (b, a))}
        for seat in self.seats:
            since = date(2012, 3, 1) + timedelta(days=int(rng.integers(0, 3_850)))
            before = came_from.get(seat.code)
            for until in (*sorted(self.turnover.leaving.get(seat.code, ())), None):
                if since > LAST:
                    break
                number = seat.code
                if not (since <= NOW.date() and (until is None or NOW.date() < until)):
                    others[seat.code[0]] += 1
                    number = f"{seat.code[0]}{others[seat.code[0]]:03d}"
                posts: tuple[Post, ...] = (Post(seat, since, until),)
                if before is not None:
                    posts = (Post(self.seats[self.place_of[before]], since, SWAP), Post(seat, SWAP, until))
                yield Person(self.named(number), _name(rng), posts, self._high_since(seat.code, since, until))
                if until is not None:
                    since = until + timedelta(days=int(rng.integers(10, 60)))
                    if until < NOW.date() <= since:
                        since = NOW.date() - timedelta(days=3)

    def _high_since(self, seat: str, since: date, until: date | None) -> date | None:
        listed = (one.since for one in self.turnover.listed if one.seat == seat)
        return next((day for day in listed if since <= day and (until is None or day < until)), None)

    def _leave_of(self, rng: np.random.Generator, person: int) -> list[tuple[int, str, date, date]]:
        """Begins on working days; never twice at once; nobody whom the story names is away for half a year."""
        one = self.people[person]
        begin, end = max(place(one.hired), 0), SPAN if one.left is None else place(one.left)
        days = np.flatnonzero(worked()[begin:end]) + begin
        taken, found = np.zeros(SPAN, dtype=np.bool_), list[tuple[int, str, date, date]]()
        for kind, (yearly, longest) in _LEAVE.items():
            for first in days[rng.integers(0, days.size, rng.poisson(yearly * (end - begin) / 365))]:
                length = longest if kind == "产假" else int(rng.integers(1, longest + 1))
                last = min(int(first) + length, end) - 1
                if (kind == "产假" and _needed(one)) or taken[first : last + 1].any():
                    continue
                taken[first : last + 1] = True
                found.append((person, kind, FIRST + timedelta(days=int(first)), FIRST + timedelta(days=last)))
        return found


def _needed(person: Person) -> bool:
    """Whether the story cannot do without them for long: those it names, and who leads."""
    code = person.posts[-1].seat.code
    return code in STEADY or code[0] == "M" or code[1:] == "001"


def _name(rng: np.random.Generator) -> str:
    """A name that nobody well known bears."""
    while True:
        name = "".join(part[rng.integers(0, len(part))] for part in (_FAMILY, _FIRST, _SECOND))
        name = name[:2] if rng.random() < 0.18 else name
        if name not in _KNOWN:
            return name
