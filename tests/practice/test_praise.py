"""A practice is added with two files and a name among the kinds of entity: everything else serves it as it is."""

from __future__ import annotations

import pytest
from tests.practice.following import follow
from tests.practice.praise import Praise

from zhunsheng.engine.blueprint import entity
from zhunsheng.engine.practices.chain import Verified
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.cards.inbox import inbox
from zhunsheng.server.commitments.tests.desk import CHAIN, Desk
from zhunsheng.server.commitments.tests.service import service_desk, who
from zhunsheng.server.decisions import practices
from zhunsheng.server.decisions.audit import verify
from zhunsheng.server.worlds.values import WorldInfo

PRAISE = """
kind: praise
id: busy
name: {zh: 一周两件, en: two a week}
source: events
person: who
at_least: 2
then: [{do: notice, to: [responsible]}]
"""


@pytest.fixture
def desk(world: WorldInfo, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The kind has its name, the practice is registered as an app would."""
    monkeypatch.setitem(entity.KINDS, "praise", Praise)
    monkeypatch.setitem(entity.FOLDERS, "praise", "praises")
    monkeypatch.setitem(entity.KIND_NAMES, "praise", Text(zh="表扬", en="praise"))
    monkeypatch.setitem(practices._PRACTICES, "praise", follow)
    found = service_desk(world)
    found.publish(CHAIN, beside={"praises/busy.yaml": PRAISE})
    return found


def praised(desk: Desk) -> list[str]:
    return [one.decision.reason.en for one in desk.decided() if one.decision.practice == "praise"]


def test_it_decides_once_on_what_the_lake_tells(desk: Desk) -> None:
    desk.tell(("T", "open", 1), who="E1")
    assert praised(desk) == []
    desk.tell(("U", "open", 2), who="E1")
    assert praised(desk) == ["2 in a week"]
    desk.turn()
    assert praised(desk) == ["2 in a week"]
    assert isinstance(verify(), Verified)


def test_its_decision_reaches_the_inbox_of_whom_it_is_about(desk: Desk) -> None:
    desk.tell(("T", "open", 1), ("U", "open", 2), who="E2")
    (notice,) = [one for one in inbox(who("E2")).notices if one.practice == "praise"]
    assert [reason.zh for reason in notice.reasons] == ["一周 2 件"]


def test_its_mistakes_are_named_where_they_stand(desk: Desk) -> None:
    wrong = PRAISE.replace("at_least: 2", "at_least: 0").replace("do: notice", "do: sing")
    with pytest.raises(ZhunshengError) as refused:
        desk.publish(CHAIN, beside={"praises/busy.yaml": wrong})
    assert {(one.place, one.line) for one in refused.value.problems} == {
        ("praises/busy.yaml", 7),
        ("praises/busy.yaml", 8),
    }
