"""A system that is told: a real server on the loopback, which answers as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class System:
    """`told`: headers and body of every message that came in; `answers`: statuses in order, then `always`."""

    url: str = ""
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    always: int = 204


@contextmanager
def listening() -> Iterator[System]:
    system = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            system.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(system.answers.pop(0) if system.answers else system.always)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    system.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
