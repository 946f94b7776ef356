"""One draft for all: what is saved, undone, taken back, and who was first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.drafts.actions.saving import Hand, save
from zhunsheng.server.drafts.models import DraftEntity, Step
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.tests.studio import NOW, Studio
from zhunsheng.server.worlds.context import enter

WON = Ref("metric", "won")


def test_what_nobody_touched_stands_as_it_is_published(studio: Studio) -> None:
    found = studio.as_("ann").entity("metric", "won")
    assert (found["standing"], found["problems"], found["faults"]) == ("live", 0, [])
    assert found["body"] == found["live"]
    assert found["sentence"]["zh"] == "每月、季度「商机」的条数，只计「stage」是 Won，按「agent」"
    assert [one["id"] for one in found["used_by"]] == ["share"]
    assert (found["can_undo"], found["can_redo"], found["outdated"]) == (False, False, False)


def test_a_source_reads_back_as_a_sentence(studio: Studio) -> None:
    found = studio.as_("ann").entity("source", "deals")
    assert found["sentence"]["zh"] == "商机：来自 CRM，每天更新，一行是一个「编号」，时间看「day」，人员看「agent」"
    assert (
        found["sentence"]["en"]
        == "Deals: from CRM, updated every day, a row is one 'number', dated by 'day', about 'agent'"
    )


def test_a_saved_change_is_said_in_words_and_is_everybodys(studio: Studio) -> None:
    studio.as_("ann").change("metric", "won", unit="order")
    found = studio.as_("bob").get("/draft")
    (item,) = found["items"]
    assert (item["id"], item["standing"], item["by"], item["problems"]) == ("won", "changed", "ann", 0)
    assert item["by_name"] == "Ann"
    assert found["said"][0]["text"]["en"].startswith("metric 'won deals': unit changes from deal to order")


def test_half_made_things_are_kept_and_say_what_is_wrong_in_which_field(studio: Studio) -> None:
    ann = studio.as_("ann")
    made = ann.save("metric", "fresh", {"name": {"zh": "新", "en": "fresh"}, "measure": {"kind": "sum"}}, 0)
    assert ann.status == 200
    assert (made["standing"], made["body"]["measure"]) == ("added", {"kind": "sum"})
    assert {tuple(fault["path"]) for fault in made["faults"]} >= {
        ("unit",),
        ("measure", "source"),
        ("measure", "field"),
    }
    assert made["problems"] == len(made["faults"])
    assert made["name"] == {"zh": "新", "en": "fresh"}


def test_a_fault_between_entities_names_entity_and_field(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change(
        "metric", "won", measure={"kind": "count", "source": "deals", "where": {"field": "stge", "value": "Won"}}
    )
    (fault,) = ann.get("/draft")["faults"]
    assert (fault["kind"], fault["id"], fault["path"]) == ("metric", "won", ["measure", "where", "field"])
    assert fault["code"] == "blueprint.no_such_field"


def test_removing_says_who_stands_on_it(studio: Studio) -> None:
    ann = studio.as_("ann")
    gone = ann.move("remove", "metric", "lost")
    assert (gone["standing"], gone["body"], [one["id"] for one in gone["used_by"]]) == ("removed", None, ["share"])
    assert [(one["id"], one["path"]) for one in ann.get("/draft")["faults"]] == [("share", ["measure", "formula"])]
    assert ann.move("undo", "metric", "lost")["standing"] == "live"


def test_an_older_version_is_refused_and_nothing_is_kept(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    body = ann.entity("metric", "won")["body"]
    mine = ann.save("metric", "won", {**body, "unit": "order"}, 1)
    refused = bob.save("metric", "won", {**body, "unit": "case"}, 1)
    assert bob.status == 409
    assert refused["code"] == "draft.moved"
    assert refused["problems"][0]["what"]["en"] == "Ann changed this at 2025-08-20 12:00; nothing was saved"
    assert bob.entity("metric", "won")["body"] == mine["body"]
    assert Step.objects.count() == 2
    assert bob.save("metric", "won", {**body, "unit": "case"}, mine["version"])["body"]["unit"] == "case"


def test_of_two_who_save_at_once_one_wins(studio: Studio) -> None:
    body = studio.as_("ann").entity("metric", "won")["body"]
    together = threading.Barrier(2)

    def saved(unit: str) -> str:
        with enter(studio.world):
            try:
                together.wait()
                save(WON, {**body, "unit": unit}, 1, Hand(unit, NOW))
            except ZhunshengError as error:
                return error.problems[0].code
            finally:
                connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(saved, ("one", "two"))) == ["draft.moved", "saved"]
    row = DraftEntity.objects.get(entity_id="won")
    assert (row.version, row.steps.count()) == (2, 2)


def test_undo_and_redo_move_along_the_steps(studio: Studio) -> None:
    ann = studio.as_("ann")
    for unit in ("a", "b", "c"):
        ann.change("metric", "won", unit=unit)
    seen = [ann.move("undo", "metric", "won")["body"]["unit"] for _ in range(2)]
    assert seen == ["b", "a"]
    first = ann.move("undo", "metric", "won")
    assert (first["standing"], first["can_undo"], first["can_redo"]) == ("live", False, True)
    assert ann.move("undo", "metric", "won")["code"] == "draft.nothing_to_undo"
    assert [ann.move("redo", "metric", "won")["body"]["unit"] for _ in range(3)] == ["a", "b", "c"]
    assert ann.move("redo", "metric", "won")["code"] == "draft.nothing_to_redo"
    assert ann.status == 409


def test_saving_after_undo_drops_the_way_forth_but_not_the_books(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", unit="a")
    ann.change("metric", "won", unit="b")
    ann.move("undo", "metric", "won")
    made = ann.change("metric", "won", unit="c")
    assert (made["can_redo"], made["version"]) == (False, 5)
    assert ann.move("undo", "metric", "won")["body"]["unit"] == "a"
    assert sum('"b"' in (body or "") for body in Step.objects.values_list("body", flat=True)) == 1


def test_what_equals_the_published_one_again_leaves_the_list_and_its_version_goes_on(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", unit="order")
    back = ann.change("metric", "won", unit="deal", min_sample=1)
    assert (back["standing"], back["version"], ann.touched()) == ("live", 3, {})
    assert ann.save("metric", "won", back["body"], 1)["code"] == "draft.moved"


def test_dropping_a_change_can_be_undone(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", unit="order")
    assert ann.move("discard", "metric", "won")["standing"] == "live"
    assert ann.move("undo", "metric", "won")["body"]["unit"] == "order"


def test_a_new_one_that_was_dropped_can_still_be_undone(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.save("metric", "fresh", {"unit": "x"}, 0)
    gone = ann.move("discard", "metric", "fresh")
    assert (gone["standing"], gone["body"], gone["can_undo"]) == ("removed", None, True)
    assert "fresh" not in {one["id"] for one in ann.get("/draft/entities")["items"]}
    assert ann.move("undo", "metric", "fresh")["standing"] == "added"
    ann.move("discard", "metric", "fresh")
    assert ann.save("metric", "fresh", {"unit": "y"}, 0)["body"]["unit"] == "y"


def test_saving_the_same_again_is_no_step(studio: Studio) -> None:
    ann = studio.as_("ann")
    made = ann.change("metric", "won", unit="order")
    again = ann.save("metric", "won", made["body"], made["version"])
    assert (again["version"], Step.objects.count()) == (made["version"], 2)


def test_the_order_of_fields_is_kept(studio: Studio) -> None:
    ann = studio.as_("ann")
    body = ann.entity("source", "deals")["body"]
    fields = {"zeta": {}, **body["fields"], "alpha": {}}
    assert list(ann.change("source", "deals", fields=fields)["body"]["fields"]) == list(fields)


def test_settings_are_an_entity_that_stays(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("settings", "bundle", time_zone="Mars")
    (fault,) = ann.get("/draft")["faults"]
    assert (fault["kind"], fault["id"], fault["path"]) == ("settings", "bundle", ["time_zone"])
    assert ann.move("remove", "settings", "bundle")["code"] == "draft.settings_stay"


def test_settings_that_cannot_be_read_leave_the_others_readable(studio: Studio) -> None:
    studio.as_("ann").save("settings", "bundle", {"format": 1})
    found = drafted()
    assert found.bundle.settings.name.en == "Company"
    assert {fault.path for fault in found.faults} == {("name",), ("time_zone",)}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"description": "x" * 1_000_001}, "blueprint.file_too_big"),
        ({"target": float("nan")}, "draft.no_number"),
    ],
)
def test_what_no_file_could_say_is_refused(studio: Studio, body: Any, code: str) -> None:
    ann = studio.as_("ann")
    assert ann.save("metric", "won", body)["code"] == code
    assert ann.status == 422
    deep: Any = {}
    for _ in range(60):
        deep = {"all": [deep]}
    assert ann.save("metric", "won", deep)["code"] == "blueprint.too_deep"
    assert not DraftEntity.objects.filter(changed=True).exists()


@pytest.mark.parametrize("path", ["metric/a.b", "metric/..", "meter/won", "settings/other", "metric/nothing"])
def test_what_can_be_nobodys_name_is_not_found(studio: Studio, path: str) -> None:
    ann = studio.as_("ann")
    ann.get(f"/draft/entities/{path}")
    assert ann.status == 404


def test_auditors_read_the_draft_and_change_nothing(studio: Studio) -> None:
    eve = studio.as_("eve")
    version = eve.entity("metric", "won")["version"]
    assert eve.status == 200
    eve.post("/draft/entities/metric/won", body={}, version=version)
    assert eve.status == 403
    eve.post("/draft/publish")
    assert eve.status == 403
