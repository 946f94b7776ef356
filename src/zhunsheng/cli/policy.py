"""The policy in sentences: the rules, what each role reaches and what not, and which endpoint belongs to which act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhunsheng.engine.values import Text
from zhunsheng.server.access.policy import FIELDS, POLICY
from zhunsheng.server.access.roles import ACT_WORDS, FIELD_WORDS, REACH_WORDS, ROLE_WORDS, Act, Reach, Role
from zhunsheng.server.access.schemas import Matrix


class Line(NamedTuple):
    """A line of print: how far in, what stands before it, what it says."""

    depth: int
    head: Text
    said: Text


TITLES = {
    "rules": Text(zh="一、规则", en="1. Rules"),
    "roles": Text(zh="二、角色：能做什么，不能做什么", en="2. Roles: what each may do, and what not"),
    "acts": Text(zh="三、每件事由谁做，经哪些接口", en="3. What may be done, by whom, through which endpoints"),
    "fields": Text(zh="四、人员资料的字段由谁看", en="4. Fields of people's records, and who sees them"),
}
RULES = (
    Text(zh="没有写在这里的，一律不允许。", en="What does not stand here is refused."),
    Text(
        zh="一个人的各个角色相加：任何一个角色允许的，就可以做；范围以允许它的那个角色为准。",
        en="Roles add up: what any role of a person allows is allowed, as far as that role reaches.",
    ),
    Text(
        zh="历史随岗：某一天的行归那天管着这个人的条线和部门；一个周期的数字按它的最后一天，未结束的按今天。",
        en="History stays where it happened: a row belongs to the line and units that had the person on its day, a "
        "number over a period to those of its last day, or of today while it runs.",
    ),
    Text(
        zh="兼岗让那里的上级和部门看到这个人的数字和公开字段，不包括其他字段。",
        en="A second post lets those who lead there see the person's numbers and open fields, and no other field.",
    ),
    Text(
        zh="一个部门里除自己以外全是自己汇报线上的人时，经理也看这个部门的数字。",
        en="A manager also sees the numbers of a unit that holds nobody but themselves and people below them.",
    ),
    Text(
        zh="不在职期间不能登录；离职后的下一个请求起，会话和令牌都失效。",
        en="Nobody signs in while not employed; from the next request after leaving, sessions and tokens open nothing.",
    ),
    Text(
        zh="看别人的数字或资料、导出、改动和被拒绝的尝试都记入访问记录；涉及到的本人可以查看。",
        en="Reading somebody else's numbers or record, exporting, changing and refused attempts stand in the log of "
        "visits; the person concerned sees those about them.",
    ),
    Text(
        zh="对一个决定负责的人总能看到这个决定；别人按决定涉及的人和那一天来定。",
        en="Who answers for a decision always sees it; others by whom it is about, and its day.",
    ),
    Text(zh="谁也不能给自己授予角色。", en="Nobody gives a role to themselves."),
    Text(
        zh="看不到的和不存在的，回答相同。",
        en="What is not to be seen and what does not exist are answered alike.",
    ),
)
_BASIS = {
    Role.EMPLOYEE: Text(zh="在职的每个人", en="everybody who is employed"),
    Role.MANAGER: Text(
        zh="有人向其汇报的员工；员工能做的也能做", en="whoever somebody reports to; an employee besides"
    ),
}
_FOR_UNITS = Text(
    zh="由管理员授予，限部门（含下级）和期限，或全公司",
    en="given by an administrator, for units and those below or for all",
)
_FOR_ALL = Text(zh="由管理员授予，可限期限，不分部门", en="given by an administrator, never for a part of the company")
_NOT = Text(zh="不能", en="may not")
_FIELDS = Text(zh="字段", en="fields")
_ANYBODY = Text(zh="每个角色", en="every role")
_BY = Text(zh="由", en="by")


def lines(found: Matrix) -> Iterator[tuple[Text, list[Line]]]:
    """The policy, part by part."""
    yield TITLES["rules"], [Line(1, _same(f"{at}."), rule) for at, rule in enumerate(RULES, start=1)]
    yield TITLES["roles"], [line for role in Role for line in _of_role(role)]
    yield TITLES["acts"], [line for act in Act for line in _of_act(act, found)]
    yield (
        TITLES["fields"],
        [
            Line(1, FIELD_WORDS[field], _listed([ROLE_WORDS[r] for r in Role if r in roles]))
            for field, roles in FIELDS.items()
        ],
    )


def _of_role(role: Role) -> Iterator[Line]:
    for_units = any(by.get(role) is Reach.UNITS for by in POLICY.values())
    yield Line(1, ROLE_WORDS[role], _BASIS.get(role, _FOR_UNITS if for_units else _FOR_ALL))
    for reach in reversed(Reach):
        acts = [act for act in Act if POLICY[act].get(role) is reach]
        if acts:
            yield Line(2, REACH_WORDS[reach], _listed([ACT_WORDS[act] for act in acts]))
    if role in POLICY[Act.PEOPLE]:
        yield Line(2, _FIELDS, _listed([FIELD_WORDS[field] for field, roles in FIELDS.items() if role in roles]))
    refused = [ACT_WORDS[act] for act in Act if role not in POLICY[act] and set(POLICY[act].values()) != {Reach.SELF}]
    if refused:
        yield Line(2, _NOT, _listed(refused))


def _of_act(act: Act, found: Matrix) -> Iterator[Line]:
    if set(POLICY[act]) == set(Role) and len(set(POLICY[act].values())) == 1:
        reached = [_beside(_ANYBODY, REACH_WORDS[POLICY[act][Role.EMPLOYEE]])]
    else:
        reached = [_beside(ROLE_WORDS[role], REACH_WORDS[POLICY[act][role]]) for role in Role if role in POLICY[act]]
    yield Line(1, ACT_WORDS[act], _same(""))
    yield Line(2, _BY, _listed(reached))
    for one in sorted(found.endpoints, key=lambda one: (one.path, one.method)):
        if one.act is act:
            yield Line(2, _same(f"{one.method} {one.path}"), one.words)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def _beside(role: Text, reach: Text) -> Text:
    return Text(zh=f"{role.zh}({reach.zh})", en=f"{role.en} ({reach.en})")


def _listed(parts: list[Text]) -> Text:
    return Text(zh=";".join(part.zh for part in parts), en="; ".join(part.en for part in parts))
