"""A service desk with people: who is responsible is told, asked, brought in, frozen."""

from __future__ import annotations

from datetime import date

from zhunsheng.server.commitments.tests.desk import FILES, Desk
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.subjects.queries import by_key
from zhunsheng.server.worlds.values import WorldInfo

AREA = "  area: {}\n"
CHAIN = """
kind: commitment
id: chain
name: {zh: 响应链, en: chain}
answers: {position: 运营副总}
begins: {source: events, case: ticket, where: {field: what, value: open}, person: who}
begun:
  - {do: card, to: [responsible], asks: {zh: 先响应, en: answer first}}
  - {do: notice, to: [{position: 服务经理, same: region}]}
stages:
  - id: answer
    name: {zh: 响应, en: answer}
    done: {where: {field: what, value: answer}}
    within: 30 min
    missed: [{do: notice, to: [responsible, manager]}]
    kept: [{do: notice, to: [manager]}]
  - id: close
    name: {zh: 闭环, en: close}
    done: {where: {field: what, value: close}}
    within: 4 h
    missed:
      - {do: escalate, to: [{position: 服务经理, same: region}]}
      - {do: freeze, permission: new_cases, term: 5 d}
"""
GIVEN = CHAIN.replace(
    "begun:",
    "responsible: {choose: [{field: who}, {position: 工程师, region: area}], permission: new_cases}\nbegun:",
)


def service_desk(world: WorldInfo) -> Desk:
    """Minute five; V leads the company, M the service in 华东 with E1, E2, E3; W is in 西北."""
    files = {**FILES, "sources/events.yaml": FILES["sources/events.yaml"] + AREA}
    desk = Desk(world, files)
    desk.publish(CHAIN)
    people = [
        _person("V", "公司", "运营副总", "总部", None),
        _person("M", "公司/服务", "服务经理", "华东", "V"),
        *(_person(number, "公司/服务", "工程师", "华东", "M") for number in ("E1", "E2", "E3")),
        _person("W", "公司/服务", "工程师", "西北", "V"),
    ]
    import_people(people, effective=date(2020, 1, 1), now=desk.now)
    desk.at(-1)
    desk.turn()
    desk.at(5)
    return desk


def _person(number: str, unit: str, position: str, region: str, manager: str | None) -> PersonRow:
    return PersonRow(row=2, number=number, name=number, unit=unit, position=position, region=region, manager=manager)


def who(number: str) -> int:
    """The subject of somebody."""
    return by_key("person", [number])[number]
