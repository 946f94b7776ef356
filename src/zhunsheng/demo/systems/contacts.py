"""The call centre: what customers ask the two service groups, how long it takes, and whom the groups ask to rate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.articles import SHORTCUT, articles
from zhunsheng.demo.systems.draws import Floats, Ints, Marks
from zhunsheng.demo.systems.service_ground import ground
from zhunsheng.demo.systems.system import TOLD, Export

CHANNELS = ("电话", "微信", "在线客服", "邮件")
QUESTIONS = ("报修咨询", "操作咨询", "订单与物流", "发票对账", "维保与合同", "投诉")
CITED = 0.28
"""Share of the contacts in which an article is used, and of these the share of the shortcut."""
SHORTCUT_SHARE = 0.22
RESOLVED = 0.60
"""Share of the callers whose question is settled at once, in both groups alike."""
ASKED = 0.50
"""Share of its callers whom a group asks to rate that does not choose."""
RATES = 0.62
"""Share of those asked who do rate."""
CONTENT = 4.5
"""Mean score that settled callers would give."""
RECONTACT = (0.20, 0.08)
"""Share of the callers who call again within seven days: those not settled at once, and those who were."""
_SEASON = (0.95, 0.9, 1.05, 1.0, 1.0, 1.0, 1.05, 1.03, 1.0, 0.98, 1.0, 1.05)
_A_DAY = 3.8
"""Contacts of an agent on a day."""
_SECONDS = (400.0, 470.0, 330.0, 360.0, 420.0, 640.0)
"""Mean time of each kind of question."""


@dataclass(frozen=True)
class Contacts:
    """The contacts of a month by moment; arrays of the same length. `article`: its number; 0: none.

    `score`: 0 where nobody rated. `back`: days until the caller called again; 0: not within seven.
    """

    seat: Ints
    place: Ints
    hour: Floats
    question: Ints
    customer: Ints
    seconds: Ints
    resolved: Marks
    invited: Marks
    score: Ints
    article: Ints
    back: Ints

    def __len__(self) -> int:
        return len(self.seat)


@lru_cache(maxsize=4)
def contacts_of(company: Company, month: date) -> Contacts:
    """All contacts of the month."""
    rng = company.seeds.rng("contacts", company.branch, month)
    seat, place = _held(rng, company, month)
    many = len(seat)
    hour = 8.6 + 8.6 * draws.even(rng, many)
    order = np.lexsort((hour, place))
    seat, place, hour = seat[order], place[order], hour[order]
    choosy = _choosy(company)[seat]
    article = _cited(rng, company, choosy, place)
    shortcut = article == SHORTCUT
    resolved = draws.chosen(rng, np.full(many, RESOLVED), choosy, shortcut, seat)
    question = draws.pick(draws.even(rng, many), (32, 22, 18, 11, 12, 5))
    invited = _invited(rng, company, choosy, resolved)
    return Contacts(
        seat,
        place,
        hour,
        question,
        rng.integers(0, len(company.market.customers), many),
        _seconds(rng, company, question, shortcut),
        resolved,
        invited,
        _scores(rng, company, choosy, resolved, invited),
        article,
        _back(rng, company, shortcut, resolved),
    )


def _held(rng: np.random.Generator, company: Company, month: date) -> tuple[Ints, Ints]:
    """Seat and day of each contact."""
    seats = np.array([at for at in company.staff.held_by("C") if "组" in company.staff.seats[at].unit])
    places = draws.month_workdays(month)
    row, column = np.nonzero(ground(company).duty.on[seats][:, places])
    monday = 1.0 + 0.15 * ((places[column] + days.FIRST.weekday()) % 7 == 0)
    year = 1.0 + 0.04 * (month.year - days.FIRST.year)
    amount = _A_DAY * _SEASON[month.month - 1] * year * monday * rng.uniform(0.7, 1.3, len(row))
    many = draws.whole(rng, amount)
    return np.repeat(seats[row], many), np.repeat(places[column], many)


def _choosy(company: Company) -> Marks:
    """Seats × of the group that chooses whom it asks to rate."""
    return np.array([seat.unit.endswith(company.truths["T10"].who[0]) for seat in company.staff.seats])


def _cited(rng: np.random.Generator, company: Company, choosy: Marks, place: Ints) -> Ints:
    """The article used in each contact, as often in both groups."""
    others = [one.number for one in articles() if one.case is None and one.number != SHORTCUT]
    used = draws.chosen(rng, np.full(len(place), CITED), choosy)
    short = np.zeros(len(place), dtype=np.bool_)
    short[used] = draws.chosen(rng, np.full(used.sum(), SHORTCUT_SHARE), choosy[used])
    other = np.array(others)[draws.pick(rng.random(len(place)), [1 / (2 + at) for at in range(len(others))])]
    return np.where(short, SHORTCUT, np.where(used, other, 0))


def _invited(rng: np.random.Generator, company: Company, choosy: Marks, resolved: Marks) -> Marks:
    effects = company.truths["T10"].effects
    chosen = np.where(resolved, effects["invited_resolved"], effects["invited_unresolved"])
    return draws.chosen(rng, np.where(choosy, chosen, ASKED), choosy, resolved)


def discontent(company: Company) -> float:
    """Mean score that callers would give who were not settled: what lifts the choosy group's mean as the story says."""
    effects = company.truths["T10"].effects
    good, bad = effects["invited_resolved"] * RESOLVED, effects["invited_unresolved"] * (1 - RESOLVED)
    return CONTENT - effects["voice_change"] / (good / (good + bad) - RESOLVED)


