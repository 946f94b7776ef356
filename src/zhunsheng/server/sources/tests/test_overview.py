"""Sources in the list and one by one: how fresh, how much stands, what waits, what stands on them."""

from __future__ import annotations

from datetime import timedelta

from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.visitor import holder
from zhunsheng.server.sources.tests.shop import NOW, Shop, order, queries
from zhunsheng.server.worlds.values import WorldInfo


def test_an_empty_company_has_no_sources_and_no_fault(world: WorldInfo) -> None:
    visitor = Shop(world).partner()
    assert visitor.get("/sources") == {"items": [], "total": 0, "page": 1, "page_size": 50}
    visitor.get("/sources/orders", 404)


def test_a_source_says_what_stands_waits_and_matches_nothing(shop: Shop) -> None:
    shop.uploaded(order("1"), order("2", product="GTXPro"), order("3", product="GTXPro"), order("4", stage="Wno"))
    shop.tick()
    found = shop.partner().get("/sources/orders")
    assert (found["facts"], found["waiting"], found["strays"]) == (3, 1, 1)
    assert found["freshness"]["state"] == "fresh"
    assert found["freshness"]["until"] == "2025-08-19"
    assert (found["way"], found["push"], found["may_push"]) == ("file", "/api/v1/facts/orders", False)
    assert found["used_by"] == [{"kind": "metric", "id": "won", "name": {"zh": "won", "en": "won"}}]
    roles = {field["id"]: field["role"] for field in found["fields"]}
    assert roles == {
        **{"id": "key", "agent": "person", "product": "member", "stage": "none"},
        **{"day": "time", "value": "none", "bonus": "none"},
    }


def test_counts_follow_every_settlement_and_withdrawal(shop: Shop) -> None:
    visitor = shop.partner()
    assert visitor.get("/sources/orders")["freshness"]["state"] == "none"
    first = shop.uploaded(order("1"), order("2", product="GTXPro"))
    shop.tick()
    assert (visitor.get("/sources/orders")["facts"], visitor.get("/sources/orders")["strays"]) == (2, 1)
    shop.uploaded(order("3"))
    shop.tick()
    assert visitor.get("/sources/orders")["facts"] == 3
    shop.withdraw("orders", first)
    assert (visitor.get("/sources/orders")["facts"], visitor.get("/sources/orders")["strays"]) == (1, 0)


def test_those_that_need_somebody_come_first(shop: Shop) -> None:
    def names() -> list[str]:
        return [one["id"] for one in shop.partner().get("/sources")["items"]]

    assert names() == ["visits", "orders", "staff"], "as they sound: baifang, dingdan, huamingce"
    shop.uploaded({"name": "nobody"}, sender="x", source="staff")
    assert names()[0] == "staff", "a row waits there"
    shop.uploaded(order("1"))
    shop.tick()
    shop.stand(NOW + timedelta(days=2))
    assert names()[:2] == ["orders", "staff"], "what is late comes before what waits"


def test_sources_are_found_by_name_in_both_languages_and_by_how_it_sounds(shop: Shop) -> None:
    visitor = shop.partner()
    for q, id_ in (("订单", "orders"), ("order", "orders"), ("dingdan", "orders"), ("hris", "staff")):
        assert [one["id"] for one in visitor.get("/sources", q=q)["items"]] == [id_]


def test_who_may_push_is_told_so_and_lists_of_people_need_more(shop: Shop) -> None:
    keeper = shop.keeper()
    assert keeper.get("/sources/orders")["may_push"]
    assert keeper.get("/sources/staff")["may_push"]
    assert not holder(shop, Role.AUDITOR, name="audit").get("/sources/orders")["may_push"]


def test_the_list_takes_as_many_questions_however_many_sources_and_rows(shop: Shop) -> None:
    visitor = shop.partner()
    shop.uploaded(order("1"), order("2", product="GTXPro"))
    shop.tick()
    visitor.get("/sources")
    before = queries(visitor, "/sources")
    for source, row in (("visits", {"id": "1"}), ("staff", {"number": "A3", "name": "x"})):
        shop.uploaded(row, source=source)
    shop.uploaded(*(order(str(at), stage="Wno" if at % 2 else "Won", product=f"X{at}") for at in range(40)))
    shop.tick()
    visitor.get("/sources")
    assert queries(visitor, "/sources") <= before
