"""Bodies that systems send: what is well-formed becomes the same table as a file, the rest is refused and named."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.connectors.files.raw import LONGEST_CELL
from zhunsheng.connectors.push.body import LARGEST, unpacked
from zhunsheng.connectors.push.rows import MOST_ROWS
from zhunsheng.connectors.push.table import Pushed, read_push
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import ZhunshengError

JSON, LINES = "application/json", "application/x-ndjson"
EVENTS, EVENT = "application/cloudevents-batch+json", "application/cloudevents+json"
SOURCE = Source.model_validate(
    {
        "id": "deals",
        "name": {"zh": "商机", "en": "Deals"},
        "system": "CRM",
        "key": ["number"],
        "time": "at",
        "identity": "event",
        "fields": {
            "number": {"column": "编号", "required": True},
            "event": {"column": "流水号"},
            "at": {"type": "datetime", "column": "时间"},
            "value": {"type": "money", "column": "金额", "also": ["签单额"]},
            "won": {"type": "boolean"},
        },
    }
)
FULL = {"number": "A1", "event": "e1", "at": "2025-01-02 03:04:05", "value": 1, "won": True}


def _read(body: Any, media: str = JSON) -> Pushed:
    return read_push(body if isinstance(body, bytes) else json.dumps(body).encode(), media, SOURCE)


def _codes(body: Any, media: str = JSON) -> list[str]:
    with pytest.raises(ZhunshengError) as caught:
        _read(body, media)
    return [problem.code for problem in caught.value.problems]


def _event(**said: Any) -> dict[str, Any]:
    data = {"number": "A1", "event": "e1", "at": "2025-01-02 03:04:05", "value": "1", "won": True}
    return {"specversion": "1.0", "id": "x", "source": "/crm", "type": "deal", "data": data} | said


def test_names_may_be_fields_or_headings_or_earlier_headings() -> None:
    rows = _read([{"number": "A1", "流水号": "e1", "时间": "t", "签单额": "5", "WON": "是"}]).rows.to_pylist()
    assert rows == [{"number": "A1", "event": "e1", "at": "t", "value": "5", "won": "是", "_row": 1}]


@pytest.mark.parametrize(
    "written", ["0.1", "12345678901234.5678", "1E+2", "-0", "123456789012345678901234567890.00000000000000000001"]
)
def test_numbers_keep_their_spelling(written: str) -> None:
    body = json.dumps([FULL]).replace('"value": 1', f'"value": {written}').encode()
    assert _read(body).rows["value"].to_pylist() == [written]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_whatever_amount_is_sent_arrives_as_sent(amount: Any) -> None:
    body = json.dumps([FULL]).replace('"value": 1', f'"value": {amount}').encode()
    assert _read(body).rows["value"].to_pylist() == [str(amount)]


def test_yes_no_and_nothing_are_texts_and_blanks() -> None:
    told = [FULL, FULL | {"won": False}, FULL | {"won": None}, {k: v for k, v in FULL.items() if k != "won"}]
    assert _read(told).rows["won"].to_pylist() == ["true", "false", None, None]


def test_fields_that_nobody_names_are_told() -> None:
    assert _read([{k: v for k, v in FULL.items() if k != "value"}]).absent == ("value",)


def test_lines_are_counted_with_the_empty_ones() -> None:
    line = json.dumps(FULL)
    assert _read(f"{line}\r\n\n  \n{line}\n".encode(), LINES).rows["_row"].to_pylist() == [1, 4]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "push.not_json"),
        (b"{", "push.not_json"),
        (b'[{"value": NaN}]', "push.not_json"),
        (b"[" * 100_000, "push.not_json"),
        (b"\xff\xfe[", "push.not_utf8"),
        (b'{"number": "A1"}', "push.not_an_array"),
        (b"[]", "push.no_rows"),
        (b'[{"number": "A1"}, 5, null]', "push.not_an_object"),
        (b'[{"number": "A1", "number": "A2"}]', "push.repeated_name"),
        (json.dumps([FULL | {"value": {"amount": 5}}]).encode(), "push.nested"),
        (json.dumps([FULL | {"value": []}]).encode(), "push.nested"),
        (json.dumps([FULL | {"number": "\ud800"}]).encode(), "push.broken_text"),
        (json.dumps([FULL | {"colour": "red"}]).encode(), "push.unknown_field"),
        (json.dumps([FULL | {"\ud800": "red"}]).encode(), "push.unknown_field"),
        (json.dumps([FULL | {"编号": "A2"}]).encode(), "push.field_twice"),
        (json.dumps([{"event": "e1"}]).encode(), "heading.missing"),
    ],
)
def test_a_body_of_the_wrong_form_is_refused(body: bytes, code: str) -> None:
    assert code in _codes(body)


def test_lines_that_only_together_are_json_are_refused() -> None:
    assert _codes(b'{"number":"A1"},{"number":"A2"\n"value":"5"}', LINES) == ["push.not_json"]


def test_every_nested_row_is_named() -> None:
    with pytest.raises(ZhunshengError, match="rows 2, 3"):
        _read([FULL, FULL | {"value": {}}, FULL | {"value": []}])


def test_other_types_are_refused_with_those_there_are() -> None:
    with pytest.raises(ZhunshengError, match="application/x-ndjson"):
        _read([FULL], "text/csv")


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(ZhunshengError, match="50,000"):
        _read(b"{}\n" * (MOST_ROWS + 1), LINES)


def test_a_value_too_long_for_a_cell_sets_its_row_aside() -> None:
    pushed = _read([FULL, FULL | {"number": "x" * (LONGEST_CELL + 1)}])
    assert pushed.rows["_row"].to_pylist() == [1]
    assert [(bad.row, bad.problems[0].code) for bad in pushed.refused] == [(2, "cell.too_long")]


def test_the_envelope_of_an_event_says_what_its_data_leaves_out() -> None:
    bare = {"number": "A1", "value": "1", "won": True}
    told = [_event(), _event(data=bare, id="y", time="2025-05-06T07:08:09Z")]
    rows = _read(told, EVENTS).rows
    assert rows["event"].to_pylist() == ["e1", "y"]
    assert rows["at"].to_pylist() == ["2025-01-02 03:04:05", "2025-05-06T07:08:09Z"]
    assert _read(told[1], EVENT).rows["event"].to_pylist() == ["y"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"specversion": "0.3"},
        {"id": ""},
        {"source": None},
        {"type": {}},
        {"data": "text"},
        {"data": None},
        {"datacontenttype": "text/xml"},
    ],
)
def test_what_is_no_event_is_refused_with_the_attribute(wrong: dict[str, Any]) -> None:
    with pytest.raises(ZhunshengError, match=next(iter(wrong))):
        _read([_event(), _event(**wrong)], EVENTS)


def test_a_packed_body_is_unpacked() -> None:
    body = json.dumps([FULL]).encode()
    assert unpacked(gzip.compress(body), "gzip") == unpacked(body, "") == body
    assert unpacked(gzip.compress(body[:5]) + gzip.compress(body[5:]), "GZIP") == body


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b" " * (LARGEST + 1))
    assert len(bomb) < LARGEST / 500
    with pytest.raises(ZhunshengError, match="32 MB"):
        unpacked(bomb, "gzip")
    with pytest.raises(ZhunshengError, match="32 MB"):
        unpacked(gzip.compress(b" " * (LARGEST // 2 + 1)) * 2, "gzip")


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(b"[]", mtime=0)[:-3], gzip.compress(b"[]", mtime=0) + b"rest"]
)
def test_what_is_no_whole_gzip_is_refused(body: bytes) -> None:
    with pytest.raises(ZhunshengError, match="gzip"):
        unpacked(body, "gzip")


def test_other_encodings_are_refused() -> None:
    with pytest.raises(ZhunshengError, match="gzip"):
        unpacked(b"", "br")
