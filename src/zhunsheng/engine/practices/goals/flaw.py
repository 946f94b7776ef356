"""What can be wrong with how goals hang together, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhunsheng.engine.metrics.figures import figure, gap
from zhunsheng.engine.practices.goals.goal import Goal
from zhunsheng.engine.practices.goals.link import Link
from zhunsheng.engine.values import Problem, Text

NAMED = 5
"""Codes named one by one in a sentence."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem, the goals that it is about by code, and the links by their ends."""

    problem: Problem
    goals: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def _of_goal(goal: Goal, code: str, message: Text, remedy: Text) -> Flaw:
    return Flaw(Problem(f"goals.{code}", message, remedy, goal.code), (goal.code,))


def _of_link(link: Link, code: str, message: Text, remedy: Text) -> Flaw:
    return Flaw(Problem(f"goals.{code}", message, remedy, str(link)), (), (link.ends,))


def cycle(codes: Sequence[str]) -> Flaw:
    """`codes`: each supports the next, the last the first."""
    ring = (*codes, codes[0])
    shown = " → ".join(ring if len(ring) <= 2 * NAMED else (*ring[:NAMED], "…", *ring[-NAMED:]))
    problem = Problem(
        "goals.cycle",
        Text(zh=f"目标互相支撑成了环：{shown}", en=f"goals support each other in a circle: {shown}"),
        Text(zh="去掉环上的一条链接", en="take one of these links out"),
        codes[0],
    )
    return Flaw(problem, tuple(codes), tuple(pairwise(ring)))


def orphan(goal: Goal, below: int) -> Flaw:
    """`below`: how many goals hang under it and so reach the company's no more than it does."""
    zh, en = (f"，下面还有 {below} 个目标", f", and {below} more hang under it") if below else ("", "")
    return _of_goal(
        goal,
        "orphan",
        Text(
            zh=f"「{goal.name}」没有上级目标，连不到公司目标{zh}",
            en=f"'{goal.name}' supports no other goal and does not reach the company's{en}",
        ),
        Text(zh="链接到它支撑的目标，或关闭它", en="link it to the goal that it supports, or close it"),
    )


def missing(link: Link, code: str) -> Flaw:
    return _of_link(
        link,
        "missing",
        Text(
            zh=f"链接「{link}」断了：没有目标「{code}」", en=f"the link '{link}' is broken: there is no goal '{code}'"
        ),
        Text(zh="补上这个目标，或改链接里的编号", en="add the goal, or correct its code in the link"),
    )


def parent_closed(link: Link, parent: Goal) -> Flaw:
    return _of_link(
        link,
        "parent_closed",
        Text(
            zh=f"链接「{link}」断了：「{parent.name}」已经关闭",
            en=f"the link '{link}' is broken: '{parent.name}' is closed",
        ),
        Text(
            zh="链接到仍在进行的目标，或也关闭下级", en="link the child to a goal that is open, or close the child too"
        ),
    )


def level_missing(link: Link, child: Goal, parent: Goal) -> Flaw:
    return _of_link(
        link,
        "level_missing",
        Text(
            zh=f"「{child.name}」是个人目标，直接挂在公司目标「{parent.name}」下，跳过了部门",
            en=f"'{child.name}' is a person's and hangs directly on the company's '{parent.name}': "
            "the unit between is left out",
        ),
        Text(zh="链接到所在部门的目标", en="link it to the goal of the person's unit"),
    )


def effort_only(parent: Goal, links: Sequence[Link]) -> Flaw:
    children = "、".join(link.child for link in links[:NAMED])
    found = _of_goal(
        parent,
        "effort_only",
        Text(
            zh=f"「{parent.name}」是结果，支撑它的全是投入（{children}）：做得多不等于做成了",
            en=f"'{parent.name}' is an outcome, and only effort stands for it ({children}): "
            "doing much is not achieving",
        ),
        Text(zh="加一个看得见结果的下级目标", en="add a child that measures what comes of the effort"),
    )
    return Flaw(found.problem, found.goals, tuple(link.ends for link in links))


