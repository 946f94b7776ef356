"""When a change takes a second person: a period of the metric runs, and people have seen its numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.meaning import other_numbers
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, Text
from zhunsheng.server.access.policy import who_may
from zhunsheng.server.access.queries import holders
from zhunsheng.server.access.roles import Act
from zhunsheng.server.blueprints.queries import editions, known_before
from zhunsheng.server.people.viewers import is_welcome
from zhunsheng.server.worlds.queries import real_now


@dataclass(frozen=True)
class Day:
    """The company's day, in its zone."""

    today: date
    zone: ZoneInfo

    @property
    def began(self) -> datetime:
        return datetime.combine(self.today, time(), self.zone)


@dataclass(frozen=True)
class Running:
    """A metric whose meaning is not one person's to change, and the period that runs."""

    metric: Metric
    period: Period

    @property
    def free_from(self) -> date:
        """The first day from which a change takes nobody else."""
        return self.period.end

    @property
    def said(self) -> Text:
        label, day = self.period.label, self.free_from
        return Text(
            zh=f"「{self.metric.name.zh}」已经在用，{label} 还没有结束：现在就改算法要另一个人同意；"
            f"从 {day} 起生效则不用",
            en=f"'{self.metric.name.en}' is in use and {label} is not over: changing how it is computed takes a second "
            f"person, unless the change holds from {day} on",
        )


def running(live: Bundle | None, ids: Collection[str], day: Day) -> dict[str, Running]:
    """Those of the metrics that are published since before today."""
    metrics = {name: one for name, one in (live.each(Metric) if live else {}).items() if name in ids}
    known = known_before("metric", metrics, day.began)
    return {name: Running(one, _period(one, day.today)) for name, one in metrics.items() if name in known}


def lock(live: Bundle | None, ref: Ref, day: Day) -> Running | None:
    """What keeps a metric's meaning from being one person's to change: itself, or what stands on it; the longest."""
    if live is None or ref.kind != "metric":
        return None
    users = [user.id for user in where_used(live, ref) if user.kind == "metric"]
    return max(running(live, [ref.id, *users], day).values(), key=lambda one: one.free_from, default=None)


def needing(new: Bundle, effective: date | None, day: Day) -> list[Running]:
    """The metrics for which publishing the bundle from that day on takes a second person.

    What counts is the definition that holds on that day: the newest release may be for a later one. A metric means
    something else, too, where what it stands on does.
    """
    live = _holding(effective)
    found = running(live, other_numbers(live, new) if live else (), day).values()
    return [one for one in found if effective is None or effective < one.free_from]


def _holding(effective: date | None) -> Bundle | None:
    """What holds on that day, None: since ever; nothing where nothing does yet."""
    told = [
        edition for edition in editions() if edition.effective is None or edition.effective <= (effective or date.min)
    ]
    return told[-1].bundle if told else None


def others(account: int, day: Day) -> list[str]:
    """User names of everybody else who could agree."""
    held = holders(who_may(Act.CONFIGURE), real_now())
    return sorted(name for other, name in held.items() if other != account and is_welcome(other, day.today))


def why(found: Iterable[Running]) -> Text:
    """Why it waits, in words."""
    said = [one.said for one in found]
    return Text(zh="；".join(one.zh for one in said), en="; ".join(one.en for one in said))


def _period(metric: Metric, today: date) -> Period:
    """The one that runs, of its coarsest grain."""
    grains = list(Grain)
    coarsest = max(metric.grains, key=grains.index, default=Grain.MONTH)
    return Period.holding(today, coarsest)
