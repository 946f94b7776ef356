"""`python -m bench.preview`: a messy workbook of three sizes is understood and tried, beside a script."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.__main__ import Bench

SIZES = (10_000, 100_000, 300_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.preview", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="rows, comma-separated")
    options = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="zs-bench-", dir="/tmp"))
    room.chmod(0o711)
    bench = Bench(room / "home")
    head = ("rows", "understood", "tried", "script", "tried to script", "peak memory", "of the script")
    lines = [head, tuple("---" for _ in head)]
    try:
        subprocess.run([Path(sys.executable).with_name("zhunsheng"), "--home", bench.home, "init"], check=True)
        bench.step("on_preview.publish")
        for rows in map(int, options.sizes.split(",")):
            bench.step("on_preview.write", rows)
            ours, theirs = bench.step("on_preview.ours", rows), bench.step("on_preview.script", rows)
            if ours["wrong"] != theirs["wrong"]:
                raise SystemExit(f"not the same rows are wrong: {ours} {theirs}")
            lines.append(
                (
                    f"{rows:,}",
                    f"{ours['understood']:.2f} s",
                    f"{ours['tried']:.2f} s",
                    f"{theirs['seconds']:.2f} s",
                    f"{ours['tried'] / theirs['seconds']:.1f}",
                    f"{ours['peak_mb']:,.0f} MB",
                    f"{theirs['peak_mb']:,.0f} MB",
                )
            )
    finally:
        shutil.rmtree(room, ignore_errors=True)
    sys.stdout.write("\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n")


if __name__ == "__main__":
    main()
