"""A site as `zhunsheng serve` runs it, and a browser's way of calling it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from zhunsheng.server.project.home import Home

ADMIN, PASSWORD = "admin", "correct horse battery"
SHOP = Path(__file__).parents[1] / "faults" / "shop"


@dataclass
class Stream:
    """An open stream of news, read off the wire: each event is one chunk of its own."""

    wire: socket.socket
    read: bytes = b""

    def event(self, seconds: float) -> dict[str, Any]:
        """The next news; raises TimeoutError, or EOFError where the stream ended."""
        until = time.monotonic() + seconds
        while True:
            while b"\n" in self.read:
                line, _, self.read = self.read.partition(b"\n")
                if line.startswith(b"data: "):
                    found: dict[str, Any] = json.loads(line[6:])
                    return found
            self.wire.settimeout(max(0.001, until - time.monotonic()))
            more = self.wire.recv(65536)
            if not more:
                raise EOFError
            self.read += more


@dataclass
class Site:
    """A served home and who is signed in."""

    home: Home
    port: int
    process: subprocess.Popen[bytes] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def start(self, log: Path) -> None:
        words = [sys.executable, "-m", "zhunsheng.cli", "--home", str(self.home.path), "serve"]
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("ZHUNSHENG")}
        with log.open("wb") as out:
            self.process = subprocess.Popen([*words, "--port", str(self.port)], env=inherited, stdout=out, stderr=out)
        assert eventually(self._answers, 60), log.read_text()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def sign_in(self) -> None:
        _, _, cookies = self._asked("GET", "/", b"", {})
        known = {"Cookie": _cookie(cookies), "X-CSRFToken": cookies["csrftoken"], "Content-Type": "application/json"}
        told = json.dumps({"username": ADMIN, "password": PASSWORD}).encode()
        status, body, more = self._asked("POST", "/_allauth/browser/v1/auth/login", told, known)
        assert status == 200, body
        cookies |= more
        self.headers = {"Cookie": _cookie(cookies), "X-CSRFToken": cookies["csrftoken"]}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and body; `body` is sent as JSON unless it is bytes."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        said = {"Content-Type": "application/json", **self.headers, **headers}
        status, text, _ = self._asked(method, path, sent, said)
        return status, json.loads(text) if text.startswith((b"{", b"[")) else text

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            pairs = [one.partition(";")[0].partition("=") for one in response.headers.get_all("Set-Cookie", [])]
            return response.status, response.read(), {name: value for name, _, value in pairs}
        finally:
            connection.close()

    def listen(self) -> Stream:
        status, found = self.ask("GET", "/api/v1/live")
        assert status == 200, found
        return self.open(found["url"])

    def open(self, url: str) -> Stream:
        wire = socket.create_connection(("127.0.0.1", self.port), 30)
        wire.sendall(f"GET {url} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        stream = Stream(wire)
        while b"retry: 2000" not in stream.read:
            stream.read += (more := wire.recv(65536))
            assert more, stream.read
        assert stream.read.startswith(b"HTTP/1.1 200"), stream.read
        return stream

    def family(self) -> list[psutil.Process]:
        """The site's processes, the first one first."""
        assert self.process is not None
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Tell the first process to end and wait until all have."""
        family = self.family()
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(40)
        assert eventually(lambda: not any(map(_alive, family)), 40), family


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _cookie(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def eventually(true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
