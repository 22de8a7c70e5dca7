"""The streaming upload endpoint: the sender is known before a byte is read, and 201 means kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from tests.pictures import encoded

from photonest.accounts.models import User
from photonest.api.uploads import upload
from photonest.assets.models import Asset
from photonest.storage import keys, media

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, settings: Any) -> None:
    settings.PHOTONEST_DATA = tmp_path
    settings.PHOTONEST_MIN_FREE_BYTES = 0


@pytest.fixture
def session_cookie() -> str:
    user = User.objects.create(username="sender")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def put(
    parts: list[bytes],
    *,
    session: str = "",
    csrf: bool = True,
    cut_off: bool = False,
    host: str = "127.0.0.1",
    origin: str = "",
    **query: str,
) -> tuple[int, Any]:
    """Speak ASGI to the endpoint; return the status and the JSON answer."""
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = f"{django_settings.CSRF_COOKIE_NAME}={request.META['CSRF_COOKIE']}"
    if session:
        cookies += f"; {django_settings.SESSION_COOKIE_NAME}={session}"
    headers = [(b"cookie", cookies.encode())]
    if csrf:
        headers.append((b"x-csrftoken", token.encode()))
    headers.append((b"host", host.encode()))
    if origin:
        headers.append((b"origin", origin.encode()))
    scope = {
        "type": "http", "method": "PUT", "path": "/api/uploads", "headers": headers,
        "query_string": urlencode(query).encode(),
    }  # fmt: skip
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": part, "more_body": cut_off or number < len(parts) - 1}
        for number, part in enumerate(parts)
    ]
    if cut_off:
        messages.append({"type": "http.disconnect"})
    read: list[bytes] = []
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        message = messages.pop(0)
        read.append(message.get("body", b""))
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(upload(scope, receive, send))
    if sent[0]["status"] in {401, 403} or host != "127.0.0.1":
        assert read == [], "nothing is read from somebody who may not send"
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_a_stranger_is_refused_before_a_byte_is_read():
    status, answer = put([b"x"], filename="a.jpg")
    assert (status, answer["code"]) == (401, "not_signed_in")


def test_a_page_without_its_token_is_refused_before_a_byte_is_read(session_cookie):
    status, answer = put([b"x"], session=session_cookie, csrf=False, filename="a.jpg")
    assert (status, answer["code"]) == (403, "csrf_failed")


def test_a_foreign_name_or_page_is_refused_before_a_byte_is_read(session_cookie):
    status, answer = put([b"x"], session=session_cookie, host="photos.example", filename="a.jpg")
    assert (status, answer["code"]) == (400, "host_unknown")
    status, answer = put([b"x"], session=session_cookie, origin="https://evil.example", filename="a.jpg")
    assert (status, answer["code"]) == (403, "csrf_failed")


def test_a_database_that_is_away_is_said_and_is_no_crash(session_cookie, monkeypatch):
    def away(*_args: object, **_more: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("photonest.api.uploads.admission.admit", away)
    status, answer = put([encoded(54)], session=session_cookie, filename="a.jpg")
    assert (status, answer["code"], answer["permanent"]) == (503, "unavailable", False)


def test_a_file_in_many_parts_is_kept_byte_for_byte_and_then_acknowledged(session_cookie):
    content = encoded(50)
    parts = [content[start : start + 1000] for start in range(0, len(content), 1000)]
    digest = hashlib.sha256(content)
    status, answer = put(parts, session=session_cookie, filename="a.jpg", folder="trip", sha256=digest.hexdigest())
    assert (status, answer["status"]) == (201, "stored")
    assert media.path(keys.original(digest.digest())).read_bytes() == content
    again, second = put([content], session=session_cookie, filename="b.jpg")
    assert (again, second) == (200, {"status": "duplicate", "asset_id": answer["asset_id"]})


@pytest.mark.parametrize(
    ("content", "query", "expected"),
    [
        (b"", {"filename": "a.jpg"}, (422, "file_empty")),
        (b"words " * 100, {"filename": "a.jpg"}, (415, "unsupported_format")),
        (encoded(51), {"filename": "a.jpg", "sha256": "0" * 64}, (422, "hash_mismatch")),
        (encoded(52), {"filename": "a.jpg", "sha256": "zz"}, (400, "bad_input")),
    ],
)
def test_what_cannot_be_kept_is_named_and_leaves_nothing(session_cookie, content, query, expected):
    status, answer = put([content], session=session_cookie, **query)
    assert (status, answer["code"]) == expected
    assert not Asset.objects.exists()
    assert [file for file in media.root().rglob("*") if file.is_file()] == []


def test_a_connection_that_ends_early_keeps_nothing(session_cookie):
    status, answer = put([encoded(53)[:500]], session=session_cookie, cut_off=True, filename="a.jpg")
    assert (status, answer["code"]) == (400, "upload_cut_off")
    assert not Asset.objects.exists()
    assert [file for file in media.root().rglob("*") if file.is_file()] == []
