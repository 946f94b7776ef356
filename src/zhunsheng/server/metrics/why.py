"""Explain over HTTP: the number opened, as far as the reader sees its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zhunsheng.engine.blueprint.labels import LABELS
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import called
from zhunsheng.engine.values import Period, Text
from zhunsheng.server.access.export import Cell, Sheet, left_out
from zhunsheng.server.access.roles import FieldClass
from zhunsheng.server.metrics.calls import Call
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.explain import Part, opened
from zhunsheng.server.metrics.eyes import About, Eyes, hidden, shown_fields
from zhunsheng.server.metrics.schemas import (
    Column,
    ExplainAsked,
    ExplanationOut,
    FactRow,
    FactRows,
    InputOut,
    SourceVersion,
)
from zhunsheng.server.metrics.subjects import shown
from zhunsheng.server.metrics.values import Explanation, Number
from zhunsheng.server.subjects.values import Member

HEADINGS = {"zh": ["文件", "行号", "批次"], "en": ["File", "Row", "Batch"]}
_PARTS: Mapping[str, Text] = {
    "n": Text(zh="样本", en="cases"),
    "total": Text(zh="合计", en="total"),
    "time": Text(zh="在岗时间", en="time at work"),
    "run": Text(zh="运行时间", en="running time"),
    "ideal": Text(zh="理想用时", en="ideal time"),
    "good": Text(zh="良品", en="good pieces"),
    "pieces": Text(zh="产量", en="pieces"),
    "planned": Text(zh="计划时间", en="planned time"),
}


def why(call: Call, name: str, asked: ExplainAsked, part: slice | None = None) -> tuple[ExplanationOut, list[int]]:
    """The explanation with a part of its rows (default: the page asked for), and the people whom it shows."""
    metric = call.metric(name)
    about, period = call.about(metric, asked.dimension, asked.subject), call.period(metric, asked.period)
    sharp = call.seeing(metric)
    if not sharp.sees(about, period):
        raise hidden(metric)
    days = sharp.days(about, period)
    known = {
        inner: Number(inner, about.key, about.name, period.label, point.value, point.n, point.state)
        for inner, point in call.kept(metric, about, period).items()
    }
    member = Member(about.id, about.dimension, about.key, about.name)
    with call.scene() as scene:
        found, elsewhere = opened(scene, name, member, period, Part(part or asked.slice, days), known)
        read = [scene.source(source) for source in found.sources]
    columns = list(_columns(read[0], _classes(call, about, period, days))) if found.rows else []
    out = _out(call, about, period, found, read, columns, _rows(found, columns, elsewhere, asked))
    people = {person for row in found.rows for person in row.people}
    return out, sorted(people | ({about.id} if about.dimension == "person" else set()))


def table(out: ExplanationOut, language: str) -> Sheet:
    """The rows as a sheet."""
    english = language == "en"
    headings = [column.name.en if english else column.name.zh for column in out.columns]
    rows: list[list[Cell]] = [
        [*(row.cells[column.id] for column in out.columns), row.file, row.row, row.batch] for row in out.rows.items
    ]
    remarks = left_out(len(rows), out.rows.total, language)
    if out.rows.hidden:
        said = _hidden(out.rows.hidden)
        remarks.append(said.en if english else said.zh)
    return [*headings, *HEADINGS[language]], rows, remarks


def _hidden(rows: int) -> Text:
    return Text(
        zh=f"另有 {rows} 行不显示：那些天这个人不归你看",
        en=f"{rows} more rows are not shown: on their days the person was not yours to see.",
    )


def _out(
    call: Call,
    about: About,
    period: Period,
    found: Explanation,
    read: list[Source],
    columns: list[Column],
    rows: FactRows,
) -> ExplanationOut:
    return ExplanationOut(
        metric=head(call.metric(found.number.metric)),
        subject=shown(about),
        period=period.label,
        value=found.number.value,
        n=found.number.n,
        state=found.number.state,
        sentence=Text(zh=found.formula["zh"], en=found.formula["en"]),
        inputs=list(_inputs(call, found)),
        sources=[
            SourceVersion(id=one.id, name=one.name, system=one.system, version=found.versions[one.id]) for one in read
        ],
        release=found.release,
        as_of=found.as_of,
        columns=columns,
        rows=rows,
    )


def _rows(found: Explanation, columns: list[Column], elsewhere: int, asked: ExplainAsked) -> FactRows:
    names = [column.id for column in columns]
    items = [
        FactRow(cells={name: row.fact[name] for name in names}, file=row.file, row=row.row, batch=row.batch)
        for row in found.rows
    ]
    return FactRows(items=items, total=found.rows_total, hidden=elsewhere, page=asked.page, page_size=asked.page_size)


def _classes(call: Call, about: About, period: Period, days: list[date] | None) -> list[FieldClass]:
    """The classes of fields that the reader sees of the subject, on all of the days (None: of the period)."""
    asked = (FieldClass.OPEN, FieldClass.CONTACT, FieldClass.PAY)
    return [field for field in asked if _sees_on(call.eyes.of(field), about, period, days)]


def _sees_on(eyes: Eyes, about: About, period: Period, days: list[date] | None) -> bool:
    if not eyes.sees(about, period):
        return False
    theirs = eyes.days(about, period)
    return theirs is None or (days is not None and set(days) <= set(theirs))


def _columns(source: Source, visible: list[FieldClass]) -> Iterator[Column]:
    for name in shown_fields(source, visible):
        yield Column(id=name, name=called(source, name), type=source.fields[name].type.value)


def _inputs(call: Call, found: Explanation) -> Iterator[InputOut]:
    """Inputs by the metrics' names, parts by their own."""
    known = call.past.bundle.each(Metric)
    for name, value in found.inputs.items():
        if name in known and name not in _PARTS:
            yield InputOut(name=known[name].name, value=value, unit=known[name].unit)
        else:
            said = _PARTS.get(name) or LABELS.get(name) or Text(zh=name, en=name)
            yield InputOut(name=said, value=value, unit=None)
