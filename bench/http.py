"""`python -m bench.http`: facts a second over HTTP, and how fast the API answers companies of three sizes."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.__main__ import Bench
from bench.company import deals
from bench.site import Headers, Served, bare, closed_loop, served, signed_in
from bench.staff import ALL, DAYS, LEAD, PASSWORD

BATCH = 1_000
PATHS = (
    f"{LEAD}:/me",
    f"{LEAD}:/today",
    f"{LEAD}:/metrics/deals_value/breakdown?dimension=person",
    f"{ALL}:/metrics/deals_value/breakdown?dimension=person",
    f"{ALL}:/people",
    f"{ALL}:/units",
)
ROOT = "/api/v1"
INGEST_HEAD = ("facts over HTTP, batches of 1,000", "facts/s", "ms a batch, p50", "p95", "peak memory")
API_HEAD = ("call", "people", "SQL", "p50", "p95", "requests/s", "p95 to that of the smallest", "KB")


@dataclass
class Site:
    """A company of some size, in a home of its own."""

    bench: Bench
    people: int
    callers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def made(cls, room: Path, people: int) -> Site:
        bench = Bench(room / f"home-{people}")
        zhunsheng = Path(sys.executable).with_name("zhunsheng")
        subprocess.run([zhunsheng, "--home", bench.home, "init"], check=True, stdout=subprocess.DEVNULL)
        bench.step("on_site.company", room / f"bundle-{people}", people)
        return cls(bench, people, dict(bench.step("on_site.accounts")))


def bodies(first: int, count: int, people: int) -> list[bytes]:
    """The rows as a system sends them."""
    rows = deals(first, count, seed=first, people=people, days=DAYS, late=False)
    return [json.dumps(piece.to_pylist(), default=str).encode() for piece in rows.to_batches(max_chunksize=BATCH)]


def ingest(site: Site, facts: int, senders: int) -> Iterator[tuple[str, ...]]:
    """Facts a second until all are acknowledged, while the worker takes them into the numbers as always."""
    first = 10_000_000
    told = bodies(first, facts, site.people)
    with bare() as floor:
        yield _ingested("a bare Django view that reads the body", floor, _sent(told, senders, {}), senders)
    token = {"Authorization": f"Bearer {site.callers['token']}"}
    with served(site.bench.home) as product:
        warm = bodies(first - 10 * BATCH, 10 * BATCH, site.people)
        closed_loop(product, senders, _sent(warm, senders, token, "warm"))
        time.sleep(2)
        said = f"ours, {senders} senders, each batch durable when answered"
        yield _ingested(said, product, _sent(told, senders, token, "bench"), senders)
        behind = site.bench.step("on_site.settled")
        sys.stderr.write(f"in the lake {behind['seconds']:.1f} s after the last answer\n")
    copy = site.bench.step("on_site.copied", first, facts, BATCH, site.people)
    each = copy["seconds"] / (facts / BATCH) * 1000
    said = "raw COPY of the same rows, one sender, each batch committed, nothing checked"
    yield said, f"{facts / copy['seconds']:,.0f}", f"{each:.1f}", "—", "—"


def _sent(told: list[bytes], senders: int, headers: Headers, keys: str = "") -> Any:
    def calls(sender: int) -> Iterator[tuple[str, str, bytes | None, Headers]]:
        for at in range(sender, len(told), senders):
            key = {"Idempotency-Key": f"{keys}-{at}"} if keys else {}
            yield "POST", f"{ROOT}/facts/deals", told[at], {"Content-Type": "application/json", **headers, **key}

    return calls


def _ingested(said: str, site: Served, calls: Any, senders: int) -> tuple[str, ...]:
    site.peak = 0.0
    wall, taken = closed_loop(site, senders, calls)
    middle, high = np.percentile(taken, [50, 95]) * 1000
    return said, f"{len(taken) * BATCH / wall:,.0f}", f"{middle:.1f}", f"{high:.1f}", f"{site.peak:,.0f} MB"


def answers(site: Site, paths: list[str], clients: int, calls: int) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Each path with its p95 in ms and its line; `paths` begin with who calls, e.g. `lead:/today`."""
    with served(site.bench.home) as product:
        sessions = {who: signed_in(product, site.callers[who], PASSWORD) for who in (LEAD, ALL)}
        for path in paths:
            who, _, where = path.partition(":")
            wall, taken = _asked(product, f"{ROOT}{where}", sessions[who], clients, calls)
            sql = site.bench.step("on_site.statements", site.callers[who], f"{ROOT}{where}")
            middle, high = np.percentile(taken, [50, 95]) * 1000
            shown = (f"{sql['sql']:.0f}", f"{middle:.0f} ms", f"{high:.0f} ms", f"{len(taken) / wall:.0f}")
            yield path, float(high), (*shown, f"{sql['bytes'] / 1024:.1f}")
        sys.stderr.write(f"peak memory of the site's processes: {product.peak:,.0f} MB\n")


def _asked(site: Served, path: str, headers: Headers, clients: int, calls: int) -> tuple[float, list[float]]:
    one: tuple[str, str, bytes | None, Headers] = ("GET", path, None, headers)
    closed_loop(site, clients, lambda _: islice(cycle([one]), 3))
    return closed_loop(site, clients, lambda _: islice(cycle([one]), calls // clients))


def table(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, tuple("---" for _ in head), *lines])


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.http", description=__doc__)
    parser.add_argument("--people", default="300,3000,10000", help="sizes of the company")
    parser.add_argument("--facts", type=int, default=200_000, help="facts sent to the largest; 0: none")
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--calls", type=int, default=1_000, help="of each path")
    parser.add_argument("--paths", nargs="*", default=list(PATHS), help="WHO:PATH; who: lead, all")
    parser.add_argument("--room", type=Path, default=Path("/var/tmp"), help="where homes are made")  # noqa: S108
    options = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="zs-http-", dir=options.room))
    room.chmod(0o711)
    api: list[tuple[str, ...]] = []
    taken: list[tuple[str, ...]] = []
    first: dict[str, float] = {}
    try:
        for people in map(int, options.people.split(",")):
            site = Site.made(room, people)
            for path, high, shown in answers(site, options.paths, options.clients, options.calls):
                ratio = high / first.setdefault(path, high)
                api.append((f"`{path}`", f"{people:,}", *shown[:-1], f"{ratio:.2f}", shown[-1]))
        with bare() as floor:
            wall, spent = _asked(floor, "/", {}, options.clients, options.calls)
            middle, high = np.percentile(spent, [50, 95]) * 1000
            shown = ("0", f"{middle:.0f} ms", f"{high:.0f} ms", f"{len(spent) / wall:.0f}")
            api.append(("floor: a bare Django view, a constant", "—", *shown, "—", "0.0"))
        if options.facts:
            taken = list(ingest(site, options.facts, options.senders))
    finally:
        shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write(f"{table(INGEST_HEAD, taken)}\n\n{options.clients} clients, each asks as soon as answered:\n\n")
    sys.stdout.write(f"{table(API_HEAD, api)}\n")


if __name__ == "__main__":
    main()
