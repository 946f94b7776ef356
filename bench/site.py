"""A site that is served while it is measured, and whoever calls it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HOST = "127.0.0.1"
Headers = Mapping[str, str]


@dataclass
class Served:
    """Processes that serve, by the port they listen on. `peak`: the most memory they had together, in MB."""

    process: subprocess.Popen[bytes]
    port: int
    peak: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def call(self, method: str, path: str, body: bytes | None = None, headers: Headers | None = None) -> bytes:
        """One call on a connection of its own; raises RuntimeError for anything but success."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        with closing(connection):
            return asked(connection, method, path, body, headers or {})

    def watch(self) -> None:
        """Look at the memory of the whole family now and then. Shared pages count once for each process."""
        while not self.over.wait(0.2):
            with suppress(psutil.NoSuchProcess):
                family = [root := psutil.Process(self.process.pid), *root.children(recursive=True)]
                self.peak = max(self.peak, sum(one.memory_info().rss for one in family) / 2**20)


def asked(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: Headers
) -> bytes:
    connection.request(method, path, body, dict(headers))
    response = connection.getresponse()
    said = response.read()
    if response.status >= 300:
        raise RuntimeError(f"{method} {path}: {response.status} {said[:300].decode('utf-8', 'replace')}")
    return said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """The product, as `zhunsheng serve` runs it: two processes that answer, one that works."""
    port = free_port()
    words = [sys.executable, "-m", "zhunsheng.cli", "--home", str(home), "serve", "--port", str(port)]
    with _running(words, port) as found:
        yield found


@contextmanager
def bare() -> Iterator[Served]:
    """The floor: a Django view that reads the body and answers a constant, in the same server, nothing behind it."""
    port = free_port()
    words = ["granian", "bench.bare:application", "--interface", "asgi", "--workers", "2", "--port", str(port)]
    with _running([sys.executable, "-m", *words], port) as found:
        yield found


@contextmanager
def _running(words: list[str], port: int) -> Iterator[Served]:
    quiet = {name: value for name, value in os.environ.items() if name != "ZHUNSHENG_URL"}
    with subprocess.Popen(words, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        found = Served(process, port)
        watching = threading.Thread(target=found.watch)
        watching.start()
        try:
            _answering(found)
            yield found
        finally:
            found.over.set()
            watching.join()
            process.terminate()


def _answering(site: Served, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            site.call("GET", "/")
        except (OSError, RuntimeError, http.client.HTTPException):
            if time.monotonic() > until or site.process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return


def signed_in(site: Served, username: str, password: str) -> dict[str, str]:
    """The cookies of a session, as headers."""
    connection = http.client.HTTPConnection(HOST, site.port, timeout=60)
    with closing(connection):
        connection.request("GET", "/")
        first = _cookies(connection)
        told = {"username": username, "password": password}
        headers = {"Content-Type": "application/json", "X-CSRFToken": first["csrftoken"], "Cookie": _header(first)}
        connection.request("POST", "/_allauth/browser/v1/auth/login", json.dumps(told), headers)
        return {"Cookie": _header(first | _cookies(connection))}


def _cookies(connection: http.client.HTTPConnection) -> dict[str, str]:
    response = connection.getresponse()
    said = response.read()
    if response.status >= 300:
        raise RuntimeError(f"{response.status} {said[:300].decode('utf-8', 'replace')}")
    pairs = (line.partition(";")[0].partition("=") for line in response.headers.get_all("Set-Cookie", []))
    return {name: value for name, _, value in pairs}


def _header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def closed_loop(
    site: Served, clients: int, calls: Callable[[int], Iterator[tuple[str, str, bytes | None, Headers]]]
) -> tuple[float, list[float]]:
    """Every client asks as soon as it was answered, until it has no more calls; wall time, and each call's seconds."""
    taken: list[list[float]] = [[] for _ in range(clients)]
    failed: list[Exception] = []

    def go(client: int) -> None:
        connection = http.client.HTTPConnection(HOST, site.port, timeout=60)
        with closing(connection):
            for method, path, body, headers in calls(client):
                began = time.perf_counter()
                try:
                    asked(connection, method, path, body, headers)
                except (OSError, RuntimeError, http.client.HTTPException) as error:
                    failed.append(error)
                    return
                taken[client].append(time.perf_counter() - began)

    threads = [threading.Thread(target=go, args=(client,)) for client in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    if failed:
        raise failed[0]
    return wall, [one for client in taken for one in client]
