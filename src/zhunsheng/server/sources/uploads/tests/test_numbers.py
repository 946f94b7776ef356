"""A preview says what numbers of the company would be, and that is what they are once the file is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Period
from zhunsheng.server.access.actions import grant
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.calls import points_of
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.sources.uploads import numbers
from zhunsheng.server.sources.uploads.tests.conftest import GOOD, NOW, ORDERS, PRODUCT, SETTINGS, STAFF, Person
from zhunsheng.server.sources.uploads.tests.test_uploads import files, loaded, orders, rows
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

MEASURES = {
    "value": "{kind: sum, source: orders, field: value}",
    "count": "{kind: count, source: orders, where: {field: stage, value: 已签约}}",
    "products": "{kind: distinct, source: orders, field: product}",
    "each": "{kind: formula, formula: value / count}",
}
FIRST = rows(GOOD, "A-2,E2,GTX Basic,已签约,2026-01-06,50", "A-3,E2,GTX Pro,已发货,2025-12-30,7")
SECOND = rows(
    "A-1,E1,GTX Pro,已签约,2026-01-05,120",  # changed
    "A-2,E2,GTX Basic,已签约,2026-01-06,50",  # known
    "A-3,E2,GTX Pro,已发货,2026-01-30,7",  # moved to another month
    "A-4,E9,新品,已签约,2026-01-20,30",
    "A-5,E8,另一新品,已签约,2026-01-21,30",
    "A-5,E8,另一新品,已签约,2026-01-21,31",  # told twice, differently
)


@pytest.fixture
def measured(company: WorldInfo) -> WorldInfo:
    """The company with numbers over its orders."""
    texts = {"bundle.yaml": SETTINGS, "dimensions/product.yaml": PRODUCT}
    texts |= {"sources/orders.yaml": ORDERS, "sources/staff.yaml": STAFF}
    for name, measure in MEASURES.items():
        unit = "CNY" if name in ("value", "each") else "order"
        said = f"kind: metric\nid: {name}\nname: {{zh: {name}, en: {name}}}\nunit: {unit}\nmeasure: {measure}\n"
        texts[f"metrics/{name}.yaml"] = said + ("grains: [month]\n" if name == "count" else "")
    publish(read(texts), now=NOW)
    return company


def told(tried: Any) -> dict[str, tuple[str, float | None, float | None]]:
    return {one["metric"]["id"]: (one["period"], one["before"], one["after"]) for one in tried["numbers"]}


def really(world: WorldInfo, name: str, label: str) -> float | None:
    """The company's number by what is in the lake."""
    period = Period.parse(label)
    with reading.backend(world) as engine:
        point = points_of(computed(Scene(world, current(), engine, NOW), name, "company", [period])).get(0, {})
    return point[period.start].value if period.start in point else None


def proved(world: WorldInfo, ann: Person, content: str) -> dict[str, tuple[str, float | None, float | None]]:
    """What the preview says, after it was seen to be what the numbers are before and after loading."""
    upload = ann.send(content)
    there = files()
    found = told(ann.preview(upload, orders()))
    assert files() == there, "nothing is left behind"
    assert {name: before for name, (_, before, _) in found.items()} == {
        name: really(world, name, period) for name, (period, _, _) in found.items()
    }
    assert loaded(ann, upload)["state"] == "loaded"
    tick(world)
    assert {name: after for name, (_, _, after) in found.items()} == {
        name: really(world, name, period) for name, (period, _, _) in found.items()
    }
    return found


def test_numbers_with_the_file_loaded_are_what_they_are_once_it_is_loaded(measured: WorldInfo, ann: Person) -> None:
    first = proved(measured, ann, FIRST)
    assert first == {
        "count": ("2026-01", None, 2.0),
        "products": ("2026-Q1", None, 2.0),
        "value": ("2026-Q1", None, 150.0),
        "each": ("2026-Q1", None, 75.0),
    }
    second = proved(measured, ann, SECOND)
    assert second == {
        "count": ("2026-01", 2.0, 4.0),
        "products": ("2026-Q1", 2.0, 4.0),
        "value": ("2026-Q1", 150.0, 238.0),
        "each": ("2026-Q1", 75.0, 238.0 / 4),
    }


def test_a_file_that_says_nothing_new_moves_no_number(measured: WorldInfo, ann: Person) -> None:
    loaded(ann, ann.send(FIRST))
    tick(measured)
    assert told(ann.preview(ann.send(FIRST), orders())) == {}


def test_numbers_follow_the_source_as_it_is_about_to_be(measured: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, "A-2,E2,GTX Pro,签,2026-01-06,50"))
    assert told(ann.preview(upload, orders()))["value"][2] == 100.0
    reads = {**orders()["fields"]["stage"], "reads": {"签": "已签约"}}
    learnt = {**orders(), "fields": {**orders()["fields"], "stage": reads}}
    assert told(ann.preview(upload, learnt))["value"][2] == 150.0
    without = {**orders(), "fields": {name: one for name, one in orders()["fields"].items() if name != "value"}}
    assert told(ann.preview(upload, without)).keys() == {"count", "products"}, "the others lack what they stand on"


def test_only_who_may_try_numbers_of_the_whole_company_sees_them(
    measured: WorldInfo, handing: Callable[..., Person], ann: Person
) -> None:
    root = handing("root", Role.ADMINISTRATOR)
    assert told(root.preview(root.send(FIRST), orders())) == {}
    assert told(ann.preview(ann.send(FIRST), orders()))


def test_numbers_of_a_part_of_the_company_are_no_numbers_of_the_company(
    measured: WorldInfo, handing: Callable[..., Person]
) -> None:
    import_people([PersonRow(row=2, number="E1", name="张伟", unit="北区")], effective=None, now=NOW)
    partner = handing("partner")
    grant("partner", Role.HRBP, "北区", by="test", now=real_now())
    assert told(partner.preview(partner.send(FIRST), orders())) == {}


def test_a_very_long_file_is_tried_without_numbers(
    measured: WorldInfo, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "MOST_ROWS", 2)
    assert told(ann.preview(ann.send(FIRST), orders())) == {}


def test_a_list_without_days_has_no_period_to_show(measured: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows("E4,赵敏,E1", heading="工号,姓名,上级"))
    assert told(ann.preview(upload, plain(current().each(Source)["staff"]))) == {}
