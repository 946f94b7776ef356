"""The first five minutes: a company begins once, whoever begins it may see its numbers, and what is left is listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import grant
from zhunsheng.server.access.models import Grant, Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.metrics.tests.visitor import Visitor, holder
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.sources import start_jobs, starters
from zhunsheng.server.sources.starters import Language, SampleFile
from zhunsheng.server.sources.tests.shop import NOW, Shop, post
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

BEGIN = {"name": "晨星", "industry": "sales"}


class Tiny:
    """A company with two people and a deal."""

    industry = "sales"
    files = (
        SampleFile("people", Text(zh="人员名单", en="People"), Text(zh="2 人", en="two people")),
        SampleFile("deals", Text(zh="商机", en="Deals"), Text(zh="1 单", en="one deal")),
    )

    def write(self, source: str, language: Language, today: date, path: Path) -> None:
        rows = {
            "people": "工号,姓名,部门,岗位,上级工号,入职日期,离职日期\nS1,甲,部,,,,\nS2,乙,部,,S1,,\n",
            "deals": "商机编号,销售工号,客户,产品,创建日期,关闭日期,是否成交,成交金额\n"
            f"D1,S2,客,P,2025-08-01,{today},是,9\n",
        }
        path.write_text(rows[source])


@pytest.fixture
def keeper(world: WorldInfo, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The administrator whom `createadmin` made, in a home where nothing has happened."""
    monkeypatch.setattr(starters, "_known", {"sales": Tiny()})
    set_clock(world, NOW)
    User.objects.create(username="root", is_superuser=True)
    return Visitor("root")


def begin(keeper: Visitor, expected: int = 202, **more: Any) -> Any:
    return post(keeper, "/start", {**BEGIN, **more}, expected)


def todo(found: Any) -> dict[str, bool]:
    return {one["id"]: one["done"] for one in found["checklist"]}


def test_an_empty_home_asks_for_the_company(keeper: Visitor) -> None:
    found = keeper.get("/start")
    assert (found["step"], found["release"], found["sample"], found["work"]) == ("company", 0, False, None)
    assert [one["id"] for one in found["industries"]] == [
        *("sales", "production", "service", "medical-distribution", "other"),
    ]
    assert {"zh": "赢单率", "en": "Win rate"} in found["industries"][0]["metrics"]
    assert not any(todo(found).values())


def test_a_company_begins_with_its_name_money_and_time(keeper: Visitor) -> None:
    found = begin(keeper, currency="USD", time_zone="America/New_York")
    assert (found["step"], found["release"], found["metrics"]) == ("data", 1, 6)
    made = current()
    assert (made.settings.name.zh, made.settings.time_zone, made.settings.calendar) == (
        *("晨星", "America/New_York", None),
    )
    assert {one.unit for one in made.each(Metric).values()} == {"USD", "USD/deal", "deal", "%", "day"}
    assert Visit.objects.get(endpoint="start.begin").act == "change"


def test_a_company_in_china_works_by_its_calendar(keeper: Visitor) -> None:
    begin(keeper, industry="other")
    assert current().calendar.id == "china"
    assert date(2025, 10, 1) in current().calendar.years[2025].holidays


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"industry": "salse"}, {"start.no_industry"}),
        ({"industry": "other", "sample": True}, {"start.no_sample"}),
        (
            {"currency": "XXY", "time_zone": "Asia/Nowhere"},
            {"blueprint.no_such_currency", "blueprint.no_such_time_zone"},
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_begins(keeper: Visitor, wrong: dict[str, Any], codes: set[str]) -> None:
    said = begin(keeper, 422, **wrong)
    assert codes == {one["code"] for one in said["problems"]}
    assert keeper.get("/start")["release"] == 0
    assert not Grant.objects.exists()


def test_it_begins_once(keeper: Visitor) -> None:
    begin(keeper)
    assert begin(keeper, 409)["code"] == "start.begun"


def test_whoever_begins_becomes_hr_partner_of_the_whole_company(keeper: Visitor) -> None:
    assert begin(keeper)["partner"]
    keeper.get("/metrics/won_value/series", dimension="company", subject="company", grain="month")
    (given,) = Grant.objects.all()
    assert (given.account.username, given.role, given.unit, given.by) == ("root", "hrbp", None, "setup")


def test_nobody_becomes_partner_who_did_not_ask_or_where_there_is_one(keeper: Visitor) -> None:
    User.objects.create(username="han")
    grant("han", Role.HRBP, None, by="root", now=real_now())
    found = begin(keeper)
    assert not found["partner"]
    assert [one["code"] for one in found["remarks"]] == ["start.partner_there"]


def test_who_does_not_ask_stays_without_numbers(keeper: Visitor) -> None:
    assert not begin(keeper, partner=False)["partner"]
    assert not Grant.objects.exists()


def test_the_sample_is_loaded_by_a_job_that_says_how_far_it_is(keeper: Visitor, world: WorldInfo) -> None:
    found = begin(keeper, sample=True)
    assert found["work"] == {"done": 0, "total": 3}
    (asked,) = start_jobs.sample.under_way(world)
    start_jobs.sample.task.func(world=world.name, industry=asked["industry"], language=asked["language"])
    found = keeper.get("/start")
    assert (found["people"], found["facts"], found["sample"], found["step"]) == (2, 3, True, "done")
    assert found["work"] == {"done": 2, "total": 3}, "until the job itself ends"
    assert todo(found) == {
        **{"company": True, "people": True, "source": True, "metric": True},
        **{"accounts": False, "second": False, "calendar": True, "backup": False},
    }


def test_a_sample_that_was_given_up_is_said_so(keeper: Visitor) -> None:
    begin(keeper, sample=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.procrastinate_jobs SET status = 'failed' WHERE task_name = 'start.sample'")
    found = keeper.get("/start")
    assert (found["work"], [one["code"] for one in found["remarks"]]) == (None, ["start.sample_failed"])


def test_a_second_publisher_and_accounts_are_counted(keeper: Visitor, world: WorldInfo) -> None:
    shop = Shop(world)
    begin(keeper)
    import_people([PersonRow(row=2, number=n, name=n) for n in ("A", "B")], effective=None, now=NOW)
    for number in ("A", "B"):
        post(keeper, "/accounts", {"number": number}, 201)
    holder(shop, Role.HRBP, name="A")
    done = todo(keeper.get("/start"))
    assert (done["accounts"], done["second"]) == (True, True)


def test_sample_files_are_named_in_the_readers_language_and_can_be_downloaded(keeper: Visitor) -> None:
    found = keeper.get("/start/samples", industry="sales")["items"]
    assert [(one["key"], one["name"]) for one in found] == [
        *(("sales-people", "示例_人员名单.xlsx"), ("sales-deals", "示例_商机.xlsx")),
    ]
    answer = keeper.client.get("/api/v1/start/samples/sales-deals.xlsx", {"language": "en"})
    assert answer.status_code == 200
    assert "Sample%20Deals.xlsx" in answer["Content-Disposition"]
    for key in ("sales-x", "x-deals", "x"):
        keeper.get(f"/start/samples/{key}.xlsx", 404)


def test_a_company_has_a_name(keeper: Visitor) -> None:
    assert begin(keeper, 422, name="  ")["problems"][0]["place"] == "name"
