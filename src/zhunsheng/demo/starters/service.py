"""A service team of 26 with eight customers and twelve months of tickets. One customer has begun to complain."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.starters.crew import Crew, Somebody, Team
from zhunsheng.demo.starters.messy import Row, Slip
from zhunsheng.demo.starters.starter import Invented, Table, forgotten, months, no_such_day, said
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.starters import Language, SampleFile

MONTHS = 12
CUSTOMERS = (
    "Acme Foods",
    "Blue Harbor",
    "City Clinic",
    "Delta Retail",
    "East Port",
    "Fine Print",
    "Green Bank",
    "Hotel 88",
)
LEVELS = ("A", "B", "C")
KINDS = (
    Text(zh="使用咨询", en="how to"),
    Text(zh="故障报修", en="fault"),
    Text(zh="账单问题", en="billing"),
    Text(zh="退换货", en="return"),
)
UNHAPPY, BEGINS = "Delta Retail", timedelta(days=60)
_AGENT, _LEADER = Text(zh="客服专员", en="Agent"), Text(zh="客服主管", en="Team leader")
CREW = Crew(
    "K",
    Text(zh="客户服务部", en="Service"),
    Text(zh="客服经理", en="Head of service"),
    (
        Team(Text(zh="客户服务部/一组", en="Service/Team One"), _LEADER, _AGENT, 7),
        Team(Text(zh="客户服务部/二组", en="Service/Team Two"), _LEADER, _AGENT, 7),
        Team(Text(zh="客户服务部/夜班组", en="Service/Night"), _LEADER, _AGENT, 4),
        Team(Text(zh="客户服务部/质检组", en="Service/Quality"), _LEADER, Text(zh="质检员", en="Quality coach"), 3),
    ),
)


def people(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return CREW.rows(language, today, seeds.rng("service", "people", language))


def customers(language: Language, today: date, seeds: Seeds) -> list[Row]:
    return [{"name": name, "level": LEVELS[at % 3]} for at, name in enumerate(CUSTOMERS)]


def tickets(language: Language, today: date, seeds: Seeds) -> list[Row]:
    """Every ticket made before today, as it stands; Sundays rest."""
    agents = [one for one in CREW.people if one.team is not None and one.team < 3 and not one.leads]
    first = months(today, MONTHS)[0]
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    return [
        row
        for day in days
        if day.weekday() < 6
        for agent in agents
        for row in _tickets(agent, day, language, today, seeds.rng("service", agent.number, day))
    ]


def _tickets(agent: Somebody, day: date, language: Language, today: date, rng: np.random.Generator) -> list[Row]:
    return [_ticket(agent, day, n, language, today, rng) for n in range(rng.poisson(0.8))]


def _ticket(agent: Somebody, day: date, n: int, language: Language, today: date, rng: np.random.Generator) -> Row:
    skill = Seeds(13).rng(agent.number).normal(0, 0.2)
    created = datetime.combine(day, datetime.min.time()) + timedelta(minutes=int(rng.integers(9 * 60, 18 * 60)))
    solved = created + timedelta(minutes=int(min(rng.lognormal(6.8 - skill, 1.2), 20_000)))
    customer, kind = CUSTOMERS[rng.integers(len(CUSTOMERS))], KINDS[rng.choice(4, p=[0.4, 0.3, 0.2, 0.1])]
    angry = rng.random() < (0.3 if customer == UNHAPPY and day >= today - BEGINS else 0.05)
    points = int(np.clip(round(rng.normal(4.3 + skill - 1.6 * angry, 0.8)), 1, 5))
    done = solved.date() < today
    scored, at_once = rng.random() < 0.5, bool(rng.random() < 0.62 + skill / 2)
    return {
        "number": f"T{day:%y%m%d}{agent.number}{n}",
        "agent": agent.number,
        "customer": customer,
        "kind": kind.en if language == "en" else kind.zh,
        "created": created,
        "solved": solved if done else None,
        "at_once": at_once if done else None,
        "complaint": bool(angry),
        "score": points if done and scored else None,
    }


SERVICE = Invented(
    "service",
    Text(zh="安心客服（虚构）", en="Peace of Mind Service (invented)"),
    (
        Table(
            SampleFile(
                "people",
                Text(zh="人员名单", en="People"),
                Text(zh="26 人，四个组；最后一行写了两遍", en="26 people in four teams; the last row stands twice"),
            ),
            people,
        ),
        Table(
            SampleFile("customers", Text(zh="客户清单", en="Customers"), Text(zh="8 个客户", en="Eight customers")),
            customers,
        ),
        Table(
            SampleFile(
                "tickets",
                Text(zh="服务工单", en="Tickets"),
                Text(
                    zh="12 个月的工单：时间有五种写法，有客户名少了空格、有客服不在名单里、有三行读不了",
                    en="Twelve months of tickets: times in five styles, a customer without a space, an agent whom the "
                    "list forgot, three rows that cannot be read",
                ),
            ),
            tickets,
            (
                Slip("customer", 3, said("AcmeFoods", "AcmeFoods")),
                Slip("agent", 2, said(CREW.missing, CREW.missing)),
                Slip("score", 1, said("很满意", "very good")),
                Slip("solved", 1, no_such_day),
                Slip("number", 1, forgotten),
            ),
        ),
    ),
)
