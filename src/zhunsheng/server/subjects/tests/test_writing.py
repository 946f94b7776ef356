"""Which writings are near each other."""

from __future__ import annotations

import pytest

from zhunsheng.server.subjects import writing
from zhunsheng.server.subjects.writing import plain, proposals

PRODUCTS = [
    ("GTX Basic", "GTX Basic"),
    ("GTX Pro", "GTX Pro"),
    ("GTX Plus Pro", "GTX Plus Pro"),
    ("MG Special", ""),
]


def test_a_lost_space_is_proposed_first() -> None:
    assert proposals(["GTXPro"], PRODUCTS)[0][0] == "GTX Pro"


def test_a_member_is_proposed_by_its_name_too_and_once() -> None:
    assert proposals(["1001"], [("1001", "上海第三医院")]) == [("1001",)]
    assert proposals(["上海第三医 院"], [("1001", "上海第三医院")]) == [("1001",)]


def test_nothing_like_it_proposes_nothing() -> None:
    assert proposals(["完全不同", "---"], PRODUCTS) == [(), ()]


def test_width_case_and_spaces_do_not_make_another_writing() -> None:
    assert plain(" ＧＴＸ　 pro ") == plain("gtx Pro")
    assert plain("GTXPro") != plain("GTX Pro")


def test_where_there_are_too_many_to_compare_equal_letters_are_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "COMPARISONS", 4)
    assert proposals(["GTX Pr", "gtx-pro", "GTX Pr"], PRODUCTS) == [
        ("GTX Pro",),
        ("GTX Pro",),
        (),
    ]
