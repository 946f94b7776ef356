"""Every row is accounted for: good, set aside with all its problems, or blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.facts.parsing import TYPES, Parsed, parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text

NOW = datetime(2018, 1, 15, 4, tzinfo=UTC)
SOURCE = Source.model_validate(
    {
        "id": "pipeline",
        "name": Text(zh="商机", en="pipeline"),
        "system": "crm",
        "key": ["deal"],
        "time": "closed",
        "fields": {
            "deal": {"column": "商机编号"},
            "agent": {"type": "subject", "dimension": "person", "required": True},
            "stage": {"type": "choice", "choices": ["Won", "Lost", "Engaging"]},
            "closed": {"type": "date"},
            "value": {"type": "money", "unit": "USD"},
            "units": {"type": "integer"},
            "share": {"type": "number"},
            "urgent": {"type": "boolean"},
            "asked": {"type": "datetime"},
            "note": {},
        },
    }
)
ROW = {
    "deal": "A1",
    "agent": "Wang Fang",
    "stage": "Won",
    "closed": "2017-03-01",
    "value": "1,054.50",
    "units": "3",
    "share": "50%",
    "urgent": "是",
    "asked": "2017-02-01 09:00:00",
    "note": "两台 ﹣ 先付款，后发货",
}
CELLS = st.sampled_from(
    [
        "",
        "A1",
        "A2",
        "Won",
        "won",
        "2017-03-01",
        "03/04/2017",
        "1,054",
        "1.5",
        "12%",
        "yes",
        "?",
        "#REF!",
        "\x00x",
        "　",
    ]
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(SOURCE.fields, CELLS)), max_size=12)


def _table(rows: list[dict[str, str]], first: int = 2) -> pa.Table:
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in SOURCE.fields}
    return pa.table({**columns, "_row": pa.array(range(first, first + len(rows)), pa.int64())})


def _parse(rows: list[dict[str, str]]) -> Parsed:
    return parse(SOURCE, _table(rows), time_zone="Asia/Shanghai", now=NOW)


def _identities(raw: pa.Table, source: Source = SOURCE) -> list[str]:
    found: list[str] = parse(source, raw, time_zone="Asia/Shanghai", now=NOW).good["_identity"].to_pylist()
    return found


def test_a_row_becomes_typed_values_with_key_time_and_day() -> None:
    parsed = _parse([ROW])
    good = parsed.good.to_pylist()[0]
    assert len(good.pop("_identity")) == 32
    assert good == {
        "deal": "A1",
        "agent": "Wang Fang",
        "stage": "Won",
        "closed": date(2017, 3, 1),
        "value": Decimal("1054.5"),
        "units": 3,
        "share": 0.5,
        "urgent": True,
        "asked": datetime(2017, 2, 1, 1, tzinfo=UTC),
        "note": "两台 ﹣ 先付款，后发货",
        "_row": 2,
        "_key": "A1",
        "_happened": datetime(2017, 2, 28, 16, tzinfo=UTC),
        "_day": date(2017, 3, 1),
    }
    for name, field in SOURCE.fields.items():
        assert parsed.good.schema.field(name).type == TYPES[field.type]


def test_a_bad_row_names_all_its_problems_at_their_columns() -> None:
    parsed = _parse([ROW, {"stage": "Wn", "closed": "soon", "value": "many", "units": "1.5", "urgent": "maybe"}])
    assert parsed.good.num_rows == 1
    assert parsed.bad[0].row == 3
    assert parsed.bad[0].cells["closed"] == "soon"
    assert [(problem.place, problem.code) for problem in parsed.bad[0].problems] == [
        ("商机编号", "cell.missing"),
        ("agent", "cell.missing"),
        ("stage", "choice.unknown"),
        ("closed", "date.text"),
        ("value", "number.text"),
        ("units", "number.not_whole"),
        ("urgent", "boolean.text"),
    ]


def test_a_misspelt_choice_is_refused_and_the_right_one_proposed() -> None:
    problem = _parse([ROW | {"stage": "Engagng"}]).bad[0].problems[0]
    assert "是不是「Engaging」？" in problem.message.zh
    assert "did you mean 'Engaging'?" in problem.message.en


@pytest.mark.parametrize("blank", ["", "-", "N/A", "NULL", "null", "?", "  ", "　", "\u200b", "#N/A", "—"])
def test_what_systems_write_for_nothing_is_missing(blank: str) -> None:
    parsed = _parse([ROW | {"value": blank, "stage": blank, "closed": blank, "note": blank}])
    good = parsed.good.to_pylist()[0]
    assert [good[name] for name in ("value", "stage", "closed", "note", "_day")] == [None] * 5


def test_blank_rows_are_skipped_and_counted() -> None:
    parsed = _parse([ROW, {}, {"note": "  ", "agent": "-"}, ROW])
    assert (parsed.good["_row"].to_pylist(), parsed.blank, parsed.bad) == ([2, 5], 2, [])


def test_keys_and_subjects_are_folded_to_one_spelling_and_free_text_is_kept() -> None:
    parsed = _parse([ROW | {"deal": " Ａ１\u200b ", "agent": "Wang\u3000  Fang", "note": " ①：全角，保留\x00 "}])
    good = parsed.good.to_pylist()[0]
    assert (good["_key"], good["agent"], good["note"]) == ("A1", "Wang Fang", "①：全角，保留")


def test_excel_errors_are_no_text() -> None:
    assert [p.code for p in _parse([ROW | {"note": "#REF!"}]).bad[0].problems] == ["cell.excel_error"]


def test_a_column_that_the_file_lacks_is_missing_everywhere() -> None:
    parsed = parse(SOURCE, _table([ROW]).drop_columns(["note", "value"]), time_zone="Asia/Shanghai", now=NOW)
    assert parsed.good.select(["note", "value"]).to_pylist() == [{"note": None, "value": None}]


def test_a_table_without_rows_parses_to_one() -> None:
    parsed = _parse([])
    assert (parsed.good.num_rows, parsed.bad, parsed.blank) == (0, [], 0)


def test_several_key_fields_make_one_key() -> None:
    source = SOURCE.model_copy(update={"key": ("deal", "closed")})
    parsed = parse(source, _table([ROW]), time_zone="Asia/Shanghai", now=NOW)
    assert parsed.good["_key"].to_pylist() == ["A1\x1f2017-03-01"]


def test_the_senders_own_id_is_the_identity_and_may_not_be_missing() -> None:
    source = SOURCE.model_copy(update={"identity": "note"})
    parsed = parse(source, _table([ROW | {"note": "msg-7"}, ROW | {"note": ""}]), time_zone="Asia/Shanghai", now=NOW)
    assert parsed.good["_identity"].to_pylist() == ["msg-7"]
    assert [p.code for p in parsed.bad[0].problems] == ["cell.missing"]


def test_one_value_written_in_two_ways_has_one_identity() -> None:
    other = ROW | {"closed": "2017年3月1日", "value": "１０５４．５", "units": "3.0", "share": "0.5", "urgent": "TRUE"}
    first, second = _identities(_table([ROW, other | {"asked": "2017-02-01T01:00:00Z"}]))
    assert first == second


@pytest.mark.parametrize("name", SOURCE.fields)
def test_any_changed_value_changes_the_identity(name: str) -> None:
    changes = {"deal": "A2", "agent": "Li Na", "closed": "2017-03-02", "value": "1", "units": "4", "share": "51%"}
    changes |= {"stage": "Lost", "urgent": "否", "asked": "2017-02-01 09:00:01", "note": "-"}
    first, second = _identities(_table([ROW, ROW | {name: changes[name]}]))
    assert first != second


def test_a_field_that_is_added_later_leaves_the_identity_of_rows_without_it() -> None:
    fields = {name: field for name, field in SOURCE.fields.items() if name != "units"}
    before = SOURCE.model_copy(update={"fields": fields})
    row = ROW | {"units": ""}
    assert _identities(_table([row]), before) == _identities(_table([row]))
    assert _identities(_table([ROW, row]))[1] == _identities(_table([row]))[0]


def test_a_value_that_moves_to_another_field_changes_the_identity() -> None:
    first, second = _identities(_table([ROW | {"note": "x", "stage": ""}, ROW | {"note": "", "stage": "Won"}]))
    assert first != second


@settings(deadline=None)
@given(ROWS)
def test_good_bad_and_blank_are_all_rows(rows: list[dict[str, str]]) -> None:
    parsed = _parse(rows)
    seen = [*parsed.good["_row"].to_pylist(), *(row.row for row in parsed.bad)]
    assert len(set(seen)) == len(seen)
    assert len(seen) + parsed.blank == len(rows)
    assert all(row.problems for row in parsed.bad)


@settings(deadline=None)
@given(ROWS.filter(bool), st.randoms(use_true_random=False))
def test_what_becomes_of_a_row_does_not_depend_on_the_order_of_rows_or_columns(
    rows: list[dict[str, str]], random: Random
) -> None:
    raw = _table(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    names = [*SOURCE.fields, "_row"]
    random.shuffle(names)
    shuffled = raw.take(order).select(names)
    straight, mixed = (parse(SOURCE, table, time_zone="Asia/Shanghai", now=NOW) for table in (raw, shuffled))
    assert mixed.good.sort_by("_row").equals(straight.good)
    assert sorted(mixed.bad, key=lambda row: row.row) == straight.bad


@settings(deadline=None)
@given(ROWS)
def test_chunks_of_a_table_do_not_matter(rows: list[dict[str, str]]) -> None:
    chunked = pa.concat_tables([_table(rows), _table([ROW], first=len(rows) + 2).slice(0, 1)])
    whole = parse(SOURCE, chunked, time_zone="Asia/Shanghai", now=NOW)
    assert whole.good.equals(_parse([*rows, ROW]).good)


def test_only_plans_may_lie_ahead() -> None:
    fields = {"who": {"type": "subject", "dimension": "person"}, "day": {"type": "date"}, "hours": {"type": "number"}}
    said = {
        "id": "duty",
        "name": {"zh": "排班", "en": "roster"},
        "system": "HRIS",
        "key": ["who", "day"],
        "time": "day",
    }
    feeds = {"feeds": "roster", "person": "who", "day": "day", "hours": "hours"}
    raw = pa.table({"_row": [2], "who": ["E1"], "day": ["2018-02-01"], "hours": ["8"]})
    plain, plan = (Source.model_validate({**said, "fields": fields, **more}) for more in ({}, {"feeds": feeds}))
    assert [len(parse(one, raw, time_zone="UTC", now=NOW).bad) for one in (plain, plan)] == [1, 0]


@pytest.mark.parametrize(
    ("field", "cells", "read"),
    [
        ({"type": "choice", "choices": ["Won"], "reads": {"won": "Won"}}, ["won", " won ", "Won"], ["Won"] * 3),
        ({"type": "subject", "dimension": "product", "reads": {"ＧＴＸPro": "GTX Pro"}}, ["GTXPro"], ["GTX Pro"]),
        ({"reads": {"a": "b", "b": "c"}}, ["a", "b", None, "d"], ["b", "c", None, "d"]),
        ({"type": "integer", "reads": {"ten": "10", "无": "0"}}, ["ten", "无", "3"], [10, 0, 3]),
        ({"type": "date", "reads": {"新年": "2017-01-01"}}, ["新年"], [date(2017, 1, 1)]),
    ],
)
def test_a_text_is_read_as_the_one_its_field_says(
    values: Callable[..., list[object]], field: dict[str, object], cells: list[str | None], read: list[object]
) -> None:
    assert values(cells, **field) == read


def test_a_row_set_aside_keeps_its_cells_as_they_came(read_column: Callable[..., Parsed]) -> None:
    (bad,) = read_column(["won"], type="choice", choices=["Won"], reads={"won": "Gained"}).bad
    assert bad.cells["cell"] == "won"
