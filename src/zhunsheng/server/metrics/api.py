"""Endpoints about numbers."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import Sheet, workbook
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.metrics import breakdown, catalog, series, why
from zhunsheng.server.metrics.calls import call
from zhunsheng.server.metrics.pages import MOST_EXPORTED
from zhunsheng.server.metrics.schemas import (
    Breakdown,
    BreakdownAsked,
    ExplainAsked,
    ExplanationOut,
    Head,
    MetricOut,
    Metrics,
    SeriesAsked,
    SeriesOut,
    Today,
)
from zhunsheng.server.metrics.sheets import format_of
from zhunsheng.server.metrics.today import today
from zhunsheng.server.metrics.visited import listen

endpoints = Endpoints(tags=["numbers"])
listen()


@endpoints.endpoint(
    "GET",
    "/today",
    name="numbers.today",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="看今天的数字", en="see today's numbers"),
    response=Today,
)
def read_today(request: Asking) -> Today:
    asked = call(request)
    return today(asked.eyes, asked.past)


@endpoints.endpoint(
    "GET",
    "/metrics",
    name="metrics.list",
    act=Act.DEFINITIONS,
    about="people",
    words=Text(zh="看有哪些指标", en="see what metrics there are"),
    response=Metrics,
)
def list_metrics(request: Asking, asked: Annotated[Paging, Query()]) -> Metrics:
    return catalog.metrics(call(request), asked)


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}",
    name="metrics.read",
    act=Act.DEFINITIONS,
    words=Text(zh="看一个指标的定义", en="read the definition of a metric"),
    response=MetricOut,
)
def read_metric(request: Asking, metric: str) -> MetricOut:
    return catalog.metric(call(request), metric)


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/series",
    name="numbers.series",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="看一个数字的走势", en="see a number over time"),
    response=SeriesOut,
)
def read_series(request: Asking, metric: str, asked: Annotated[SeriesAsked, Query()]) -> SeriesOut:
    out, people = series.series(call(request), metric, asked)
    visit(request, Kind.READ, "numbers.series", people, f"{metric} {out.grain}")
    return out


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/series.xlsx",
    name="numbers.series_export",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="导出一个数字的走势", en="export a number over time"),
)
def export_series(request: Asking, metric: str, asked: Annotated[SeriesAsked, Query()]) -> HttpResponse:
    out, people = series.series(call(request), metric, asked)
    visit(request, Kind.EXPORT, "numbers.series_export", people, f"{metric} {out.grain} {out.subject.name}")
    return _workbook(request, f"{metric}-series", out.metric, series.table(out, request.auth.language))


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/breakdown",
    name="numbers.breakdown",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="看一个数字的细分", en="see a number broken down"),
    response=Breakdown,
)
def read_breakdown(request: Asking, metric: str, asked: Annotated[BreakdownAsked, Query()]) -> Breakdown:
    out, people = breakdown.breakdown(call(request), metric, asked)
    visit(request, Kind.READ, "numbers.breakdown", people, f"{metric} {out.dimension} {out.period}")
    return out


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/breakdown.xlsx",
    name="numbers.breakdown_export",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="导出一个数字的细分", en="export a number broken down"),
)
def export_breakdown(request: Asking, metric: str, asked: Annotated[BreakdownAsked, Query()]) -> HttpResponse:
    everything = asked.model_copy(update={"page": 1, "page_size": MOST_EXPORTED})
    out, people = breakdown.breakdown(call(request), metric, everything)
    visit(request, Kind.EXPORT, "numbers.breakdown_export", people, f"{metric} {out.dimension} {out.period}")
    return _workbook(
        request, f"{metric}-{out.dimension}-{out.period}", out.metric, breakdown.table(out, request.auth.language)
    )


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/explain",
    name="numbers.explain",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="看一个数字的依据", en="see what a number stands on"),
    response=ExplanationOut,
)
def read_explanation(request: Asking, metric: str, asked: Annotated[ExplainAsked, Query()]) -> ExplanationOut:
    out, people = why.why(call(request), metric, asked)
    visit(request, Kind.READ, "numbers.explain", people, f"{metric} {out.subject.name} {out.period}")
    return out


@endpoints.endpoint(
    "GET",
    "/metrics/{metric}/rows.xlsx",
    name="numbers.rows_export",
    act=Act.NUMBERS,
    about="people",
    words=Text(zh="导出一个数字的依据行", en="export the rows that a number stands on"),
)
def export_rows(request: Asking, metric: str, asked: Annotated[ExplainAsked, Query()]) -> HttpResponse:
    out, people = why.why(call(request), metric, asked, slice(0, MOST_EXPORTED))
    visit(request, Kind.EXPORT, "numbers.rows_export", people, f"{metric} {out.subject.name} {out.period}")
    return _workbook(request, f"{metric}-rows-{out.period}", out.metric, why.table(out, request.auth.language))


def _workbook(request: Asking, name: str, metric: Head, sheet: Sheet) -> HttpResponse:
    """A workbook whose sheet is called as the metric is in the reader's language."""
    title = metric.name.en if request.auth.language == "en" else metric.name.zh
    return workbook(name, *sheet, title=title or metric.name.zh, figures=format_of(metric.unit))
