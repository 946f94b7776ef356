"""A preview says what would become of every row, and offers what mends the others."""

from __future__ import annotations

from typing import Any

import pytest

from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.sources.uploads.tests.conftest import GOOD, HEADING, NOW, Person
from zhunsheng.server.sources.uploads.tests.test_uploads import counts, orders, rows
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.values import WorldInfo


def patched(body: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    found = dict(body) if isinstance(body, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = patched(found.get(name), value)
    return found


def cell(field: str, text: str, number: str = "A-2") -> str:
    """A good row but for one cell."""
    cells = dict(zip(["number", "agent", "product", "stage", "day", "value"], GOOD.split(","), strict=True))
    return ",".join((cells | {"number": number, field: text}).values())


def mended(ann: Person, upload: Any, fix: Any, row: int = 3, field: str = "") -> list[int]:
    """The counts once the fix is applied."""
    if fix["patch"]:
        return counts(ann.preview(upload, patched(orders(), fix["patch"])))
    return counts(ann.preview(upload, orders(), corrections=[{"row": row, "cells": {field: fix["cell"]}}]))


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("stage", "已签", "choice.unknown"),
        ("stage", "退货", "choice.unknown"),
        ("day", "25/01/2026", "date.order"),
        ("day", "02/01/2026", "date.order"),
        ("day", "46027", "date.serial"),
        ("day", "下周", "date.text"),
        ("day", "1949-01-05", "date.year"),
        ("day", "2026-01-05 10:30:00", "date.has_time"),
        ("value", "约1200元左右", "number.text"),
        ("value", "待定", "number.text"),
        ("value", "#REF!", "number.text"),
        ("value", "1.23456", "money.too_fine"),
        ("value", "95%", "number.percent"),
        ("agent", "", "cell.missing"),
    ],
)
def test_every_way_to_mend_a_wrong_cell_mends_it(
    company: WorldInfo, ann: Person, field: str, text: str, code: str
) -> None:
    upload = ann.send(rows(GOOD, cell(field, text)))
    tried = ann.preview(upload, orders())
    assert counts(tried) == [2, 1, 0, 0, 1, 0]
    (group,) = tried["groups"]
    assert (group["problem"]["code"], group["field"], group["rows"]) == (code, field, 1)
    fixes = [*group["fixes"], *(fix for one in group["texts"] for fix in one["fixes"])]
    assert fixes, "something can be done"
    for fix in fixes:
        assert fix["said"]["zh"]
        assert fix["said"]["en"]
        assert mended(ann, upload, fix, field=field) == [2, 2, 0, 0, 0, 0], fix


def test_a_misspelt_choice_is_read_as_the_nearest_one_from_now_on(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, cell("stage", "已签"), cell("stage", "已签", "A-3"), cell("stage", "作废", "A-4")))
    (group,) = ann.preview(upload, orders())["groups"]
    assert [(one["text"], one["rows"]) for one in group["texts"]] == [("已签", 2), ("作废", 1)]
    first = group["texts"][0]["fixes"][0]
    assert first["patch"] == {"fields": {"stage": {"reads": {"已签": "已签约"}}}}
    assert first["cell"] == "已签约"
    all_at_once = group["fixes"][0]
    assert all_at_once["patch"]["fields"]["stage"]["choices"] == ["已签约", "已发货", "已签", "作废"]


def test_rows_that_fail_come_first_with_their_reasons(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, cell("value", "x", "A-2"), cell("day", "y", "A-3").replace("已签约", "z"), ""))
    tried = ann.preview(upload, orders())
    assert [row["row"] for row in tried["items"]] == [3, 4, 2, 5][: len(tried["items"])]
    second = tried["items"][1]
    assert [one["field"] for one in second["problems"]] == ["stage", "day"]
    assert second["cells"]["stage"] == "z"
    assert tried["items"][2]["problems"] == []


def test_what_is_known_already_is_told_apart(company: WorldInfo, ann: Person, tmp_path: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(GOOD, cell("value", "5")))
    load(company, current().each(Source)["orders"], path, NOW)
    tick(company)
    upload = ann.send(rows(GOOD, cell("value", "6"), cell("value", "7", "A-3")))
    assert counts(ann.preview(upload, orders())) == [3, 1, 1, 1, 0, 0]


