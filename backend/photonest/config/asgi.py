"""The ASGI application: Django, and before it the one endpoint that streams and a limit on every other body."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import orjson
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "photonest.config.settings")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

UPLOADS = "/api/uploads"

_django = get_asgi_application()


class _BodyTooLarge(Exception):
    """The body went over the limit while it arrived."""


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"] == UPLOADS and scope["method"] == "PUT":
        from photonest.api.uploads import upload

        await upload(scope, receive, send)
    else:
        await _limited(scope, receive, send)


async def _limited(scope: Scope, receive: Receive, send: Send) -> None:
    """Django first writes any body to a temporary file, however large; here it ends at the limit."""
    from django.conf import settings

    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _BodyTooLarge
        return message

    announced = dict(scope["headers"]).get(b"content-length", b"0")
    try:
        if announced.isdigit() and int(announced) > limit:
            raise _BodyTooLarge
        await _django(cast("dict[str, Any]", scope), counted, cast("Any", send))
    except _BodyTooLarge:
        await _refuse(send)


async def _refuse(send: Send) -> None:
    from photonest.api.errors import BodyTooLarge, error_body

    problem = BodyTooLarge()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(error_body(problem))})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
