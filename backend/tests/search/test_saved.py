"""Saved searches: one's own, once a name, and read anew each time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.cast import Browser
from tests.search.conftest import Painted

from photonest.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_ai")]

PATH = "/api/search/saved"


def test_a_search_is_kept_changed_and_removed(as_alice: Browser, as_bob: Browser) -> None:
    kept = as_alice.post(PATH, {"name": "  Beach  days ", "q": "beach last summer", "sort": "newest"})
    assert kept.status_code == 201
    one = kept.json()
    assert (one["name"], one["q"], one["sort"]) == ("Beach days", "beach last summer", "newest")
    as_alice.post(PATH, {"name": "a dog", "q": "dog"})
    assert [search["name"] for search in as_alice.get(PATH).json()["searches"]] == ["a dog", "Beach days"]
    changed = as_alice.patch(f"{PATH}/{one['id']}", {"q": "beach"}).json()
    assert (changed["name"], changed["q"], changed["sort"]) == ("Beach days", "beach", "newest")
    assert as_bob.get(PATH).json() == {"searches": []}
    assert as_bob.delete(f"{PATH}/{one['id']}").json()["code"] == "saved_search_unknown"
    assert as_alice.delete(f"{PATH}/{one['id']}").status_code == 204
    assert [search["name"] for search in as_alice.get(PATH).json()["searches"]] == ["a dog"]


def test_a_name_is_there_once_in_any_case_but_others_may_use_it(as_alice: Browser, as_bob: Browser) -> None:
    as_alice.post(PATH, {"name": "Beach", "q": "beach"})
    refused = as_alice.post(PATH, {"name": "beach", "q": "sea"})
    assert (refused.status_code, refused.json()["code"]) == (409, "search_name_taken")
    assert as_bob.post(PATH, {"name": "beach", "q": "sea"}).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "x", "q": "y" * 501}, "query_unreadable"),
        ({"name": "x", "q": "  "}, "bad_input"),
        ({"name": " ", "q": "beach"}, "bad_input"),
        ({"name": "n" * 201, "q": "beach"}, "bad_input"),
        ({"name": "x", "q": "beach", "sort": "price"}, "bad_input"),
    ],
)
def test_what_cannot_be_searched_for_is_not_kept(as_alice: Browser, body: dict[str, str], code: str) -> None:
    answer = as_alice.post(PATH, body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert as_alice.get(PATH).json() == {"searches": []}


def test_facets_count_what_was_found_and_narrow_it(alice: User, as_alice: Browser, paint: Painted) -> None:
    for year, colour, city in ((2023, "sea", "Lisbon"), (2024, "sea", "Rome"), (2024, "forest", "Rome")):
        paint(alice, colour, city=city, country="Somewhere", at=datetime(year, 5, 1, tzinfo=UTC))
    found = as_alice.get("/api/search/facets?q=sea").json()["facets"]
    told = {(one["group"], one["name"]): (one["count"], one["q"]) for one in found}
    assert told["years", "2024"][0] == told["places", "Rome"][0] == 1
    assert told["places", "Somewhere"][0] == told["kinds", "photo"][0] == 2
    narrowed = as_alice.get(f"/api/search?q=sea {told['places', 'Rome'][1]}").json()
    assert narrowed["total"] == 1
    narrowed = as_alice.get(f"/api/search?q=sea {told['years', '2023'][1]}").json()
    assert [hit["local_at"][:4] for hit in narrowed["hits"]] == ["2023"]
    assert as_alice.get("/api/search/facets?q=xyzzy").json() == {"facets": []}
