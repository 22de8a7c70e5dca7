"""Every error has one shape and tells nothing it should not."""

from __future__ import annotations

import logging
from unittest.mock import patch

import pytest
from django.db.utils import DataError, OperationalError
from tests.cast import Browser
from tests.factories import make_asset

from photonest import access
from photonest.accounts.models import User

pytestmark = pytest.mark.django_db

SHAPE = {"code", "message", "permanent", "details"}


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        ("/api/timeline", "visible_assets"),
        ("/media/01920000-0000-7000-8000-000000000000/tile", "owned_assets"),
    ],
)
def test_an_unforeseen_error_has_an_id_that_the_log_knows_and_no_details(
    as_alice: Browser, caplog: pytest.LogCaptureFixture, path: str, reads: str
) -> None:
    with (
        patch.object(access, reads, side_effect=DataError("value 'grandmother.jpg' is wrong")),
        caplog.at_level(logging.ERROR),
    ):
        answer = as_alice.get(path)
    assert answer.status_code == 500
    found = answer.json()
    assert set(found) == SHAPE
    assert (found["code"], found["permanent"]) == ("internal", False)
    assert found["details"]["incident"] in caplog.text
    assert "DataError" in caplog.text
    # A database error quotes values, and those are somebody's names: neither the answer nor the log repeats them.
    assert "grandmother" not in answer.content.decode() + caplog.text


def test_a_database_that_is_away_is_503_and_says_that_nothing_was_lost(as_alice: Browser) -> None:
    with patch.object(access, "visible_assets", side_effect=OperationalError("connection refused")):
        answer = as_alice.get("/api/timeline")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Nothing was lost" in answer.json()["message"]
    assert answer.json()["permanent"] is False


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/api/timeline", 405), ("GET", "/api/nothing", 404), ("DELETE", "/api/me", 405),
        ("POST", "/media/01920000-0000-7000-8000-000000000000/tile", 405), ("POST", "/livez", 405), ("POST", "/x", 405),
    ],
)  # fmt: skip
def test_a_wrong_method_or_address_is_told_in_our_shape(as_alice: Browser, method: str, path: str, status: int) -> None:
    answer = as_alice.client.generic(method, path, headers={"X-CSRFToken": as_alice.csrf_token})
    assert answer.status_code == status
    assert set(answer.json()) == SHAPE
    if status == 405:
        assert answer["Allow"]


def test_a_foreign_host_name_is_refused(as_alice: Browser) -> None:
    answer = as_alice.client.get("/api/session", HTTP_HOST="evil.example")
    assert (answer.status_code, answer.json()["code"]) == (400, "host_unknown")
    assert "PHOTONEST_HOSTS" in answer.json()["message"]
    assert as_alice.client.get("/livez", HTTP_HOST="10.0.0.7").status_code == 200


def test_errors_are_never_cached(as_alice: Browser) -> None:
    for path in ("/api/assets/01920000-0000-7000-8000-000000000000", "/api/nothing", "/media/x"):
        assert as_alice.get(path)["Cache-Control"] == "no-store"


def test_nul_in_a_query_is_refused(as_alice: Browser) -> None:
    assert as_alice.get("/api/timeline/segments/d20240101-20240101?v=%00").status_code == 400


def test_hostile_texts_come_back_as_they_are_and_as_json(as_alice: Browser, alice: User) -> None:
    text = "<script>alert(1)</script> \u2028 ' \" ${x} {{7*7}} \U0001f600"
    asset = make_asset(alice, filename="<img src=x onerror=alert(1)>.jpg")
    answer = as_alice.patch(f"/api/assets/{asset.id}", {"description": text})
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["description"] == text
