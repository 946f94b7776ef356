"""What a commitment may not say: each mistake has its problem, its place, and all come at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.values import ZhunshengError

FILES = {
    "bundle.yaml": "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncalendar: office\n",
    "calendars/office.yaml": "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nintervals: ['09:00-18:00']\n",
    "sources/orders.yaml": """
kind: source
id: orders
name: {zh: 订单, en: orders}
system: ERP
key: [number]
time: created
fields:
  number: {required: true}
  created: {type: datetime}
  answered: {type: datetime}
  day: {type: date}
  state: {type: choice, choices: [open, closed]}
  seller: {type: subject, dimension: person}
""",
}
CHAIN = """
kind: commitment
id: chain
name: {zh: 响应链, en: chain}
begins: {source: orders, case: number, person: seller}
stages:
  - {id: answer, name: {zh: 响应, en: answer}, done: {at: answered}, within: 30 min}
  - {id: close, name: {zh: 闭环, en: close}, done: {where: {field: state, value: closed}}, within: 72 h}
pauses:
  - {id: asked, name: {zh: 等客户, en: asked}, begins: {at: answered}, ends: {at: created}, stages: [close]}
"""


def codes(text: str, files: Mapping[str, str] = FILES) -> dict[str, int | None]:
    """Code → line of every problem of the commitment with this text."""
    try:
        sound({**files, "commitments/chain.yaml": text})
    except ZhunshengError as refused:
        return {one.code: one.line for one in refused.problems if one.remedy and one.place == "commitments/chain.yaml"}
    return {}


ACTING = CHAIN.replace(
    "\nstages:",
    """
answers: {position: 副总}
responsible: {choose: [{field: seller}, {position: 工程师, region: state}]}
begun: [{do: card, to: [responsible], asks: {zh: 先响应, en: answer first}}]
stages:""",
)


def acting(old: str, new: str) -> str:
    assert old in ACTING
    return ACTING.replace(old, new)


def does(action: str) -> str:
    return acting("{do: card, to: [responsible], asks: {zh: 先响应, en: answer first}}", action)


def test_what_a_commitment_does_can_be_sound() -> None:
    assert codes(ACTING) == {}
    assert codes(does("{do: freeze, permission: new_cases, term: month}")) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (acting("answers: {position: 副总}\n", ""), "commitment.nobody_answers"),
        (does("{do: meeting, to: [manager]}"), "action.no_receiver"),
        (does("{do: start_plan}"), "action.no_receiver"),
        (does("{do: escalate, to: [manager, responsible]}"), "action.to_oneself"),
        (does("{do: hand_over, to: [manager]}"), "action.handed_over_at_once"),
        (acting("field: seller", "field: state"), "blueprint.not_a_person"),
        (acting("region: state", "region: stat"), "blueprint.no_such_field"),
    ],
)
def test_what_cannot_be_done_is_refused(text: str, code: str) -> None:
    assert list(codes(text)) == [code]


@pytest.mark.parametrize(
    "action",
    [
        "{do: notice, to: [manager]}",
        "{do: notice, to: [{position: 经理, same: region}]}",
        "{do: freeze, permission: new_cases, term: month}",
    ],
)
def test_nobody_can_be_reached_by_way_of_nobody(action: str) -> None:
    text = does(action).replace(", person: seller", "")
    text = text.replace("responsible: {choose: [{field: seller}, {position: 工程师, region: state}]}\n", "")
    assert list(codes(text)) == ["action.nobody_responsible"]


def test_a_sound_commitment_has_no_problem() -> None:
    assert codes(CHAIN) == {}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("source: orders", "source: order", "blueprint.no_such_entity", 5),
        ("case: number", "case: nummer", "blueprint.no_such_field", 5),
        ("person: seller", "person: number", "blueprint.not_a_person", 5),
        ("done: {at: answered}", "done: {at: day}", "blueprint.wrong_field_type", 7),
        ("value: closed", "value: done", "metric.no_such_choice", 8),
        ("within: 72 h", "within: 30 min", "commitment.due_before", 8),
        ("within: 72 h", "within: 20 min", "commitment.due_before", 8),
        ("done: {where: {field: state, value: closed}}", "done: {at: answered}", "commitment.stage_unreachable", 8),
        ("id: close", "id: answer", "commitment.stage_twice", None),
        ("stages: [close]", "stages: [closed]", "commitment.no_such_stage", 10),
    ],
)
def test_each_mistake_is_told_where_it_stands(old: str, new: str, code: str, line: int | None) -> None:
    found = codes(CHAIN.replace(old, new, 1))
    assert code in found
    assert line is None or found[code] == line


ROSTER = """
kind: source
id: roster
name: {zh: 排班, en: roster}
system: HR
key: [who, since]
fields:
  who: {type: subject, dimension: person, required: true}
  since: {type: datetime, required: true}
  until: {type: datetime}
  day: {type: date}
"""
ROSTERED = CHAIN.replace("within: 30 min", "within: 30 min, clock: roster") + (
    "roster: [{source: roster, person: who, from: since, to: until}]\n"
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("30 min, clock: roster", "30 min", "commitment.roster_unused"),
        ("roster: [{source: roster, person: who, from: since, to: until}]\n", "", "commitment.no_roster"),
        (", person: seller", "", "commitment.nobody_rostered"),
        ("source: roster", "source: rooster", "blueprint.no_such_entity"),
        ("person: who", "person: day", "blueprint.not_a_person"),
        ("from: since", "from: day", "blueprint.wrong_field_type"),
        ("to: until", "to: untl", "blueprint.no_such_field"),
        ("to: until", "to: since", "commitment.shift_without_time"),
    ],
)
def test_a_rostered_clock_says_whose_shifts_and_where_they_are(old: str, new: str, code: str) -> None:
    files = {**FILES, "sources/roster.yaml": ROSTER}
    assert codes(ROSTERED, files) == {}
    assert set(codes(ROSTERED.replace(old, new, 1), files)) == {code}


def test_all_mistakes_are_told_at_once() -> None:
    text = CHAIN.replace("72 h", "10 min").replace("case: number", "case: nummer").replace("[close]", "[closed]")
    assert set(codes(text)) == {"commitment.due_before", "blueprint.no_such_field", "commitment.no_such_stage"}


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("calendars/office.yaml", "intervals: ['09:00-18:00']\n", "", "calendar.no_intervals"),
        ("calendars/office.yaml", "intervals:", "week: []\nintervals:", "calendar.no_days"),
        ("bundle.yaml", "calendar: office\n", "", "commitment.no_calendar"),
        ("sources/orders.yaml", "time: created", "time: day", "commitment.no_moment"),
    ],
)
def test_a_clock_needs_moments_and_working_time(path: str, old: str, new: str, code: str) -> None:
    assert code in codes(CHAIN, {**FILES, path: FILES[path].replace(old, new, 1)})


def test_wall_time_needs_no_calendar() -> None:
    text = CHAIN.replace("within: 30 min", "within: 30 min, clock: wall").replace("72 h", "72 h, clock: wall")
    assert codes(text, {**FILES, "bundle.yaml": FILES["bundle.yaml"].replace("calendar: office\n", "")}) == {}


def test_an_amount_of_time_is_minutes_or_hours() -> None:
    assert len(codes(CHAIN.replace("72 h", "3 days"))) == 1


def test_facts_of_another_source_say_which_field_is_the_case() -> None:
    other = FILES["sources/orders.yaml"].replace("orders", "calls")
    text = CHAIN.replace("done: {at: answered}", "done: {source: calls, at: answered}")
    assert set(codes(text, {**FILES, "sources/calls.yaml": other})) == {"commitment.no_case"}
