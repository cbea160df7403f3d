"""A system of a body that listens on this machine, and judges what it hears by its secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Heard:
    """One message as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_by(self, secret: str) -> bool:
        """As the specification has it, written here once more."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode()
        digest = hmac.new(key, signed + self.body, hashlib.sha256).digest()
        ours = "v1," + base64.b64encode(digest).decode()
        return ours in self.headers["webhook-signature"].split(" ")


@dataclass
class System:
    """A listening system: where, what it answers, and what it has heard."""

    address: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[System]:
    system = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            words = {name.lower(): value for name, value in self.headers.items()}
            system.heard.append(Heard(self.path, words, self.rfile.read(length)))
            self.send_response(system.status)
            for name, value in system.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    system.address = f"http://127.0.0.1:{server.server_port}/hook?from=touchstone"
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
