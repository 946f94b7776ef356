"""`python -m bench.cascade`: how goals hang together, checked at three sizes, beside networkx on the same links."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from random import Random

import networkx as nx

from zhunsheng.engine.practices.goals.goal import COMPANY, Goal, Measured, Owner
from zhunsheng.engine.practices.goals.link import Link
from zhunsheng.engine.practices.goals.structure import flaws
from zhunsheng.engine.practices.goals.term import Term

SIZES = (1_000, 10_000, 100_000)
SPAN = 10
"""Goals under each."""
WRONG = 0.01
"""Share of goals with something wrong."""
MEASURES = {f"m{at}": Measured("CNY" if at % 5 == 4 else "outcome") for at in range(20)}
HEADER = ("goals", "links", "flaws", "ours", "networkx: circles and what is reached", "ratio", "peak memory")

Cascade = tuple[list[Goal], list[Link]]


def cascade(size: int) -> Cascade:
    """A pyramid of goals, every fifth with a second parent; some without owner, parent, or guard, some in circles."""
    rng, term = Random(7), Term.parse("2026-Q1")  # noqa: S311  no secret
    goals, links = [], []
    for at in range(size):
        level = COMPANY if at == 0 else Owner("unit", f"u{at}") if at < size // SPAN else Owner("person", f"p{at}")
        people = () if rng.random() < WRONG else (f"p{at}",)
        metric = f"m{rng.randrange(len(MEASURES))}"
        goals.append(Goal(code=f"g{at}", name=f"目标 {at}", owner=level, term=term, accountable=people, metric=metric))
        parents = {(at - 1) // SPAN, *([rng.randrange(at // SPAN + 1)] if at % 5 == 0 else [])} if at else set()
        if rng.random() < WRONG:
            parents = {rng.randrange(size)}
        links += [Link(f"g{at}", f"g{parent}", "约到演示的医院多，签的就多", counter="m0") for parent in parents]
    return goals, links


def ours(goals: list[Goal], links: list[Link]) -> int:
    return len(flaws(goals, links, MEASURES))


def baseline(goals: list[Goal], links: list[Link]) -> int:
    """Circles and what hangs under the company's goal; the other checks have no place in networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(goal.code for goal in goals)
    graph.add_edges_from(link.ends for link in links)
    tangles = [one for one in nx.strongly_connected_components(graph) if len(one) > 1]
    return len(tangles) + len(goals) - len(nx.ancestors(graph, goals[0].code))


def measured(size: int, who: str) -> dict[str, float]:
    """Seconds, peak memory and what was found, in this process."""
    goals, links = cascade(size)
    began = time.perf_counter()
    found = (ours if who == "ours" else baseline)(goals, links)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak, "found": found, "links": len(links)}


def apart(size: int, who: str) -> dict[str, float]:
    """The same in a process of its own."""
    words = [sys.executable, "-m", "bench.cascade", "--one", str(size), who]
    figures: dict[str, float] = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.cascade", description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "WHO"), help="ours or networkx, as JSON")
    one = parser.parse_args().one
    if one:
        sys.stdout.write(json.dumps(measured(int(one[0]), one[1])))
        return
    lines: list[tuple[str, ...]] = [HEADER, tuple("---:" for _ in HEADER)]
    for size in SIZES:
        mine, theirs = apart(size, "ours"), apart(size, "networkx")
        lines.append(
            (
                *(f"{size:,}", f"{mine['links']:,.0f}", f"{mine['found']:,.0f}"),
                *(f"{mine['seconds']:.3f} s", f"{theirs['seconds']:.3f} s"),
                f"{mine['seconds'] / theirs['seconds']:.2f}",
                f"{mine['peak_mb']:,.0f} MB (networkx {theirs['peak_mb']:,.0f} MB)",
            )
        )
    sys.stdout.write("\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n")


if __name__ == "__main__":
    main()
