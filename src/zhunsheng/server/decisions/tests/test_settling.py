"""An appeal is settled by whoever owns it or an HR partner of whom it is about; when it is late it goes to another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.access.house import NOW, House

from zhunsheng.server.access.models import Visit
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.decisions import audit, queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import appeal
from zhunsheng.server.decisions.tests.made import late
from zhunsheng.server.people.actions import erase
from zhunsheng.server.people.models import Person
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.values import WorldInfo

API = "/api/v1"
DUE = NOW + timedelta(days=2)
SAID = {"outcome": "overturned", "words": "核实属实", "came_of": "已补发"}
EVERYBODY = ("EVA", "MIA", "BOSS", "HAN", "DIR", "OLA", "CAI", "EXP")


@pytest.fixture(name="house")
def _house(world: WorldInfo) -> House:
    return House.built(world)


@pytest.fixture
def ids(house: House) -> dict[str, int]:
    """EVA appeals against two decisions about her: for the first MIA answers, for the second nobody."""
    people = dict(Person.objects.values_list("number", "subject_id"))
    record([late(about=people["EVA"], answers=people["MIA"]), late(about=people["EVA"], answers=None)], NOW)
    for number in (1, 2):
        appeal(number, by=people["EVA"], words="病假", deadline=DUE, now=NOW)
    return people


def mine(house: House, who: str) -> list[int]:
    """Decisions against which there are appeals that one has to settle."""
    told = house.client(who).get(f"{API}/appeals")
    assert told.status_code == 200
    return [one["decision"] for one in told.json()]


def settled(house: House, who: str, decision: int, **said: object) -> Any:
    (found,) = queries.appeals(decision)
    body = {**SAID, **said}
    return house.client(who).post(f"{API}/appeals/{found.id}/settle", body, content_type="application/json")


def pass_deadline(house: House) -> int:
    set_clock(house.world, DUE + timedelta(minutes=1))
    return fire(house.world, registered()).done


def owners(ids: dict[str, int]) -> list[str | None]:
    names = {subject: number for number, subject in ids.items()}
    return [names.get(queries.appeals(number)[0].owner or 0) for number in (1, 2)]


def test_one_sees_what_one_owns_and_an_hr_partner_what_nobody_owns(house: House, ids: dict[str, int]) -> None:
    told = {who: mine(house, who) for who in EVERYBODY}
    assert {who: found for who, found in told.items() if found} == {"MIA": [1], "HAN": [2]}
    assert house.client("audit").get(f"{API}/appeals").status_code == 403


def test_owner_and_hr_partner_settle_and_the_others_learn_nothing(house: House, ids: dict[str, int]) -> None:
    for who in ("EVA", "BOSS", "DIR", "OLA", "CAI"):
        told = settled(house, who, 1)
        assert (told.status_code, told.json()["code"]) == (404, "access.not_found"), who
    done = settled(house, "MIA", 1).json()
    assert (done["state"], done["settled_by"]["number"], done["came_of"]) == ("overturned", "MIA", "已补发")
    assert settled(house, "HAN", 2, outcome="upheld").json()["state"] == "upheld"
    assert (mine(house, "MIA"), mine(house, "HAN")) == ([], [])
    again = settled(house, "HAN", 2)
    assert (again.status_code, again.json()["code"]) == (409, "appeal.settled_already")
    assert Visit.objects.filter(endpoint="appeals.settle", act="change").count() == 2


def test_whoever_appealed_or_is_judged_settles_nothing_even_as_owner(house: House, ids: dict[str, int]) -> None:
    record([late(about=ids["EVA"], answers=ids["EVA"])], NOW)
    appeal(5, by=ids["HAN"], words="x", deadline=DUE, now=NOW)
    assert (mine(house, "EVA"), mine(house, "HAN")) == ([], [2])
    for who in ("EVA", "HAN"):
        told = settled(house, who, 5)
        assert (told.status_code, told.json()["code"]) == (422, "appeal.own")
    assert Deadline.objects.get(about="6").state == "armed", "its deadline stands as nothing was settled"


@pytest.mark.parametrize("said", [{"outcome": "open"}, {"words": ""}, {"came_of": ""}, {"more": 1}])
def test_a_settlement_says_what_it_must_and_no_more(house: House, ids: dict[str, int], said: dict[str, object]) -> None:
    assert settled(house, "MIA", 1, **said).status_code == 422


def test_what_is_not_settled_in_time_is_decided_once_and_goes_up(house: House, ids: dict[str, int]) -> None:
    assert pass_deadline(house) == 2
    assert fire(house.world, registered()).done == 0
    assert owners(ids) == ["BOSS", None]
    told = [one.decision for one in queries.decisions(case="decision/1")[0]]
    assert [(one.outcome, one.answers) for one in told] == [("overdue", ids["BOSS"]), ("opened", ids["MIA"])]
    assert told[0].at == DUE
    assert told[0].consequences[0].words.en == "the manager of whoever had to settle it settles it now"
    (other,) = [one.decision for one in queries.decisions(case="decision/2")[0] if one.decision.outcome == "overdue"]
    assert other.reason.en == "the appeal was not settled in time; an HR partner settles it now"
    assert audit.verify().decisions == 6
    assert (mine(house, "MIA"), mine(house, "BOSS")) == ([], [1])
    assert house.client("BOSS").get(f"{API}/appeals").json()[0]["overdue"] is True
    assert settled(house, "MIA", 1).status_code == 404
    assert settled(house, "BOSS", 1).status_code == 200


def test_what_is_settled_never_falls_due(house: House, ids: dict[str, int]) -> None:
    settled(house, "MIA", 1)
    settled(house, "HAN", 2)
    assert pass_deadline(house) == 0
    assert {one.overdue_in for number in (1, 2) for one in queries.appeals(number)} == {None}


def test_it_does_not_go_up_to_whoever_appealed(house: House, ids: dict[str, int]) -> None:
    record([late(about=ids["EVA"], answers=ids["MIA"])], NOW)
    appeal(5, by=ids["BOSS"], words="x", deadline=DUE, now=NOW)
    pass_deadline(house)
    (found,) = queries.appeals(5)
    assert (found.owner, mine(house, "HAN")) == (None, [2, 5])


def test_whoever_has_to_settle_it_now_reads_the_decision(house: House, ids: dict[str, int]) -> None:
    record([late(about=ids["EVA"], answers=ids["CAI"])], NOW)
    appeal(5, by=ids["EVA"], words="x", deadline=DUE, now=NOW)
    boss = next(who for who in EVERYBODY if ids[who] == _manager_of("CAI"))
    pass_deadline(house)
    assert house.client(boss).get(f"{API}/decisions/5").status_code == 200


def test_erasing_somebody_takes_the_words_of_their_appeals(house: House, ids: dict[str, int]) -> None:
    erase("EVA")
    assert [queries.appeals(number)[0].words for number in (1, 2)] == ["", ""]


def _manager_of(number: str) -> int:
    found = Person.objects.get(number=number).posts.get(known_until=None, primary=True).manager_id
    assert found is not None
    return int(found)
