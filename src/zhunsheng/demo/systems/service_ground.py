"""What the service side stands on in every month: pools, distances, devices, and when engineers are on duty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.staff import PROVINCES
from zhunsheng.demo.systems.draws import Floats, Ints, Marks

POOLS = {
    "华南": (("广东", "海南"), ("广西", "福建")),
    "华东": (("上海", "浙江"), ("江苏", "安徽")),
    "华北": (("北京", "天津"), ("河北", "山西")),
    "西南": (("四川", "重庆"), ("云南",)),
    "华中": (("湖北",), ("湖南", "江西")),
    "西北": (("陕西",), ("新疆", "青海")),
    "东北": (("辽宁", "吉林"),),
}
"""Provinces of each region's pools, the first pool first."""
FAR = ("新疆", "青海")
OPENS, SHIFT = 9.0, 8.0
"""Engineers are on duty for so many hours from so late in the day."""
KILOMETRES_AN_HOUR = 70.0


@dataclass(frozen=True)
class CaseType:
    """A kind of service order. `hours`: standard from dispatch to arrival, without the way. `repair`: how its repairs
    compare with the mean repair; 0: nothing is repaired."""

    name: str
    share: float
    hours: float
    repair: float


FAULTS = (
    CaseType("影像异常", 0.27, 2.6, 1.20),
    CaseType("气路报警", 0.22, 2.2, 1.00),
    CaseType("检测值漂移", 0.19, 2.4, 1.05),
    CaseType("电源故障", 0.16, 1.8, 0.85),
    CaseType("软件与网络", 0.16, 1.2, 0.7531),
)
OTHERS = (
    CaseType("装机调试", 0.31, 4.0, 0.0),
    CaseType("预防保养", 0.38, 3.0, 0.0),
    CaseType("操作咨询", 0.31, 1.0, 0.0),
)
CASE_TYPES = FAULTS + OTHERS
FAULT_SHARE = 0.74
"""Share of the service orders that report a fault."""
FAULTS_OF = {"三甲医院": 1.15, "民营诊所": 0.95, "基层卫生院": 0.9}
"""How often a device fails, compared with others."""


def mean_hours() -> float:
    """Standard hours of the mean order, without the way."""
    return sum(
        part * one.share * one.hours
        for part, kinds in ((FAULT_SHARE, FAULTS), (1 - FAULT_SHARE, OTHERS))
        for one in kinds
    )


@dataclass(frozen=True)
class Duty:
    """When seats are on duty. Seats count by their place in the staff, days by `days.place`."""

    company: Company

    @cached_property
    def on(self) -> Marks:
        """Seats × days: somebody holds the seat and is at work."""
        staff = self.company.staff
        day = np.arange(days.SPAN)
        return (staff.holder >= 0) & staff.working[np.maximum(staff.holder, 0), day]

    @cached_property
    def ahead(self) -> Marks:
        """Seats × days: on duty on this and the next three days on which offices work."""
        open_days = np.flatnonzero(days.worked())
        on = self.on[:, open_days]
        found = np.zeros_like(self.on)
        width = on.shape[1] - 3
        found[:, open_days[:width]] = on[:, :width] & on[:, 1 : width + 1] & on[:, 2 : width + 2] & on[:, 3:]
        return found

    @cached_property
    def before(self) -> Ints:
        """Seats × days: how many days on duty came before."""
        counted = np.cumsum(self.on, axis=1, dtype=np.int64)
        return counted - self.on

    @cached_property
    def places(self) -> Ints:
        """Seats × number of the day on duty: which day that is; beyond the story: its length."""
        found = np.full((len(self.on), days.SPAN + 1), days.SPAN, dtype=np.int64)
        seat, day = np.nonzero(self.on)
        found[seat, self.before[seat, day]] = day
        return found

    def later(self, seat: Ints, place: Ints, hour: Floats, by: Floats) -> tuple[Ints, Floats]:
        """Day and hour at which the seat has been on duty for so much longer. Beyond the story: its length."""
        since = self.before[seat, np.minimum(place, days.SPAN - 1)] * SHIFT + np.clip(hour - OPENS, 0.0, SHIFT)
        number, rest = np.divmod(since + by, SHIFT)
        found = self.places[seat, np.minimum(number, days.SPAN).astype(np.int64)]
        return np.where(place < days.SPAN, found, days.SPAN), OPENS + rest

    def person(self, seat: Ints, place: Ints) -> Ints:
        """Who holds the seat that day; −1 beyond the story."""
        held = self.company.staff.holder[seat, np.minimum(place, days.SPAN - 1)].astype(np.int64)
        return np.where(place < days.SPAN, held, -1)


