"""Today: the few numbers that concern the reader, and the one thing that matters most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.remarks import misses
from zhunsheng.engine.statistics.individuals import Verdict
from zhunsheng.engine.values import Grain, Text, Window
from zhunsheng.server.metrics.cards import Past, card, complete, finest, urgency
from zhunsheng.server.metrics.eyes import About, Eyes, sensitivity
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.kept import Shelf
from zhunsheng.server.metrics.schemas import Today, TodayNumber
from zhunsheng.server.metrics.subjects import ABOUT, own, team

MOST = 8
"""Numbers shown of one's own, and of one's units."""
_QUIET = Text(zh="今天没有异常：看到的数字都在平常波动之内", en="Nothing out of the ordinary today")
_EMPTY = Text(zh="还没有你的数字", en="There are no numbers of yours yet")
_SHORT = Text(zh="你的数字刚开始积累，还不下判断", en="Your numbers have only begun; it is too early to judge")


def today(eyes: Eyes, past: History) -> Today:
    """The reader's numbers of the last complete periods, and their units'."""
    mine = own(eyes)
    known = past.bundle.each(Metric).values()
    numbers = _few(eyes, past, [one for one in known if one.personal], [] if mine is None else [mine])
    units = _few(eyes, past, known, team(eyes)[:MOST])
    return Today(date=eyes.today, sentence=_matters([*numbers, *units], past), numbers=numbers, team=units)


def pasts(eyes: Eyes, past: History, metrics: Sequence[Metric], subjects: Sequence[About]) -> Iterator[Past]:
    """The metrics at their finest kept grain, as far as the reader sees them; the subjects are of one dimension."""
    by_grain: dict[Grain, list[Metric]] = {}
    for metric in metrics:
        if (grain := finest(metric)) is not None:
            by_grain.setdefault(grain, []).append(metric)
    for grain, group in by_grain.items() if subjects else ():
        oldest = complete(min(metric.judged(eyes.today) for metric in group), grain)[0]
        periods = list(Window(oldest.start, eyes.today + timedelta(days=1)).periods(grain))
        shelf = Shelf(past, ABOUT[subjects[0].dimension], grain, [about.id for about in subjects])
        found = shelf.read([metric.id for metric in group], periods)
        for metric in group:
            sharp = eyes.of(sensitivity(metric, past))
            for about in subjects:
                points = found.get((metric.id, about.id), {})
                seen = {p.start: points[p.start] for p in periods if p.start in points and sharp.sees(about, p)}
                yield Past(metric, about, grain, seen, eyes.today)


def _few(eyes: Eyes, past: History, known: Iterable[Metric], subjects: Sequence[About]) -> list[TodayNumber]:
    """The numbers that have anything to say, the most urgent first."""
    metrics = {metric.id: metric for metric in known if isinstance(metric.measure, FromFacts)}
    found = [card(one) for one in pasts(eyes, past, list(metrics.values()), subjects) if one.points]
    return sorted(found, key=lambda number: urgency(number, metrics[number.metric.id]))[:MOST]


def _matters(numbers: Sequence[TodayNumber], past: History) -> Text:
    """The most urgent of all; else that there is nothing."""
    if not numbers:
        return _EMPTY
    metrics = past.bundle.each(Metric)
    first = min(numbers, key=lambda number: urgency(number, metrics[number.metric.id])[0])
    metric = metrics[first.metric.id]
    if first.verdict in (Verdict.UP, Verdict.DOWN) or misses(metric, first.value):
        whose = "" if first.subject.dimension == "person" else f"{first.subject.name} "
        return Text(
            zh=f"{whose}{metric.name.zh}：{first.sentence.zh}",
            en=f"{whose}{metric.name.en}: {first.sentence.en}",
        )
    return _SHORT if all(n.verdict is not Verdict.NOISE for n in numbers) else _QUIET
