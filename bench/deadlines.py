"""`python -m bench.deadlines`: how late what falls due is fired, beside a million armed ones and beside jobs."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.__main__ import Bench
from bench.http import table

Figures = dict[str, float]
HEAD = ("what", "deadlines", "seconds", "a second", "lateness p50", "p99", "processor seconds")


@contextmanager
def workers(home: Path, count: int) -> Iterator[list[Figures]]:
    """Workers that fire meanwhile; afterwards what each of them used."""
    words = [sys.executable, "-m", "bench.step", str(home), "burning.worker"]
    used: list[Figures] = []
    with ExitStack() as ending:
        running = [
            ending.enter_context(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(count)
        ]
        for one in running:
            if one.stdout is None or one.stdout.readline() != "ready\n":
                raise SystemExit("a worker did not start")
        yield used
        used += [json.loads(one.communicate()[0].strip().splitlines()[-1]) for one in running]


def measured(bench: Bench, options: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    bench.step("burning.prepare")
    far = bench.step("burning.armed", options.armed)
    yield _line("armed", options.armed, far["seconds"], None, f"{far['seconds_cpu']:.1f}")
    for what, step, count, arguments in (
        (f"due within {options.within} s", "soon", options.soon, [options.within]),
        ("due at once", "at_once", options.once, []),
    ):
        with workers(bench.home, options.workers) as used:
            fired = bench.step(f"burning.{step}", count, *arguments)
        spent = f"{sum(one['seconds_cpu'] for one in used):.1f} in {options.workers} workers"
        yield _line(f"{what}, one effect row each", count, fired["seconds"], fired, spent)
    queue = bench.step("burning.jobs", options.jobs)
    said = "baseline: one job of the queue each, one worker"
    yield _line(said, options.jobs, queue["seconds"], None, f"{queue['seconds_cpu']:.1f}")


def _line(what: str, count: int, seconds: float, late: Figures | None, spent: str) -> tuple[str, ...]:
    lateness = ("—", "—") if late is None else (f"{late['p50'] * 1000:.0f} ms", f"{late['p99'] * 1000:.0f} ms")
    return what, f"{count:,}", f"{seconds:.1f}", f"{count / seconds:,.0f}", *lateness, spent


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.deadlines", description=__doc__)
    parser.add_argument("--armed", type=int, default=1_000_000, help="for days to come, beside all the rest")
    parser.add_argument("--soon", type=int, default=10_000, help="that fall due within a while")
    parser.add_argument("--within", type=int, default=60, help="that while, in seconds")
    parser.add_argument("--once", type=int, default=100_000, help="that are due at once")
    parser.add_argument("--jobs", type=int, default=2_000, help="of the queue, as a baseline")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--room", type=Path, default=Path("/var/tmp"), help="where the home is made")  # noqa: S108
    options = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="zs-deadlines-", dir=options.room))
    room.chmod(0o711)
    try:
        bench = Bench(room / "home")
        words = [sys.executable, "-m", "zhunsheng.cli", "--home", str(bench.home), "init"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        lines = list(measured(bench, options))
    finally:
        shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write(f"{table(HEAD, lines)}\n")


if __name__ == "__main__":
    main()
