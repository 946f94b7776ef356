"""`python -m e2e.company HOME PORT`: make the small company in a home, and become its site."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from zhunsheng.server.project.boot import configure

HOME, PORT = Path(sys.argv[1]), sys.argv[2]
home = configure(HOME)

# After Django is up: this brings models.
from e2e.company.story import play  # noqa: E402

play(home)
words = [sys.executable, "-m", "zhunsheng.cli", "--home", str(HOME), "serve", "--port", PORT]
os.execv(sys.executable, words)  # noqa: S606  a new program: the lake's threads do not outlive a fork
