"""How far a company is set up, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.conf import settings

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Problem
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.queries import known_here, member_numbers, publishers
from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts.books import books
from zhunsheng.server.people.queries import headcount
from zhunsheng.server.sources import start_jobs
from zhunsheng.server.sources.checklist import Done, checklist
from zhunsheng.server.sources.fields import sources
from zhunsheng.server.sources.industries import industries
from zhunsheng.server.sources.schemas import StartOut
from zhunsheng.server.sources.starting import sampled

TIME_ZONES = (
    *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok"),
    *(
        "Asia/Jakarta",
        "Asia/Kolkata",
        "Asia/Dubai",
        "Australia/Sydney",
        "Europe/London",
        "Europe/Berlin",
        "Europe/Paris",
    ),
    *("Europe/Moscow", "Africa/Johannesburg", "America/Sao_Paulo", "America/New_York", "America/Chicago"),
    *("America/Los_Angeles", "UTC"),
)
CURRENCIES = (
    *("CNY", "HKD", "TWD", "SGD", "JPY", "KRW", "THB", "IDR", "INR", "AED", "AUD", "GBP", "EUR", "RUB", "ZAR", "BRL"),
    "USD",
)


def start(request: Asking, remarks: Iterable[Problem] = ()) -> StartOut:
    """What is there, what is left to do, what is under way."""
    bundle = current() if current_number() else None
    told = books()
    done = Done(
        bundle=bundle,
        people=headcount(),
        facts=sum(told[name].facts for name, source in sources().items() if source.feeds is None and name in told),
        metrics=len(bundle.each(Metric)) if bundle else 0,
        accounts=len(member_numbers()),
        publishers=publishers(request.visited.real_now),
        backed_up=settings.HOME.backup_file.exists(),
    )
    return StartOut(
        step=_step(done),
        industries=industries(),
        time_zones=list(TIME_ZONES),
        currencies=list(CURRENCIES),
        release=current_number(),
        people=done.people,
        accounts=done.accounts,
        facts=sum(one.facts for one in told.values()),
        metrics=done.metrics,
        sample=sampled(),
        partner=_partner(request),
        checklist=checklist(done, request.visited.today),
        work=start_jobs.under_way(request.world),
        remarks=[ProblemItem.of(remark) for remark in (*remarks, *start_jobs.troubles(request.world))],
    )


def _step(done: Done) -> Literal["company", "data", "done"]:
    if done.bundle is None:
        return "company"
    return "done" if done.facts else "data"


def _partner(request: Asking) -> bool:
    """Whether the reader looks after the whole company's people, by what was granted up to now."""
    _, held = known_here(request.auth.account, request.visited.real_now)
    return any(one.role is Role.HRBP and one.units is None for one in held)
