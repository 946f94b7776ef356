"""Who else is in the draft."""

from __future__ import annotations

from datetime import timedelta

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.drafts.presence import GONE, be_there, others
from zhunsheng.server.drafts.tests.studio import NOW, Studio

ANN, BOB = (Viewer(at, name, name.title(), None, ()) for at, name in enumerate(("ann", "bob")))
WON = Ref("metric", "won")


def test_others_are_seen_where_they_are_and_oneself_is_not(studio: Studio) -> None:
    ann, bob = studio.as_("ann"), studio.as_("bob")
    assert ann.post("/draft/presence", kind="metric", id="won") == {"present": []}
    assert bob.post("/draft/presence") == {
        "present": [{"username": "ann", "name": "Ann", "kind": "metric", "id": "won"}]
    }
    assert ann.post("/draft/presence", leaving=True)["present"][0]["username"] == "bob"
    assert bob.post("/draft/presence") == {"present": []}


def test_who_was_not_heard_of_for_half_a_minute_is_gone(studio: Studio) -> None:
    be_there(ANN, WON, NOW)
    assert [row.username for row in others(BOB, NOW + GONE - timedelta(seconds=1))] == ["ann"]
    assert others(BOB, NOW + GONE) == []
    be_there(ANN, None, NOW + GONE)
    assert [(row.username, row.kind) for row in others(BOB, NOW + GONE)] == [("ann", None)]
