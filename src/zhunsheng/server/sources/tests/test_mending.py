"""Rows in quarantine: who sees which, mended and read again, dropped, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from zhunsheng.server.access.models import Visit
from zhunsheng.server.sources.tests.shop import Shop, order, post, queries

WRONG = (order("1", stage="Wonn"), order("2", stage="Wonn"), order("3", stage="Lsot"), order("4", value="viel"))


def waits(shop: Shop, **asked: Any) -> dict[str, list[int]]:
    found = shop.partner().get("/sources/orders/waiting", **asked)
    return {"rows": [one["row"] for one in found["items"]], "total": [found["total"]]}


def test_rows_come_with_their_cells_and_what_is_wrong_by_field(shop: Shop) -> None:
    shop.uploaded(*WRONG, order("5"))
    found = shop.partner().get("/sources/orders/waiting")
    assert found["total"] == 4
    first = found["items"][0]
    assert (first["row"], first["file"], first["cells"]["stage"]) == (2, "orders.xlsx", "Wonn")
    assert [(one["field"], one["problem"]["code"]) for one in first["problems"]] == [("stage", "choice.unknown")]


def test_problems_stand_in_groups_over_all_rows_with_the_wrong_texts_counted(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    found = shop.partner().get("/sources/orders/waiting", page_size=1)
    assert [(one["problem"]["code"], one["field"], one["rows"]) for one in found["groups"]] == [
        ("choice.unknown", "stage", 3),
        ("number.text", "value", 1),
    ]
    stage = found["groups"][0]
    assert [(one["text"], one["rows"]) for one in stage["texts"]] == [("Wonn", 2), ("Lsot", 1)]
    fix, *others = stage["texts"][0]["fixes"]
    assert [one["cell"] for one in others] == [None], "or it becomes a choice"
    assert (fix["cell"], fix["patch"]) == ("Won", {"fields": {"stage": {"reads": {"Wonn": "Won"}}}})


def test_rows_are_chosen_by_problem_field_and_what_a_cell_holds(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    assert waits(shop, code="number.text")["rows"] == [5]
    assert waits(shop, field="stage")["rows"] == [2, 3, 4]
    assert waits(shop, code="number.text", field="stage")["rows"] == []
    assert waits(shop, q="sot")["rows"] == [4]


def test_a_text_is_mended_wherever_it_stands_and_rows_one_by_one(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    partner = shop.partner()
    ids = {one["row"]: one["id"] for one in partner.get("/sources/orders/waiting")["items"]}
    body = {"replace": {"stage": {"Wonn": "Won"}}, "edits": [{"id": ids[5], "cells": {"value": "7"}}]}
    done = post(partner, "/sources/orders/redo", body)
    assert (done["redone"], done["waiting"]) == (3, 1)
    shop.tick()
    assert partner.get("/sources/orders")["facts"] == 3
    assert partner.get(f"/receipts/{done['batch']}")["sender"] == "han"
    assert Visit.objects.get(endpoint="sources.redo").detail == "orders: 3"


def test_what_cannot_be_mended_is_said_all_at_once_and_nothing_is_kept(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    partner = shop.partner()
    said = post(partner, "/sources/orders/redo", {"replace": {"x": {"a": "b"}, "y": {}}}, 422)
    assert len(said["problems"]) == 2
    post(partner, "/sources/orders/redo", {"edits": [{"id": 999, "cells": {"stage": "Won"}}]}, 422)
    assert waits(shop)["total"] == [4]


def test_nothing_readable_makes_no_batch(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    assert post(shop.partner(), "/sources/orders/redo", {}) == {"batch": None, "redone": 0, "waiting": 4}


def test_rows_are_dropped_some_or_all(shop: Shop) -> None:
    shop.uploaded(*WRONG)
    partner = shop.partner()
    first = partner.get("/sources/orders/waiting")["items"][0]["id"]
    assert post(partner, "/sources/orders/drop", {"ids": [first, 12345]}) == {"dropped": 1}
    assert post(partner, "/sources/orders/drop", {}) == {"dropped": 3}
    assert waits(shop)["total"] == [0]


# Whose rows ---------------------------------------------------------------------------------------------------------


def test_a_partner_of_some_units_sees_and_mends_what_she_handed_in_only(shop: Shop) -> None:
    shop.uploaded(order("1", stage="Wonn"), order("2", stage="Lsot"), sender="root")
    shop.uploaded(order("3", stage="Wonn"), sender="eve")
    eve = shop.partner("HQ/East", "eve")
    found = eve.get("/sources/orders/waiting")
    assert [one["cells"]["id"] for one in found["items"]] == ["3"]
    assert [(one["rows"], len(one["texts"])) for one in found["groups"]] == [(1, 1)]
    done = post(eve, "/sources/orders/redo", {"replace": {"stage": {"Wonn": "Won", "Lsot": "Lost"}}})
    assert (done["redone"], done["waiting"]) == (1, 0)
    assert post(eve, "/sources/orders/drop", {}) == {"dropped": 0}
    assert waits(shop)["total"] == [2]


def test_nobody_edits_a_row_that_is_not_theirs_to_see(shop: Shop) -> None:
    shop.uploaded(order("1", stage="Wonn"), sender="root")
    (hidden,) = shop.keeper().get("/sources/orders/waiting")["items"]
    edit = {"edits": [{"id": hidden["id"], "cells": {"stage": "Won"}}]}
    said = post(shop.partner("HQ/East", "eve"), "/sources/orders/redo", edit, 422)
    assert said["problems"][0]["code"] == "redo.no_such_row"


def test_cells_of_pay_are_veiled_from_who_does_not_see_pay(shop: Shop) -> None:
    shop.uploaded(order("1", bonus="viel Geld"), order("2", bonus="9000", stage="Wonn"))
    keeper, partner = shop.keeper(), shop.partner()
    assert partner.get("/sources/orders/waiting")["items"][0]["cells"]["bonus"] == "viel Geld"
    answer = keeper.get("/sources/orders/waiting")
    assert "viel" not in str(answer)
    assert "9000" not in str(answer)
    assert [one["veiled"] for one in answer["items"]] == [["bonus"], ["bonus"]]
    assert keeper.get("/sources/orders/waiting", q="9000")["total"] == 0
    guess = {"replace": {"bonus": {"viel Geld": "1"}}}
    assert post(keeper, "/sources/orders/redo", guess, 422)["problems"][0]["code"] == "redo.veiled"
    assert post(partner, "/sources/orders/redo", guess)["redone"] == 1


def test_whoever_reads_rows_that_name_people_stands_in_the_log(shop: Shop) -> None:
    shop.uploaded(order("1", stage="Wonn"))
    shop.partner().get("/sources/orders/waiting")
    assert len(Visit.objects.get(endpoint="sources.waiting").subjects) == 1


def test_a_list_of_people_is_mended_by_who_may_change_people(shop: Shop) -> None:
    shop.uploaded({"name": "Nobody"}, source="staff", sender="root")
    partner, keeper = shop.partner(), shop.keeper()
    (row,) = keeper.get("/sources/staff/waiting")["items"]
    edit = {"edits": [{"id": row["id"], "cells": {"number": "A9"}}]}
    post(partner, "/sources/staff/redo", edit, 403)
    assert post(keeper, "/sources/staff/redo", edit)["redone"] == 1
    assert len(Visit.objects.get(endpoint="sources.redo", act="change").subjects) == 1


# Withdrawing --------------------------------------------------------------------------------------------------------


def test_a_batch_is_taken_back_and_the_numbers_follow(shop: Shop) -> None:
    first = shop.uploaded(order("1"), order("2"))
    shop.tick()
    assert shop.values("won") == {("A1", "2025-08"): 2}
    assert post(shop.partner(), f"/receipts/{first}/withdraw", None)["state"] == "withdrawn"
    assert shop.values("won") == {}
    post(shop.partner(), f"/receipts/{first}/withdraw", None, 422)
    post(shop.partner(), "/receipts/999/withdraw", None, 404)


def test_a_partner_of_some_units_takes_back_what_she_handed_in(shop: Shop) -> None:
    others, own = shop.uploaded(order("1"), sender="root"), shop.uploaded(order("2"), sender="eve")
    shop.tick()
    eve = shop.partner("HQ/East", "eve")
    assert post(eve, f"/receipts/{others}/withdraw", None, 403)["code"] == "batch.not_yours"
    assert post(eve, f"/receipts/{own}/withdraw", None)["state"] == "withdrawn"


@pytest.mark.parametrize("path", ["/sources/orders/waiting", "/sources/orders/strays"])
def test_calls_take_as_many_questions_for_many_rows_as_for_few(shop: Shop, path: str) -> None:
    partner = shop.partner()
    shop.uploaded(order("a", stage="Wonn"), order("b", product="GTXPro"))
    shop.tick()
    partner.get(path)
    before = queries(partner, path)
    shop.uploaded(
        *(order(f"{at}", stage="x") for at in range(60)), *(order(f"p{at}", product=f"P{at}") for at in range(60))
    )
    shop.tick()
    partner.get(path)
    assert queries(partner, path) <= before
