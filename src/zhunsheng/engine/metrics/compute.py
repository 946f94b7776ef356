"""From facts to numbers: one grouped pass over a source serves every metric that reads the same rows.

Result tables are wide: `subject` (int64, null: none named), `start` (date of the period, null: undated) and for each
metric its parts as `<metric>__<part>` and its value as `<metric>__value` (float64, null: none).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import ibis
from ibis.expr.types import DateValue, Table

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import SYSTEM_COLUMNS
from zhunsheng.engine.metrics.measure import FromFacts, Setting
from zhunsheng.engine.values import Grain, Period

COMPANY = 0
"""The subject of numbers about the whole company."""

Measures = Mapping[str, FromFacts]
_UNITS = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q"}


@dataclass(frozen=True)
class Breakdown:
    """Whom or what the numbers are about.

    `field`: break down by this field of the fact. `spans`: break down by where the person belonged on that day,
    a table (subject: int64, member: int64, since: date, until: date), until exclusive. Neither: by the person
    itself, or by the company as a whole when `company` is set.

    Only some rows: `among`: of these people on these days, a table (subject: int64, since: date, until: date), until
    exclusive; `only`: with this subject in this field.
    """

    field: str | None = None
    spans: Table | None = None
    company: bool = False
    among: Table | None = None
    only: tuple[str, int] | None = None


@dataclass(frozen=True)
class Facts:
    """The facts of a source that stand. `same_as`: table (id, canonical) of subjects found to be another one."""

    source: Source
    rows: Table
    same_as: Table | None = None


def columns_read(measures: Measures, source: Source, by: Breakdown) -> set[str]:
    """The columns of the source's facts that a pass reads."""
    read = {name for measure in measures.values() for name in measure.fields()}
    fields = {by.field, by.only and by.only[0]} - {None}
    return {*SYSTEM_COLUMNS, *source.people, *read, *(name for name in fields if name)}


def passes(measures: Measures) -> Iterator[Measures]:
    """Measures that can share one pass: same time, same person, no rows of their own."""

    def sharing(item: tuple[str, FromFacts]) -> tuple[str, ...]:
        name, measure = item
        return (measure.time or "", measure.person or "", name if measure.own_rows else "")

    for _, group in groupby(sorted(measures.items(), key=sharing), key=sharing):
        yield dict(group)


def grouped(measures: Measures, facts: Facts, by: Breakdown, grain: Grain, setting: Setting) -> Table:
    """The numbers of one pass (see `passes`): a row per subject and period asked for, or per subject, where undated."""
    rows = _placed(measures, facts, by, setting)
    rows = _asked(rows.mutate(_start=period_start(rows._day, grain)), setting)
    rows = _attributed(rows, by, setting)
    aggregates, columns = _aggregates(measures, rows, setting)
    result = rows.group_by(subject=rows._subject, start=rows._start).aggregate(**aggregates)
    return _valued(measures, result, columns)


def rows_behind(
    measure: FromFacts, facts: Facts, by: Breakdown, period: Period, subject: int | None, setting: Setting
) -> Table:
    """The rows that one number stands on."""
    rows = _attributed(_placed({"": measure}, facts, by, setting), by, setting)
    rows = rows.filter(rows._day >= period.start, rows._day < period.end)
    rows = rows.filter(rows._subject.isnull() if subject is None else rows._subject == subject)
    return rows.filter(measure.counted(rows, setting))


def period_start(day: DateValue, grain: Grain) -> DateValue:
    """The first day of the period that holds `day`."""
    return day if grain is Grain.DAY else day.truncate(_UNITS[grain]).cast("date")


def _placed(measures: Measures, facts: Facts, by: Breakdown, setting: Setting) -> Table:
    """Rows of a pass with `_happened`, `_day` and `_person` as its measures want them."""
    measure = next(iter(measures.values()))
    rows = _canonical(measures, facts, by)
    if measure.time and measure.time != facts.source.time:
        moment = rows[measure.time]
        rows = rows.mutate(_day=moment.cast("date"), _happened=moment.cast("timestamp('UTC', 6)"))
    rows = rows.mutate(_person=_person(measure, facts.source, rows))
    return measure.prepare(rows, setting)