def test_values_outside_their_list_come_with_what_they_may_mean(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(
        rows(GOOD, cell("product", "GTXPro"), cell("product", "GTXPro", "A-3"), cell("agent", "E9", "A-4"))
    )
    tried = ann.preview(upload, orders())
    assert [(one["field"], one["text"], one["rows"]) for one in tried["strays"]] == [
        ("product", "GTXPro", 2),
        ("agent", "E9", 1),
    ]
    stray = tried["strays"][0]
    assert stray["dimension_name"]["zh"] == "产品"
    best = stray["proposals"][0]
    assert (best["key"], best["likeness"]) == ("GTX Pro", 100.0)
    again = ann.preview(upload, patched(orders(), best["patch"]))
    assert [one["text"] for one in again["strays"]] == ["E9"]


def test_a_renamed_column_is_mended_by_its_new_name(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, heading=HEADING.replace("阶段", "阶段名")))
    tried = ann.preview(upload, orders())
    assert counts(tried) == [1, 0, 0, 0, 1, 0]
    (group,) = tried["groups"]
    assert (group["problem"]["code"], group["field"], group["rows"]) == ("heading.renamed", "stage", 1)
    assert [sorted(fix["patch"]["fields"]["stage"] or {}) for fix in group["fixes"]] == [
        ["also"],
        ["also", "column"],
        [],
    ]
    for fix in group["fixes"]:
        assert mended(ann, upload, fix) == [1, 1, 0, 0, 0, 0]


def test_a_column_that_is_not_there_may_be_done_without(company: WorldInfo, ann: Person) -> None:
    upload = ann.send("单号,日期\nA-1,2026-01-05\n")
    tried = ann.preview(upload, orders())
    groups = {group["field"]: group["fixes"] for group in tried["groups"]}
    (optional,) = groups["agent"]
    assert mended(ann, upload, optional) == [1, 1, 0, 0, 0, 0]


def test_where_most_of_a_column_is_of_another_type_that_type_is_offered(company: WorldInfo, ann: Person) -> None:
    lines = [cell("value", text, f"A-{at}") for at, text in enumerate(["2026-01-05", "2026-01-06", "2026-01-07"], 2)]
    upload = ann.send(rows(*lines))
    (group,) = ann.preview(upload, orders())["groups"]
    fix = next(fix for fix in group["fixes"] if fix["patch"]["fields"]["value"].get("type") == "date")
    assert mended(ann, upload, fix) == [3, 3, 0, 0, 0, 0]


def test_what_is_wrong_with_the_source_itself_is_said_and_nothing_else(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD))
    wrong = patched(orders(), {"time": "number", "fields": {"stage": {"choices": None}, "value": {"type": "gold"}}})
    tried = ann.preview(upload, wrong)
    assert [fault["place"] for fault in tried["faults"]] == ["fields.value.type"]
    assert (tried["groups"], tried["items"], counts(tried)) == ([], [], [0] * 6)
    loose = patched(orders(), {"time": "number", "fields": {"product": {"dimension": "colour"}}})
    places = {fault["place"] for fault in ann.preview(upload, loose)["faults"]}
    assert places == {"time", "fields.product.dimension"}
    assert ann.preview(upload, {})["faults"]


def test_a_list_of_people_that_would_be_refused_says_why(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows("E4,赵敏,E1", "E5,钱进,谁也不是", heading="工号,姓名,上级"))
    tried = ann.preview(upload, plain(current().each(Source)["staff"]))
    assert counts(tried) == [2, 0, 0, 0, 2, 0]
    assert [(group["problem"]["code"], group["field"], group["rows"]) for group in tried["groups"]] == [
        ("people.manager_unknown", "manager", 1)
    ]
    assert tried["items"][0]["cells"]["label"] == "钱进"
    assert [note["code"] for note in tried["notes"]] == ["preview.people_refused"]


def test_rows_that_no_table_holds_are_counted_too(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, "A-2,E1", "", "A-3,E1,GTX Pro,已签约,2026-01-05,1,1"))
    assert upload["rows"] == 4
    tried = ann.preview(upload, orders())
    assert counts(tried) == [4, 1, 0, 0, 2, 1]
    assert [(group["problem"]["code"], group["field"]) for group in tried["groups"]] == [("row.wrong_width", None)]


def test_two_styles_of_dates_are_asked_about_and_never_guessed(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, cell("day", "25/01/2026"), cell("day", "01/25/2026", "A-3")))
    tried = ann.preview(upload, orders())
    assert counts(tried) == [3, 1, 0, 0, 2, 0]
    (group,) = tried["groups"]
    assert group["problem"]["code"] == "date.two_styles"
    assert [fix["patch"]["fields"]["day"]["formats"] for fix in group["fixes"]] == [["%d/%m/%Y"], ["%m/%d/%Y"]]


def test_a_cell_of_ten_megabytes_is_named_and_not_carried_along(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, cell("stage", "x" * (10 << 20))))
    tried = ann.preview(upload, orders())
    assert counts(tried) == [2, 1, 0, 0, 1, 0]
    assert [group["problem"]["code"] for group in tried["groups"]] == ["cell.too_long"]
    assert len(str(tried)) < 10_000


def test_what_a_receipt_would_remark_on_is_remarked_on(company: WorldInfo, ann: Person) -> None:
    text = rows(GOOD, cell("value", "5", "A-1"), cell("agent", "E9"), heading=HEADING)
    tried = ann.preview(ann.send(text), orders())
    assert [note["code"] for note in tried["notes"]] == ["facts.unlisted", "facts.told_twice"]
