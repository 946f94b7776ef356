"""Trades to begin with: each a folder of the templates, and perhaps files to try it with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import zhunsheng.templates
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.sources.schemas import Industry

INDUSTRIES = {
    "sales": (
        Text(zh="商贸与销售团队", en="Trade and sales teams"),
        Text(
            zh="看成交金额、赢单率、成交周期：人员名单、产品清单、商机三张表就够。",
            en="Won value, win rate, sales cycle: three tables do, of people, products and deals.",
        ),
    ),
    "production": (
        Text(zh="生产制造", en="Production"),
        Text(
            zh="看产量、不良率、设备综合效率、加班：人员名单、产线清单、班次报工三张表就够。",
            en="Output, rejects, OEE, overtime: three tables do, of people, lines and shifts.",
        ),
    ),
    "service": (
        Text(zh="客户服务", en="Customer service"),
        Text(
            zh="看解决用时、一次解决率、满意度、积压：人员名单、客户清单、服务工单三张表就够。",
            en="Time to solve, satisfaction, backlog: three tables do, of people, customers and tickets.",
        ),
    ),
    "medical-distribution": (
        Text(zh="医疗器械经销", en="Medical distribution"),
        Text(
            zh="一整套：销售、服务、生产、人事共几十个指标和服务承诺，要接的系统也多；先看示例公司，再决定用多少。",
            en="A whole company: dozens of metrics of sales, service, production and people, with promises to "
            "customers, and many systems to connect. See the example company first.",
        ),
    ),
    "other": (
        Text(zh="其他行业", en="Something else"),
        Text(
            zh="从空白开始：上传一张自己的表，数据源和指标从它长出来。",
            en="From nothing: hand in a table of your own; sources and metrics grow from it.",
        ),
    ),
}
"""Name, and what one gets."""
CHINA = "china"


def industries() -> list[Industry]:
    """All there are, as one chooses among them."""
    return [
        Industry(id=id_, name=name, about=about, metrics=_metrics(id_)) for id_, (name, about) in INDUSTRIES.items()
    ]


@cache
def template(industry: str) -> Bundle:
    """The blueprint of a trade."""
    return sound(read_directory(Path(zhunsheng.templates.__file__).parent / industry))


def calendar_of_china() -> Calendar:
    """Its working days, holidays and make-up days, as far as they are announced."""
    return template("medical-distribution").each(Calendar)[CHINA]


def _metrics(industry: str) -> list[Text]:
    return [metric.name for metric in template(industry).each(Metric).values()]
