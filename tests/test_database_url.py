"""The same with a PostgreSQL server of the customer's own, named by DATABASE_URL."""

import shlex
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from zhunsheng.server.project.home import DATABASE_USER, SUPERUSER, Home
from zhunsheng.server.project.postgres import cluster
from zhunsheng.server.project.postgres.account import account_for
from zhunsheng.server.project.postgres.programs import programs_for

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Customer:
    """A server on 127.0.0.1 that asks for passwords."""

    home: Home
    port: int

    def url(self, database: str = DATABASE_USER, user: str = DATABASE_USER) -> str:
        return f"postgresql://{user}:{self.home.password(user)}@127.0.0.1:{self.port}/{database}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def customer(room: Path, place: Path) -> Iterator[Customer]:
    home = Home.at(room / f"{place.name}-server")
    home.create()
    cluster.create(home)
    (home.cluster / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    account, port = account_for(home.cluster), _free_port()
    control = str(programs_for(home, account) / "pg_ctl")
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories="]
    environment = {"PGDATA": str(home.cluster)}
    start = [control, "start", "-w", "-l", "server.log", "-o", shlex.join(options)]
    account.run(start, cwd=home.cluster, environment=environment)
    yield Customer(home, port)
    account.run([control, "stop", "-m", "fast", "-w"], cwd=home.cluster, environment=environment)


def test_a_home_lives_on_the_customers_server(
    customer: Customer, place: Path, room: Path, zhunsheng: Zhunsheng
) -> None:
    first = {"DATABASE_URL": customer.url()}
    assert zhunsheng(place, "init", environment=first).returncode == 0
    assert not (place / "pg").exists()
    assert zhunsheng(place, "doctor", environment=first).returncode == 0
    assert zhunsheng(place, "createadmin", "li", stdin="a long enough one\n", environment=first).returncode == 0

    file, second_home = room / f"{place.name}.tar", room / f"{place.name}-second"
    assert zhunsheng(place, "backup", str(file), environment=first).returncode == 0
    into_used = zhunsheng(second_home, "restore", str(file), environment=first)
    assert into_used.returncode == 2
    assert "already has tables" in into_used.stderr

    with psycopg.connect(customer.url("postgres", SUPERUSER), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE second OWNER {DATABASE_USER}")
    second = {"DATABASE_URL": customer.url("second")}
    restored = zhunsheng(second_home, "restore", str(file), environment=second)
    assert restored.returncode == 0, restored.stderr
    assert zhunsheng(second_home, "doctor", environment=second).returncode == 0
    with psycopg.connect(customer.url("second")) as database:
        assert database.execute("SELECT username, is_superuser FROM auth_user").fetchall() == [("li", True)]


def test_a_server_that_is_gone_is_said_in_words(place: Path, zhunsheng: Zhunsheng) -> None:
    nowhere = {"DATABASE_URL": f"postgresql://somebody:secret@127.0.0.1:{_free_port()}/db"}
    refused = zhunsheng(place, "init", environment=nowhere)
    assert refused.returncode == 2
    assert "does not answer" in refused.stderr
    assert "secret" not in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr
