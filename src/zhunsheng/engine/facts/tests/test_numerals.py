"""Numbers are read as written, exactly, or refused with the cell's text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.facts.parsing import Parsed

Values = Callable[..., list[object]]
Codes = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("１２３４．５", "1234.5"),
        ("¥1,234.50", "1234.5"),
        ("￥ 12", "12"),
        ("$-3", "-3"),
        ("-$3", "-3"),
        ("1234元", "1234"),
        ("1.2万", "12000"),
        ("3万元", "30000"),
        ("¥0.00000001亿", "1"),
        ("(1,234.50)", "-1234.5"),
        ("（５００）", "-500"),
        ("−7", "-7"),
        ("+7", "7"),
        (".5", "0.5"),
        ("1.5e3", "1500"),
        ("99999999999999.9999", "99999999999999.9999"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str, values: Values) -> None:
    assert values([text], type="money") == [Decimal(amount)]


def test_whole_numbers_may_be_written_with_zero_decimals(values: Values) -> None:
    written = ["12", "12.0", "1,200", "3万", "007", "1e3", "-9223372036854775807"]
    assert values(written, type="integer") == [12, 12, 1200, 30000, 7, 1000, -9223372036854775807]


def test_percentages_are_fractions(values: Values) -> None:
    assert values(["12.5%", "１００％", "0.125", "-0"], type="number") == [0.125, 1.0, 0.125, 0.0]


def test_what_is_no_number_is_refused_with_its_text(read_column: Callable[..., Parsed]) -> None:
    texts = ["about 12", "12,34", "1,234,56", "1.234,50", "--5", "-(5)", "5-", "0x1F", "1 234", "十二"]
    parsed = read_column(texts, type="money")
    assert [row.row for row in parsed.bad] == list(range(2, 12))
    for text, row in zip(texts, parsed.bad, strict=True):
        assert [problem.code for problem in row.problems] == ["number.text"]
        assert text in row.problems[0].message.zh
        assert text in row.problems[0].message.en
        assert row.cells["cell"] == text


@pytest.mark.parametrize(
    ("type_", "text", "code"),
    [
        ("number", "NaN", "number.not_finite"),
        ("number", "-inf", "number.not_finite"),
        ("number", "1e999", "number.too_large"),
        ("integer", "1e300", "number.too_large"),
        ("integer", "9223372036854775808", "number.too_large"),
        ("integer", "12.5", "number.not_whole"),
        ("money", "100000000000000", "number.too_large"),
        ("money", "1.23456", "money.too_fine"),
        ("money", "1.00000000000000000000000000000000001", "money.too_fine"),
        ("money", "12%", "number.percent"),
        ("money", "9" * 70_000, "number.text"),
    ],
)
def test_numbers_that_cannot_be_held_are_refused(type_: str, text: str, code: str, codes: Codes) -> None:
    assert codes([text], type=type_) == [code]


def test_an_amount_in_another_currency_is_refused(values: Values, codes: Codes) -> None:
    assert values(["¥5", "5元", "5"], type="money", unit="CNY") == [5, 5, 5]
    assert codes(["$5", "€5", "$5元"], type="money", unit="CNY") == ["money.currency"] * 3
    assert codes(["¥5"], type="number", unit="hours") == ["money.currency"]


def test_numbers_outside_the_fields_range_are_refused(read_column: Callable[..., Parsed]) -> None:
    parsed = read_column(["0", "5", "-1", "11", ""], type="integer", minimum=0, maximum=10)
    assert parsed.good["cell"].to_pylist() == [0, 5, None]
    assert [row.problems[0].code for row in parsed.bad] == ["number.out_of_range"] * 2


@settings(deadline=None)
@given(
    st.lists(st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False), max_size=20),
    st.sampled_from(["{}", "{:,}", "¥{:,}", "{}元", "({})"]),
)
def test_money_is_exact(values: Values, amounts: list[Decimal], style: str) -> None:
    if style == "({})":
        amounts = [abs(amount) for amount in amounts]
        assert values([style.format(a) for a in amounts], type="money") == [-amount for amount in amounts]
    else:
        assert values([style.format(a) for a in amounts], type="money") == amounts


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300), max_size=20))
def test_numbers_are_the_nearest_float(values: Values, numbers: list[float]) -> None:
    assert values([repr(number) for number in numbers], type="number") == numbers
