"""The command line as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def place(room: Path) -> Path:
    """Where a home can be made."""
    return room / uuid4().hex[:8]


@pytest.fixture(scope="session")
def zhunsheng() -> Zhunsheng:
    """Runs `zhunsheng --home HOME WORD …` in a process of its own; never raises."""

    def run(
        home: Path, *words: str, stdin: str = "", environment: dict[str, str] | None = None, user: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "ZHUNSHENG_HOME"}}
        return subprocess.run(
            [sys.executable, "-c", "from zhunsheng.cli import main; main()", "--home", str(home), *words],
            input=stdin,
            env={**inherited, "LANG": "en_US.UTF-8", **(environment or {})},
            text=True,
            capture_output=True,
            check=False,
            cwd="/",
        )

    return run