def unguarded(link: Link, child: Goal) -> Flaw:
    return _of_link(
        link,
        "unguarded",
        Text(
            zh=f"「{child.name}」没有制衡指标：只顾它而伤了「{link.parent}」，没有数字会说",
            en=f"'{child.name}' has no counter-metric: no number would tell if it were reached at the expense of "
            f"'{link.parent}'",
        ),
        Text(
            zh="在链接上写一个制衡指标，不是下级或上级自己的指标",
            en="name a counter-metric on the link, other than the metrics of the two goals",
        ),
    )


def unit_mismatch(goal: Goal, declared: str, measured: str) -> Flaw:
    return _of_goal(
        goal,
        "unit_mismatch",
        Text(
            zh=f"「{goal.name}」的目标以「{declared}」计，指标「{goal.metric}」以「{measured}」计",
            en=f"the target of '{goal.name}' is in '{declared}', its metric '{goal.metric}' in '{measured}'",
        ),
        Text(zh=f"目标值换算成「{measured}」", en=f"convert the target to '{measured}'"),
    )


def units_apart(link: Link, child: str, parent: str) -> Flaw:
    return _of_link(
        link,
        "unit_mismatch",
        Text(
            zh=f"链接「{link}」两端单位不同：下级以「{child}」计，上级以「{parent}」计",
            en=f"the ends of '{link}' are in different units: the child in '{child}', the parent in '{parent}'",
        ),
        Text(zh="两端用同一个单位", en="bring both to one unit"),
    )


def says_nothing(link: Link) -> Flaw:
    return _of_link(
        link,
        "says_nothing",
        Text(
            zh=f"链接「{link}」只重复了名称，没有说怎样支撑：「{link.statement}」",
            en=f"'{link}' repeats names and does not say how one supports the other: '{link.statement}'",
        ),
        Text(
            zh="写明：做什么动作，为什么上级会跟着动",
            en="say what is done, and why the parent follows from it",
        ),
    )


def weights(goals: Sequence[Goal], total: float) -> Flaw:
    owner, term = goals[0].owner, goals[0].term
    codes = tuple(goal.code for goal in goals)
    problem = Problem(
        "goals.weights",
        Text(
            zh=f"{owner.key} 在 {term.label} 的权重合计 {total:.4g}，不是 1（{'、'.join(codes[:NAMED])}）",
            en=f"weights of {owner.key} in {term.label} add up to {total:.4g}, not 1 ({', '.join(codes[:NAMED])})",
        ),
        Text(zh="调整权重，使合计为 1", en="change them so that they add up to 1"),
        codes[0],
    )
    return Flaw(problem, codes)


def nobody(goal: Goal) -> Flaw:
    return _of_goal(
        goal,
        "nobody_accountable",
        Text(zh=f"「{goal.name}」没有人负责", en=f"nobody answers for '{goal.name}'"),
        Text(zh="写一位负责人", en="name one person"),
    )


def several(goal: Goal) -> Flaw:
    listed = "、".join(goal.accountable)
    return _of_goal(
        goal,
        "several_accountable",
        Text(
            zh=f"「{goal.name}」有 {len(goal.accountable)} 人负责（{listed}），等于没有人负责",
            en=f"{len(goal.accountable)} people answer for '{goal.name}' ({listed}), which is as good as nobody",
        ),
        Text(zh="留下一位，其余写进下级目标", en="keep one; give the others goals of their own"),
    )


def apart(parent: Goal, children: Sequence[Goal], total: float, unit: str) -> Flaw:
    """The parts of a whole do not add up to it."""
    whole = parent.target or 0.0
    difference, said, asked = gap(total - whole, unit), figure(total, unit), figure(whole, unit)
    zh, en = ("多", "more") if total > whole else ("少", "less")
    found = _of_goal(
        parent,
        "gap",
        Text(
            zh=f"「{parent.name}」是 {asked.zh}，{len(children)} 个下级目标合计 {said.zh}，{zh} {difference.zh}",
            en=f"'{parent.name}' is {asked.en}; its {len(children)} children add up to {said.en}, {difference.en} {en}",
        ),
        Text(zh="把差额分给某个下级，或改上级目标", en="give the difference to a child, or change the parent"),
    )
    return Flaw(found.problem, found.goals, tuple((child.code, parent.code) for child in children))
