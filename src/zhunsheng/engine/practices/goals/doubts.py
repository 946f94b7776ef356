"""Why nothing more can be said of a link, in words."""

from __future__ import annotations

from zhunsheng.engine.values import Problem, Text


def too_short(periods: int, least: int) -> Problem:
    return Problem(
        "goals.too_short",
        Text(
            zh=f"只有 {periods} 个周期的数据，少于 {least} 个周期什么也说不准",
            en=f"{periods} periods of data; with fewer than {least} nothing can be said",
        ),
        Text(zh="等更多周期，或给出更早的数据", en="wait for more periods, or load earlier data"),
    )


def nothing_left() -> Problem:
    return Problem(
        "goals.nothing_left",
        Text(
            zh="子目标或父目标除去各人的水平、趋势和大家共有的起伏之后没有变化，看不出关联",
            en="beyond everybody's level, trend and what all share, the child or the parent does not vary: "
            "no association can be seen",
        ),
        Text(
            zh="检查两个指标在同一批人、同一时期是否都有数据，并按人而不是按总数来看",
            en="check that both metrics have numbers of the same people in the same periods, and look by person",
        ),
    )


def child_still() -> Problem:
    return Problem(
        "goals.child_still",
        Text(
            zh="子目标本身的水平没有真正变动(变动不超过它平常的起伏)，所以不能说走样",
            en="the child's level has not really moved (no more than its usual ups and downs), so that the link cannot "
            "be called distorted",
        ),
        Text(zh="等子目标动起来再看", en="look again once the child has moved"),
    )


def both_moved() -> Problem:
    return Problem(
        "goals.both_moved",
        Text(
            zh="两者一起变动，但在同一个人身上、同一时期里看不出关联：共同的变动可能另有原因",
            en="both moved together, but within people and periods no association is seen: "
            "something else may have moved both",
        ),
        Text(
            zh="找出同期还变了什么；在一部分人身上先试，再比较",
            en="find out what else changed at that time; try it with some of the people and compare",
        ),
    )


def weaker() -> Problem:
    return Problem(
        "goals.weaker_since",
        Text(
            zh="成为目标之后，两者的关联比以前弱了",
            en="the two go together less than they did before the child became a target",
        ),
        Text(zh="看看人们为了达标改变了什么做法", en="find out what people do differently to reach the target"),
    )
