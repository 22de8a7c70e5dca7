"""Large lists as prebuilt bytes: one ETag over the content, compressed once, revalidated for free."""

from __future__ import annotations

import gzip
from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

COMPRESS_FROM_BYTES = 1400
"""Smaller answers fit one network packet anyway."""


def hot_response(request: HttpRequest, data: Any) -> HttpResponse:
    """`data` as JSON with an ETag; 304 without a body where the client has exactly this."""
    return bytes_response(request, as_json(data))


def as_json(data: Any) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def bytes_response(request: HttpRequest, body: bytes, *, content_type: str = "application/json") -> HttpResponse:
    """The same for JSON, or other bytes, already built."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    if _has_it(request, etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(content_type=content_type)
        if len(body) >= COMPRESS_FROM_BYTES and "gzip" in request.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, compresslevel=1, mtime=0)
            response["Content-Encoding"] = "gzip"
        response.content = body
    response["ETag"] = etag
    # no-cache means: keep it, and ask before each use; the answer is then 304.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def _has_it(request: HttpRequest, etag: str) -> bool:
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in asked or any(known.removeprefix("W/") == etag for known in asked)
