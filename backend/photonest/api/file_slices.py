"""Parts of stored files as HTTP answers: ranges, conditions, and a body that is never whole in memory."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from photonest.storage import media

READ_BYTES = 256 * 1024


@dataclass(frozen=True)
class Source:
    """A run of bytes inside a stored file."""

    key: str
    mime: str
    etag: str
    """Quoted and strong: equal only for equal bytes."""
    offset: int = 0
    length: int | None = None
    """``None``: to the end of the file."""


def serve(request: HttpRequest, source: Source) -> HttpResponseBase:
    """Answer 200, 206, 304 or 416. Raises `FileMissing`."""
    if etag_known(request, source.etag):
        return HttpResponse(status=304, headers={"ETag": source.etag})
    file = media.open_read(source.key)
    size = file.seek(0, 2)
    begin = min(source.offset, size)
    total = size - begin if source.length is None else min(source.length, size - begin)
    headers = {"ETag": source.etag, "Accept-Ranges": "bytes"}
    wanted = _wanted_range(request, source.etag, total)
    if wanted is Unsatisfiable:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{total}"})
    status, first, count = 200, 0, total
    if isinstance(wanted, tuple):
        status, (first, count) = 206, wanted
        headers["Content-Range"] = f"bytes {first}-{first + count - 1}/{total}"
    headers["Content-Length"] = str(count)
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, content_type=source.mime, headers=headers)
    return FileSlice(file, begin + first, count, status=status, content_type=source.mime, headers=headers)


def etag_known(request: HttpRequest, etag: str) -> bool:
    """Whether the asker has exactly this already (If-None-Match, RFC 9110 13.1.2: weak comparison)."""
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in asked or any(known.removeprefix("W/") == etag for known in asked)


class FileSlice(StreamingHttpResponse):
    """Streams a part of an open file. Iterated by an ASGI server it reads in threads, chunk by chunk:
    Django itself would first read a synchronous body into one list, a whole video at once.
    """

    def __init__(self, file: BinaryIO, offset: int, length: int, **options: Any) -> None:
        file.seek(offset)
        self._file = file
        self._length = length
        super().__init__(self._chunks(), **options)
        self._resource_closers.append(file.close)  # type: ignore[attr-defined]  # Django's way, without a stub

    def _chunks(self) -> Iterator[bytes]:
        left = self._length
        while left > 0 and (chunk := self._file.read(min(READ_BYTES, left))):
            left -= len(chunk)
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._length
        while left > 0 and (chunk := await asyncio.to_thread(self._file.read, min(READ_BYTES, left))):
            left -= len(chunk)
            yield chunk


class Unsatisfiable:
    """The asked range lies outside the file."""


_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


def _wanted_range(request: HttpRequest, etag: str, total: int) -> tuple[int, int] | type[Unsatisfiable] | None:
    """First byte and count, or ``None`` for the whole: no range, several, unreadable, or an If-Range that changed."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method not in {"GET", "HEAD"} or found is None or found[1] == found[2] == "":
        return None
    condition = request.headers.get("If-Range")
    if condition is not None and condition.strip() != etag:
        return None
    if found[1] == "":
        count = min(int(found[2]), total)
        return (total - count, count) if count else Unsatisfiable
    first = int(found[1])
    last = min(int(found[2]), total - 1) if found[2] else total - 1
    if found[2] and int(found[2]) < first:
        return None
    return (first, last - first + 1) if first < total else Unsatisfiable
