"""From the draft to a release: whole or in part, on top of the newest one, with a second person where one is needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from zhunsheng.engine.blueprint.bundle import Bundle, write
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.models import Release
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.drafts.actions.publish import Terms, put_out
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.tests.studio import EARLIER, FILES, NOW, Studio
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.worlds.channel import CHANNEL
from zhunsheng.server.worlds.values import WorldInfo

LATER = "2025-10-01"
"""After the quarter that runs."""


def with_unit(unit: str, author: str = "cli") -> None:
    """Somebody publishes another version of `won` from files."""
    changed = FILES["metrics/won.yaml"].replace("unit: deal", f"unit: {unit}")
    publish(sound({**FILES, "metrics/won.yaml": changed}), now=NOW, author=author)


def test_publishing_makes_a_release_and_empties_the_draft(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", name={"zh": "成交", "en": "won"})
    version = ann.entity("metric", "won")["version"]
    made = ann.post("/draft/publish", note="clearer", effective=None)
    assert (made["release"], made["asked"], len(made["said"])) == (2, None, 1)
    assert current().each(Metric)["won"].name.en == "won"
    assert ann.touched() == {}
    row = Release.objects.get(number=2)
    assert (row.author, row.note, row.published_at, row.agreed, row.nobody_else) == ("ann", "clearer", NOW, "", False)
    assert ann.entity("metric", "won")["version"] > version
    assert Visit.objects.filter(endpoint="draft.publish", username="ann", act="change").exists()


def test_a_part_is_published_and_the_rest_stays(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.change("metric", "lost", owner="Bob")
    assert ann.post("/draft/publish", only=[{"kind": "metric", "id": "won"}])["release"] == 2
    assert current().each(Metric)["lost"].owner is None
    assert ann.touched() == {"metric/lost": "changed"}


def test_nothing_is_published_that_somebody_changed_after_it_was_looked_at(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.change("metric", "won", owner="Ann")
    seen = [{name: one[name] for name in ("kind", "id", "version")} for one in ann.get("/draft")["items"]]
    bob.change("metric", "won", owner="Bob")
    bob.change("metric", "lost", owner="Bob")
    assert (ann.post("/draft/publish", only=seen)["code"], ann.status) == ("draft.unseen", 409)
    seen = [{**one, "version": one["version"] + 1} for one in seen]
    assert ann.post("/draft/publish", only=seen)["release"] == 2
    assert ann.touched() == {"metric/lost": "changed"}


def test_a_part_must_be_sound_by_itself(studio: Studio) -> None:
    ann = studio.as_("ann")
    source = {**ann.entity("source", "deals")["body"], "id": "calls"}
    ann.save("source", "calls", source)
    ann.save(
        "metric",
        "calls",
        {"name": {"zh": "电话", "en": "calls"}, "unit": "call", "measure": {"kind": "count", "source": "calls"}},
    )
    refused = ann.post("/draft/publish", only=[{"kind": "metric", "id": "calls"}])
    assert (ann.status, refused["problems"][0]["code"]) == (422, "blueprint.no_such_entity")
    assert refused["problems"][0]["place"] == "metrics/calls.yaml"
    assert ann.post("/draft/publish")["release"] == 2


def test_a_faulty_part_keeps_no_sound_one_waiting(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.save("metric", "fresh", {"unit": ""})
    assert ann.post("/draft/publish")["code"] == "blueprint.missing"
    assert ann.post("/draft/publish", only=[{"kind": "metric", "id": "won"}])["release"] == 2


def test_nothing_changed_is_nothing_to_publish(studio: Studio) -> None:
    assert studio.as_("ann").post("/draft/publish")["code"] == "draft.nothing_changed"


def test_what_others_published_meanwhile_stays_where_the_draft_did_not_touch_it(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "lost", owner="Ann")
    with_unit("order")
    assert ann.post("/draft/publish")["release"] == 3
    assert (current().each(Metric)["won"].unit, current().each(Metric)["lost"].owner) == ("order", "Ann")


def test_what_others_published_meanwhile_is_never_published_over_unseen(studio: Studio) -> None:
    ann = studio.as_("ann")
    mine = ann.change("metric", "won", owner="Ann")
    with_unit("order", "bob")
    refused = ann.post("/draft/publish")
    assert (ann.status, refused["code"]) == (409, "draft.outdated")
    assert refused["problems"][0]["what"]["en"].startswith("Bob published another version of 'won deals'")
    late = ann.save("metric", "won", mine["body"], mine["version"])
    assert (late["code"], "release 2" in late["problems"][0]["what"]["en"]) == ("draft.moved", True)
    found = ann.entity("metric", "won")
    assert (found["outdated"], found["live"]["unit"], found["body"]["unit"]) == (True, "order", "deal")
    kept = ann.save("metric", "won", mine["body"], found["version"])
    assert kept["outdated"] is False
    assert ann.post("/draft/publish", effective=LATER)["release"] == 3
    assert current().each(Metric)["won"].unit == "deal"


def test_a_page_that_shows_what_was_published_before_cannot_save_over_it(studio: Studio) -> None:
    ann = studio.as_("ann")
    old = ann.entity("metric", "won")
    with_unit("order")
    assert ann.save("metric", "won", {**old["body"], "owner": "Ann"}, old["version"])["code"] == "draft.moved"


def test_what_was_published_elsewhere_the_same_leaves_the_draft(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", unit="order")
    with_unit("order")
    assert ann.touched() == {}
    assert ann.move("undo", "metric", "won")["body"]["unit"] == "deal"


def test_an_empty_product_is_begun_in_the_draft(world: WorldInfo) -> None:
    studio = Studio.opened(world)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE blueprints_release, drafts_draftentity, drafts_step CASCADE")
    ann = studio.as_("ann")
    assert [fault["code"] for fault in ann.get("/draft")["faults"]] == ["blueprint.no_settings"]
    ann.save("settings", "bundle", {"format": 1, "name": {"zh": "公司", "en": "Co"}, "time_zone": "Asia/Shanghai"})
    made = ann.post("/draft/publish")
    assert made["release"] == 1
    assert current() == Bundle(current().settings)


def test_facts_are_kept_and_nobody_is_named_who_is_not_there(company: Company, studio: Studio) -> None:
    ann = studio.as_("ann")
    body = ann.entity("source", "deals")["body"]
    ann.change(
        "source",
        "deals",
        key=["id", "agent"],
        fields={**body["fields"], "agent": {**body["fields"]["agent"], "required": True}},
    )
    refused = ann.post("/draft/publish")
    assert (ann.status, refused["code"]) == (422, "source.facts_kept")


@pytest.fixture
def company(studio: Studio) -> Company:
    made = Company(studio.world)
    made.send("deals", [{"id": "1", "agent": None, "stage": "Won", "day": "2025-08-04", "value": "1"}])
    made.tick()
    return made


def test_numbers_follow_a_publication(company: Company, studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.save(
        "metric",
        "all",
        {"name": {"zh": "全部", "en": "all"}, "unit": "deal", "measure": {"kind": "count", "source": "deals"}},
    )
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    ann.post("/draft/publish")
    assert len(list(connection.connection.notifies(timeout=0))) == 1
    assert company.tick().measured


# A second person


def test_another_meaning_within_a_running_period_waits_for_a_second_person(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.change("metric", "won", min_sample=3)
    lock = ann.entity("metric", "won")["lock"]
    assert (lock["period"], lock["free_from"]) == ("2025-Q3", LATER)
    asked = ann.post("/draft/publish", note="fewer flukes", effective="2025-09-01")
    assert (asked["release"], current().each(Metric)["won"].min_sample) == (None, 1)
    (waiting,) = bob.get("/draft")["asked"]
    assert (waiting["by"], waiting["by_name"], waiting["mine"]) == ("ann", "Ann", False)
    assert waiting["effective"] == "2025-09-01"
    assert "2025-Q3" in waiting["why"]["en"]
    assert [one["id"] for one in waiting["entities"]] == ["won"]
    assert ann.get("/draft")["asked"][0]["mine"] is True
    made = bob.post(f"/draft/asked/{waiting['id']}/agree")
    assert made["release"] == 2
    row = Release.objects.get(number=2)
    assert (row.author, row.agreed, row.note, row.effective) == ("ann", "bob", "fewer flukes", date(2025, 9, 1))
    assert bob.get("/draft")["asked"] == []
    newest, first = bob.get("/releases")["items"]
    assert (newest["agreed"], newest["agreed_name"], newest["author_name"]) == ("bob", "Bob", "Ann")
    assert (first["author"], first["author_name"]) == ("cli", None)


@pytest.mark.parametrize(
    ("change", "effective"),
    [
        ({"min_sample": 3}, LATER),
        ({"name": {"zh": "成", "en": "w"}, "owner": "x", "target": 3, "nature": "effort", "personal": False}, None),
        ({"description": {"zh": "说明", "en": "words"}}, None),
    ],
)
def test_what_moves_no_number_of_a_running_period_needs_nobody(
    studio: Studio, change: dict[str, Any], effective: str | None
) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", **change)
    assert ann.post("/draft/publish", effective=effective)["release"] == 2


def test_the_first_day_that_needs_nobody_follows_the_coarsest_grain(studio: Studio) -> None:
    ann = studio.as_("ann")
    share = FILES["metrics/share.yaml"] + "grains: [month]\n"
    publish(sound({**FILES, "metrics/share.yaml": share}), now=EARLIER, author="cli")
    ann.change("metric", "lost", min_sample=3)
    assert ann.entity("metric", "lost")["lock"]["free_from"] == "2025-09-01"
    assert ann.post("/draft/publish", effective="2025-08-31")["release"] is None
    assert ann.post("/draft/publish", effective="2025-09-01")["release"] == 3


def test_what_a_metric_stands_on_waits_for_its_periods_too(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.change("metric", "lost", min_sample=3)
    lock = ann.entity("metric", "lost")["lock"]
    assert (lock["period"], lock["free_from"], "share won" in lock["said"]["en"]) == ("2025-Q3", LATER, True)
    assert ann.post("/draft/publish", effective="2025-09-01")["release"] is None
    assert "share won" in bob.get("/draft")["asked"][0]["why"]["en"]
    assert ann.post("/draft/publish", effective=LATER)["release"] == 2


@pytest.mark.parametrize(
    ("field", "change", "waits"),
    [
        ("stage", {"reads": {"Lost": "Won"}}, True),
        ("stage", {"reads": {"won!": "Won"}}, False),
        ("stage", {"choices": ["Won", "Lost", "Open"]}, False),
        ("stage", {"column": "phase"}, True),
        ("stage", {"column": "phase", "also": ["stage"]}, False),
        ("stage", {"also": ["phase"]}, False),
        ("day", {"formats": ["%d-%m-%Y"]}, False),
        ("agent", {"reads": {"Ann Lee": "A1"}}, False),
        ("value", {"unit": "USD"}, False),
    ],
)
def test_a_source_that_is_read_otherwise_waits_too(
    studio: Studio, field: str, change: dict[str, Any], waits: bool
) -> None:
    ann = studio.as_("ann")
    fields = ann.entity("source", "deals")["body"]["fields"]
    ann.change("source", "deals", fields={**fields, field: {**fields[field], **change}})
    made = ann.post("/draft/publish")
    assert (made["release"], made["asked"] is not None) == ((None, True) if waits else (2, False))


def test_another_time_zone_waits_as_every_day_begins_otherwise(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("settings", "bundle", name={"zh": "新公司", "en": "New"})
    assert ann.post("/draft/publish")["release"] == 2
    ann.change("settings", "bundle", time_zone="Europe/Paris")
    assert ann.post("/draft/publish")["release"] is None


def test_another_time_of_a_source_waits_for_what_is_counted_by_it(studio: Studio) -> None:
    ann = studio.as_("ann")
    fields = ann.entity("source", "deals")["body"]["fields"]
    ann.change("source", "deals", time="opened", fields={**fields, "opened": {"type": "date"}})
    assert ann.post("/draft/publish")["release"] is None
    assert ann.post("/draft/publish", effective=LATER)["release"] == 2


def test_a_metric_of_today_and_a_new_one_need_nobody(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.save(
        "metric",
        "all",
        {"name": {"zh": "全部", "en": "all"}, "unit": "deal", "measure": {"kind": "count", "source": "deals"}},
    )
    assert ann.post("/draft/publish")["release"] == 2
    assert ann.entity("metric", "all")["lock"] is None
    ann.change("metric", "all", min_sample=2)
    assert ann.post("/draft/publish")["release"] == 3


def test_removing_and_restoring_need_one_too(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.move("remove", "metric", "share")
    asked = ann.post("/draft/publish")["asked"]
    assert bob.post(f"/draft/asked/{asked}/agree")["release"] == 2
    again = bob.post("/releases/1/restore", note="back", effective=None)
    assert again["release"] == 3, "it came back as a new metric"
    ann.change("metric", "won", min_sample=2)
    bob.post(f"/draft/asked/{ann.post('/draft/publish')['asked']}/agree")
    asked = bob.post("/releases/1/restore", note="again")
    assert (asked["release"], ann.get("/draft")["asked"][0]["restores"]) == (None, 1)
    assert ann.post(f"/draft/asked/{asked['asked']}/agree")["release"] == 5
    assert current() == sound(FILES)


def test_nobody_agrees_to_their_own(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    asked = ann.post("/draft/publish")["asked"]
    assert ann.post(f"/draft/asked/{asked}/agree")["code"] == "draft.own_request"
    assert ann.status == 403
    assert ann.post(f"/draft/asked/{asked}/decline")["asked"] == []
    studio.as_("bob").post(f"/draft/asked/{asked}/agree")
    assert Release.objects.count() == 1


def test_a_declined_publication_stays_in_the_draft(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.change("metric", "won", min_sample=3)
    asked = ann.post("/draft/publish")["asked"]
    found = bob.post(f"/draft/asked/{asked}/decline")
    assert (found["asked"], [one["id"] for one in found["items"]]) == ([], ["won"])
    assert bob.post(f"/draft/asked/{asked}/agree")["code"] == "draft.settled_already"
    assert bob.status == 409


def test_nobody_agrees_to_what_was_changed_after_it_was_asked(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    ann.change("metric", "won", min_sample=3)
    first = ann.post("/draft/publish")["asked"]
    ann.change("metric", "won", min_sample=300)
    assert bob.post(f"/draft/asked/{first}/agree")["code"] == "draft.asked_moved"
    assert bob.status == 409
    second = ann.post("/draft/publish")["asked"]
    assert [one["id"] for one in bob.get("/draft")["asked"]] == [second]
    assert bob.post(f"/draft/asked/{second}/agree")["release"] == 2


def test_a_release_in_between_overtakes_what_was_asked(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    ann.post("/draft/publish")
    with_unit("order")
    assert ann.get("/draft")["asked"] == []


def test_where_nobody_else_may_agree_it_is_published_and_said_so(world: WorldInfo) -> None:
    studio = Studio.opened(world, "ann")
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    made = ann.post("/draft/publish")
    assert (made["release"], [one["code"] for one in made["remarks"]]) == (2, ["draft.nobody_else"])
    assert ann.get("/releases")["items"][0]["nobody_else"] is True
    studio.grant("adam", Role.ADMINISTRATOR)
    ann.change("metric", "won", min_sample=4)
    assert ann.post("/draft/publish")["release"] is None


def test_what_could_not_be_published_is_not_asked_about(company: Company, studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    ann.change(
        "source",
        "deals",
        time="opened",
        fields={**ann.entity("source", "deals")["body"]["fields"], "opened": {"type": "date"}},
    )
    assert ann.post("/draft/publish")["code"] == "source.facts_kept"
    assert ann.get("/draft")["asked"] == []


def test_publishing_for_an_earlier_day_than_planned_is_remarked(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="x")
    ann.post("/draft/publish", effective=LATER)
    ann.change("metric", "lost", owner="x")
    made = ann.post("/draft/publish")
    assert [one["code"] for one in made["remarks"]] == ["draft.brings_forward", "draft.outlived"]


def test_what_was_planned_for_later_is_not_brought_into_a_running_period_by_one_alone(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    assert ann.post("/draft/publish", effective=LATER)["release"] == 2
    ann.change("metric", "lost", owner="x")
    asked = ann.post("/draft/publish")
    assert (asked["release"], "won deals" in ann.get("/draft")["asked"][0]["why"]["en"]) == (None, True)
    assert ann.post("/draft/publish", effective=LATER)["release"] == 3


def test_a_plan_is_taken_back_without_a_second_person(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", min_sample=3)
    ann.post("/draft/publish", effective=LATER)
    assert ann.post("/releases/1/restore", effective=LATER)["release"] == 3


# The history


def test_the_history_says_what_each_release_changed(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.post("/draft/publish", note="who owns it")
    found = ann.get("/releases?page_size=1")
    assert (found["total"], len(found["items"])) == (2, 1)
    assert (found["items"][0]["number"], found["items"][0]["changes"], found["items"][0]["newest"]) == (2, 1, True)
    read = ann.get("/releases/2")
    assert [one["text"]["en"] for one in read["said"]] == [
        "metric 'won deals': owner is set to Ann; affects metric 'share won'"
    ]
    assert [one["number"] for one in ann.get("/releases?q=owns")["items"]] == [2]
    ann.get("/releases/9")
    assert ann.status == 404


def test_restoring_leaves_the_draft_as_it_is(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.post("/draft/publish")
    ann.change("metric", "lost", owner="Bob")
    made = ann.post("/releases/1/restore", note="back")
    assert made["release"] == 3
    assert write(current()) == write(sound(FILES))
    assert ann.touched() == {"metric/lost": "changed"}
    assert Visit.objects.filter(endpoint="releases.restore").count() == 1


def test_the_command_line_publishes_by_the_same_rules(studio: Studio) -> None:
    studio.as_("ann").change("metric", "won", owner="Ann")
    changed = sound({**FILES, "metrics/won.yaml": FILES["metrics/won.yaml"] + "owner: Ann\n"})
    made, _ = put_out(changed, Terms(NOW + timedelta(hours=1), "cli"))
    assert made.release.number == 2
    assert drafted().touched == {}
    assert drafted().live == changed
    assert Ref("metric", "won") in drafted().bundle.entities
