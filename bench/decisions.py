"""`python -m bench.decisions`: decisions recorded beside a plain COPY, and the chain of a million verified."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.__main__ import Bench
from bench.http import table

HEAD = ("what", "decisions", "seconds", "decisions/s", "CPU seconds", "peak memory")


def line(what: str, decisions: int, figures: dict[str, float]) -> tuple[str, ...]:
    seconds, cpu = figures["seconds"], figures["cpu"]
    return (
        what,
        f"{decisions:,}",
        f"{seconds:.1f}",
        f"{decisions / seconds:,.0f}",
        f"{cpu:.1f}",
        f"{figures['peak_mb']:,.0f} MB",
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.decisions", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="decisions recorded and copied")
    parser.add_argument("--batch", type=int, default=1_000, help="of one transaction")
    parser.add_argument("--chain", type=int, default=1_000_000, help="how long the chain is that is verified")
    parser.add_argument("--room", type=Path, default=Path("/var/tmp"), help="where the home is made")  # noqa: S108
    options = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="zs-decisions-", dir=options.room))
    room.chmod(0o711)
    bench, count, batch = Bench(room / "home"), options.count, options.batch
    try:
        zhunsheng = Path(sys.executable).with_name("zhunsheng")
        subprocess.run([zhunsheng, "--home", bench.home, "init"], check=True, stdout=subprocess.DEVNULL)
        said = f"batches of {batch:,}, each committed"
        lines = [line(f"plain COPY of the rows, {said}", count, bench.step("on_decisions.copied", count, batch))]
        lines.append(line(f"recorded, {said}", count, bench.step("on_decisions.recorded", 1, count, batch)))
        if options.chain > count:
            bench.step("on_decisions.recorded", count + 1, options.chain - count, batch)
        figures = bench.step("on_decisions.verified")
        lines.append(line("the whole chain verified", int(figures["decisions"]), figures))
    finally:
        shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write(f"{table(HEAD, lines)}\n")


if __name__ == "__main__":
    main()
