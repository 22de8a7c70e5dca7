"""A model hub on this machine: resolve addresses, redirects to a storage host, entity tags, ranges; and its faults."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

COMMIT = "1234567890abcdef1234567890abcdef12345678"


@dataclass
class LocalHub:
    """``files``: path -> content. Those in ``large`` are redirected to a second server, as hubs do."""

    files: dict[str, bytes] = field(default_factory=dict)
    large: set[str] = field(default_factory=set)
    cut_after: dict[str, int] = field(default_factory=dict)
    """Path -> bytes after which the line is cut, once."""
    changed: dict[str, bytes] = field(default_factory=dict)
    """Path -> other bytes that the storage host gives."""
    busy: int = 0
    """How many answers are 503 first."""
    token: str = ""
    circles: bool = False
    """Redirects lead back to where they came from."""
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Which server ("hub", "storage") was asked for which path, with which headers."""
    url: str = ""
    storage_url: str = ""

    @contextmanager
    def running(self) -> Iterator[LocalHub]:
        servers = [ThreadingHTTPServer(("127.0.0.1", 0), self._handler(name)) for name in ("hub", "storage")]
        self.url, self.storage_url = (f"http://127.0.0.1:{server.server_port}" for server in servers)
        threads = [threading.Thread(target=server.serve_forever, args=(0.02,)) for server in servers]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server, thread in zip(servers, threads, strict=True):
                server.shutdown()
                thread.join()
                server.server_close()

    def _handler(self, name: str) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = unquote(self.path)
                hub.seen.append((name, path, {k.lower(): v for k, v in self.headers.items()}))
                if hub.busy:
                    hub.busy -= 1
                    self._say(503)
                elif name == "storage":
                    file = path.removeprefix("/blobs/")
                    self._content(file, hub.changed.get(file, hub.files[file]), {"ETag": '"of-the-storage"'})
                else:
                    self._resolve(path)

            def _resolve(self, path: str) -> None:
                owner, repository, word, revision, *rest = path.lstrip("/").split("/")
                file = "/".join(rest)
                if hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
                    self._say(401)
                elif (owner, repository, word) != ("nest", "toy", "resolve") or revision not in {"main", COMMIT}:
                    self._say(404)
                elif file not in hub.files:
                    self._say(404, {"X-Repo-Commit": COMMIT})
                elif file in hub.large:
                    sha = hashlib.sha256(hub.files[file]).hexdigest()
                    self._say(
                        302,
                        {
                            "Location": self.path if hub.circles else f"{hub.storage_url}/blobs/{file}",
                            "X-Repo-Commit": COMMIT,
                            "X-Linked-Etag": f'"{sha}"',
                            "X-Linked-Size": str(len(hub.files[file])),
                        },
                    )
                else:
                    content = hub.files[file]
                    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
                    self._content(file, content, {"ETag": f'"{blob}"', "X-Repo-Commit": COMMIT})

            def _content(self, file: str, content: bytes, headers: dict[str, str]) -> None:
                start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
                if start >= len(content) > 0 and start:
                    self._say(416)
                    return
                body = content[start:]
                self.send_response(206 if start else 200)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if file in hub.cut_after:
                    self.wfile.write(body[: hub.cut_after.pop(file)])
                    self.close_connection = True
                else:
                    self.wfile.write(body)

            def _say(self, status: int, headers: dict[str, str] | None = None) -> None:
                self.send_response(status)
                for key, value in (headers or {}).items():
                    self.send_header(key, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        return Handler
