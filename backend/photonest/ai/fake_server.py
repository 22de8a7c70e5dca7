"""The fake AI behind a real loopback HTTP server, with faults to order, so that the client is tested over a wire."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

from pydantic import BaseModel, ValidationError

from photonest.ai.errors import AINotReady, AIRefused
from photonest.ai.fake import FakeAI
from photonest_contracts.inference import (
    REQUEST_HEADER,
    SECRET_HEADER,
    AnalyseRequest,
    EmbedTextRequest,
    Problem,
)


class Fault(StrEnum):
    """What the server does instead of answering, once per entry of `FakeServer.faults`."""

    CRASH = "crash"
    """500 with a page of HTML, as a broken proxy sends it."""
    BUSY = "busy"
    """503 with a problem that is not permanent."""
    SLOW = "slow"
    """Says nothing until the test is over."""
    CUT = "cut"
    """Announces more bytes than it sends."""
    NOT_JSON = "not_json"
    OTHER_VERSION = "other_version"
    """JSON with a field that this version does not know."""
    HANG_UP = "hang_up"
    """Closes the connection without a word."""


@dataclass
class FakeServer:
    """A running fake: where it is, what it was asked, and the faults still to be served."""

    url: str
    ai: FakeAI
    secret: str
    faults: list[Fault] = field(default_factory=list)
    """Served first in, first out; an empty list means honest answers."""
    asked: list[str] = field(default_factory=list)
    """Paths in the order of their requests."""
    bodies: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class _UnixServer(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True


@contextmanager
def serve_fake(
    ai: FakeAI | None = None, *, secret: str = "", socket: Path | None = None, faults: tuple[Fault, ...] = ()
) -> Iterator[FakeServer]:
    """A fake AI service on a random loopback port, or on the Unix socket `socket`; gone when the block ends."""
    fake = FakeServer(url="", ai=ai or FakeAI(), secret=secret, faults=list(faults))
    handler = type("Handler", (_Handler,), {"fake": fake})
    server: _UnixServer | ThreadingHTTPServer
    if socket is not None:
        server = _UnixServer(str(socket), handler)
        fake.url = f"unix:{socket}"
    else:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"

    def address_string(self) -> str:
        return "local"  # a Unix socket has no address to print

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the standard library's
        pass

    def do_GET(self) -> None:
        answers: dict[str, Callable[[], BaseModel]] = {
            "/v1/health": self.fake.ai.health,
            "/v1/vocabulary": self.fake.ai.vocabulary,
            "/v1/models": self.fake.ai.models,
        }
        self._serve(b"", answers.get(self.path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answers: dict[str, Callable[[], BaseModel]] = {
            "/v1/analyse": lambda: self.fake.ai.analyse(self._analyse_request(), body),
            "/v1/embed_text": lambda: self.fake.ai.embed_text(EmbedTextRequest.model_validate_json(body)),
        }
        self._serve(body, answers.get(self.path))

    def _analyse_request(self) -> AnalyseRequest:
        return AnalyseRequest.model_validate_json(base64.urlsafe_b64decode(self.headers.get(REQUEST_HEADER, "")))

    def _serve(self, body: bytes, answer: Callable[[], BaseModel] | None) -> None:
        self.fake.asked.append(self.path)
        self.fake.bodies.append(body)
        if self.fake.faults:
            self._fail(self.fake.faults.pop(0))
        elif self.fake.secret and self.headers.get(SECRET_HEADER) != self.fake.secret:
            self._send(401, Problem(code="wrong_secret", message="The secret is wrong.", permanent=True))
        elif answer is None:
            self._send(404, Problem(code="not_found", message="There is no such address.", permanent=True))
        else:
            try:
                self._send(200, answer())
            except (ValidationError, ValueError) as problem:
                self._send(400, Problem(code="bad_request", message=str(problem), permanent=True))
            except AIRefused as problem:
                code = str(problem.details.get("ai_code", "refused"))
                self._send(422, Problem(code=code, message=problem.message, permanent=True))
            except AINotReady as problem:
                code = str(problem.details.get("ai_code", "not_ready"))
                self._send(503, Problem(code=code, message=problem.message, permanent=False))

    def _fail(self, fault: Fault) -> None:
        if fault is Fault.SLOW:
            self.fake.over.wait()
            self.close_connection = True
        elif fault is Fault.HANG_UP:
            self.close_connection = True
        elif fault is Fault.CUT:
            self._write(200, b'{"texts": [', length=4000)
            self.close_connection = True
        elif fault is Fault.CRASH:
            self._write(500, b"<html><h1>Internal Server Error</h1></html>")
        elif fault is Fault.NOT_JSON:
            self._write(200, b"ready when you are")
        elif fault is Fault.OTHER_VERSION:
            self._write(200, b'{"status": "ok", "version": "9", "space": "x@1", "mood": "new"}')
        else:
            self._send(503, Problem(code="model_missing", message="The text model is not installed.", permanent=False))

    def _send(self, status: int, message: BaseModel) -> None:
        self._write(status, message.model_dump_json().encode())

    def _write(self, status: int, content: bytes, *, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)