@dataclass(frozen=True)
class Ground:
    """Customers and their devices as the service side knows them; arrays count customers and devices by place."""

    company: Company

    @cached_property
    def duty(self) -> Duty:
        return Duty(self.company)

    @cached_property
    def pools(self) -> list[str]:
        return [f"{region}{'一二'[at]}池" for region, parts in POOLS.items() for at in range(len(parts))]

    @cached_property
    def overloaded(self) -> Marks:
        """Pools × overloaded: the first one of each region of which the story tells."""
        where = {f"{region}一池" for region in self.company.truths["T3"].where}
        return np.array([pool in where for pool in self.pools])

    @cached_property
    def regions(self) -> list[str]:
        return list(PROVINCES)

    @cached_property
    def region(self) -> Ints:
        return np.array([self.regions.index(one.region) for one in self.company.market.customers])

    @cached_property
    def pool(self) -> Ints:
        of = {
            province: self.pools.index(f"{region}{'一二'[at]}池")
            for region, parts in POOLS.items()
            for at, provinces in enumerate(parts)
            for province in provinces
        }
        return np.array([of[one.province] for one in self.company.market.customers])

    @cached_property
    def far(self) -> Marks:
        """Customers of remote places, to whom one engineer goes whenever there."""
        return np.array([one.engineer == self.distant for one in self.company.market.customers]) & self._remote

    @cached_property
    def engineer(self) -> Ints:
        """The seat that goes to the customer whenever there; those who live far off keep to far customers."""
        own = np.array([one.engineer for one in self.company.market.customers])
        wrong = np.flatnonzero((own == self.distant) & ~self.far)
        others = [seat for seat in self.engineers["西北"] if seat != self.distant]
        own[wrong] = self.company.seeds.rng("service", "near", self.company.branch).choice(others, len(wrong))
        return own

    @cached_property
    def engineers(self) -> dict[str, list[int]]:
        """Seats of engineers by region."""
        seats = self.company.staff.seats
        return {r: [at for at in self.company.staff.held_by("E") if seats[at].region == r] for r in self.regions}

    @cached_property
    def slow(self) -> int:
        """The seat of the one engineer who is really slow."""
        return self.seat(self.company.truths["T3"].who[0])

    @cached_property
    def distant(self) -> int:
        """The seat of the engineer whose customers are far away."""
        return self.seat(self.company.truths["D2"].who[0])

    def seat(self, code: str) -> int:
        return [seat.code for seat in self.company.staff.seats].index(code)

    @cached_property
    def kilometres(self) -> Floats:
        """The way to each customer."""
        story, rng = self.company.truths, self.company.seeds.rng("service", "ways", self.company.branch)
        usual = story["T3"].effects["e031_expected_hours"] - mean_hours()
        remote = story["D2"].effects["raw_hours"] / (1 + story["D2"].effects["adjusted_change"]) - mean_hours()
        ways = rng.uniform(0.6, 1.4, len(self.far))
        for region in range(len(self.regions)):
            near = (self.region == region) & ~self.far
            ways[near] *= usual * KILOMETRES_AN_HOUR / np.average(ways[near], weights=self._cases[near])
        if self.far.any():
            ways[self.far] *= remote * KILOMETRES_AN_HOUR / np.average(ways[self.far], weights=self._cases[self.far])
        return np.round(ways)

    @cached_property
    def pace(self) -> Floats:
        """Hours that a seat takes against the standard."""
        story, rng = self.company.truths, self.company.seeds.rng("service", "pace", self.company.branch)
        pace = np.exp(np.clip(rng.normal(0.0, 0.03, len(self.company.staff.seats)), -0.06, 0.06))
        hours = story["T3"].effects
        pace[self.slow] = hours["e031_hours"] / hours["e031_expected_hours"]
        pace[self.distant] = 1 + story["D2"].effects["adjusted_change"]
        return pace

    @cached_property
    def seller(self) -> Ints:
        """The seat that sells to each customer."""
        return np.array([one.seller for one in self.company.market.customers])

    @cached_property
    def helped(self) -> Marks:
        """Customers whose devices are commissioned together with a seller whom the story names."""
        seats, named = self.company.staff.seats, self.company.truths["T7"].who
        return np.array([seats[one.seller].code in named for one in self.company.market.customers])

    @cached_property
    def owner(self) -> Ints:
        """The customer of each device; helped customers stand first, seller by seller, the others pool by pool."""
        owner = np.array([at for at, one in enumerate(self.company.market.customers) for _ in one.devices])
        return owner[self._order]

    @cached_property
    def devices(self) -> list[str]:
        """Numbers of the devices, in the order of `owner`."""
        numbers = [device for one in self.company.market.customers for device in one.devices]
        return [numbers[at] for at in self._order]

    @cached_property
    def failing(self) -> Floats:
        """How often each device fails, relative to others; alike at all sellers whom the story names."""
        kinds = np.array([FAULTS_OF[one.kind] for one in self.company.market.customers])
        rng = self.company.seeds.rng("service", "failing", self.company.branch)
        rate = (kinds * np.exp(rng.normal(0.0, 0.25, len(kinds))))[self.owner]
        helped = self.helped[self.owner]
        rate[~helped] /= rate[~helped].mean()
        for seller in np.unique(self.seller[self.owner[helped]]):
            own = helped & (self.seller[self.owner] == seller)
            rate[own] *= (1 + self.company.truths["T7"].effects["faults_change"]) / rate[own].mean()
        return rate

    @cached_property
    def asking(self) -> Floats:
        """How often each device gives rise to an order without a fault; twice as often in overloaded pools."""
        return np.where(self.overloaded[self.pool[self.owner]], 2.0, 1.0)

    @cached_property
    def _remote(self) -> Marks:
        return np.array([one.province in FAR for one in self.company.market.customers])

    @cached_property
    def _cases(self) -> Floats:
        """About how many orders each customer has."""
        failing = self.failing / self.failing.sum() * FAULT_SHARE
        asking = self.asking / self.asking.sum() * (1 - FAULT_SHARE)
        return np.bincount(self.owner, failing + asking, len(self.pool)).astype(np.float64)

    @cached_property
    def _order(self) -> npt.NDArray[np.int64]:
        owner = np.array([at for at, one in enumerate(self.company.market.customers) for _ in one.devices])
        return np.lexsort((owner, self.pool[owner], (self.seller * self.helped)[owner], ~self.helped[owner]))


@lru_cache(maxsize=4)
def ground(company: Company) -> Ground:
    """The ground of the company; it is the same in every month."""
    return Ground(company)
