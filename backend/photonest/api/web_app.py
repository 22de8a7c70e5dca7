"""The web app from the same port: hashed files for ever, everything else asked again, one page for every route."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from photonest.api.errors import error_response
from photonest.api.file_slices import etag_known
from photonest.core.errors import NotFound

ONE_YEAR_S = 31_536_000
COMPRESSED_SUFFIXES = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"}
MIMES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
"""Where the machine's own table is missing or wrong; a wrong type keeps a service worker from starting."""

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>PhotoNest</title>
<h1>The web app is not built yet</h1>
<p>PhotoNest itself is running, and its API answers. Run <code>make up</code> once: it builds the web app.</p>
"""


@require_safe
def web_app(request: HttpRequest, path: str = "") -> HttpResponse:
    """A file of the built app, or its page for every address that is not a file."""
    root = Path(settings.PHOTONEST_WEB_DIST)
    page = root / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, headers={"Cache-Control": "no-store"})
    file = _inside(root, path)
    if file is None:
        # A missing file must not answer with the page: a script would then be HTML.
        if "." in path.rsplit("/", 1)[-1] or path.startswith("assets/"):
            return error_response(NotFound("There is no such file."))
        file = page
    return _answer(request, file, is_hashed=path.startswith("assets/"))


@dataclass(frozen=True)
class Loaded:
    body: bytes
    compressed: bytes | None
    etag: str
    mime: str


def _answer(request: HttpRequest, file: Path, *, is_hashed: bool) -> HttpResponse:
    stat = file.stat()
    loaded = _load(file, stat.st_mtime_ns, stat.st_size)
    if etag_known(request, loaded.etag):
        response = HttpResponse(status=304)
    elif loaded.compressed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(loaded.compressed, content_type=loaded.mime, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(loaded.body, content_type=loaded.mime)
    response["ETag"] = loaded.etag
    response["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable" if is_hashed else "no-cache"
    if loaded.compressed is not None:
        patch_vary_headers(response, ("Accept-Encoding",))
    return response


@lru_cache(maxsize=256)
def _load(file: Path, mtime_ns: int, size: int) -> Loaded:  # noqa: ARG001 (a signature of the framework)
    body = file.read_bytes()
    suffix = file.suffix.lower()
    compressed = gzip.compress(body, compresslevel=9, mtime=0) if suffix in COMPRESSED_SUFFIXES else None
    mime = MIMES.get(suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if mime.startswith("text/"):
        mime += "; charset=utf-8"
    return Loaded(body, compressed, f'"{blake2b(body, digest_size=12).hexdigest()}"', mime)


def _inside(root: Path, path: str) -> Path | None:
    """The file at `path` below `root`; ``None`` for a folder, nothing, or anything outside."""
    if not path or "\0" in path or path.endswith("/") or len(path) > 500:
        return None
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root.resolve()) and file.is_file() else None
    except OSError:
        return None
