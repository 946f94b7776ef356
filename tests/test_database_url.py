"""The same with a PostgreSQL server of the customer's own, named by DATABASE_URL."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg

from zhunsheng.server.project.home import DATABASE_USER, SUPERUSER

Zhunsheng = Callable[..., subprocess.CompletedProcess[str]]


class Customer(Protocol):
    def url(self, database: str = ..., user: str = ...) -> str: ...


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


def test_a_server_that_is_gone_is_said_in_words(place: Path, free_port: int, zhunsheng: Zhunsheng) -> None:
    nowhere = {"DATABASE_URL": f"postgresql://somebody:secret@127.0.0.1:{free_port}/db"}
    refused = zhunsheng(place, "init", environment=nowhere)
    assert refused.returncode == 2
    assert "does not answer" in refused.stderr
    assert "secret" not in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr
