"""A decision is written in one way only, the same on every machine, and read again from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.practices.decision import Consequence, Decision, Input, Value
from zhunsheng.engine.practices.writing import exact, read, written
from zhunsheng.engine.values import EntityId, SubjectId, Text, ZhunshengError

SHANGHAI = timezone(timedelta(hours=8))
LATE = Decision(
    practice="commitments",
    rule=EntityId("order_response"),
    release=7,
    case='SO-2025/"9"\t华',
    about=SubjectId(41),
    answers=SubjectId(12),
    at=datetime(2025, 8, 20, 12, 0, 0, 500, tzinfo=SHANGHAI),
    outcome="breached",
    reason=Text(zh="承诺 4 小时内答复，用了 6.5 小时", en="promised within 4 hours, took 6.5 hours"),
    inputs=(
        Input(Text(zh="用时", en="taken"), 6.50, "h", ("orders/SO-9@17", "orders/SO-9@23")),
        Input(Text(zh="下单日", en="ordered"), date(2025, 8, 19)),
    ),
    consequences=(
        Consequence(
            "freeze", Text(zh="冻结", en="freeze"), {"until": datetime(2025, 8, 22, tzinfo=UTC), "amount": 1e3}
        ),
    ),
)
GOLDEN = (
    '{"about":41,"answers":12,"at":"2025-08-20T04:00:00.000500Z","case":"SO-2025/\\"9\\"\\t华",'
    '"consequences":[{"details":{"amount":1000,"until":"2025-08-22T00:00:00.000000Z"},"kind":"freeze",'
    '"words":{"en":"freeze","zh":"冻结"}}],'
    '"inputs":[{"facts":["orders/SO-9@17","orders/SO-9@23"],"name":{"en":"taken","zh":"用时"},"unit":"h","value":6.5},'
    '{"facts":[],"name":{"en":"ordered","zh":"下单日"},"unit":"","value":"2025-08-19"}],'
    '"outcome":"breached","practice":"commitments",'
    '"reason":{"en":"promised within 4 hours, took 6.5 hours","zh":"承诺 4 小时内答复，用了 6.5 小时"},'
    '"release":7,"rule":"order_response","silent":false}'
)


def test_the_text_of_a_decision_is_these_bytes() -> None:
    assert written(LATE).encode() == GOLDEN.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (-0.0, "0"),
        (5.0, "5"),
        (Decimal("12.3400"), "12.34"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12345678901234567890.0001"), "12345678901234567890.0001"),
        (2**60 + 1, "1152921504606846977"),
        (np.float64(0.25), "0.25"),
        (True, "true"),
        (None, "null"),
        ("0.1", '"0.1"'),
        ("\x00\x1f\x7f\u2028é\\", '"\\u0000\\u001f\x7f\u2028é\\\\"'),
    ],
)
def test_a_value_is_written_in_one_way(value: Value, text: str) -> None:
    one = replace(LATE, inputs=(Input(Text(zh="值", en="value"), value),))
    assert f'"value":{text}}}' in written(one)
    assert exact(value) == (None if value is None else value if isinstance(value, str) else text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_cannot_be_decided_by(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        written(replace(LATE, inputs=(Input(Text(zh="值", en="value"), value),)))


def test_what_only_one_machine_could_write_is_refused() -> None:
    details: dict[str, Value] = {"数": 1}
    with pytest.raises(ValueError, match="ASCII"):
        written(replace(LATE, consequences=(Consequence("x", Text(zh="", en=""), details),)))
    with pytest.raises(TypeError, match="cannot hold"):
        written(replace(LATE, inputs=(Input(Text(zh="", en=""), object()),)))  # type: ignore[arg-type]


VALUES = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.none(),
)
TEXTS = st.builds(lambda zh, en: Text(zh=zh, en=en), st.text(), st.text())
DECISIONS = st.builds(
    Decision,
    practice=st.text(),
    rule=st.text().map(EntityId),
    release=st.integers(0, 10**9),
    case=st.text(),
    about=st.none() | st.integers(1, 2**60).map(SubjectId),
    answers=st.integers(1, 2**60).map(SubjectId),
    at=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(SHANGHAI)),  # noqa: DTZ001
    outcome=st.text(),
    reason=TEXTS,
    inputs=st.lists(st.builds(Input, TEXTS, VALUES, st.text(), st.lists(st.text()).map(tuple)), max_size=3).map(tuple),
    consequences=st.lists(
        st.builds(Consequence, st.text(), TEXTS, st.dictionaries(st.sampled_from(["a", "b", "c_1"]), VALUES)),
        max_size=2,
    ).map(tuple),
    silent=st.booleans(),
)


@given(DECISIONS)
def test_what_was_read_is_written_as_it_was(decision: Decision) -> None:
    text = written(decision)
    assert written(read(text)) == text
    assert "\n" not in text


@given(DECISIONS)
def test_the_text_is_json_that_anybody_reads(decision: Decision) -> None:
    said = json.loads(written(decision))
    assert list(said) == sorted(said)
    assert said["reason"] == {"en": decision.reason.en, "zh": decision.reason.zh}
    for asked, shown in zip(decision.inputs, said["inputs"], strict=True):
        if isinstance(asked.value, float):
            assert float(shown["value"]) == asked.value


def test_the_same_moment_elsewhere_is_the_same_text() -> None:
    assert written(replace(LATE, at=LATE.at.astimezone(UTC))) == GOLDEN


def test_a_decision_with_consequences_for_somebody_names_who_answers() -> None:
    with pytest.raises(ZhunshengError) as refused:
        replace(LATE, answers=None)
    (problem,) = refused.value.problems
    assert problem.code == "decision.nobody_answers"
    assert "order_response" in problem.message.en
    assert replace(LATE, answers=None, consequences=()).answers is None
    assert replace(LATE, answers=None, about=None).consequences


def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(LATE, at=datetime(2025, 8, 20))  # noqa: DTZ001
