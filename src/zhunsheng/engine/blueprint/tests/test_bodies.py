"""Dates leave as texts and come back as dates, where a date is meant and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zhunsheng.engine.blueprint.bodies import body, dated
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import examined, sound
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.reading import scan_data
from zhunsheng.engine.facts.source import Source

SETTINGS = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\n"
SOURCE = (
    "kind: source\nid: orders\nname: {zh: 订单, en: Orders}\nsystem: ERP\nkey: [id]\ntime: day\n"
    "fields: {id: {required: true}, day: {type: date}, at: {type: datetime}, lot: {}}\n"
)
CALENDAR = (
    "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nweekdays: {6: ['09:00-12:00']}\n"
    "week: [1, 2, 3, 4, 5, 6]\nintervals: ['09:00-18:00']\n"
    "years: {2026: {holidays: [2026-01-01], workdays: [2026-01-04]}}\n"
)
METRIC = (
    "kind: metric\nid: n\nname: {{zh: 数, en: n}}\nunit: order\nmeasure: {{kind: count, source: orders, where: {}}}\n"
)
WHERES = [
    "{field: day, op: ge, value: 2026-01-01}",
    "{any: [{field: day, op: in, value: [2026-01-01, 2026-02-01]}, {not: {field: lot, value: '2026-01-01'}}]}",
    "{all: [{field: at, op: lt, value: 2026-01-01T08:00:00+08:00}, {field: lot, op: in, value: ['2026-01-01', '7']}]}",
]


def bundle(where: str) -> Bundle:
    files = {"sources/orders.yaml": SOURCE, "calendars/office.yaml": CALENDAR, "metrics/n.yaml": METRIC.format(where)}
    return sound({"bundle.yaml": SETTINGS, **files})


@pytest.mark.parametrize("where", WHERES)
def test_what_a_condition_compares_is_a_date_where_its_field_is_one(where: str) -> None:
    given = bundle(where)
    sources = given.each(Source)
    sent = {ref.path: json.loads(json.dumps(body(entity))) for ref, entity in given.entities.items()}
    reading = scan_data({path: dated(raw, sources) for path, raw in sent.items()}, settings=given.settings)
    assert reading.bundle() == given


def test_a_commitments_conditions_are_about_the_source_in_which_its_cases_begin() -> None:
    test = {"field": "day", "op": "ge", "value": "2026-01-01"}
    raw: dict[str, Any] = {"kind": "commitment", "begins": {"source": "orders"}, "stages": [{"done": {"where": test}}]}
    found = dated(raw, bundle(WHERES[0]).each(Source))
    assert "datetime.date(2026, 1, 1)" in repr(found)
    assert "datetime" not in repr(dated({**raw, "begins": {"source": "others"}}, bundle(WHERES[0]).each(Source)))


@pytest.mark.parametrize("value", ["2026-02-30", "soon", "2026-1-5", 20260105])
def test_what_is_no_date_stays_as_it_is_and_is_found_fault_with(value: object) -> None:
    given = bundle(WHERES[0])
    raw: dict[str, Any] = {**body(given.entities[Ref("metric", "n")])}
    raw["measure"] = {"kind": "count", "source": "orders", "where": {"field": "day", "op": "ge", "value": value}}
    others = {ref: entity for ref, entity in given.entities.items() if ref.kind != "metric"}
    reading = examined(scan_data({"metrics/n.yaml": dated(raw, given.each(Source))}, others, given.settings))
    (fault,) = reading.faults
    assert (fault.file, fault.path) == ("metrics/n.yaml", ("measure", "where", "value"))
    assert fault.problem.line is None
