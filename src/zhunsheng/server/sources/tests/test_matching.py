"""Values outside their list: found, matched to what they mean, taken back; members looked up by whoever may."""

from __future__ import annotations

from zhunsheng.server.access.models import Visit
from zhunsheng.server.sources.tests.shop import Shop, order, post


def strays(shop: Shop) -> list[tuple[str, str, int]]:
    return [(o["field"], o["text"], o["rows"]) for o in shop.partner().get("/sources/orders/strays")["items"]]


def test_strays_come_most_frequent_first_with_what_they_may_mean(shop: Shop) -> None:
    shop.uploaded(order("1", product="GTXPro"), order("2", product="GTXPro"), order("3", agent="A9"))
    shop.tick()
    found = shop.partner().get("/sources/orders/strays")["items"]
    assert [(one["field"], one["text"], one["rows"]) for one in found] == [("product", "GTXPro", 2), ("agent", "A9", 1)]
    assert found[0]["dimension_name"] == {"zh": "产品", "en": "Product"}
    assert found[0]["proposals"][0] == {"key": "GTX Pro", "name": "GTX Pro", "likeness": 100.0, "patch": None}


def test_a_match_ends_a_stray_and_undoing_it_brings_it_back(shop: Shop) -> None:
    shop.uploaded(order("1", product="GTXPro"))
    shop.tick()
    match = {"dimension": "product", "text": "GTXPro", "key": "GTX Pro"}
    post(shop.partner(), "/matches", match, 204)
    assert strays(shop) == []
    assert Visit.objects.get(endpoint="matches.make").detail == "product: GTXPro → GTX Pro"
    post(shop.partner(), "/matches/undo", match, 204)
    assert strays(shop) == [("product", "GTXPro", 1)]


def test_what_is_no_value_or_no_member_is_said_so(shop: Shop) -> None:
    wrong = {"dimension": "product", "text": "nothing", "key": "GTX Pro"}
    assert post(shop.partner(), "/matches", wrong, 404)["problems"][0]["code"] == "subjects.unknown"
    post(shop.partner(), "/matches", {**wrong, "dimension": "planet"}, 404)
    shop.partner().get("/dimensions/planet/members", 404)


def test_members_are_found_by_key_or_name(shop: Shop) -> None:
    found = shop.partner().get("/dimensions/product/members", q="pro")
    assert (found["total"], found["items"]) == (1, [{"key": "GTX Pro", "name": "GTX Pro"}])
    assert shop.partner().get("/dimensions/product/members", page_size=1)["total"] == 2


def test_people_are_members_as_far_as_one_sees_them_and_sound(shop: Shop) -> None:
    shop.uploaded({"number": "A1", "name": "张三"}, source="staff")
    shop.tick()
    whole, east, west = shop.partner(), shop.partner("HQ/East", "eve"), shop.partner("HQ/West", "wim")
    for visitor, seen in ((whole, ["A1"]), (east, ["A1"]), (west, [])):
        assert [one["key"] for one in visitor.get("/dimensions/person/members", q="zhangs")["items"]] == seen
    assert whole.get("/dimensions/person/members")["total"] == 2


def test_nobody_matches_a_value_to_a_person_out_of_their_sight(shop: Shop) -> None:
    shop.uploaded(order("1", agent="A1x"), sender="wim")
    shop.tick()
    west = shop.partner("HQ/West", "wim")
    assert west.get("/sources/orders/strays")["items"][0]["proposals"] == []
    post(west, "/matches", {"dimension": "person", "text": "A1x", "key": "A1"}, 404)
    post(shop.partner(), "/matches", {"dimension": "person", "text": "A1x", "key": "A1"}, 204)
    assert len(Visit.objects.get(endpoint="matches.make").subjects) == 1
