"""Which source a file may be for."""

from __future__ import annotations

import pytest

from zhunsheng.engine.facts.guessing.fits import fits
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text

DEALS = Source.model_validate(
    {
        "id": "deals",
        "name": Text(zh="商机", en="Deals"),
        "system": "CRM",
        "key": ["id"],
        "fields": {"id": {"required": True}, "close_value": {"column": "成交金额"}, "stage": {}, "note": {}},
        "files": ["商机*.xlsx"],
    }
)
ORDERS = DEALS.model_copy(update={"id": "orders", "files": ()})
FORM = DEALS.model_copy(update={"id": "form", "told_by": "people"})


@pytest.mark.parametrize(
    ("headings", "certain", "renamed", "missing", "unused"),
    [
        (["id", "成交金额", "stage", "note"], True, [], (), ()),
        (["ID", "成交 金额", "Stage", "note", "extra"], True, [], (), ("extra",)),
        (["id", "成交金额", "stage"], False, [], ("note",), ()),
        (["id", "成交总金额", "stage", "note"], False, [("close_value", "成交总金额")], (), ()),
        (["id", "成交金额", "stage", "NOTE", "Note"], False, [("note", "NOTE")], (), ("Note",)),
    ],
)
def test_a_file_fits_as_far_as_its_headings_are_known(
    headings: list[str],
    certain: bool,
    renamed: list[tuple[str, str]],
    missing: tuple[str, ...],
    unused: tuple[str, ...],
) -> None:
    (found,) = fits([DEALS], headings, "x.csv")
    assert found.certain is certain
    assert [(one.field, one.heading) for one in found.renamed] == renamed
    assert (found.missing, found.unused) == (missing, unused)


def test_the_name_of_the_file_decides_between_equals() -> None:
    headings = ["id", "成交金额", "stage", "备注"]
    assert [one.source.id for one in fits([ORDERS, DEALS, FORM], headings, "商机 2026.xlsx")] == ["deals", "orders"]


def test_another_file_fits_nothing() -> None:
    assert fits([DEALS], ["a", "b", "c"], "x.csv") == []
