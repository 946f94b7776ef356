"""Run one step in this process and print its figures and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from zhunsheng.server.project.boot import configure

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from bench import steps  # noqa: E402
from zhunsheng.server.project.boot import boot  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402
from zhunsheng.server.worlds.queries import world  # noqa: E402


def main() -> None:
    boot(Path(sys.argv[1]))
    live = world("live")
    arguments = [int(word) if word.isdigit() else word for word in sys.argv[3:]]
    with enter(live):
        figures = getattr(steps, sys.argv[2])(live, *arguments) or {}
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
