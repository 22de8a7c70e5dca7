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
from photonest.tags.own_tags import restore, store_keywords
from photonest.tags.tag_library import rename_tag

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


def test_a_path_is_offered_by_any_of_its_levels_and_asks_for_that_tag(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice)
    change(as_alice, asset, add=["Places/Lisbon"])
    for typed in ("lis", "places/l", ""):
        found = as_alice.get(f"/api/search/suggestions?q={typed}").json()["suggestions"]
        assert [(one["text"], one["q"]) for one in found] == [("Places/Lisbon", 'tag:"Places/Lisbon"')]
    assert [hit["id"] for hit in as_alice.get(f"/api/search?q={found[0]['q']}").json()["hits"]] == [str(asset.id)]


# --- over the whole library ---------------------------------------------------------------------


def listed(browser: Browser) -> dict[str, int]:
    return {tag["name"]: tag["count"] for tag in browser.get("/api/tags").json()["tags"]}


def rename(browser: Browser, name: str, to: str) -> Any:
    return browser.post("/api/tags/rename", {"name": name, "to": to})


def test_a_tag_is_renamed_with_all_under_it_and_nothing_that_only_begins_alike(as_alice: Browser, alice: User) -> None:
    first, second = make_asset(alice), make_asset(alice)
    change(as_alice, first, add=["Lisbon", "Lisbon/Alfama", "Lisbon zoo"])
    change(as_alice, second, add=["Lisbon"])
    before = listed(as_alice)
    done = rename(as_alice, "Lisbon", "Places / Lisbon").json()
    assert done["changed"] == 2
    assert listed(as_alice) == {"Lisbon zoo": 1, "Places/Lisbon": 2, "Places/Lisbon/Alfama": 1}
    assert {hit.asset.pk for hit in search(alice, '"places"').hits} == {first.pk, second.pk}
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 2}
    assert listed(as_alice) == before
    assert search(alice, '"places"').hits == ()


def test_a_level_that_no_photo_carries_itself_is_renamed_too(as_alice: Browser, alice: User) -> None:
    change(as_alice, make_asset(alice), add=["Places/Lisbon"])
    rename(as_alice, "Places", "World")
    assert listed(as_alice) == {"World/Lisbon": 1}


def test_a_tag_moves_under_itself_and_back(as_alice: Browser, alice: User) -> None:
    change(as_alice, make_asset(alice), add=["A", "A/B"])
    rename(as_alice, "A", "A/B")
    assert listed(as_alice) == {"A/B": 1, "A/B/B": 1}
    rename(as_alice, "A/B", "A")
    assert listed(as_alice) == {"A": 1, "A/B": 1}


def test_two_tags_become_one_and_two_again(as_alice: Browser, alice: User) -> None:
    one, both, other = make_asset(alice), make_asset(alice), make_asset(alice)
    change(as_alice, one, both, add=["Holliday"])
    change(as_alice, both, other, add=["Holiday"])
    before = rows(alice)
    done = rename(as_alice, "Holliday", "holiday").json()  # as the other one is spelled
    assert done["changed"] == 2
    assert listed(as_alice) == {"Holiday": 3}
    as_alice.post(f"/api/undo/{done['undo']}")
    assert rows(alice) == before


def test_only_the_letters_of_a_name_can_be_changed(as_alice: Browser, alice: User) -> None:
    change(as_alice, make_asset(alice), add=["dog"])
    rename(as_alice, "dog", "Dog")
    assert listed(as_alice) == {"Dog": 1}
    assert rename(as_alice, "Dog", "Dog").json() == {"changed": 0, "undo": None}


def test_a_deleted_tag_leaves_all_photos_with_those_under_it_and_comes_back(as_alice: Browser, alice: User) -> None:
    asset, trashed = make_asset(alice), make_asset(alice)
    change(as_alice, asset, trashed, add=["Places", "Places/Lisbon", "Work"])
    as_alice.post("/api/assets/actions", {"action": "trash", "ids": [str(trashed.id)]})
    make_tag(asset, "Places", score=0.8)  # a guess of the same name
    before = rows(alice)
    done = as_alice.post("/api/tags/delete", {"name": "Places"}).json()
    assert done["changed"] == 2
    assert listed(as_alice) == {"Work": 1}
    assert shown(as_alice, asset) == [("Work", "user"), ("Places", "machine")]
    as_alice.post(f"/api/undo/{done['undo']}")
    assert rows(alice) == before


def test_a_keyword_of_a_file_does_not_come_back_under_its_old_name(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, extra={"keywords": ["Holliday", "Sea"]})
    store_keywords(asset)
    done = rename(as_alice, "Holliday", "Holiday").json()
    as_alice.post("/api/tags/delete", {"name": "Sea"})
    store_keywords(asset)
    assert listed(as_alice) == {"Holiday": 1}
    as_alice.post(f"/api/undo/{done['undo']}")
    assert listed(as_alice) == {"Holliday": 1}
    assert AssetTag.objects.get(owner=alice).source == "file"


def test_however_many_photos_are_a_handful_of_statements(
    as_alice: Browser, alice: User, django_assert_max_num_queries: Any
) -> None:
    assets = Asset.objects.bulk_create(build_asset(alice) for _ in range(1_500))
    tag = make_tag(assets[0], "old", kind="user", source="user", score=1.0, is_shown=True).tag
    AssetTag.objects.bulk_create(
        AssetTag(asset=asset, owner=alice, tag=tag, kind="user", source="user", score=1.0, is_shown=True)
        for asset in assets[1:]
    )
    with django_assert_max_num_queries(20):
        done = rename_tag(alice.pk, "old", "new")
    assert len(done.ids) == 1_500
    assert listed(as_alice) == {"new": 1_500}
    assert len(restore(Change.objects.get())) == 1_500
    assert listed(as_alice) == {"old": 1_500}


def test_tags_of_others_stay_as_they_are(as_alice: Browser, as_bob: Browser, alice: User, bob: User) -> None:
    change(as_alice, make_asset(alice), add=["shared"])
    change(as_bob, make_asset(bob), add=["shared", "shared/part"])
    rename(as_alice, "shared", "mine")
    as_alice.post("/api/tags/delete", {"name": "mine"})
    assert listed(as_bob) == {"shared": 1, "shared/part": 1}
    assert rename(as_alice, "shared", "mine").status_code == 404
    assert as_alice.post("/api/tags/delete", {"name": "shared"}).status_code == 404


@pytest.mark.parametrize("to", [" / ", "a/" * 12 + "b"])
def test_a_new_name_must_be_one(as_alice: Browser, alice: User, to: str) -> None:
    change(as_alice, make_asset(alice), add=["a"])
    answer = rename(as_alice, "a", to)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")
    assert listed(as_alice) == {"a": 1}
