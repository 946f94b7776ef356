"""What can be wrong with the chain of decisions, in words."""

from __future__ import annotations

from zhunsheng.engine.values import Problem, Text

_TODO = Text(
    zh="不要再记录新的决定；把这一处与最近一份好的备份比较，查明是谁、何时改的",
    en="record nothing further; compare this place with the last good backup and find out who changed it and when",
)


def changed(number: int, seal: int) -> Problem:
    return _broken(
        "chain.changed",
        Text(
            zh=f"决定 {number}(第 {seal} 道封签内)的内容与它的摘要不符：记录之后被改过",
            en=f"decision {number} (under seal {seal}) does not match its digest: it was changed after it was recorded",
        ),
    )


def swapped(number: int, other: int, seal: int) -> Problem:
    return _broken(
        "chain.swapped",
        Text(
            zh=f"决定 {number}(第 {seal} 道封签内)的位置上放着决定 {other} 的内容：两者被对调过",
            en=f"in the place of decision {number} (under seal {seal}) lies decision {other}: they were swapped",
        ),
    )


def decision_missing(number: int, seal: int) -> Problem:
    return _broken(
        "chain.decision_missing",
        Text(
            zh=f"缺少决定 {number}：第 {seal} 道封签里有它",
            en=f"decision {number} is missing: seal {seal} holds it",
        ),
    )


def beside(number: int, seal: int, name: str) -> Problem:
    return _broken(
        "chain.beside",
        Text(
            zh=f"决定 {number}(第 {seal} 道封签内)旁边用于查找的「{name}」与它的内容不符：被改过",
            en=f"the '{name}' by which decision {number} (under seal {seal}) is found is not what it says: changed",
        ),
    )


def seal_missing(number: int) -> Problem:
    return _broken(
        "chain.seal_missing",
        Text(
            zh=f"缺少第 {number} 道封签，连同它的决定",
            en=f"seal {number} is missing, with the decisions it held",
        ),
    )


def does_not_follow(number: int) -> Problem:
    return _broken(
        "chain.does_not_follow",
        Text(
            zh=f"第 {number} 道封签接不上前一道：第 {number - 1} 道连同它的决定被整个重做过，或第 {number} 道被改过",
            en=f"seal {number} does not follow the one before it: seal {number - 1} was made anew with all its "
            f"decisions, or seal {number} was changed",
        ),
    )


def seal_broken(number: int, first: int, last: int) -> Problem:
    return _broken(
        "chain.seal_broken",
        Text(
            zh=f"第 {number} 道封签与它的决定 {first}–{last} 不符：其中有决定连同摘要一起被改过，或封签被改过",
            en=f"seal {number} does not match its decisions {first}–{last}: one was changed together with its digest, "
            "or the seal was changed",
        ),
    )


def beyond(number: int, seal: int) -> Problem:
    return _broken(
        "chain.beyond",
        Text(
            zh=f"决定 {number} 不在任何封签里(查到第 {seal} 道)：它的封签被删掉了，或它是后来塞进来的",
            en=f"decision {number} is under no seal (looked up to seal {seal}): its seal was removed, or it was put in",
        ),
    )


def not_met(digest: str, seals: int, decisions: int) -> Problem:
    return Problem(
        "chain.not_met",
        Text(
            zh=f"链本身完整({seals} 道封签，{decisions} 个决定)，但里面没有摘要 {digest}："
            "链尾被截掉过，或整条链被重做过",
            en=f"the chain holds in itself ({seals} seals, {decisions} decisions), but the digest {digest} is not in "
            "it: it was cut off at the end, or made anew",
        ),
        Text(
            zh="核对摘要是不是这个世界的、有没有抄错；若无误，与那时的备份比较",
            en="check that the digest is of this world and copied rightly; if so, compare with a backup of that time",
        ),
    )


def _broken(code: str, said: Text) -> Problem:
    return Problem(code, said, _TODO)
