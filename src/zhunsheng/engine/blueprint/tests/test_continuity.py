"""A release goes on reading the facts that are kept."""

from __future__ import annotations

from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.continuity import continuity
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Text

NAME = Text(zh="商机", en="Deals")
FIELDS = {"id": SourceField(), "day": SourceField(type=FieldType.DATE), "value": SourceField(type=FieldType.MONEY)}
DEALS = Source(id="deals", name=NAME, system="CRM", key=("id",), time="day", fields=FIELDS)


def bundle(source: Source = DEALS, time_zone: str = "Asia/Shanghai") -> Bundle:
    return Bundle(Settings(format=1, name=NAME, time_zone=time_zone), {Ref("source", source.id): source})


def codes(new: Bundle, told: list[str]) -> list[str]:
    return [problem.code for problem in continuity(bundle(), new, told)]


def test_a_source_with_facts_keeps_its_key_its_time_and_the_types_of_its_fields() -> None:
    other = DEALS.model_copy(
        update={"key": ("id", "day"), "time": None, "fields": {**FIELDS, "value": SourceField(type=FieldType.NUMBER)}}
    )
    assert codes(bundle(other), ["deals"]) == ["source.facts_kept"] * 3
    assert codes(bundle(other), []) == []


def test_the_time_zone_stays_once_there_are_facts() -> None:
    assert codes(bundle(time_zone="Europe/Berlin"), ["deals"]) == ["settings.time_zone_kept"]
    assert codes(bundle(time_zone="Europe/Berlin"), []) == []


def test_a_source_with_facts_may_gain_and_lose_fields() -> None:
    fewer = DEALS.model_copy(update={"fields": {"id": SourceField(), "day": FIELDS["day"], "note": SourceField()}})
    assert codes(bundle(fewer), ["deals"]) == []
