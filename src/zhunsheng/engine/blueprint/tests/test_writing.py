"""What is written is read back as the same bundle, and can be read by people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.blueprint.bundle import Bundle, Settings, write
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import FieldType, Members, PeopleList, Source, SourceField
from zhunsheng.engine.metrics import conditions as where
from zhunsheng.engine.metrics.conditions import All, AnyOf, Condition, Not, Op
from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.expression import Binary, Call, MetricRef, Number
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.measure import Amount
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.percentile import Percentile
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.metrics.ratio import Ratio
from zhunsheng.engine.values import Grain, Text

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | st.sampled_from(["no", "y", "null", "true", "if", "on"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["", "no", "007", "1e3", "2017-03-01", "2017-03-01 08:00:00", "%x", "~", "*a", "&b", "12:30", "- a", "a: b", "#"]
)
texts = st.builds(Text, zh=words, en=words)
finite = st.floats(allow_nan=False, allow_infinity=False)
zones = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
values = st.booleans() | st.integers(-(10**12), 10**12) | finite | st.dates() | st.datetimes(timezones=zones) | words
tests = st.builds(
    where.Test, field=names, op=st.sampled_from(Op), value=st.none() | values | st.lists(values, max_size=3).map(tuple)
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    tests,
    lambda inner: (
        st.builds(All, all=st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, any=st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, negated=inner)
    ),
    max_leaves=5,
)
formulas = st.recursive(
    st.builds(Number, number=finite) | st.builds(MetricRef, metric=names),
    lambda inner: (
        st.builds(Binary, op=st.sampled_from("+-*/"), left=inner, right=inner)
        | st.builds(Call, call=st.sampled_from(["abs", "or_zero", "negative"]), arguments=st.tuples(inner))
        | st.builds(Call, call=st.sampled_from(["min", "max"]), arguments=st.tuples(inner, inner))
    ),
    max_leaves=6,
)
amounts = st.builds(Amount, sum=st.none() | names, where=st.none() | conditions)
measures = (
    st.builds(Count, kind=st.just("count"), source=names, where=st.none() | conditions)
    | st.builds(Ratio, kind=st.just("ratio"), source=names, numerator=amounts, denominator=amounts)
    | st.builds(Rate, kind=st.just("rate"), source=names, amount=amounts)
    | st.builds(
        Percentile, kind=st.just("percentile"), source=names, field=names, p=st.floats(1, 99), time=st.none() | names
    )
    | st.builds(Composite, kind=st.just("formula"), formula=formulas)
)
fields = st.builds(
    SourceField,
    type=st.sampled_from(FieldType),
    name=st.none() | texts,
    column=st.none() | words,
    choices=st.lists(words, max_size=3).map(tuple),
    minimum=st.none() | finite,
)
feeds = st.builds(Members, dimension=names, key=names) | st.builds(PeopleList, number=names, manager=st.none() | names)
years = st.builds(Year, holidays=st.lists(st.dates(), max_size=3).map(tuple))
intervals = st.lists(st.sampled_from(["09:00-12:00", "13:30-18:00", "20:00-08:00"]) | words, max_size=3).map(tuple)
entities = (
    st.builds(
        Source,
        id=names,
        name=texts,
        description=st.none() | texts,
        system=words,
        key=st.lists(names, min_size=1, max_size=2).map(tuple),
        fields=st.dictionaries(names, fields, min_size=1, max_size=3),
        feeds=st.none() | feeds,
    )
    | st.builds(Dimension, id=names, name=texts, listed=st.booleans())
    | st.builds(
        Calendar,
        id=names,
        name=texts,
        years=st.dictionaries(st.integers(1950, 2100), years, max_size=2),
        intervals=intervals,
        weekdays=st.dictionaries(st.integers(1, 7), intervals, max_size=2),
        time_zone=st.none() | words,
        hours=st.none() | st.floats(1, 24),
    )
    | st.builds(
        Metric,
        id=names,
        name=texts,
        unit=words,
        measure=measures,
        grains=st.lists(st.sampled_from(Grain), max_size=3).map(tuple),
        target=st.none() | finite,
    )
)


def bundle(settings: Settings, found: list[AnyEntity]) -> Bundle:
    return Bundle(settings, {Ref.of(entity): entity for entity in found})


bundles = st.builds(
    bundle,
    st.builds(Settings, format=st.just(1), name=texts, time_zone=words, currency=st.none() | words),
    st.lists(entities, max_size=4),
)


def test_line_breaks_of_other_alphabets_are_kept() -> None:
    odd = Dimension(id="a", name=Text(zh="一\x85二", en="a\u2028b\u2029"))
    written = bundle(Settings(format=1, name=odd.name, time_zone="Asia/Shanghai"), [odd])
    assert read(write(written)) == written


@settings(deadline=None, max_examples=150)
@given(bundles)
def test_what_is_written_is_read_back_as_the_same(written: Bundle) -> None:
    again = read(write(written))
    assert again == written
    assert write(again) == write(written)


def test_a_date_stays_a_date_and_a_text_that_looks_like_one_a_text() -> None:
    days = (date(2017, 3, 1), "2017-03-01", datetime(2017, 3, 1, tzinfo=UTC), True, 1, 1.0, "1")
    found = Metric(
        id="m",
        name=Text(zh="数", en="number"),
        unit="x",
        measure=Count(kind="count", source="s", where=where.Test(field="f", op=Op.IN, value=days)),
    )
    old = bundle(Settings(format=1, name=Text(zh="a", en="b"), time_zone="UTC"), [found])
    (again,) = read(write(old)).each(Metric).values()
    assert isinstance(again.measure, Count)
    assert isinstance(again.measure.where, where.Test)
    assert isinstance(again.measure.where.value, tuple)
    assert [type(value) for value in again.measure.where.value] == [type(value) for value in days]


def test_files_are_short_and_readable(files: dict[str, str]) -> None:
    assert write(read(files))["metrics/win_rate.yaml"] == files["metrics/win_rate.yaml"].replace(
        "numerator: {where: {field: stage, value: Won}}", "numerator:\n    where: {field: stage, value: Won}"
    ).replace(
        "denominator: {where: {field: stage, op: in, value: [Won, Lost]}}",
        "denominator:\n    where: {field: stage, op: in, value: [Won, Lost]}",
    )


def test_a_formula_is_written_as_people_write_it() -> None:
    found = Metric.model_validate(
        {
            "id": "m",
            "name": {"zh": "数", "en": "n"},
            "unit": "x",
            "measure": {"kind": "formula", "formula": "a / (b + 2)"},
        }
    )
    old = bundle(Settings(format=1, name=Text(zh="a", en="b"), time_zone="UTC"), [found])
    assert "formula: a / (b + 2)" in write(old)["metrics/m.yaml"]
