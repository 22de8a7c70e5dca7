"""Uploads: the check before a byte is sent, and the streaming endpoint that keeps a file while it arrives.

The streaming part is a plain ASGI endpoint: Django would first write the whole body to a temporary file of its own,
which costs a second copy of every original and hides a full disk until the end.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import orjson
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from photonest.accounts.models import User
from photonest.api.errors import CsrfWrong, error_body, named
from photonest.api.front_door import require_known_host
from photonest.core.errors import BadInput, NotSignedIn
from photonest.jobs.queue import Priority
from photonest.pipelines import admission
from photonest.storage import media

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

Answer = TypeVar("Answer")

WRITE_BYTES = 1024 * 1024


class UploadCutOff(BadInput):
    """The connection ended before the whole file had arrived. Nothing was kept; send it again."""

    code, permanent = "upload_cut_off", False


async def upload(scope: Scope, receive: Receive, send: Send) -> None:
    """``PUT /api/uploads``: the raw file as the body; see docs/reference/api.md."""
    try:
        owner, query = await _with_connection(lambda: _open(scope))
        admitted = await _take_in(receive, owner, query)
        status = 201 if admitted.outcome is admission.Outcome.STORED else 200
        body: dict[str, Any] = {"status": admitted.outcome.value, "asset_id": admitted.asset_id}
    except Exception as problem:
        known = named(problem)
        if known is None:
            raise  # the server answers 500 and logs it
        status, body = known.status, error_body(known)
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/json"),
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
            ]
            # The rest of a refused body is not read; a connection with unread bytes cannot be used again.
            + ([(b"connection", b"close")] if status >= 400 else []),
        }
    )
    await send({"type": "http.response.body", "body": orjson.dumps(body)})


async def _take_in(receive: Receive, owner: User, query: dict[str, str]) -> admission.Admitted:
    filename = query.get("filename", "")
    modified_at = _moment(query.get("modified_ms"))
    expected = _digest(query.get("sha256"))
    loop = asyncio.get_running_loop()
    with media.receive() as incoming:
        pending = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise UploadCutOff()
            pending += message.get("body", b"")
            is_last = not message.get("more_body", False)
            if len(pending) >= WRITE_BYTES or (is_last and pending):
                # Hashing and writing leave the event loop free for those who browse.
                await loop.run_in_executor(None, incoming.write, bytes(pending))
                pending.clear()
            if is_last:
                break

        def finish() -> admission.Admitted:
            return admission.admit(
                incoming,
                owner=owner,
                filename=filename,
                folder=query.get("folder", ""),
                modified_at=modified_at,
                expected_sha256=expected,
                priority=Priority.UPLOAD,
            )

        return await _with_connection(finish)


async def _with_connection(work: Callable[[], Answer]) -> Answer:
    """Do `work` in a thread and give its database connection back, as Django does around its own requests."""

    def surrounded() -> Answer:
        close_old_connections()
        try:
            return work()
        finally:
            connection.close()

    return await sync_to_async(surrounded, thread_sensitive=False)()


def _open(scope: Scope) -> tuple[User, dict[str, str]]:
    """Who sends, checked before the first byte of the body is read, by the same code as every other request.

    Raises `HostUnknown`, `NotSignedIn`, `CsrfWrong`, `BadInput`.
    """
    request = ASGIRequest(dict(scope), BytesIO())
    require_known_host(request)
    user = _user_of_session(request)
    csrf = CsrfViewMiddleware(_no_view)
    csrf.process_request(request)
    if csrf.process_view(request, _no_view, (), {}) is not None:
        raise CsrfWrong()
    try:
        query = dict(parse_qsl(scope["query_string"].decode("ascii"), encoding="utf-8", errors="replace"))
    except UnicodeDecodeError:
        raise BadInput("The address of this upload is not readable.") from None
    announced = request.headers.get("content-length", "")
    if announced.isdigit():
        media.require_size(int(announced))
    return user, query


def _no_view(_request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("Django's checks are asked directly here; there is no view behind them")


def _user_of_session(request: HttpRequest) -> User:
    SessionMiddleware(_no_view).process_request(request)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        raise NotSignedIn()
    return user


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None  # a file time is a hint; a strange one is no reason to refuse a photo


def _digest(text: str | None) -> bytes | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise BadInput("sha256 must be 64 hexadecimal digits.")
    return bytes.fromhex(text)
