"""Run one step in this process and print its figures and peak memory as JSON: `HOME [MODULE.]STEP ARGUMENTS`."""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path

from zhunsheng.server.project.boot import configure

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from zhunsheng.server.project.boot import boot  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402
from zhunsheng.server.worlds.queries import world  # noqa: E402


def main() -> None:
    boot(Path(sys.argv[1]))
    live = world("live")
    arguments = [int(word) if word.isdigit() else word for word in sys.argv[3:]]
    with enter(live):
        module, _, name = sys.argv[2].rpartition(".")
        figures = getattr(import_module(f"bench.{module or 'steps'}"), name)(live, *arguments)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
