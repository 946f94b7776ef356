"""The shape of the cascade: circles, broken chains, goals that support nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zhunsheng.engine.practices.goals import flaw
from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import Goal
from zhunsheng.engine.practices.goals.link import Link

Ints = npt.NDArray[np.int64]


def shape(goals: Mapping[str, Goal], links: Sequence[Link]) -> Iterator[Flaw]:
    """Everything about open goals, by code, and their links."""
    yield from _broken(goals, links)
    whole = [link for link in links if link.parent in goals and link.child in goals]
    yield from (flaw.cycle(ring) for ring in circles(list(goals), whole))
    yield from _orphans(goals, whole)


def circles(codes: Sequence[str], links: Sequence[Link]) -> Iterator[list[str]]:
    """A circle of each tangle of goals that support each other; each member supports the next."""
    at = {code: place for place, code in enumerate(codes)}
    child, parent = (np.array([at[link.ends[end]] for link in links], dtype=np.int64) for end in (0, 1))
    yield from ([codes[one]] for one in np.unique(child[child == parent]).tolist())
    graph = coo_array((np.ones(child.size, dtype=np.int8), (child, parent)), shape=(len(codes), len(codes)))
    _, tangle = connected_components(graph, directed=True, connection="strong")
    inside = (tangle[child] == tangle[parent]) & (child != parent)
    following = dict(zip(child[inside].tolist(), parent[inside].tolist(), strict=True))
    _, first = np.unique(tangle[child[inside]], return_index=True)
    for start in child[inside][first].tolist():
        yield [codes[place] for place in _ring(start, following)]


def _ring(start: int, following: Mapping[int, int]) -> list[int]:
    """The circle into which a walk within a tangle leads."""
    path, seen = [start], {start: 0}
    while (after := following[path[-1]]) not in seen:
        seen[after] = len(path)
        path.append(after)
    return path[seen[after] :]


def _broken(goals: Mapping[str, Goal], links: Sequence[Link]) -> Iterator[Flaw]:
    for link in links:
        child, parent = goals.get(link.child), goals.get(link.parent)
        if child is None:
            yield flaw.missing(link, link.child)
        if parent is None:
            yield flaw.missing(link, link.parent)
        elif child is not None and not child.closed and parent.closed:
            yield flaw.parent_closed(link, parent)
    yield from _skipping(goals, links)


def _skipping(goals: Mapping[str, Goal], links: Sequence[Link]) -> Iterator[Flaw]:
    """People's goals that hang on the company's beside those of units."""
    skipping, carried = [], set()
    for link in links:
        child, parent = goals.get(link.child), goals.get(link.parent)
        if child is None or parent is None or parent.owner.level != "company" or child.closed:
            continue
        if child.owner.level == "unit":
            carried.add(parent.code)
        elif child.owner.level == "person":
            skipping.append((link, child, parent))
    yield from (flaw.level_missing(*one) for one in skipping if one[2].code in carried)


def _orphans(goals: Mapping[str, Goal], links: Sequence[Link]) -> Iterator[Flaw]:
    """Open goals, other than the company's, that support nothing, each with how many hang under it alone."""
    supporting = {link.child for link in links}
    tops = [goal for code, goal in goals.items() if code not in supporting and not goal.closed]
    children: dict[str, list[str]] = {}
    for link in links:
        children.setdefault(link.parent, []).append(link.child)
    reached: set[str] = set()
    _mark_below([goal.code for goal in tops if goal.owner.level == "company"], children, reached)
    for goal in tops:
        if goal.owner.level != "company":
            yield flaw.orphan(goal, _mark_below([goal.code], children, reached) - 1)


def _mark_below(codes: Sequence[str], children: Mapping[str, Sequence[str]], reached: set[str]) -> int:
    """Add the goals and all that hang under them to those reached; returns how many are new there."""
    before, waiting = len(reached), list(codes)
    reached.update(codes)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    return len(reached) - before
