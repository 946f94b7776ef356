"""Dates are read in every unambiguous style, and never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.facts.parsing import Parsed, parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text

Values = Callable[..., list[object]]
Codes = Callable[..., list[str]]
ReadColumn = Callable[..., Parsed]


@pytest.mark.parametrize(
    "text",
    [
        "2017-03-01",
        "2017/3/1",
        "2017.3.1",
        "2017年3月1日",
        "２０１７年０３月０１日",
        "20170301",
        "2017-03-01 00:00:00",
        "2017/3/1 0:00",
        "2017-03-01T00:00:00.000",
    ],
)
def test_a_date_may_be_written_in_any_style_that_has_one_meaning(text: str, values: Values) -> None:
    assert values([text], type="date") == [date(2017, 3, 1)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2017-03-01 09:05:03", datetime(2017, 3, 1, 1, 5, 3, tzinfo=UTC)),
        ("2017-03-01T09:05:03.25", datetime(2017, 3, 1, 1, 5, 3, 250000, tzinfo=UTC)),
        ("2017-01-31 09:05:03", datetime(2017, 1, 31, 1, 5, 3, tzinfo=UTC)),
        ("2017/3/1 9:05", datetime(2017, 3, 1, 1, 5, tzinfo=UTC)),
        ("2017年3月1日 9:05", datetime(2017, 3, 1, 1, 5, tzinfo=UTC)),
        ("2017-03-01", datetime(2017, 2, 28, 16, tzinfo=UTC)),
        ("2017-03-01T09:05:03Z", datetime(2017, 3, 1, 9, 5, 3, tzinfo=UTC)),
        ("2017-03-01T09:05:03+02:00", datetime(2017, 3, 1, 7, 5, 3, tzinfo=UTC)),
        ("2017-03-01 09:05:03.123456-0330", datetime(2017, 3, 1, 12, 35, 3, 123456, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_the_companys_local_time(text: str, instant: datetime, values: Values) -> None:
    assert values([text], type="datetime") == [instant]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2017-02-30", "date.text"),
        ("2017-13-01", "date.text"),
        ("soon", "date.text"),
        ("2017-3/1", "date.text"),
        ("1899-12-30", "date.empty_in_excel"),
        ("1900/1/0", "date.text"),
        ("1900-01-01", "date.empty_in_excel"),
        ("1949-12-31", "date.year"),
        ("2107-03-01", "date.year"),
        ("42795", "date.serial"),
        ("42795.38", "date.serial"),
        ("03/04/2017", "date.order"),
        ("25/12/2017", "date.order"),
        ("3-4-17", "date.order"),
    ],
)
@pytest.mark.parametrize("type_", ["date", "datetime"])
def test_what_is_no_clear_date_is_refused(type_: str, text: str, code: str, codes: Codes) -> None:
    assert codes([text], type=type_) == [code]


def test_a_time_of_day_is_not_cut_off_a_date(codes: Codes) -> None:
    assert codes(["2017-03-01 09:05", "2017-03-01T00:00:00Z"], type="date") == ["date.has_time"] * 2


def test_two_date_styles_in_one_column_are_named_with_examples(read_column: ReadColumn) -> None:
    parsed = read_column(["25/12/2017", "12/25/2017", "03/04/2017", "2017-03-01"], type="date")
    assert [row.problems[0].code for row in parsed.bad] == ["date.two_styles"] * 3
    assert "「25/12/2017」只能是日/月，「12/25/2017」只能是月/日" in parsed.bad[2].problems[0].message.zh
    assert parsed.good.num_rows == 1


def test_an_unclear_column_is_refused_with_the_style_it_seems_to_follow(read_column: ReadColumn) -> None:
    parsed = read_column(["25/12/2017", "03/04/2017"], type="date")
    assert [row.problems[0].code for row in parsed.bad] == ["date.order"] * 2
    assert "%d/%m/%Y" in parsed.bad[1].problems[0].message.en


def test_a_declared_style_decides_and_the_other_style_is_refused(read_column: ReadColumn) -> None:
    parsed = read_column(["03/04/2017", "2017-04-03", "12/25/2017"], type="date", formats=("%d/%m/%Y",))
    assert parsed.good["cell"].to_pylist() == [date(2017, 4, 3)] * 2
    assert [row.problems[0].code for row in parsed.bad] == ["date.two_styles"]


def test_two_declared_styles_that_disagree_are_refused(read_column: ReadColumn) -> None:
    parsed = read_column(["03/04/2017", "25/12/2017"], type="date", formats=("%d/%m/%Y", "%m/%d/%Y"))
    assert parsed.good["cell"].to_pylist() == [date(2017, 12, 25)]
    assert [row.problems[0].code for row in parsed.bad] == ["date.two_readings"]


def test_a_declared_style_can_make_a_false_offset_wall_clock_time(values: Values) -> None:
    read = values(["2010-02-24T09:10:00+02:00"], type="datetime", formats=("%Y-%m-%dT%H:%M:%S+02:00",))
    assert read == [datetime(2010, 2, 24, 1, 10, tzinfo=UTC)]


def test_the_fields_minimum_and_maximum_widen_the_years(values: Values) -> None:
    assert values(["1938-05-01", "2048-05-01"], type="date", minimum=1900, maximum=2099) == [
        date(1938, 5, 1),
        date(2048, 5, 1),
    ]


def test_only_the_time_of_the_fact_may_not_lie_in_the_future(values: Values, read_column: ReadColumn) -> None:
    assert values(["2018-02-01"], type="date") == [date(2018, 2, 1)]
    parsed = read_column(["2018-01-16", "2018-02-01"], type="date", time=True)
    assert parsed.good.num_rows == 1
    assert [problem.code for problem in parsed.bad[0].problems] == ["date.future"]


def test_the_day_is_the_companys_and_a_missing_time_leaves_it_open(read_column: ReadColumn) -> None:
    parsed = read_column(["2017-03-01T17:00:00Z", ""], type="datetime", time=True)
    assert parsed.good["_day"].to_pylist() == [date(2017, 3, 2), None]
    assert parsed.good["_happened"].to_pylist() == [datetime(2017, 3, 1, 17, tzinfo=UTC), None]


@settings(deadline=None)
@given(st.lists(st.datetimes(datetime(1992, 1, 1), datetime(2018, 12, 31)), max_size=20))  # noqa: DTZ001
@pytest.mark.parametrize("style", ["%Y-%m-%d %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f"])
def test_every_moment_is_read_back(values: Values, style: str, moments: list[datetime]) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    texts = [moment.strftime(style) for moment in moments]
    assert values(texts, type="datetime") == [moment.replace(tzinfo=zone) for moment in moments]


@settings(deadline=None)
@given(st.dates(date(1992, 1, 1), date(2018, 1, 16)))
def test_a_date_begins_at_local_midnight(read_column: ReadColumn, day: date) -> None:
    parsed = read_column([day.isoformat()], type="date", time=True)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert parsed.good["_happened"].to_pylist() == [midnight]
    assert parsed.good["_day"].to_pylist() == [day]


def test_an_hour_that_the_clock_shows_twice_is_read_as_the_earlier_one() -> None:
    source = Source.model_validate(
        {
            "id": "log",
            "name": Text(zh="日志", en="log"),
            "system": "oa",
            "key": ["at"],
            "fields": {"at": {"type": "datetime"}},
        }
    )
    raw = pa.table({"at": ["2017-10-29 02:30:00", "2017/10/29 2:30"], "_row": [2, 3]})
    parsed = parse(source, raw, time_zone="Europe/Berlin", now=datetime(2018, 1, 1, tzinfo=UTC))
    assert parsed.good["at"].to_pylist() == [datetime(2017, 10, 29, 0, 30, tzinfo=UTC)] * 2