def _scores(rng: np.random.Generator, company: Company, choosy: Marks, resolved: Marks, invited: Marks) -> Ints:
    """Scores from 1 to 5 of those who rate; what callers think does not depend on who answered."""
    rated = draws.chosen(rng, np.where(invited, RATES, 0.0), choosy, resolved, invited)
    score = np.zeros(len(rated), dtype=np.int64)
    for group in (False, True):
        for settled, mean in ((True, CONTENT), (False, discontent(company))):
            own = rated & (choosy == group) & (resolved == settled)
            score[own] = 1 + draws.pick(draws.even(rng, int(own.sum())), _binomial((mean - 1) / 4))
    return score


def _binomial(chance: float) -> list[float]:
    """How likely none to four of four are."""
    return [many * chance**at * (1 - chance) ** (4 - at) for at, many in enumerate((1, 4, 6, 4, 1))]


def _seconds(rng: np.random.Generator, company: Company, question: Ints, shortcut: Marks) -> Ints:
    """Handling time; the shortcut shortens it."""
    noise = np.empty(len(question))
    for part in (shortcut, ~shortcut):
        noise[part] = np.exp(0.42 * draws.normal(draws.even(rng, int(part.sum()))) - 0.42**2 / 2)
    factor = np.where(shortcut, 1 + company.truths["T10"].effects["handling_change"], 1.0)
    return np.maximum(np.round(np.array(_SECONDS)[question] * factor * noise), 25).astype(np.int64)


def _back(rng: np.random.Generator, company: Company, shortcut: Marks, resolved: Marks) -> Ints:
    """After how many days callers call again; the shortcut brings more of them back."""
    extra = company.truths["T10"].effects["recontact_points"] / 100 * shortcut
    again = draws.chosen(rng, np.where(resolved, RECONTACT[1], RECONTACT[0]) + extra, shortcut, resolved)
    return np.where(again, draws.pick(rng.random(len(again)), (5, 4, 3, 2, 2, 1)) + 1, 0)


def contact_numbers(company: Company, month: date) -> pa.Array:
    """Numbers of the month's contacts, in their order."""
    return draws.numbered("HH", month, len(contacts_of(company, month)), company.branch)


def contacts(company: Company, month: date) -> pa.Table:
    """Each contact, told when it ends; again when the caller calls again within seven days."""
    found = contacts_of(company, month)
    ends = draws.moments(found.place, found.hour + found.seconds / 3_600)
    calls_again = draws.moments(found.place + found.back, found.hour)
    first = _told(company, month, found, np.zeros(len(found), dtype=np.bool_), ends)
    second = _told(company, month, found, found.back > 0, calls_again)
    return pa.concat_tables([first, second.filter(pa.array(found.back > 0))])


def _told(company: Company, month: date, found: Contacts, again: Marks, when: npt.NDArray[np.datetime64]) -> pa.Table:
    staff, customers = company.staff, company.market.customers
    names = [staff.named(f"K{number:03d}") for number in range(len(articles()) + 1)]
    return pa.table(
        {
            "会话编号": contact_numbers(company, month),
            "客服工号": draws.named(staff.numbers, ground(company).duty.person(found.seat, found.place)),
            "组": draws.named([seat.unit.rpartition("/")[2] for seat in staff.seats], found.seat),
            "时间": pa.array(draws.moments(found.place, found.hour), pa.timestamp("us")),
            "渠道": draws.named(CHANNELS, (found.seconds * 7 + found.question) % 10 // 3),
            "客户编号": draws.named([one.number for one in customers], found.customer),
            "问题类型": draws.named(QUESTIONS, found.question),
            "处理时长（秒）": pa.array(found.seconds),
            "是否一次解决": pa.array(found.resolved),
            "7天内是否再次来电": pa.array(again),
            "是否邀评": pa.array(found.invited),
            "评分": pa.array(found.score, mask=found.score == 0),
            "引用知识": draws.named(names, found.article, found.article == 0),
            TOLD: pa.array(when, pa.timestamp("us")),
        }
    )


EXPORTS = (Export("contacts", "客服会话", "utf-8 ,", contacts, reach=1),)
