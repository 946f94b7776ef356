"""Every link of open goals with what the numbers say of it: what check and landing both stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.verdict import Verdict, judge
from zhunsheng.server.goals.books import Books, read
from zhunsheng.server.goals.cascade import link_of
from zhunsheng.server.goals.evidence import Basis, Pair, basis
from zhunsheng.server.goals.numbers import Numbers
from zhunsheng.server.goals.parts import is_part
from zhunsheng.server.goals.values import LinkEntry
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.people.whereabouts import Whereabouts, whereabouts


@dataclass(frozen=True)
class Look:
    """A link with what there is to say of it. `basis`, `verdict`: None where nothing is to be judged."""

    entry: LinkEntry
    pair: Pair | None
    basis: Basis | None
    verdict: Verdict | None


@dataclass(frozen=True)
class Looked:
    """All links of a company's open goals, as known at a moment."""

    books: Books
    numbers: Numbers
    looks: tuple[Look, ...]


def looked(scene: Scene, as_of: datetime | None) -> Looked:
    """Every link whose child is open, all judged together."""
    books, metrics = read(as_of), scene.bundle.each(Metric)
    links = [entry for entry in books.links.values() if not _over(books, entry)]
    today, on = scene.today(as_of), cache(whereabouts)
    pairs = [_pair(books, entry, metrics, lambda day: on(min(day, today))) for entry in links]
    used = {metric.id: metric for pair in pairs if pair for metric in (pair.child_metric, pair.parent_metric)}
    numbers, goals = Numbers(scene, tuple(used.values()), as_of), list(books.goals.values())
    bases = [None if pair is None or pair.part else basis(numbers, pair, goals) for pair in pairs]
    found = zip(links, pairs, bases, _judged(links, bases), strict=True)
    return Looked(books, numbers, tuple(Look(*one) for one in found))


def _over(books: Books, entry: LinkEntry) -> bool:
    child = books.goals.get(entry.child)
    return child is not None and child.closed


def _pair(
    books: Books, entry: LinkEntry, metrics: Mapping[str, Metric], on: Callable[[date], Whereabouts]
) -> Pair | None:
    """The link's ends where both are there and have metrics."""
    child, parent = books.goals.get(entry.child), books.goals.get(entry.parent)
    if child is None or parent is None:
        return None
    one, other = metrics.get(child.metric or ""), metrics.get(parent.metric or "")
    if one is None or other is None:
        return None
    return Pair(child, parent, one, other, entry.sign > 0 and is_part(child, parent, one, on))


def _judged(links: Sequence[LinkEntry], bases: Sequence[Basis | None]) -> Iterator[Verdict | None]:
    """The verdict of each link that has a basis, all judged together."""
    asked = [(link_of(entry).promise, one.evidence) for entry, one in zip(links, bases, strict=True) if one]
    verdicts = iter(judge(asked))
    return (None if one is None else next(verdicts) for one in bases)
