"""Whatever is wrong with how goals hang together is said, all at once, by code and with a way out."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.practices.goals.goal import Goal
from zhunsheng.engine.practices.goals.shape import circles
from zhunsheng.engine.practices.goals.tests.goals import found, goal, link

CODES = "ABCDEFGH"


def chain() -> list[Goal]:
    """年度营收 ← 人均签单额 and 投诉 ← 外呼, as it should be."""
    return [
        goal("A", "company", name="年度营收增长20%", metric="revenue"),
        goal("B", "unit:东", name="人均签单额提升15%", metric="deal_value"),
        goal("C", "person:E1", name="每日外呼量≥50通", metric="calls", nature="effort"),
        goal("D", "person:E1", name="赢单金额", metric="hours"),
    ]


LINKS = [link("B", "A"), link("C", "B"), link("D", "B")]


def test_a_sound_cascade_has_no_flaw() -> None:
    assert found(chain(), *LINKS) == {}


def test_every_flaw_names_its_goals_and_a_way_out_in_both_languages() -> None:
    goals = [*chain(), goal("E", "unit:西", accountable=()), goal("F", accountable=("M1", "M2"))]
    wrong = found(goals, *LINKS, link("F", "nowhere"), link("A", "C", statement=""))
    assert set(wrong) >= {"cycle", "orphan", "missing", "says_nothing", "nobody_accountable", "several_accountable"}
    for one in (one for flaws in wrong.values() for one in flaws):
        assert one.goals or one.links
        assert one.problem.place
        remedy = one.problem.remedy
        assert remedy is not None
        assert all((one.problem.message.zh, one.problem.message.en, remedy.zh, remedy.en))


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=20))
def test_circles_are_found_exactly_where_there_are_some(ends: list[tuple[str, str]]) -> None:
    rings = list(circles(CODES, [link(*one) for one in ends]))
    graph = nx.DiGraph(ends)
    for ring in rings:
        assert all(graph.has_edge(*pair) for pair in zip(ring, [*ring[1:], ring[0]], strict=True))
        assert len(set(ring)) == len(ring)
    tangles = [set(one) for one in nx.strongly_connected_components(graph) if len(one) > 1]
    assert all(any(set(ring) <= tangle and len(ring) > 1 for ring in rings) for tangle in tangles)
    assert {ring[0] for ring in rings if len(ring) == 1} == set(nx.nodes_with_selfloops(graph))
    assert bool(rings) != nx.is_directed_acyclic_graph(graph)


def test_a_goal_may_support_several() -> None:
    goals = [goal("A", "company"), goal("B", "unit:东"), goal("C", "unit:西"), goal("D", metric="hours")]
    assert found(goals, link("B", "A"), link("C", "A"), link("D", "B"), link("D", "C")) == {}


def test_who_supports_nothing_is_an_orphan_and_says_how_many_hang_under_it() -> None:
    goals = [*chain(), goal("X", "unit:西"), goal("Y"), goal("Z")]
    (orphan,) = found(goals, *LINKS, link("Y", "X"), link("Z", "Y"))["orphan"]
    assert orphan.goals == ("X",)
    assert "还有 2 个" in orphan.problem.message.zh


def test_the_companys_own_goal_is_no_orphan_and_a_closed_goal_neither() -> None:
    assert "orphan" not in found([goal("A", "company"), goal("B", closed=True)])


def test_a_chain_is_broken_where_the_parent_is_not_there_or_closed() -> None:
    goals = [*chain(), goal("X"), goal("P", "unit:西", closed=True)]
    wrong = found(goals, *LINKS, link("X", "P"), link("D", "nowhere"))
    assert [one.links for one in wrong["missing"]] == [(("D", "nowhere"),)]
    assert [one.links for one in wrong["parent_closed"]] == [(("X", "P"),)]


def test_a_level_is_missing_where_a_person_skips_the_units_that_carry_the_companys_goal() -> None:
    goals = chain()
    wrong = found(goals, *LINKS, link("D", "A"))
    assert [one.links for one in wrong["level_missing"]] == [(("D", "A"),)]
    assert "level_missing" not in found([goals[0], goals[3]], link("D", "A"))


def test_only_effort_must_not_stand_for_an_outcome() -> None:
    goals = chain()
    (wrong,) = found(goals[:3], link("B", "A"), link("C", "B"))["effort_only"]
    assert (wrong.goals, wrong.links) == (("B",), (("C", "B"),))
    assert "effort_only" not in found(goals, *LINKS)


@pytest.mark.parametrize("counter", [None, "calls", "deal_value"])
def test_a_child_needs_a_guard_that_is_neither_its_own_number_nor_the_parents(counter: str | None) -> None:
    wrong = found(chain(), link("B", "A"), link("C", "B", counter=counter), link("D", "B"))
    assert [one.links for one in wrong["unguarded"]] == [(("C", "B"),)]


def test_a_share_of_the_same_number_needs_neither_guard_nor_statement() -> None:
    goals = [goal("A", "company", target=10.0), goal("B", "unit:东", target=10.0)]
    assert found(goals, link("B", "A", counter=None, statement="")) == {}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("每日外呼量支撑人均签单额提升", False),
        ("外呼量", False),
        ("", False),
        ("多约到当面演示，演示过的医院签得更多", True),
        ("more demonstrations booked, larger orders", True),
    ],
)
def test_a_statement_that_repeats_the_names_says_nothing(statement: str, says: bool) -> None:
    wrong = found(chain(), link("B", "A"), link("C", "B", statement=statement), link("D", "B"))
    assert ("says_nothing" not in wrong) == says


def test_a_target_in_another_unit_than_its_metric_is_named() -> None:
    goals = [goal("A", "company", unit="万元"), goal("B", "unit:东", unit="USD"), goal("C", "unit:西", unit="元")]
    wrong = found(goals, link("B", "A"), link("C", "A"))["unit_mismatch"]
    assert [one.goals for one in wrong if one.goals] == [("A",), ("B",)]
    assert [one.links for one in wrong if one.links] == [(("B", "A"),), (("C", "A"),)]


def test_units_of_different_quantities_may_meet_in_a_link() -> None:
    assert "unit_mismatch" not in found(chain(), *LINKS)


def test_weights_of_an_owner_add_up_within_a_term() -> None:
    weighed = [goal("A", "company", weight=1.0), goal("B", weight=0.6), goal("C", weight=0.3)]
    (wrong,) = found(weighed, link("B", "A"), link("C", "A"))["weights"]
    assert wrong.goals == ("B", "C")
    assert "0.9" in wrong.problem.message.en
    weighed[2] = goal("C", weight=0.4)
    assert "weights" not in found(weighed, link("B", "A"), link("C", "A"))


def test_a_persons_own_goal_has_the_person_to_answer_for_it() -> None:
    goals = [goal("A", "company"), goal("B", accountable=())]
    assert found(goals, link("B", "A")) == {}


def test_parts_that_do_not_add_up_to_the_whole_are_named_with_the_gap() -> None:
    goals = [goal("A", "company", target=4e6), goal("B", "unit:东", target=2e6), goal("C", "unit:西", target=1.2e6)]
    (wrong,) = found(goals, link("B", "A"), link("C", "A"))["gap"]
    assert wrong.problem.message.zh == "「目标A」是 400 万元，2 个下级目标合计 320 万元，少 80 万元"
    assert wrong.links == (("B", "A"), ("C", "A"))


def test_numbers_that_do_not_add_up_have_no_gap() -> None:
    goals = [goal("A", "company", target=4.0, metric="hours"), goal("B", "unit:东", target=2.0, metric="hours")]
    assert "gap" not in found(goals, link("B", "A"))
