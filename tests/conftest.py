"""The command line as a user runs it, and a database server of a customer's own."""

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from zhunsheng.server.project.home import DATABASE_USER, Home
from zhunsheng.server.project.postgres import cluster
from zhunsheng.server.project.postgres.account import account_for
from zhunsheng.server.project.postgres.programs import programs_for

Zhunsheng = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(room: Path) -> Path:
    """Where a home can be made."""
    return room / uuid4().hex[:8]


@pytest.fixture(scope="session")
def zhunsheng() -> Zhunsheng:
    """Runs `zhunsheng --home HOME WORD …` in a process of its own; never raises."""

    def run(
        home: Path, *words: str, stdin: str = "", environment: dict[str, str] | None = None, user: str | None = None
    ) -> subprocess.CompletedProcess[str]:
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


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Customer:
    """A server on 127.0.0.1 that asks for passwords."""

    home: Home
    port: int

    def url(self, database: str = DATABASE_USER, user: str = DATABASE_USER) -> str:
        return f"postgresql://{user}:{self.home.password(user)}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}", "-c", "unix_socket_directories="]
        self._control("start", "-w", "-l", "server.log", "-o", shlex.join(options))

    def stop(self) -> None:
        self._control("stop", "-m", "immediate", "-w")

    def _control(self, *words: str) -> None:
        account = account_for(self.home.cluster)
        command = [str(programs_for(self.home, account) / "pg_ctl"), *words]
        account.run(command, cwd=self.home.cluster, environment={"PGDATA": str(self.home.cluster)})


@pytest.fixture
def customer(room: Path, place: Path, free_port: int) -> Iterator[Customer]:
    home = Home.at(room / f"{place.name}-server")
    home.create()
    cluster.create(home)
    (home.cluster / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    server = Customer(home, free_port)
    server.start()
    yield server
    server.stop()
