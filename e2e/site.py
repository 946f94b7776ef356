"""The small company's site, run by the command that people run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e.company.accounts import accounts
from e2e.company.truth import truth
from zhunsheng.demo.accounts import Account
from zhunsheng.server.access.roles import Role
from zhunsheng.server.project.home import Home

PATIENCE = 600  # seconds until the company is loaded and the site answers


@dataclass(frozen=True)
class Site:
    """Where the site is, and who can sign in."""

    url: str
    home: Path
    accounts: dict[Role, Account]


@contextmanager
def serving(home: Path, log: Path) -> Iterator[Site]:
    """The site of the small company in a new home, until the end."""
    port = free_port()
    with running([sys.executable, "-m", "e2e.company", str(home), str(port)], port, log):
        found = accounts(Home.at(home), truth().people)
        yield Site(f"http://127.0.0.1:{port}", home, {account.role: account for account in found})


@contextmanager
def running(command: Sequence[str], port: int, log: Path, told: Mapping[str, str] | None = None) -> Iterator[None]:
    """A command that serves a site, from when it answers until the end. `told`: variables of its environment."""
    around = {**os.environ, **(told or {})}
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=around, start_new_session=True) as process,
    ):
        try:
            _await_answer(process, port, log)
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the site answers; says what the command said if it ends before."""
    for _ in range(PATIENCE * 4):
        if process.poll() is not None:
            raise RuntimeError(f"the command ended with {process.returncode}:\n{log.read_text()[-2000:]}")
        with socket.socket() as trying:
            trying.settimeout(1)
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(0.25)
        except subprocess.TimeoutExpired:
            continue
    raise TimeoutError(f"no answer after {PATIENCE} s:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
