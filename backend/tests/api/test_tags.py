"""Own tags: given and taken off in bulk, found by search, kept off for good, undone as one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Browser
from tests.factories import build_asset, make_asset, make_tag

from photonest.accounts.models import User
from photonest.assets.models import Asset, Change
from photonest.search.services import search
from photonest.tags.models import AssetTag, RejectedTag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_ai")]


def change(browser: Browser, *assets: Asset, **body: Any) -> dict[str, Any]:
    answer = browser.post("/api/tags/changes", {"ids": [str(asset.id) for asset in assets], **body})
    assert answer.status_code == 200, answer.content
    return answer.json()


def shown(browser: Browser, asset: Asset) -> list[tuple[str, str]]:
    return [(tag["name"], tag["by"]) for tag in browser.get(f"/api/assets/{asset.id}").json()["tags"]]


def rows(owner: User) -> list[tuple[Any, ...]]:
    return sorted(AssetTag.objects.filter(owner=owner).values_list("asset_id", "tag__name", "kind", "source", "score"))


def test_a_tag_is_given_searched_by_and_undone(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    done = change(as_alice, asset, add=[" Places /  Lisbon"])
    assert shown(as_alice, asset) == [("Places/Lisbon", "user")]
    assert [hit.asset.pk for hit in search(alice, '"lisbon"').hits] == [asset.pk]
    assert as_alice.get("/api/tags").json() == {"tags": [{"name": "Places/Lisbon", "count": 1}]}
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert shown(as_alice, asset) == []
    assert search(alice, '"lisbon"').hits == ()


def test_an_accepted_guess_becomes_the_users_own(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    make_tag(asset, "dog", score=0.7)
    make_tag(asset, "cat", score=0.9)
    change(as_alice, asset, add=["Dog"])
    assert shown(as_alice, asset) == [("dog", "user"), ("cat", "machine")]


def test_a_guess_taken_off_goes_with_all_its_sources_and_comes_back_by_undo(as_alice: Browser, alice: User) -> None:
    asset, other = make_asset(alice), make_asset(alice)
    make_tag(asset, "dog", score=0.7)
    make_tag(asset, "dog", kind="object", source="boxes@1", score=0.8, box=[0.1, 0.2, 0.3, 0.4], count=2)
    make_tag(other, "cat")
    before = rows(alice)
    done = change(as_alice, asset, other, remove=["dog"])
    assert done["changed"] == 1
    assert shown(as_alice, asset) == []
    assert list(RejectedTag.objects.values_list("asset_id", flat=True)) == [asset.pk]
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert rows(alice) == before
    assert AssetTag.objects.get(source="boxes@1").box == [0.1, 0.2, 0.3, 0.4]
    assert not RejectedTag.objects.exists()


def test_giving_again_what_was_taken_off_allows_it_again(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    make_tag(asset, "dog")
    change(as_alice, asset, remove=["dog"])
    done = change(as_alice, asset, add=["dog"])
    assert not RejectedTag.objects.exists()
    as_alice.post(f"/api/undo/{done['undo']}")
    assert RejectedTag.objects.count() == 1
    assert shown(as_alice, asset) == []


def test_many_photos_are_one_request_and_one_undo(as_alice: Browser, alice: User) -> None:
    assets = Asset.objects.bulk_create(build_asset(alice) for _ in range(2_000))
    done = change(as_alice, *assets, add=["Holiday", "Family/Anna"])
    assert done["changed"] == 2_000
    assert Change.objects.count() == 1
    assert as_alice.get("/api/tags").json()["tags"] == [
        {"name": "Family/Anna", "count": 2_000},
        {"name": "Holiday", "count": 2_000},
    ]
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 2_000}
    assert not AssetTag.objects.exists()


def test_nothing_to_do_has_nothing_to_undo(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    change(as_alice, asset, add=["a"])
    assert change(as_alice, asset, add=["a"]) == {"changed": 0, "undo": None}
    assert change(as_alice, asset, remove=["never there"]) == {"changed": 0, "undo": None}


def test_foreign_photos_and_those_in_the_trash_are_left_out(as_alice: Browser, alice: User, bob: User) -> None:
    import django.utils.timezone

    foreign, trashed = make_asset(bob), make_asset(alice, trashed_at=django.utils.timezone.now())
    assert change(as_alice, foreign, trashed, add=["mine"])["changed"] == 0
    assert not AssetTag.objects.exists()


def test_nobody_sees_the_tags_of_others(as_bob: Browser, as_alice: Browser, alice: User) -> None:
    change(as_alice, make_asset(alice), add=["secret"])
    assert as_bob.get("/api/tags").json() == {"tags": []}


@pytest.mark.parametrize("body", [{}, {"add": ["a"], "remove": ["a"]}, {"add": [" / "]}, {"add": ["a/" * 12 + "b"]}])
def test_what_is_no_tag_is_refused(as_alice: Browser, alice: User, body: dict[str, Any]) -> None:
    answer = as_alice.post("/api/tags/changes", {"ids": [str(make_asset(alice).id)], **body})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")
