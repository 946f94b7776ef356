"""What follows from actions: one consequence for everybody they reach, and somebody else where they reach nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from zhunsheng.engine.practices.actions.action import Action
from zhunsheng.engine.practices.actions.consequences import Occasion, consequences
from zhunsheng.engine.practices.actions.recipients import Recipient
from zhunsheng.engine.practices.actions.words import in_words
from zhunsheng.engine.values import SubjectId

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
ON = Occasion("SO-9", SubjectId(1), AT, ZoneInfo("Asia/Shanghai"), AT + timedelta(hours=4), AT + timedelta(days=1))


@dataclass
class Company:
    people: Mapping[object, Sequence[int]]
    away: set[int] = field(default_factory=set)

    def meant(self, recipient: Recipient) -> Sequence[SubjectId]:
        return [SubjectId(one) for one in self.people.get(recipient, ())]

    def available(self, person: SubjectId) -> bool:
        return person not in self.away


def made(company: Company, *actions: Mapping[str, object]) -> list[tuple[str, dict[str, object]]]:
    parsed = [TypeAdapter[Action](Action).validate_python(one) for one in actions]
    return [(one.kind, dict(one.details)) for one in consequences(parsed, company, ON)]


def test_everybody_meant_is_told_and_nobody_twice() -> None:
    company = Company({"manager": [7], "answers": [7, 8]})
    notice = {"do": "notice", "to": ["manager", "answers"]}
    assert made(company, notice) == [("notice", {"to": 7, "case": "SO-9"}), ("notice", {"to": 8, "case": "SO-9"})]
    assert made(company, {"do": "notice", "to": ["manager"]}, notice) == made(company, notice)


def test_where_a_recipient_is_nobody_the_head_of_the_unit_and_the_hr_partner_are_told_why() -> None:
    company = Company({"unit_head": [3], "hr": [4]})
    action = TypeAdapter[Action](Action).validate_python({"do": "escalate", "to": [{"position": "大区服务经理"}]})
    found = consequences([action], company, ON)
    assert [one.details for one in found] == [{"to": 3, "case": "SO-9"}, {"to": 4, "case": "SO-9"}]
    assert found[0].words.zh == "责任人的部门负责人（没有「大区服务经理」可找）加入处理"


def test_a_case_is_handed_over_to_the_first_who_can_take_it() -> None:
    company = Company({"manager": [1, 2, 3]}, away={2})
    assert made(company, {"do": "hand_over", "to": ["manager"]}) == [
        ("hand_over", {"to": 3, "case": "SO-9", "from": 1})
    ]


def test_a_card_is_due_when_the_stage_is_unless_it_says_otherwise() -> None:
    asks = {"zh": "上传方案", "en": "upload a plan"}
    company = Company({"responsible": [1]})
    (_, card), (_, later) = made(
        company,
        {"do": "card", "to": ["responsible"], "asks": asks},
        {"do": "card", "to": ["responsible"], "asks": asks, "within": "72 h"},
    )
    assert (card["due"], later["due"]) == (ON.due, AT + timedelta(hours=72))


def test_a_freeze_is_a_hold_to_confirm_unless_it_begins_at_once() -> None:
    freeze = {"do": "freeze", "permission": "new_leads", "term": "month"}
    company = Company({"responsible": [1], "answers": [9]})
    (_, held), (_, asked) = made(company, freeze)
    ((_, frozen),) = made(company, freeze | {"begins": "at_once"})
    assert (asked["to"], asked["due"]) == (9, ON.confirm_by)
    assert held == {
        "to": 1,
        "case": "SO-9",
        "permission": "new_leads",
        "until": datetime(2025, 4, 1, tzinfo=ZoneInfo("Asia/Shanghai")),
        "confirm_by": ON.confirm_by,
    }
    assert frozen["confirm_by"] is None


def test_nobody_is_frozen_who_is_not_there() -> None:
    assert made(Company({"answers": [9]}), {"do": "freeze", "permission": "new_leads", "term": "month"}) == []


def test_what_nothing_carries_out_is_never_made() -> None:
    with pytest.raises(ValueError, match="meeting"):
        made(Company({}), {"do": "meeting"})


@pytest.mark.parametrize(
    ("action", "zh", "en"),
    [
        ({"do": "notice", "to": ["manager"]}, "通知责任人的上级", "tell the manager of whoever is responsible"),
        (
            {"do": "escalate", "to": [{"position": "经理", "same": "region"}, {"person": "E1"}]},
            "请同区域的经理、工号 E1加入处理",
            "bring in 经理 of the same region, number E1",
        ),
        ({"do": "hand_over", "to": ["unit_head"]}, "移交给责任人的部门负责人", None),
        ({"do": "card", "to": ["answers"], "asks": {"zh": "复盘", "en": "review"}}, "请规则负责人：复盘", None),
        ({"do": "webhook", "connection": "crm"}, "告知「crm」", "tell 'crm'"),
        (
            {"do": "freeze", "permission": "new", "term": "5 d"},
            "经确认后冻结「new」 5 天",
            "freeze 'new' for 5 days, once confirmed",
        ),
        ({"do": "freeze", "permission": "new", "term": "month", "begins": "at_once"}, "立即冻结「new」至月底", None),
        ({"do": "unfreeze", "permission": "new"}, "恢复「new」", "give 'new' back"),
        ({"do": "meeting"}, "召集会议", "meeting"),
    ],
)
def test_an_action_reads_as_people_say_it(action: Mapping[str, object], zh: str, en: str | None) -> None:
    words = in_words(TypeAdapter[Action](Action).validate_python(action))
    assert words.zh == zh
    assert en is None or words.en == en
