"""`python -m bench.commitments`: cases of a commitment folded at three sizes, beside hand-written SQL; a what-if."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.__main__ import Bench, table

SIZES = (50_000, 250_000, 1_000_000)
DUE = 100_000
"""Deadlines that are fired, where there are as many."""
EACH = 5
"""Events of a case, see `chains`."""


def at_size(bench: Bench, size: int) -> None:
    wall, working, hand = (
        bench.step(f"chains.{name}", *words) for name, *words in (("fold", "wall"), ("fold", "working"), ("by_hand",))
    )
    if (wall["met"], wall["missed"]) != (hand["met"], hand["missed"]):
        raise SystemExit(f"not the same cases: {wall} {hand}")
    what = "all cases of a chain by wall time, against SQL"
    bench.line(what, size, wall["seconds"], hand["seconds"], wall["peak_mb"], hand["peak_mb"])
    bench.line("the same by working time", size, working["seconds"], None, working["peak_mb"])
    followed = bench.step("chains.live", DUE)
    bench.line("all cases kept and armed, live", size, followed["followed"], None, followed["peak_mb"])
    what = f"{followed['done']:,.0f} due at once: decided, chained, marked, an effect each"
    bench.line(what, size, followed["fired"], None, followed["peak_mb"])
    heard = bench.step("chains.told")
    what = f"{heard['stages']:,.0f} stages told to a source"
    bench.line(what, size, heard["told"], None, heard["peak_mb"])
    bench.line("the same settled, each another version", size, heard["settled"], None, heard["peak_mb"])
    changed = bench.step("chains.another")
    bench.line("what-if of a quarter", size, changed["seconds"], None, changed["peak_mb"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.commitments", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="events, comma-separated, growing")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    room = Path(tempfile.mkdtemp(prefix="zs-bench-", dir="/tmp"))
    room.chmod(0o711)
    bench = Bench(room / "home")
    try:
        subprocess.run([Path(sys.executable).with_name("zhunsheng"), "--home", bench.home, "init"], check=True)
        bench.step("chains.publish", room / "bundle")
        for before, size in zip([0, *sizes], sizes, strict=False):
            bench.step("chains.grow", before // EACH, (size - before) // EACH)
            at_size(bench, size)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write(table(bench.lines) + "\n")


if __name__ == "__main__":
    main()
