"""Columns are found by heading; a renamed one is proposed and never assumed."""

from __future__ import annotations

import pyarrow as pa
import pytest

from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.source import Source, SourceField
from zhunsheng.engine.values import Problem, Text, ZhunshengError

SOURCE = Source.model_validate(
    {
        "id": "pipeline",
        "name": Text(zh="商机", en="pipeline"),
        "system": "crm",
        "key": ["deal"],
        "time": "closed",
        "fields": {
            "deal": {"column": "商机编号", "also": ["Opportunity ID"]},
            "closed": {"type": "date", "column": "close_date", "name": {"zh": "成交日期", "en": "close date"}},
            "value": {"type": "money", "column": "close_value"},
            "note": {},
        },
    }
)


def _problems(*headings: str) -> list[Problem]:
    with pytest.raises(ZhunshengError) as caught:
        match_headings(SOURCE, headings)
    return list(caught.value.problems)


def test_headings_match_exactly_by_earlier_name_and_whatever_their_case_spaces_and_width() -> None:
    found = match_headings(SOURCE, ["OPPORTUNITY　id", "Close_Date", " close_value", "ｎｏｔｅ", "extra"])
    assert found.columns == {
        "deal": "OPPORTUNITY　id",
        "closed": "Close_Date",
        "value": " close_value",
        "note": "ｎｏｔｅ",
    }
    assert found.unused == ("extra",)


def test_the_declared_column_wins_over_an_earlier_name() -> None:
    found = match_headings(SOURCE, ["Opportunity ID", "商机编号", "close_date", "close_value"])
    assert found.columns["deal"] == "商机编号"
    assert found.absent == ("note",)


def test_all_missing_columns_are_named_at_once_with_what_the_file_has_instead() -> None:
    problems = _problems("region", "close_value")
    assert [(problem.code, problem.place) for problem in problems] == [
        ("heading.missing", "商机编号"),
        ("heading.missing", "close_date"),
    ]
    assert "region" in problems[0].message.en


@pytest.mark.parametrize(("field", "heading"), [("close_value", "closing_value"), ("close_date", "成交日")])
def test_a_renamed_column_is_refused_and_the_rename_proposed(field: str, heading: str) -> None:
    headings = ["商机编号", "close_date", "close_value"]
    problems = _problems(*(heading if name == field else name for name in headings))
    assert [(problem.code, problem.place) for problem in problems] == [("heading.renamed", field)]
    assert f"did it become '{heading}'?" in problems[0].message.en
    assert problems[0].remedy is not None
    assert f"'{heading}'" in problems[0].remedy.en


def test_two_columns_for_one_field_are_refused() -> None:
    problems = _problems("商机编号", "Close Value", "CLOSE VALUE", "close_date", "Close_Value", "CLOSE_VALUE")
    assert [(problem.code, problem.place) for problem in problems] == [("heading.twice", "close_value")]


def test_a_table_and_a_row_are_renamed_from_headings_to_fields() -> None:
    found = match_headings(SOURCE, ["商机编号", "close_date", "close_value", "extra"])
    raw = pa.table({"extra": ["x"], "close_value": ["5"], "close_date": [""], "商机编号": ["A1"], "_row": [2]})
    assert found.table(raw).to_pylist() == [{"deal": "A1", "closed": "", "value": "5", "_row": 2}]
    assert found.cells({"商机编号": "A1", "extra": "x", "E": "y"}) == {"deal": "A1", "extra": "x", "E": "y"}


def test_a_file_that_shares_little_more_than_the_key_is_taken_for_another() -> None:
    fields = {name: SourceField(required=name == "account") for name in ("account", "sector", "founded", "revenue")}
    accounts = Source(id="accounts", name=Text(zh="客户", en="Accounts"), system="CRM", key=("account",), fields=fields)
    with pytest.raises(ZhunshengError, match="does not look like a file of 'Accounts'"):
        match_headings(accounts, ["opportunity_id", "account", "stage"])


def test_words_of_a_heading_may_have_changed_places() -> None:
    fields = {"id": SourceField(required=True), "day": SourceField(), "close_value": SourceField()}
    deals = Source(id="deals", name=Text(zh="商机", en="Deals"), system="CRM", key=("id",), fields=fields)
    with pytest.raises(ZhunshengError, match="value_closed"):
        match_headings(deals, ["id", "day", "value_closed"])


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("阶段", "订单阶段"),
        ("订单阶段", "阶段"),
        ("金额", "成交金额(元)"),
        ("金额", "成交金额（万元）"),
        ("金额(元)", "金额【含税】"),
        ("客户", "客户名称"),
        ("负责的业务员", "业务员"),
    ],
)
def test_a_chinese_heading_that_gained_or_lost_what_stands_around_it_is_asked_about(column: str, heading: str) -> None:
    with pytest.raises(ZhunshengError) as caught:
        match_headings(_with(column), ["编号", heading])
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [("heading.renamed", column)]


@pytest.mark.parametrize(
    ("column", "heading"),
    [("阶段", "订单金额"), ("段", "订单阶段"), ("阶段", "前阶段后"), ("id", "paid by")],
)
def test_what_only_shares_some_letters_is_not_asked_about(column: str, heading: str) -> None:
    assert match_headings(_with(column), ["编号", heading]).unused == (heading,)


def test_of_several_headings_the_one_nearest_to_the_column_is_proposed() -> None:
    with pytest.raises(ZhunshengError, match="订单阶段") as caught:
        match_headings(_with("阶段"), ["编号", "下个季度的阶段", "订单阶段"])
    assert "下个季度" not in str(caught.value)


def _with(column: str) -> Source:
    """A source with that column, which files may do without."""
    fields = {"number": SourceField(column="编号", required=True), "other": SourceField(column=column)}
    return Source(id="orders", name=Text(zh="订单", en="Orders"), system="ERP", key=("number",), fields=fields)
