"""Finding reporting lines that run in a circle on some day. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from zhunsheng.server.people.timeline import EVER, FOREVER, Stints

Lines = Mapping[str, Stints]


def circles(lines: Lines) -> list[tuple[str, ...]]:
    """People each of whom reports to the next and the last to the first, on one and the same day.

    Every person on a circle is in at least one of those returned.
    """
    edges = _core({number: _managers(stints) for number, stints in lines.items()})
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for number in sorted(edges):
        if number not in seen and (circle := _circle(number, edges, lines)):
            found.append(circle)
            seen.update(circle)
    return found


def _managers(stints: Stints) -> set[str]:
    return {stint.place.manager for stint in stints if stint.place.manager is not None}


def _core(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is left when those who lead nobody and those who report to nobody have been taken away again and again."""
    upward = _peeled(edges)
    downward: dict[str, set[str]] = {number: set() for number in upward}
    for number, managers in upward.items():
        for manager in managers:
            downward[manager].add(number)
    left = _peeled(downward)
    return {number: upward[number] & left.keys() for number in left}


def _peeled(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Without the nodes from which every path ends."""
    waiting = Counter({node: sum(target in edges for target in targets) for node, targets in edges.items()})
    back: dict[str, list[str]] = {}
    for node, targets in edges.items():
        for target in targets:
            back.setdefault(target, []).append(node)
    ended = [node for node in edges if not waiting[node]]
    for node in ended:  # grows while it is walked
        for other in back.get(node, ()):
            waiting[other] -= 1
            if not waiting[other]:
                ended.append(other)
    left = edges.keys() - set(ended)
    return {node: edges[node] & left for node in left}


def _circle(start: str, edges: Mapping[str, set[str]], lines: Lines) -> tuple[str, ...]:
    """A way from `start` back to it that exists on one day, or nothing."""
    path: list[str] = []
    on_path: set[str] = set()
    stack: list[tuple[int, str, date, date]] = [(0, start, EVER, FOREVER)]
    while stack:
        depth, number, since, until = stack.pop()
        on_path.difference_update(path[depth:])
        del path[depth:]
        if number == start and depth:
            return tuple(path)
        if number not in on_path:
            path.append(number)
            on_path.add(number)
            stack += [(depth + 1, *step) for step in _up(number, since, until, edges, lines)]
    return ()


def _up(
    number: str, since: date, until: date, edges: Mapping[str, set[str]], lines: Lines
) -> Iterator[tuple[str, date, date]]:
    for stint in lines[number]:
        manager, low, high = stint.place.manager, max(stint.since, since), min(stint.until, until)
        if manager is not None and manager in edges[number] and low < high:
            yield manager, low, high
