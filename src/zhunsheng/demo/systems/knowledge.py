"""The knowledge base: its articles, and who used which on what."""

from __future__ import annotations

from datetime import date, datetime, time

import numpy as np
import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems import draws
from zhunsheng.demo.systems.aftersales import REACH, end_of, order_numbers
from zhunsheng.demo.systems.articles import FIRST_VIDEO, articles
from zhunsheng.demo.systems.contacts import contact_numbers, contacts_of
from zhunsheng.demo.systems.draws import Ints
from zhunsheng.demo.systems.service_cases import Cases, cases
from zhunsheng.demo.systems.service_ground import CASE_TYPES, ground
from zhunsheng.demo.systems.system import TOLD, Export

GUIDED = 0.14
"""Share of the orders without a video for which the engineer looks into a guide."""
_PLACES = ("现场服务", "客服应答")


def articles_list(company: Company, month: date) -> pa.Table:
    """All articles, each from the day on which it was published."""
    found, staff = articles(), company.staff
    seats = [seat.code for seat in staff.seats]
    place = np.array([max(days.place(one.published), 0) for one in found])
    holder = staff.holder[[seats.index(one.author) for one in found], place]
    return pa.table(
        {
            "知识编号": pa.array([staff.named(f"K{one.number:03d}") for one in found]),
            "标题": pa.array([one.title for one in found]),
            "形式": pa.array([one.form for one in found]),
            "标签": pa.array([one.tags for one in found]),
            "作者工号": draws.named(staff.numbers, holder.astype(np.int64)),
            "发布日期": pa.array([one.published for one in found], pa.date32()),
            TOLD: pa.array([datetime.combine(one.published, time(10)) for one in found], pa.timestamp("us")),
        }
    )


def article_uses(company: Company, month: date) -> pa.Table:
    """Uses for the month's service orders and contacts."""
    return pa.concat_tables([_on_site(company, month), _in_answers(company, month)])


def _on_site(company: Company, month: date) -> pa.Table:
    found = cases(company, month)
    article = _guides(company, month, found)
    used = (article > 0) & (found.arrived.place < end_of(month))
    hour = found.arrived.hour + 0.2
    return _table(
        company,
        draws.numbered("YX", month, len(found), company.branch),
        article,
        ground(company).duty.person(found.seat, found.arrived.place),
        draws.moments(found.arrived.place, hour),
        order_numbers(company, month),
        0,
    ).filter(pa.array(used))


def _guides(company: Company, month: date, found: Cases) -> Ints:
    """The article used on each order; 0: none."""
    rng = company.seeds.rng("knowledge", company.branch, month)
    number = np.zeros(len(found), dtype=np.int64)
    for at, kind in enumerate(CASE_TYPES):
        fitting = [one for one in articles() if one.case == kind.name and one.form == "图文"]
        own = [one.number for one in fitting if one.published <= month]
        here = (found.kind == at) & (rng.random(len(found)) < GUIDED)
        number[here] = rng.choice(own, int(here.sum()))
    return np.where(found.video, FIRST_VIDEO + found.kind, number)


def _in_answers(company: Company, month: date) -> pa.Table:
    found = contacts_of(company, month)
    ends = draws.moments(found.place, found.hour + found.seconds / 3_600)
    return _table(
        company,
        draws.numbered("YD", month, len(found), company.branch),
        found.article,
        ground(company).duty.person(found.seat, found.place),
        ends,
        contact_numbers(company, month),
        1,
    ).filter(pa.array(found.article > 0))


def _table(
    company: Company,
    numbers: pa.Array,
    article: Ints,
    person: Ints,
    when: draws.Moments,
    case: pa.Array,
    where: int,
) -> pa.Table:
    names = [company.staff.named(f"K{number:03d}") for number in range(len(articles()) + 1)]
    return pa.table(
        {
            "引用编号": numbers,
            "知识编号": draws.named(names, article, article == 0),
            "工号": draws.named(company.staff.numbers, person),
            "时间": pa.array(when, pa.timestamp("us")),
            "单号": case,
            "场景": draws.named(_PLACES, np.full(len(article), where)),
            TOLD: pa.array(when, pa.timestamp("us")),
        }
    )


EXPORTS = (
    Export("articles", "知识清单", "xlsx", articles_list, lists=True),
    Export("article_uses", "知识引用", "utf-8-sig ,", article_uses, reach=REACH),
)
