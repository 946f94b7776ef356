"""A verdict reads as a sentence, with all its figures, and speaks of 关联."""

from __future__ import annotations

from dataclasses import replace

from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.verdict import Verdict
from zhunsheng.engine.practices.goals.words import sentence
from zhunsheng.engine.values import Text

NAMES, PEOPLE = (Text(zh="外呼量", en="Calls"), Text(zh="签单额", en="Signed value")), Text(zh="人", en="people")
FLAT = Verdict(
    state="distorted",
    n=26,
    people=1,
    delay=2,
    effect=0.03,
    low=-0.10,
    high=0.15,
    child_change=0.12,
    parent_change=0.004,
    more=None,
    break_at_target=None,
    problems=(),
)


def test_a_distorted_link_says_what_moved_and_what_did_not() -> None:
    said = sentence(FLAT, Promise(), NAMES, PEOPLE)
    assert said.zh == (
        "外呼量上升 12%，签单额未动：26 周，延迟 2 周，效应 0.03 [−0.10, 0.15]；关联够不到承诺的 0.20，走样"
    )
    assert said.en.startswith(
        "Calls rose by 12%, Signed value did not move: 26 weeks, 2 weeks later, effect 0.03 [−0.10, 0.15]"
    )


def test_an_unproven_link_says_how_much_longer_it_would_take() -> None:
    said = sentence(replace(FLAT, state="unproven", people=12, more=9), Promise(sign=-1, smallest=0.05), NAMES, PEOPLE)
    assert said.zh.endswith(
        "12 人，26 周，延迟 2 周，效应 0.03 [−0.10, 0.15]；关联是否有承诺的 −0.05，还说不准，待证，大约还要 9 周"
    )


def test_where_the_child_has_not_moved_the_promise_is_missed_and_nothing_is_called_distorted() -> None:
    said = sentence(replace(FLAT, state="unproven"), Promise(), NAMES, PEOPLE)
    assert said.zh.endswith("关联够不到承诺的 0.20，但还不能说走样，待证")


def test_too_little_data_is_said_without_figures() -> None:
    nothing = replace(FLAT, state="unproven", n=3, delay=None, effect=None, low=None, high=None)
    assert sentence(nothing, Promise(), NAMES, PEOPLE).zh == "外呼量与签单额一起有数的只有 3 周，看不出关联，待证"


def test_no_sentence_speaks_of_causes() -> None:
    for state in ("holds", "distorted", "unproven"):
        said = sentence(replace(FLAT, state=state), Promise(), NAMES, PEOPLE)
        assert "因果" not in said.zh
        assert "关联" in said.zh
        assert "caus" not in said.en


def test_a_child_that_ends_where_it_began_went_up_and_down() -> None:
    said = sentence(replace(FLAT, child_change=0.01), Promise(), NAMES, PEOPLE)
    assert said.zh.startswith("外呼量有起有落，签单额没有跟着动：26 周")
