"""The draft tried on what has happened: before and after, whose numbers move, as far as the reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from zhunsheng.engine.blueprint.bodies import body
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.drafts.actions.saving import Hand, remove, save
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.metrics.tests.conftest import company, deals
from zhunsheng.server.metrics.tests.visitor import NOON, Visitor, holder

__all__ = ["company", "deals"]

SECOND = "2025-Q2"


def draft(ref: str, changes: Mapping[str, Any] | None = None) -> None:
    """Let the draft have the entity (`metric/deals`) with these changes; without any: removed."""
    kind, name = ref.split("/")
    meant, hand = Ref(kind, name), Hand("test", NOON)
    found = current().entities.get(meant)
    version = DraftEntity.objects.filter(kind=kind, entity_id=name).values_list("version", flat=True).first() or 0
    if changes is None:
        remove(meant, version, hand)
    else:
        save(meant, {**(body(found) if found else {}), **changes}, version, hand)


def new_metric(name: str, unit: str, measure: Mapping[str, Any]) -> None:
    said = {"kind": "metric", "id": name, "name": {"zh": name, "en": name}, "grains": ["month", "quarter"]}
    draft(f"metric/{name}", {**said, "unit": unit, "measure": measure})


def with_source(**changes: Any) -> Bundle:
    """What is published, with the source of deals changed."""
    live, ref = current(), Ref("source", "deals")
    source = Source.model_validate({**body(live.entities[ref]), **changes})
    return Bundle(live.settings, {**live.entities, ref: source})


@pytest.fixture
def partner(deals: Company) -> Visitor:
    """An HR partner of the whole company."""
    return holder(deals, Role.HRBP)


def rows(found: Any) -> dict[str, tuple[float | None, float | None]]:
    """Name → before and after."""
    return {
        row["subject"]["name"]: tuple(point and point["value"] for point in (row["before"], row["after"]))
        for row in found["items"]
    }


def test_a_new_number_is_seen_of_everybody_before_it_is_published(partner: Visitor) -> None:
    new_metric("won_deals", "deal", {"kind": "count", "source": "deals", "where": {"field": "stage", "value": "Won"}})
    found = partner.get("/draft/metrics/won_deals/tried")
    assert found["period"] == SECOND
    assert found["periods"] == [SECOND, "2025-Q1"]
    assert rows(found) == {"A": (None, 3), "B": (None, 6), "C": (None, 9)}
    assert (found["company"]["before"], found["company"]["after"]["value"], found["moved"]) == (None, 18, 3)


def test_a_change_shows_whose_number_moves_most_and_whose_does_not(partner: Visitor) -> None:
    where = {"all": [{"field": "stage", "value": "Won"}, {"field": "day", "op": "lt", "value": "2025-06-22"}]}
    draft("metric/deals", {"measure": {"kind": "count", "source": "deals", "where": where}})
    found = partner.get("/draft/metrics/deals/tried", grain="month")
    assert found["period"] == "2025-06"
    assert list(rows(found).items()) == [("C", (3, 2)), ("A", (1, 1)), ("B", (2, 2))]
    assert (found["moved"], found["total"]) == (1, 3)
    assert found["items"][0]["change"] == -1


def test_what_stands_on_a_changed_number_changes_with_it(partner: Visitor) -> None:
    lost = {"field": "stage", "value": "Lost"}
    draft("metric/won_value", {"measure": {"kind": "sum", "source": "deals", "field": "value", "where": lost}})
    found = {one["metric"]["id"]: one for one in partner.get("/draft/whatif")["items"]}
    assert found.keys() == {"won_value", "average"}
    assert [found["average"][end] and found["average"][end]["value"] for end in ("before", "after")] == [10, None]
    assert (found["won_value"]["standing"], found["average"]["standing"]) == ("changed", "live")
    assert (found["won_value"]["moved"], found["won_value"]["people"]) == (3, 3)


def test_a_number_that_is_to_go_is_told_with_what_it_was(partner: Visitor) -> None:
    draft("metric/growth")
    (found,) = partner.get("/draft/whatif")["items"]
    assert (found["metric"]["id"], found["standing"], found["after"]) == ("growth", "removed", None)


def test_a_number_over_others_is_tried_by_their_drafts(partner: Visitor) -> None:
    draft("metric/won_value", {"measure": {"kind": "count", "source": "deals"}, "unit": "deal"})
    draft("metric/average", {"measure": {"kind": "formula", "formula": "won_value / deals"}, "unit": "1"})
    assert rows(partner.get("/draft/metrics/average/tried"))["B"] == (10, 1)


def test_what_is_wrong_is_said_instead_of_a_number(partner: Visitor) -> None:
    new_metric("worth", "CNY", {"kind": "sum", "source": "deals", "field": "vlaue"})
    new_metric("double", "CNY", {"kind": "formula", "formula": "worth * 2"})
    for name in ("worth", "double"):
        found = partner.get(f"/draft/metrics/{name}/tried")
        assert [(one["id"], one["path"]) for one in found["faults"]] == [("worth", ["measure", "field"])]
        assert (found["company"], found["items"]) == (None, [])


def test_a_new_number_that_cannot_be_read_says_what_it_lacks(partner: Visitor) -> None:
    draft("metric/half", {"name": {"zh": "一半", "en": "half"}, "measure": {"kind": "sum", "source": "deals"}})
    found = partner.get("/draft/metrics/half/tried")
    assert (found["metric"]["name"]["en"], found["company"], found["items"], found["total"]) == ("half", None, [], 0)
    assert ["measure", "field"] in [one["path"] for one in found["faults"]]
    assert partner.get("/draft/whatif")["items"] == []
    draft("metric/half")
    partner.get("/draft/metrics/half/tried", expected=404)


def test_before_is_what_holds_even_where_that_is_no_number(partner: Visitor) -> None:
    none: dict[str, Any] = {"field": "stage", "value": "Open"}
    draft("metric/won_value", {"measure": {"kind": "sum", "source": "deals", "field": "value", "where": none}})
    publish(drafted().bundle, now=NOON)
    draft("metric/won_value", {"owner": "Ann"})
    assert {o["metric"]["id"]: o["moved"] for o in partner.get("/draft/whatif")["items"]} == {
        "won_value": 0,
        "average": 0,
    }
    won = {"field": "stage", "value": "Won"}
    draft("metric/won_value", {"measure": {"kind": "sum", "source": "deals", "field": "value", "where": won}})
    found = partner.get("/draft/metrics/average/tried")
    assert rows(found)["B"] == (None, 10)


def test_a_type_that_facts_are_kept_by_cannot_be_tried_otherwise(partner: Visitor) -> None:
    told: Any = body(current().entities[Ref("source", "deals")])["fields"]
    draft("source/deals", {"fields": {**told, "stage": {"type": "integer"}}})
    found = partner.get("/draft/metrics/deals/tried")
    assert [one["code"] for one in found["faults"]] == ["source.facts_kept"]


def test_a_partner_of_a_unit_tries_it_on_the_people_of_the_unit(deals: Company) -> None:
    new_metric("won_deals", "deal", {"kind": "count", "source": "deals"})
    found = holder(deals, Role.HRBP, "HQ/South").get("/draft/metrics/won_deals/tried", grain="month", period="2025-05")
    assert rows(found) == {"C": (None, 3)}
    assert found["company"]["subject"]["dimension"] == "unit"


def test_only_partners_try(deals: Company) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.DIRECTOR):
        holder(deals, role, name=role.value).get("/draft/whatif", expected=403)


def test_a_source_is_drawn_field_by_field(partner: Visitor) -> None:
    found = partner.get("/sources/deals/picture")
    assert (found["rows"], found["key"], found["time"], found["people"]) == (37, ["id"], "day", ["agent"])
    assert [(one["period"], one["rows"]) for one in found["months"]][-2:] == [("2025-06", 6), ("2025-07", 1)]
    fields = {field["id"]: field for field in found["fields"]}
    assert fields["agent"]["values"] == [
        {"text": "C", "rows": 18},
        {"text": "B", "rows": 13},
        {"text": "A", "rows": 6},
    ]
    assert (fields["day"]["first"], fields["day"]["last"]) == ("2025-01-20", "2025-07-01")
    assert (fields["product"]["filled"], fields["stage"]["distinct"]) == (0, 1)
    assert fields["value"]["bins"] == [{"low": 10, "high": 11, "rows": 37}]


def test_numbers_fall_into_classes_that_people_count_in(deals: Company) -> None:
    rows_ = [{"id": f"v{n}", "agent": "A", "stage": "Won", "day": "2025-06-01", "value": str(n)} for n in range(100)]
    deals.send("deals", rows_)
    deals.tick()
    fields = {one["id"]: one for one in holder(deals, Role.HRBP).get("/sources/deals/picture")["fields"]}
    bins = fields["value"]["bins"]
    assert [one["low"] for one in bins] == list(range(0, 100, 10))
    assert sum(one["rows"] for one in bins) == 137


def test_who_sold_is_not_drawn_for_a_partner_of_some_units(deals: Company) -> None:
    fields = holder(deals, Role.HRBP, "HQ/South").get("/sources/deals/picture")["fields"]
    assert {field["id"] for field in fields if field["veiled"]} == {"agent"}
    assert next(field for field in fields if field["id"] == "agent")["values"] == []


def test_a_draft_opens_no_field_that_was_closed(deals: Company) -> None:
    told: Any = body(current().entities[Ref("source", "deals")])["fields"]
    publish(with_source(fields={**told, "value": {**told["value"], "scope": "pay"}}), now=NOON)
    draft("source/deals", {"fields": told})
    for role, closed in ((Role.ADMINISTRATOR, {"agent", "value"}), (Role.HRBP, set())):
        fields = holder(deals, role, name=role.value).get("/sources/deals/picture")["fields"]
        assert {field["id"] for field in fields if field["veiled"]} == closed
    text = {"type": "subject", "dimension": "unit"}
    draft("source/deals", {"fields": {**told, "agent": text}})
    fields = holder(deals, Role.HRBP, "HQ/South", "south").get("/sources/deals/picture")["fields"]
    assert next(field for field in fields if field["id"] == "agent")["values"] == []


def test_a_source_of_other_types_than_its_facts_is_drawn_as_they_are(partner: Visitor) -> None:
    told: Any = body(current().entities[Ref("source", "deals")])["fields"]
    changed = {"value": {"type": "text"}, "stage": {"type": "integer"}, "new": {"type": "date"}, "id": {"type": "date"}}
    draft("source/deals", {"fields": {**told, **changed}})
    assert partner.get("/sources/deals/picture")["rows"] == 37


def test_a_source_without_facts_is_drawn_empty(partner: Visitor) -> None:
    found = partner.get("/sources/events/picture")
    assert (found["rows"], found["months"], len(found["fields"])) == (0, [], 5)


def test_the_metric_that_nobody_knows_is_not_found(partner: Visitor) -> None:
    partner.get("/draft/metrics/nothing/tried", expected=404)
    partner.get("/sources/nothing/picture", expected=404)


def test_what_is_open_is_tried_at_the_end_of_the_period(partner: Visitor) -> None:
    new_metric("open", "deal", {"kind": "stock", "source": "deals", "opened": "opened", "closed": "day"})
    assert partner.get("/draft/metrics/open/tried")["faults"] == []
