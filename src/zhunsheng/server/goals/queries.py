"""Asking about goals: whether their links are true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.verdict import Verdict
from zhunsheng.engine.practices.goals.words import sentence
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.goals.books import Books, Ends
from zhunsheng.server.goals.cascade import flaws_of, link_of
from zhunsheng.server.goals.crowding import crowding
from zhunsheng.server.goals.evidence import Pair
from zhunsheng.server.goals.landings import landed
from zhunsheng.server.goals.looks import Look, Looked, looked
from zhunsheng.server.goals.values import Checked, Landed, LinkEntry
from zhunsheng.server.metrics.evaluate import Scene


@dataclass(frozen=True)
class Check:
    """Every link beside the numbers, and what is wrong with goals that are in no link."""

    links: tuple[Checked, ...]
    others: tuple[Problem, ...]


def check(scene: Scene, as_of: datetime | None = None) -> Check:
    """All links of open goals, by the numbers up to now, or as everything was known at a moment."""
    seen = looked(scene, as_of)
    flaws = _Flaws.of(flaws_of(seen.books, scene.bundle.each(Metric)))
    checked = [_checked(look, seen, flaws) for look in seen.looks]
    return Check(tuple(checked), tuple(flaws.without([look.entry for look in seen.looks])))


def landings(scene: Scene, as_of: datetime | None = None) -> list[Landed]:
    """Where each goal that others support comes to lie if every one of those reaches its target."""
    seen = looked(scene, as_of)
    parents = dict.fromkeys(look.entry.parent for look in seen.looks if look.pair)
    under = {code: [look for look in seen.looks if look.entry.parent == code] for code in parents}
    return [landed(seen.numbers, looks) for looks in under.values()]


@dataclass(frozen=True)
class _Flaws:
    """What is wrong, by link, and by goal where no link is named."""

    all: tuple[Flaw, ...]
    goals: dict[str, list[Problem]] = field(default_factory=dict)
    links: dict[Ends, list[Problem]] = field(default_factory=dict)

    @classmethod
    def of(cls, flaws: Iterable[Flaw]) -> _Flaws:
        found = cls(tuple(flaws))
        for one in found.all:
            for ends in one.links:
                found.links.setdefault(ends, []).append(one.problem)
            for code in () if one.links else one.goals:
                found.goals.setdefault(code, []).append(one.problem)
        return found

    def about(self, entry: LinkEntry) -> tuple[Problem, ...]:
        """Those of the link and of its ends."""
        found = [*self.links.get((entry.child, entry.parent), ())]
        found += [problem for code in (entry.child, entry.parent) for problem in self.goals.get(code, ())]
        return tuple(dict.fromkeys(found))

    def without(self, links: Sequence[LinkEntry]) -> Iterator[Problem]:
        """Those of goals and links that none of these shows."""
        ends = {(entry.child, entry.parent) for entry in links}
        codes = {code for pair in ends for code in pair}
        return (one.problem for one in self.all if not (ends & {*one.links} if one.links else codes & {*one.goals}))


def _checked(look: Look, seen: Looked, flaws: _Flaws) -> Checked:
    part = look.pair is not None and look.pair.part
    crowd = crowding(seen.numbers, look.pair, list(seen.books.goals.values())) if look.pair else None
    found, entry = look.verdict or Verdict("holds" if part else "unproven", 0, 0), look.entry
    return Checked(
        link=str(link_of(entry)),
        parent=entry.parent,
        child=entry.child,
        state=found.state,
        n=found.n,
        delay=found.delay,
        effect=found.effect,
        low=found.low,
        high=found.high,
        reason=_part(look.pair) if part and look.pair else _reason(look) or _no_numbers(entry, seen.books),
        problems=(*flaws.about(entry), *([crowd] if crowd else []), *found.problems),
    )


def _reason(look: Look) -> Text | None:
    if look.pair is None or look.basis is None or look.verdict is None:
        return None
    names = (look.pair.child_metric.name, look.pair.parent_metric.name)
    return sentence(look.verdict, link_of(look.entry).promise, names, look.basis.rows)


def _part(pair: Pair) -> Text:
    child, parent = pair.child.name, pair.parent.name
    return Text(
        zh=f"「{child}」是「{parent}」的一部分，同一个数相加，按定义成立",
        en=f"'{child}' is a part of '{parent}': the same number, added up, holds by definition",
    )


def _no_numbers(entry: LinkEntry, books: Books) -> Text:
    child, parent = (books.goals[code].name if code in books.goals else code for code in (entry.child, entry.parent))
    return Text(
        zh=f"「{child}」与「{parent}」不都有指标，没有数字可对，待证",
        en=f"'{child}' and '{parent}' do not both have a metric: there are no numbers to compare, unproven",
    )
