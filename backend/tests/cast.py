"""The people of the tests and their browsers: alice keeps photos, bob keeps others, mallory wants to see both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories import make_user

from photonest.accounts.models import User
from photonest.ai.client import client_replaced
from photonest.ai.fake import FakeAI

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Browser:
    """A client that keeps cookies and sends the CSRF header, as the web app does; CSRF is really checked."""

    def __init__(self, user: User | None = None) -> None:
        # Errors are answered, as in production; a test that wants the exception looks at the log.
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False, HTTP_HOST="localhost")
        if user is not None:
            self.client.force_login(user, backend=BACKEND)
        self.client.get("/api/session")

    def get(self, path: str, **headers: str) -> HttpResponse:
        answer = self.client.get(path, headers=_named(headers))
        if answer.streaming:
            # Read to its end here, which closes it, so that no test leaves a file open.
            return HttpResponse(b"".join(answer), status=answer.status_code, headers=answer.headers)
        return answer

    def head(self, path: str, **headers: str) -> HttpResponse:
        return self.client.head(path, headers=_named(headers))

    def post(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self._send("POST", path, data, headers)

    def patch(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self._send("PATCH", path, data, headers)

    def delete(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self._send("DELETE", path, data, headers)

    @property
    def csrf_token(self) -> str:
        return self.client.cookies["photonest_csrf"].value

    def _send(self, method: str, path: str, data: Any, headers: dict[str, str]) -> HttpResponse:
        sent = {"X-CSRFToken": self.csrf_token} | _named(headers)
        if data is None:
            return self.client.generic(method, path, headers=sent)
        body = data if isinstance(data, bytes) else self.client._encode_json(data, "application/json")
        return self.client.generic(method, path, body, content_type="application/json", headers=sent)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice", is_admin=True)


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def mallory(db: None) -> User:
    return make_user("mallory")


@pytest.fixture
def as_alice(alice: User) -> Browser:
    return Browser(alice)


@pytest.fixture
def as_bob(bob: User) -> Browser:
    return Browser(bob)


@pytest.fixture
def as_mallory(mallory: User) -> Browser:
    return Browser(mallory)


@pytest.fixture
def as_nobody(db: None) -> Browser:
    return Browser()


@pytest.fixture
def own_media(tmp_path: Path, settings: Any) -> Path:
    """A data folder of this test alone."""
    settings.PHOTONEST_DATA = tmp_path / "data"
    settings.PHOTONEST_MIN_FREE_BYTES = 0
    return tmp_path / "data" / "media"


@pytest.fixture
def quiet_ai() -> Iterator[FakeAI]:
    """A fake AI service in this process, so that no test asks whatever listens on this machine."""
    with client_replaced(FakeAI()) as fake:
        yield fake
