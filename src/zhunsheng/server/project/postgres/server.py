"""How long the embedded server lives: from its first user to its last."""

from __future__ import annotations

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from zhunsheng.server.project.home import SECRET, Home
from zhunsheng.server.project.postgres import cluster


class Server:
    """One process's hold on a home's server.

    Every process that uses the server holds a shared lock, which the operating system lets go even when
    the process is killed. Who can have the lock alone at its end is the last one, and stops the server.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._hold: int | None = None
        atexit.register(self.release)
        self._heir: int | None = None
        os.register_at_fork(
            before=self._before_fork, after_in_parent=self._drop_heir, after_in_child=self._hold_as_heir
        )

    def ensure_running(self) -> None:
        """Start the server if it does not answer, also after a kill; safe from many processes at once."""
        with self._starting():
            if self._hold is None:
                self._hold = self._shared()
            cluster.start(self._home)

    def release(self) -> None:
        """Let go; the last one stops the server."""
        if self._hold is None or not self._home.run.is_dir():
            return
        with self._starting(), suppress(BlockingIOError):
            fcntl.flock(self._hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            cluster.stop(self._home)
        os.close(self._hold)
        self._hold = None

    @contextmanager
    def _starting(self) -> Iterator[None]:
        lock = self._open("start.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        path: Path = self._home.path / name
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, SECRET)

    def _shared(self) -> int:
        lock = self._open("users.lock")
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def _before_fork(self) -> None:
        # A child would share its parent's lock as one, and the first to end would stop the other's server.
        self._heir = self._shared() if self._hold is not None else None

    def _drop_heir(self) -> None:
        if self._heir is not None:
            os.close(self._heir)
        self._heir = None

    def _hold_as_heir(self) -> None:
        if self._hold is not None:
            os.close(self._hold)
        self._hold, self._heir = self._heir, None


@cache
def server_of(home: Home) -> Server:
    """This process's one hold on the home's server."""
    return Server(home)
