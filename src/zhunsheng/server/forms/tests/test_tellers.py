"""Who may fill a form in: whoever holds such a post today, in the units named or below them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import check
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.server.metrics.tests.company import SETTINGS, Company
from zhunsheng.server.metrics.tests.visitor import person
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo

NOON = datetime(2025, 8, 20, 4, tzinfo=UTC)
SAID = """
kind: source
id: said
name: {zh: 说明, en: said}
system: 准绳
told_by: people
key: [id]
time: at
fields:
  id: {required: true}
  at: {type: datetime}
  by: {type: subject, dimension: person}
  words: {}
"""


def bundle(tellers: str = "", source: str = SAID) -> Bundle:
    return read({"bundle.yaml": SETTINGS, "sources/said.yaml": source + (f"tellers: {tellers}\n" if tellers else "")})


@pytest.fixture
def company(world: WorldInfo) -> Company:
    made = Company(world)
    rows = {"A": ("HQ/East/One", "销售"), "B": ("HQ/East", "经理"), "C": ("HQ/West", "销售")}
    import_people(
        [PersonRow(row=2, number=n, name=n, unit=u, position=p) for n, (u, p) in rows.items()],
        effective=None,
        now=made.later(),
    )
    set_clock(world, NOON)
    return made


def seen(company: Company, tellers: str) -> set[str]:
    """Who finds the form in their list; the others do not find it by its name either."""
    said = SAID + (f"tellers: {tellers}\n" if tellers else "")
    company.publish({}, sources={"said": said})
    found = {who for who in "ABC" if person(who).get("/forms")["forms"]}
    for who in "ABC":
        answer = person(who).client.post(
            "/api/v1/forms/said", json.dumps({"values": {"words": "x"}}), content_type="application/json"
        )
        assert answer.status_code == (202 if who in found else 404)
    return found


@pytest.mark.parametrize(
    ("tellers", "who"),
    [
        ("", "ABC"),
        ("{}", "ABC"),
        ("{units: [HQ/East]}", "AB"),
        ("{units: [HQ/East/One, HQ/West]}", "AC"),
        ("{positions: [销售]}", "AC"),
        ("{units: [HQ/East], positions: [销售]}", "A"),
        ("{units: [nowhere]}", ""),
    ],
)
def test_a_form_is_for_whoever_holds_such_a_post(company: Company, tellers: str, who: str) -> None:
    assert seen(company, tellers) == set(who)


def test_it_is_the_post_of_today(company: Company) -> None:
    move = [PersonRow(row=2, number="A", unit="HQ/West")]
    import_people(move, effective=date(2025, 8, 21), now=company.later())
    assert seen(company, "{units: [HQ/West]}") == {"C"}
    set_clock(company.world, datetime(2025, 8, 20, 16, tzinfo=UTC))  # the 21st in Shanghai
    assert seen(company, "{units: [HQ/West]}") == {"A", "C"}


def test_only_a_form_has_tellers() -> None:
    filed = SAID.replace("told_by: people\n", "")
    assert [one.code for one in check(bundle("{units: [HQ]}", filed))] == ["told.no_form"]
    assert check(bundle("{units: [HQ]}")) == []


def test_a_change_of_tellers_is_said_in_words() -> None:
    (made,) = compare(bundle(), bundle("{units: [HQ/East], positions: [销售]}"))
    assert in_words(made, bundle()).zh == "数据源「说明」的谁可以填写定为 部门 HQ/East、岗位 销售"
    (changed,) = compare(bundle("{units: [HQ/East]}"), bundle("{units: [HQ/West]}"))
    assert in_words(changed, bundle()).en.endswith("who may fill it in units changes from HQ/East to HQ/West")
