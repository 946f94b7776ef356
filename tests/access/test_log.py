"""The log of visits: what was refused, and what somebody learns of who looked at them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from python_calamine import CalamineWorkbook
from tests.access.house import House

from zhunsheng.server.access import log
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.access.visits import QUIET, Kind, visit
from zhunsheng.server.people.models import Person
from zhunsheng.server.worlds.queries import LIVE, real_now, visited

API = "/api/v1"


def looked(house: House, who: str, kind: Kind, *numbers: str, detail: str = "") -> None:
    """Somebody looked at these people, as an endpoint would say it."""
    ids = dict(Person.objects.values_list("number", "subject_id"))
    request = Asking()
    request.visited = visited(LIVE)
    request.META = RequestFactory().get("/").META
    request.viewer = Viewer(house.ids[who], who, who, ids.get(who), ())
    visit(request, kind, "people.list", [ids[number] for number in numbers], detail)


def mine(house: House, who: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = house.client(who).get(f"{API}/me/visits").json()["items"]
    return items


def test_a_refused_attempt_of_somebody_known_stands_in_the_log_once(house: House) -> None:
    client = house.client("EVA")
    for _ in range(30):
        assert client.get(f"{API}/visits").status_code == 403
    assert client.get(f"{API}/accounts").status_code == 403
    assert house.client("CAI").get(f"{API}/visits").status_code == 403
    assert house.client().get(f"{API}/visits").status_code == 401
    found = Visit.objects.filter(act=Kind.REFUSED).order_by("id").values_list("username", "endpoint")
    assert list(found) == [("EVA", "visits.list"), ("EVA", "accounts.list"), ("CAI", "visits.list")]
    Visit.objects.update(at=real_now() - QUIET - timedelta(seconds=1))
    client.get(f"{API}/visits")
    assert Visit.objects.filter(act=Kind.REFUSED, username="EVA").count() == 3
    shown = house.client("audit").get(f"{API}/visits?act=refused").json()
    assert shown["total"] == 4
    assert shown["items"][0]["words"]["en"] == "read the access log"


def test_a_write_from_a_foreign_page_stands_in_the_log(house: House) -> None:
    house.client("EVA", enforce_csrf_checks=True).patch(f"{API}/me", {}, content_type="application/json")
    assert list(Visit.objects.filter(act=Kind.REFUSED).values_list("endpoint")) == [("me.change",)]


def test_somebody_sees_exactly_the_visits_that_concerned_them(house: House) -> None:
    looked(house, "MIA", Kind.READ, "EVA", detail="2025-08")
    looked(house, "MIA", Kind.READ, "CAI")
    looked(house, "HAN", Kind.EXPORT, "EVA", "CAI", "MIA", detail="Cai")
    looked(house, "EVA", Kind.READ, "EVA")
    looked(house, "EVA", Kind.EXPORT, "EVA", "CAI")
    found = mine(house, "EVA")
    assert [(one["who"]["username"], one["act"]) for one in found] == [("HAN", "export"), ("MIA", "read")]  # type: ignore[index]
    assert [one["people"] for one in found] == [[{"number": "EVA", "name": "Eva"}]] * 2
    assert [one["concerned"] for one in found] == [3, 1]
    assert [one["detail"] for one in found] == [{"zh": said, "en": said} for said in ("", "2025-08")], (
        "what was searched for may be somebody else"
    )
    assert len(mine(house, "CAI")) == 3
    assert mine(house, "OLA") == []


def test_asking_who_looked_at_oneself_tells_nothing_of_others(house: House) -> None:
    looked(house, "MIA", Kind.READ, "CAI")
    for about in ("CAI", "OLA", "x"):
        assert house.client("EVA").get(f"{API}/me/visits?about={about}").json()["items"] == []


def test_what_is_done_to_an_account_concerns_its_person(house: House) -> None:
    administrator = house.client("root")
    made = administrator.post(f"{API}/grants", {"username": "EVA", "role": "expert"}, content_type="application/json")
    administrator.delete(f"{API}/grants/{made.json()['id']}")
    assert [one["what"] for one in mine(house, "EVA")] == ["grants.end", "grants.make"]


def test_who_guesses_whether_somebody_is_there_stands_in_the_log_once(house: House) -> None:
    client = house.client("EVA")
    for number in ("OLA", "HAN", "x", "y"):
        assert client.get(f"{API}/people/{number}").status_code == 404
    assert client.delete(f"{API}/me/tokens/1").status_code == 404
    found = Visit.objects.filter(act=Kind.REFUSED).values_list("username", "endpoint")
    assert list(found) == [("EVA", "people.read")]


def test_reading_accounts_roles_and_the_log_is_a_visit_of_those_in_them(house: House) -> None:
    ids = dict(Person.objects.values_list("number", "subject_id"))
    administrator = house.client("root")
    looked(house, "MIA", Kind.READ, "EVA", "CAI")
    asked = {
        "visits.list": (f"{API}/visits?about=EVA", {"EVA"}),
        "accounts.list": (f"{API}/accounts?q=OLA", {"OLA"}),
        "grants.list": (f"{API}/grants", {"HAN", "DIR", "EXP"}),
    }
    for name, (path, people) in asked.items():
        assert administrator.get(path).status_code == 200
        seen = Visit.objects.get(endpoint=name)
        assert (seen.act, set(seen.subjects)) == (Kind.READ, {ids[number] for number in people}), name
    administrator.get(f"{API}/visits?act=read&q=MIA")
    assert set(Visit.objects.latest("id").subjects) == {ids["EVA"], ids["CAI"]}


def test_days_of_the_log_are_days_of_the_world(house: House) -> None:
    looked(house, "MIA", Kind.READ, "EVA")
    Visit.objects.filter(act=Kind.READ).update(at="2025-08-04T16:30:00Z")  # half past midnight on the 5th
    auditor = house.client("audit")
    assert auditor.get(f"{API}/visits?act=read&from=2025-08-05&to=2025-08-05").json()["total"] == 1
    assert auditor.get(f"{API}/visits?act=read&to=2025-08-04").json()["total"] == 0


def test_the_exported_log_holds_what_the_list_holds_and_leaves_a_visit(house: House) -> None:
    looked(house, "MIA", Kind.READ, "EVA")
    assert house.client("audit").get(f"{API}/visits.xlsx").status_code == 200
    assert Visit.objects.filter(act=Kind.EXPORT, username="audit").count() == 1


def test_an_exported_log_speaks_the_readers_language_and_says_where_it_is_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = house.client("audit")
    for _ in range(3):
        looked(house, "MIA", Kind.READ, "EVA")
    assert [row[3:5] for row in _sheet(auditor)[:2]] == [["动作", "做了什么"], ["查看", "看人员名单"]]
    auditor.patch(f"{API}/me", {"language": "en"}, content_type="application/json")
    monkeypatch.setattr(log, "MOST_ROWS", 2)
    rows = _sheet(auditor)
    assert rows[0][4] == "What was done"
    assert [row[0] for row in rows[3:]] == [
        "",
        f"Only the first 2 of {Visit.objects.count() - 1} rows are here. {MORE}",
    ]


MORE = "Narrow the choice to export the rest."


def _sheet(client: Client) -> list[list[Any]]:
    content = client.get(f"{API}/visits.xlsx").content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
