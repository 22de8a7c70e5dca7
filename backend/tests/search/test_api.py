"""The search endpoints: shape, permission, refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from tests.cast import Browser
from tests.search.conftest import Painted

from photonest.accounts.models import User

pytestmark = pytest.mark.django_db


def _json(response: HttpResponse, status: int = 200) -> Any:
    assert response.status_code == status, response.content[:300]
    return json.loads(response.content)


def test_a_hit_carries_what_a_tile_needs_and_why_it_was_found(alice: User, as_alice: Browser, paint: Painted) -> None:
    asset = paint(alice, "sea", filename="a.png", city="Lisbon", thumbhash=b"abc", colour_rgb=0x1450C8)
    found = _json(as_alice.get("/api/search?q=a+photo+of+the+sea&limit=5"))
    (hit,) = found["hits"]
    assert hit | {"score": 0, "why": []} == {
        "id": str(asset.pk), "filename": "a.png", "score": 0, "why": [], "ratio": 1.333, "colour": "#1450c8",
        "kind": "i", "thumbhash": "YWJj", "local_at": "2024-07-04T10:00:00", "stack_size": 1,
        "copy_set": None,
    }  # fmt: skip
    assert hit["why"] == ["tag: sea 1.00"]
    assert 0 < hit["score"] <= 1
    assert found["understood"] == {"meaning": "sea", "phrases": []}
    assert (found["nothing_found"], found["searched"], found["waiting"], found["weak_from"]) == (False, 1, 0, 1)
    assert "sea" in found["looks_like"]
    assert found["seconds"] > 0


def test_nothing_found_says_so_and_offers_what_is_there(alice: User, as_alice: Browser, paint: Painted) -> None:
    paint(alice, "forest", city="Lisbon")
    found = _json(as_alice.get("/api/search?q=purple+elephants+on+the+moon"))
    assert found["nothing_found"]
    assert found["hits"] == []
    assert found["suggestions"] == ["Lisbon", "forest"]


def test_suggestions_are_of_my_own_photos(alice: User, bob: User, as_alice: Browser, paint: Painted) -> None:
    for _ in range(2):
        paint(alice, "forest", city="Lisbon", country="Portugal", camera_model="Lumix X")
    paint(alice, "lake")
    paint(bob, "lavender", city="London")
    assert _json(as_alice.get("/api/search/suggestions?q=L"))["suggestions"] == [
        {"text": "Lisbon", "kind": "place", "q": "Lisbon"},
        {"text": "Lumix X", "kind": "camera", "q": "Lumix X"},
        {
            "text": "low light",
            "kind": "tag",
            "q": "low light",
        },  # typed it is offered; the list of ideas below has no colours and moods
        {"text": "lake", "kind": "tag", "q": "lake"},
    ]
    everything = _json(as_alice.get("/api/search/suggestions"))["suggestions"]
    assert [one["text"] for one in everything] == ["Lisbon", "Portugal", "forest", "lake"]


def test_without_a_session_nothing_is_said(as_nobody: Browser) -> None:
    assert _json(as_nobody.get("/api/search?q=sea"), 401)["code"] == "not_signed_in"
    assert _json(as_nobody.get("/api/search/suggestions"), 401)["code"] == "not_signed_in"


@pytest.mark.usefixtures("fake_ai")
def test_a_text_too_long_is_refused_with_its_position(as_alice: Browser) -> None:
    refused = _json(as_alice.get("/api/search?q=" + "x" * 501), 400)
    assert refused["code"] == "query_unreadable"
    assert refused["details"] == {"position": 500}


@pytest.mark.usefixtures("fake_ai")
@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many"])
def test_a_limit_that_makes_no_sense_is_refused(as_alice: Browser, limit: str) -> None:
    assert as_alice.get(f"/api/search?q=sea&limit={limit}").status_code in {400, 422}


@pytest.mark.usefixtures("fake_ai")
@pytest.mark.parametrize(
    "text", ["%27%20OR%201%3D1", "%5C", "%F0%9F%90%95", "%22", "%22%22%22", "%E2%80%AE", "a%26b%7C%21%28"]
)
def test_odd_texts_are_answered(as_alice: Browser, text: str) -> None:
    assert _json(as_alice.get(f"/api/search?q={text}"))["hits"] == []
