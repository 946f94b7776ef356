"""`make bench`: grow one company to three sizes and put our figures beside their baselines."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

SIZES = (1_000_000, 5_000_000, 20_000_000)
HEADER = ("what", "facts", "ours", "baseline", "ratio", "peak memory", "of the baseline")


@dataclass
class Bench:
    """One run: a home that grows, and the lines of the table so far."""

    home: Path
    lines: list[tuple[str, ...]] = field(default_factory=list)

    def step(self, name: str, *arguments: object) -> dict[str, float]:
        """Run a step in a process of its own."""
        words = [sys.executable, "-m", "bench.step", str(self.home), name, *map(str, arguments)]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
        sys.stderr.write(f"{name} {arguments}: {figures}\n")
        return figures

    def line(
        self, what: str, facts: int, ours: float, baseline: float | None, peak: float, base_peak: float | None = None
    ) -> None:
        """One line: seconds, the ratio ours ÷ baseline, megabytes."""
        self.lines.append(
            (
                what,
                f"{facts:,}",
                f"{ours:.2f} s",
                "—" if baseline is None else f"{baseline:.2f} s",
                "—" if baseline is None else f"{ours / baseline:.2f}",
                f"{peak:,.0f} MB",
                "—" if base_peak is None else f"{base_peak:,.0f} MB",
            )
        )


def at_size(bench: Bench, before: int, size: int) -> None:
    """Grow to `size` and measure everything there."""
    grown = bench.step("grow", before, size - before)
    peak = grown["peak_mb"]
    bench.line("load a file: acknowledged, against raw COPY", size, grown["acknowledged"], grown["copy"], peak)
    whole = grown["acknowledged"] + grown["settled"]
    bench.line("load a file: in the lake, against raw COPY", size, whole, grown["copy"], peak)
    ours = bench.step("compute")
    for latest in ("arg_max", "row_number"):
        try:
            hand = bench.step("hand_sql", latest)
        except subprocess.CalledProcessError:
            bench.lines.append(
                (f"six metrics, against SQL with {latest}", f"{size:,}", "—", "out of memory", "—", "—", "—")
            )
            continue
        if (hand["groups"], hand["check"]) != (ours["groups"], ours["check"]):
            raise SystemExit(f"not the same numbers: {ours} {hand}")
        what = f"six metrics by person × week, against SQL with {latest}"
        bench.line(what, size, ours["seconds"], hand["seconds"], ours["peak_mb"], hand["peak_mb"])
    stored = bench.step("store")
    bench.line("compute and store all values of people and units", size, stored["seconds"], None, stored["peak_mb"])
    for what, first, kind in (("10,000 new facts of a day", size, "new"), ("500 of them late", size + 10_000, "late")):
        new = bench.step("advance", first, kind)
        bench.line(f"{what}: numbers right", size, new["seconds"], None, new["peak_mb"])


def spark(bench: Bench, size: int) -> None:
    """The same expressions on Spark, where it is installed."""
    if find_spec("pyspark") is None:
        sys.stderr.write("pyspark is not installed: no comparison with Spark\n")
        return
    both = bench.step("on_spark.compare")
    what = "six metrics on Spark (local[2]), equal values, against DuckDB"
    bench.line(what, size, both["spark"], both["duckdb"], both["peak_mb"])


def workbook(bench: Bench, size: int) -> None:
    bench.step("write_workbook", size)
    read = bench.step("excel_baseline")
    for said, step in (("dry run", "excel_dry_run"), ("load, numbers right", "excel_load")):
        ours = bench.step(step)
        what = f"XLSX of 100,000 rows: {said}, against pandas reading it"
        bench.line(what, size, ours["seconds"], read["read"], ours["peak_mb"], read["peak_mb"])


def table(lines: list[tuple[str, ...]]) -> str:
    """The lines as a Markdown table."""
    rows = [HEADER, tuple("---" for _ in HEADER), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="facts, comma-separated, growing")
    parser.add_argument("--keep", type=Path, help="keep the home in this folder")
    options = parser.parse_args()
    room = options.keep or Path(tempfile.mkdtemp(prefix="zs-bench-", dir="/tmp"))
    room.mkdir(parents=True, exist_ok=True)
    room.chmod(0o711)
    bench = Bench(room / "home")
    try:
        subprocess.run([Path(sys.executable).with_name("zhunsheng"), "--home", bench.home, "init"], check=True)
        bench.step("publish", room / "bundle")
        before = 0
        for size in map(int, options.sizes.split(",")):
            at_size(bench, before, size)
            if before == 0:
                spark(bench, size)
            before = size
        workbook(bench, before + 20_000)
    finally:
        if options.keep is None:
            shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}\n\n"
    )
    sys.stdout.write(table(bench.lines) + "\n")


if __name__ == "__main__":
    main()
