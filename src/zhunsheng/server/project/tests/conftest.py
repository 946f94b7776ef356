"""Homes of their own, beside the one that the tests share."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from zhunsheng.server.project.home import Home
from zhunsheng.server.project.postgres import cluster
from zhunsheng.server.project.postgres.server import Server


@pytest.fixture
def fresh(room: Path) -> Home:
    """A home with a cluster that has never run."""
    made = Home.at(room / uuid4().hex[:8])
    made.create()
    cluster.create(made)
    return made


@pytest.fixture
def server(fresh: Home) -> Iterator[Server]:
    """A running server."""
    made = Server(fresh)
    made.ensure_running()
    yield made
    made.release()
