"""The metrics there are: a list with the reader's own numbers, and one of them with all it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import describe
from zhunsheng.engine.values import State, Text
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.metrics.calls import Call
from zhunsheng.server.metrics.cards import Past, head, spark
from zhunsheng.server.metrics.eyes import About
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.queries import sources_of
from zhunsheng.server.metrics.schemas import MetricOut, MetricRow, Metrics, SourceOut, Worded
from zhunsheng.server.metrics.subjects import broadest, dimension_name, dimensions, shown
from zhunsheng.server.metrics.today import pasts


def metrics(call: Call, asked: Paging) -> Metrics:
    """A page of the metrics, by name."""
    found = sorted(_matching(call.past, asked.q), key=lambda metric: (metric.name.zh, metric.id))
    page = found[asked.slice]
    about = broadest(call.eyes)
    known = {one.metric.id: one for one in pasts(call.eyes, call.past, page, [about] if about else [])}
    items = [_row(call, metric, about, known.get(metric.id)) for metric in page]
    return Metrics(items=items, total=len(found), page=asked.page, page_size=asked.page_size)


def metric(call: Call, name: str) -> MetricOut:
    """The metric and what it stands on; raises ZhunshengError."""
    one, known = call.metric(name), call.past.bundle.each(Metric)
    about = broadest(call.eyes)
    return MetricOut(
        **dict(head(one)),
        description=one.description,
        owner=one.owner,
        kind=one.measure.kind,
        sentence=sentence(call.past, one),
        grains=list(one.grains),
        dimensions=named_dimensions(call, one),
        subject=shown(about) if about else None,
        sources=[SourceOut(id=source.id, name=source.name, system=source.system) for source in sources(call.past, one)],
        release=max((edition.number for edition in call.past.editions), default=0),
        inputs=[head(known[inner]) for inner in one.inputs if inner in known],
        used_by=[head(other) for other in known.values() if name in other.inputs],
    )


def sentence(past: History, metric: Metric) -> Text:
    """What the metric means."""
    source = past.bundle.find(Source, metric.measure.source) if isinstance(metric.measure, FromFacts) else None
    return describe(metric, source, past.bundle.each(Metric))


def sources(past: History, metric: Metric) -> list[Source]:
    """Every source that the metric stands on."""
    names = dict.fromkeys(sources_of(metric, lambda name: past.bundle.find(Metric, name)))
    found = [past.bundle.find(Source, name) for name in names]
    return [source for source in found if source is not None]


def named_dimensions(call: Call, metric: Metric) -> list[Worded]:
    found = dimensions(metric, call.seeing(metric), call.past)
    return [Worded(id=name, name=dimension_name(name, call.past)) for name in found]


def _matching(past: History, q: str) -> Sequence[Metric]:
    wanted = q.strip().lower()
    every = past.bundle.each(Metric).values()
    return [one for one in every if wanted in f"{one.id}\n{one.name.zh}\n{one.name.en}".lower()]


def _row(call: Call, metric: Metric, about: About | None, past: Past | None) -> MetricRow:
    now = past.at(past.last) if past else None
    return MetricRow(
        **dict(head(metric)),
        description=metric.description,
        owner=metric.owner,
        sentence=sentence(call.past, metric),
        grains=list(metric.grains),
        dimensions=named_dimensions(call, metric),
        subject=shown(about) if about else None,
        grain=past.grain if past else None,
        period=past.last.label if past else None,
        value=now.value if now else None,
        n=now.n if now else 0,
        state=now.state if now else State.NO_DATA,
        previous=past.compared(past.last.shift(-1)) if past else None,
        spark=spark(past) if past else [],
    )
