"""A shop whose site is served."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.serving.site import ADMIN, PASSWORD, SHOP, Site

from zhunsheng.server.project.home import Home


def _zhunsheng(home: Path, *words: str) -> None:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("ZHUNSHENG")}
    command = [sys.executable, "-m", "zhunsheng.cli", "--home", str(home), *words]
    subprocess.run(command, env={**inherited, "ZHUNSHENG_ADMIN_PASSWORD": PASSWORD}, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def shop(room: Path) -> Home:
    home = Home.at(room / "served")
    _zhunsheng(home.path, "init", str(SHOP))
    _zhunsheng(home.path, "createadmin", ADMIN)
    return home


@pytest.fixture
def site(shop: Home, room: Path) -> Iterator[Site]:
    found = Site(shop, free_port())
    found.start(room / "serve.log")
    found.sign_in()
    yield found
    for process in found.family() if found.process and found.process.poll() is None else []:
        process.kill()
