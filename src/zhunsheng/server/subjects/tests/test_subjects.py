"""Subjects: values become ids, lists make them known, people match and erase them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.subjects import actions, queries
from zhunsheng.server.subjects.values import Label

NOW = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("world")


def resolve(*values: str) -> dict[str, int]:
    return actions.resolve("product", values, now=NOW)


def list_products(*names: str) -> dict[str, int]:
    return actions.list_members("product", [(name, name) for name in names], now=NOW)


def test_a_value_means_the_same_subject_whenever_it_comes() -> None:
    first = resolve("B", "A", "B")
    assert resolve("A", "B", "C").items() > first.items()
    assert len(set(resolve("A", "B", "C").values())) == 3


def test_the_same_key_in_another_dimension_is_another_subject() -> None:
    assert actions.resolve("customer", ["A"], now=NOW) != resolve("A")


def test_no_values_make_no_subjects() -> None:
    assert resolve() == {}


def test_a_value_outside_the_list_waits_with_what_it_may_mean() -> None:
    list_products("GTX Basic", "GTX Plus Pro", "GTX Pro")
    resolve("GTXPro", "GTX Pro")
    (waiting,) = queries.unmatched()
    assert (waiting.dimension, waiting.key, waiting.first_seen) == ("product", "GTXPro", NOW)
    assert waiting.proposals[0] == "GTX Pro"
    assert queries.unmatched("customer") == []


def test_without_a_list_nothing_is_outside_it() -> None:
    resolve("anything")
    assert queries.unmatched() == []


def test_an_unknown_value_keeps_its_id_when_a_list_names_it() -> None:
    stray = resolve("GTX Pro")
    assert actions.list_members("product", [("GTX Pro", "显卡")], now=NOW) == stray
    assert queries.unmatched() == []
    assert queries.labels(stray.values()) == {stray["GTX Pro"]: Label("GTX Pro", "显卡")}
    assert [member.key for member in queries.members("product")] == ["GTX Pro"]


def meant(*values: str) -> dict[str, int]:
    """What facts that name these values are counted for."""
    canonical = dict(queries.same_as_pairs())
    return {value: canonical.get(id_, id_) for value, id_ in resolve(*values).items()}


def test_a_matched_value_counts_for_its_target_however_it_is_written() -> None:
    target = list_products("GTX Pro")["GTX Pro"]
    stray = resolve("GTXPro")["GTXPro"]
    actions.match("product", "GTXPro", "GTX Pro", now=NOW)
    assert queries.same_as_pairs() == [(stray, target)]
    assert meant("GTXPro", "ＧＴＸpro ") == {"GTXPro": target, "ＧＴＸpro ": target}
    assert queries.unmatched() == []
    assert [member.id for member in queries.find("GTXPro", ["product"])] == [target]


def test_a_match_can_be_taken_back() -> None:
    list_products("GTX Pro")
    stray = resolve("GTXPro")
    actions.match("product", "GTXPro", "GTX Pro", now=NOW)
    actions.unmatch("product", "GTXPro", now=NOW)
    assert resolve("GTXPro") == stray
    assert [waiting.key for waiting in queries.unmatched()] == ["GTXPro"]
    with pytest.raises(ZhunshengError, match="not matched"):
        actions.unmatch("product", "GTXPro", now=NOW)


def test_a_match_can_be_changed() -> None:
    targets = list_products("A", "B")
    resolve("a1")
    actions.match("product", "a1", "A", now=NOW)
    actions.match("product", "a1", "B", now=NOW)
    assert meant("a1", "A1") == {"a1": targets["B"], "A1": targets["B"]}


def test_a_match_is_known_from_its_moment_until_it_is_changed_or_taken_back() -> None:
    targets = list_products("A", "B")
    stray = resolve("a1")["a1"]
    moments = [NOW + timedelta(hours=hour) for hour in range(4)]
    actions.match("product", "a1", "A", now=moments[1])
    actions.match("product", "a1", "B", now=moments[2])
    actions.unmatch("product", "a1", now=moments[3])
    known = [dict(queries.same_as_pairs(moment)).get(stray) for moment in moments]
    assert known == [None, targets["A"], targets["B"], None]
    assert [queries.find("a1", ["product"], moment)[0].key for moment in moments] == ["a1", "A", "B", "a1"]


def test_matches_that_run_in_a_circle_are_refused() -> None:
    resolve("A", "B", "C")
    actions.match("product", "A", "B", now=NOW)
    actions.match("product", "B", "C", now=NOW)
    for text, key in (("C", "A"), ("A", "A")):
        with pytest.raises(ZhunshengError, match="already means"):
            actions.match("product", text, key, now=NOW)
    assert meant("A")["A"] == resolve("C")["C"]


def test_a_match_to_nothing_is_refused() -> None:
    list_products("A")
    for text, key in (("a1", "A"), ("A", "B")):
        with pytest.raises(ZhunshengError, match="has no"):
            actions.match("product", text, key, now=NOW)


def test_erasing_destroys_every_writing_and_keeps_the_id() -> None:
    target = list_products("王小明")["王小明"]
    stray = resolve("小明")["小明"]
    actions.match("product", "小明", "王小明", now=NOW)
    actions.erase(target)
    assert queries.labels([target, stray]) == {id_: Label(f"#{id_}", f"#{id_}") for id_ in (target, stray)}
    assert not queries.find("王小明", ["product"])
    assert not queries.members("product")
    assert not queries.unmatched()
    assert not {target, stray} & set(resolve("王小明", "小明").values())


def test_a_name_finds_what_a_key_does_not() -> None:
    ids = actions.list_members("product", [("1", "2"), ("2", "两")], now=NOW)
    assert [member.id for member in queries.find("2", ["product", "customer"])] == [ids["2"]]
    assert [member.id for member in queries.find("两", ["product"])] == [ids["2"]]
    assert queries.find("两", ["customer"]) == []


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_matched_every_chain_ends_at_a_subject_of_its_own(pairs: list[tuple[str, str]]) -> None:
    resolve(*"ABCDE")
    for text, key in pairs:
        with suppress(ZhunshengError):
            actions.match("product", text, key, now=NOW)
    canonical = dict(queries.same_as_pairs())
    assert not set(canonical) & set(canonical.values())


def test_many_values_take_no_more_queries_than_a_few() -> None:
    resolve("the first query also sets the world's search path")
    counts = []
    for values in (["a", "b"], [f"客户 {number}" for number in range(20_000)]):
        with CaptureQueriesContext(connection) as queries_made:
            assert len(set(resolve(*values).values())) == len(values)
        counts.append(len(queries_made))
    assert counts[0] == counts[1]
