"""Time and place of many photos: looked at first, done as one, found by search, undone as one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.cast import Browser
from tests.factories import build_asset, make_asset

from photonest.accounts.models import User
from photonest.assets import corrections
from photonest.assets.models import Asset, Change
from photonest.assets.places import Place
from photonest.search.models import AssetWords
from photonest.search.services import index_words, search

pytestmark = pytest.mark.django_db

LISBON = {"latitude": 38.7167, "longitude": -9.1333}


@pytest.fixture(autouse=True)
def known_town(monkeypatch: pytest.MonkeyPatch, quiet_ai: object) -> None:
    """A table of one town, so that no test needs the real one."""
    monkeypatch.setattr(
        corrections, "chosen_place", lambda *_: Place("Lisbon", "Lisbon District", "PT", "Portugal", 0.0)
    )


def correct(browser: Browser, *assets: Asset, **body: Any) -> dict[str, Any]:
    answer = browser.post("/api/assets/corrections", {"ids": [str(asset.id) for asset in assets], **body})
    assert answer.status_code == 200, answer.content
    return answer.json()


def with_word(word: str) -> int:
    return AssetWords.objects.extra(where=["words @@ %s::tsquery"], params=[word]).count()


def row(asset: Asset) -> dict[str, Any]:
    return Asset.objects.filter(pk=asset.pk).values().get()


def test_a_preview_tells_before_and_after_and_writes_nothing(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, city="Porto", country="Portugal")
    before = row(asset)
    shown = correct(as_alice, asset, place=LISBON, time={"shift_seconds": 3600}, dry_run=True)
    assert (shown["changed"], shown["undo"]) == (1, None)
    (sample,) = shown["samples"]
    assert (sample["before"]["city"], sample["after"]["city"]) == ("Porto", "Lisbon")
    assert (sample["before"]["local_at"], sample["after"]["local_at"]) == ("2024-07-04T10:00:00", "2024-07-04T11:00:00")
    assert shown["after"] == {"first": "2024-07-04T11:00:00", "last": "2024-07-04T11:00:00"}
    assert row(asset) == before
    assert not Change.objects.exists()


def test_a_place_is_set_searched_by_and_undone(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, latitude=41.1, longitude=-8.6, altitude_m=90.0, city="Porto", country="Portugal")
    index_words(asset)
    before = row(asset)
    done = correct(as_alice, asset, place=LISBON)
    detail = as_alice.get(f"/api/assets/{asset.id}").json()["place"]
    assert (detail["city"], detail["country_code"], detail["source"]) == ("Lisbon", "PT", "user")
    assert row(asset)["altitude_m"] is None
    assert [hit.asset.pk for hit in search(alice, '"lisbon"').hits] == [asset.pk]
    assert search(alice, '"porto"').hits == ()
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert row(asset) == before
    assert [hit.asset.pk for hit in search(alice, '"porto"').hits] == [asset.pk]


def test_a_place_can_be_taken_away(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, latitude=41.1, longitude=-8.6, city="Porto", country="Portugal", country_code="PT")
    correct(as_alice, asset, place={"latitude": None, "longitude": None})
    found = row(asset)
    assert [found[name] for name in ("latitude", "longitude", "city", "country", "country_code", "place_source")] == [
        None, None, "", "", "", "user",
    ]  # fmt: skip


def test_a_shift_moves_photos_in_the_timeline_and_back(as_alice: Browser, alice: User) -> None:
    late = datetime(2024, 7, 4, 23, 30, 0, 250_000, tzinfo=UTC)
    asset = make_asset(alice, at=late, utc_offset_minutes=60)
    before = row(asset)
    done = correct(as_alice, asset, time={"shift_seconds": 3600})
    found = row(asset)
    assert (str(found["local_day"]), found["taken_source"], found["local_at"].microsecond) == (
        "2024-07-05", "user", 250_000,
    )  # fmt: skip
    days = as_alice.get("/api/timeline").json()["segments"][0]["days"]
    assert [day[0] for day in days] == ["2024-07-05"]
    as_alice.post(f"/api/undo/{done['undo']}")
    assert row(asset) == before


def test_undo_leaves_alone_what_was_corrected_again(as_alice: Browser, alice: User) -> None:
    first, again = make_asset(alice), make_asset(alice)
    done = correct(as_alice, first, again, time={"shift_seconds": 60})
    correct(as_alice, again, time={"shift_seconds": 60})
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert row(first)["local_at"] == datetime(2024, 7, 4, 10, 0, tzinfo=UTC)
    assert row(again)["local_at"] == datetime(2024, 7, 4, 10, 2, tzinfo=UTC)


def test_thousands_of_photos_are_one_request_and_one_undo(as_alice: Browser, alice: User) -> None:
    at = datetime(2024, 7, 4, 10, 0, tzinfo=UTC)
    assets = Asset.objects.bulk_create(build_asset(alice, at=at.replace(second=n % 60)) for n in range(2_500))
    done = correct(as_alice, *assets, time={"shift_seconds": -3600})
    assert (done["changed"], len(done["samples"])) == (2_500, corrections.SAMPLES)
    assert Change.objects.count() == 1
    assert Asset.objects.filter(taken_source="user", local_at__hour=9).count() == 2_500
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 2_500}
    assert Asset.objects.filter(taken_source="exif", local_at__hour=10).count() == 2_500


def test_the_words_of_many_photos_follow_their_place(as_alice: Browser, alice: User) -> None:
    assets = Asset.objects.bulk_create(build_asset(alice) for _ in range(1_200))  # more than one batch
    done = correct(as_alice, *assets, place=LISBON)
    assert with_word("lisbon") == 1_200
    as_alice.post(f"/api/undo/{done['undo']}")
    assert with_word("lisbon") == 0


def test_more_than_10000_ids_are_refused(as_alice: Browser, alice: User) -> None:
    body = {"ids": [str(make_asset(alice).id)] * 10_001, "time": {"shift_seconds": 1}}
    assert as_alice.post("/api/assets/corrections", body).status_code == 422


def test_a_live_photo_is_corrected_as_one(as_alice: Browser, alice: User) -> None:
    picture = make_asset(alice)
    film = make_asset(alice, kind="video", motion_of=picture)
    done = correct(as_alice, picture, place=LISBON)
    assert done["changed"] == 1
    assert row(film)["city"] == "Lisbon"
    assert as_alice.post(f"/api/undo/{done['undo']}").json() == {"changed": 1}
    assert row(film)["city"] == ""


def test_what_lies_in_the_trash_and_what_is_foreign_is_left_out(as_alice: Browser, alice: User, bob: User) -> None:
    trashed, foreign = make_asset(alice, trashed_at=datetime(2025, 1, 1, tzinfo=UTC)), make_asset(bob)
    before = row(trashed), row(foreign)
    assert correct(as_alice, trashed, foreign, place=LISBON) == {
        "changed": 0, "unchanged": 0, "samples": [], "before": None, "after": None, "undo": None,
    }  # fmt: skip
    assert (row(trashed), row(foreign)) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"time": {}}, 400),
        ({"place": {"latitude": 1.0}}, 400),
        ({"place": {"latitude": 0, "longitude": 0}}, 400),
        ({"place": {"latitude": 91, "longitude": 0}}, 422),
        ({"time": {"day": "2106-01-01"}}, 400),
        ({"time": {"time_zone": "Mars/Olympus"}}, 400),
        ({"time": {"shift_seconds": 10**12}}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    as_alice: Browser, alice: User, body: dict[str, Any], status: int
) -> None:
    asset = make_asset(alice)
    before = row(asset)
    answer = as_alice.post("/api/assets/corrections", {"ids": [str(asset.id)], **body})
    assert answer.status_code == status, answer.content
    assert row(asset) == before