def _canonical(measures: Measures, facts: Facts, by: Breakdown) -> Table:
    """Rows in which every subject that the pass looks at is the one it was found to be."""
    rows = facts.rows
    if facts.same_as is None:
        return rows
    used = {name for measure in measures.values() for name in (*measure.fields(), measure.person)}
    used |= {by.field, by.only and by.only[0]}
    for name in facts.source.subjects:
        if name in used or name in facts.source.people:
            same = facts.same_as.select(_stray=facts.same_as.id, _meant=facts.same_as.canonical)
            found = rows.left_join(same, rows[name] == same._stray)
            rows = found.mutate(**{name: ibis.coalesce(found._meant, found[name])}).drop("_stray", "_meant")
    return rows


def _person(measure: FromFacts, source: Source, rows: Table) -> ibis.expr.types.IntegerValue:
    name = measure.person or next(iter(source.people), None)
    return rows[name] if name else ibis.null("int64")


def _asked(rows: Table, setting: Setting) -> Table:
    """Rows in the periods asked for. No period is written into the expression, so it is compiled once for all."""
    if setting.periods is None:
        return rows.filter(rows._day.isnull())
    return rows.semi_join(setting.periods, rows._start == setting.periods.start)


def _attributed(rows: Table, by: Breakdown, setting: Setting) -> Table:
    """Rows with `_subject`; a row counts for every member that its person belonged to on that day."""
    rows = _chosen(rows, by, setting)
    if by.company:
        return rows.mutate(_subject=ibis.literal(COMPANY, type="int64"))
    rows = rows.mutate(_subject=rows[by.field] if by.field else rows._person)
    if by.spans is None:
        return rows
    spans, day = by.spans.rename(_of="subject"), _day(rows, setting)
    placed = rows.left_join(spans, [rows._subject == spans._of, day >= spans.since, day < spans.until])
    return placed.mutate(_subject=placed.member).drop("_of", "member", "since", "until")


def _chosen(rows: Table, by: Breakdown, setting: Setting) -> Table:
    """The rows that the numbers are about at all."""
    if by.only is not None:
        field, subject = by.only
        rows = rows.filter(rows[field] == subject)
    if by.among is None:
        return rows
    them, day = by.among, _day(rows, setting)
    return rows.semi_join(them, [rows._person == them.subject, day >= them.since, day < them.until])


def _day(rows: Table, setting: Setting) -> DateValue:
    """The day whose posts count for a row."""
    return rows._day if setting.periods is not None else ibis.literal(setting.today)


def _aggregates(
    measures: Measures, rows: Table, setting: Setting
) -> tuple[dict[str, ibis.expr.types.Scalar], dict[str, dict[str, str]]]:
    """The aggregates to compute, each once, and for every metric which column holds which part."""
    aggregates: dict[str, ibis.expr.types.Scalar] = {}
    known: dict[object, str] = {}
    columns: dict[str, dict[str, str]] = {}
    for metric, measure in measures.items():
        columns[metric] = {}
        counted = rows.count(where=measure.counted(rows, setting))
        for part, expression in {"n": counted, **measure.parts(rows, setting)}.items():
            column = known.setdefault(expression.op(), f"{metric}__{part}_")
            aggregates.setdefault(column, expression)
            columns[metric][part] = column
    return aggregates, columns


def _valued(measures: Measures, result: Table, columns: Mapping[str, Mapping[str, str]]) -> Table:
    """The parts by their metric's name, and the value of each metric."""
    shown = {"subject": result.subject, "start": result.start}
    for metric, measure in measures.items():
        parts = {part: result[column] for part, column in columns[metric].items()}
        for part, column in parts.items():
            if part != "value":
                shown[f"{metric}__{part}"] = column.cast("int64") if part == "n" else column
        value = measure.value(parts).cast("float64")
        shown[f"{metric}__value"] = ibis.ifelse(parts["n"] > 0, value, ibis.null("float64"))
    return result.select(**shown)
