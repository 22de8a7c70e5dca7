"""The points of the map, the list of places, and towns by name."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.utils import timezone
from tests.assets.test_places import TOWNS, table
from tests.cast import Browser
from tests.factories import make_asset

from photonest.accounts.models import User
from photonest.api import places
from photonest.assets import place_table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_kept() -> None:
    places._points.clear()
    places._places.clear()


def read_points(body: bytes) -> list[tuple[UUID, float, float]]:
    """The packed answer, read as docs/reference/api.md tells."""
    assert body[:5] == b"PNMAP"
    (count,) = struct.unpack_from("<I", body, 8)
    latitudes = struct.unpack_from(f"<{count}i", body, 16)
    longitudes = struct.unpack_from(f"<{count}i", body, 16 + 4 * count)
    start = 16 + 8 * count
    assert len(body) == start + 16 * count
    ids = [UUID(bytes=body[start + 16 * n : start + 16 * (n + 1)]) for n in range(count)]
    return [(ids[n], latitudes[n] / 1e6, longitudes[n] / 1e6) for n in range(count)]


def test_every_visible_position_is_told_newest_first(as_alice: Browser, alice: User, bob: User) -> None:
    at = make_asset(alice).local_at
    old = make_asset(alice, at=at.replace(year=2001), latitude=-33.86, longitude=151.21)
    new = make_asset(alice, at=at, latitude=38.7167, longitude=-9.1333)
    make_asset(alice)  # without a position
    make_asset(alice, latitude=1.0, longitude=1.0, trashed_at=timezone.now())
    make_asset(alice, latitude=1.0, longitude=1.0, kind="video", motion_of=new)
    make_asset(bob, latitude=2.0, longitude=2.0)
    answer = as_alice.get("/api/map/points")
    assert answer["Content-Type"] == "application/octet-stream"
    assert read_points(answer.content) == [
        (new.pk, pytest.approx(38.7167, abs=1e-6), pytest.approx(-9.1333, abs=1e-6)),
        (old.pk, pytest.approx(-33.86, abs=1e-6), pytest.approx(151.21, abs=1e-6)),
    ]


def test_an_empty_map_is_a_map(as_alice: Browser) -> None:
    assert read_points(as_alice.get("/api/map/points").content) == []
    assert as_alice.get("/api/places").json()["countries"] == []


@pytest.mark.django_db(transaction=True)  # the version sees transactions, so each step needs its own
def test_the_points_are_revalidated_for_free_and_follow_a_change(as_alice: Browser, alice: User) -> None:
    asset = make_asset(alice, latitude=1.5, longitude=2.5)
    first = as_alice.get("/api/map/points")
    assert as_alice.get("/api/map/points", If_None_Match=first["ETag"]).status_code == 304
    asset.latitude = 3.5
    asset.save(update_fields=["latitude"])
    assert read_points(as_alice.get("/api/map/points").content) == [(asset.pk, 3.5, 2.5)]


def test_places_are_told_by_country_and_city_with_a_cover(as_alice: Browser, alice: User, bob: User) -> None:
    lisbon = {"city": "Lisbon", "region": "Lisbon District", "country": "Portugal", "country_code": "PT"}
    make_asset(alice, **lisbon)
    best = make_asset(alice, **lisbon, is_favourite=True)
    porto = make_asset(alice, city="Porto", region="Porto", country="Portugal", country_code="PT")
    sahara = make_asset(alice, country="Algeria", country_code="DZ")
    make_asset(bob, **lisbon)
    portugal, algeria = as_alice.get("/api/places").json()["countries"]
    assert (portugal["name"], portugal["code"], portugal["count"], portugal["cover"]) == (
        "Portugal", "PT", 3, str(best.id),
    )  # fmt: skip
    assert [(city["city"], city["count"]) for city in portugal["cities"]] == [("Lisbon", 2), ("Porto", 1)]
    assert algeria["cities"] == [{"city": "", "region": "", "count": 1, "cover": str(sahara.id)}]
    assert as_alice.get("/api/places/photos?country=Portugal&city=Porto&region=Porto").json() == {
        "ids": [str(porto.id)]
    }
    assert as_alice.get("/api/places/photos?country=Algeria&city=").json() == {"ids": [str(sahara.id)]}
    assert len(as_alice.get("/api/places/photos?country=Portugal").json()["ids"]) == 3


def test_tiles_come_in_the_order_asked_and_only_ones_own(as_alice: Browser, alice: User, bob: User) -> None:
    first, second, foreign = make_asset(alice), make_asset(alice, thumbhash=b"abc"), make_asset(bob)
    trashed = make_asset(alice, trashed_at=timezone.now())
    asked = [second.id, foreign.id, trashed.id, first.id, second.id]
    found = as_alice.post("/api/assets/tiles", {"ids": [str(asset_id) for asset_id in asked]}).json()["photos"]
    assert [photo["id"] for photo in found] == [str(second.id), str(first.id)]
    assert (found[0]["thumbhash"], found[0]["kind"], found[0]["ratio"]) == ("YWJj", "i", 1.333)


@pytest.fixture
def towns(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models" / "places" / "1"
    folder.mkdir(parents=True)
    np.savez(folder / "places.npz", **table(TOWNS))
    settings.PHOTONEST_MODELS = tmp_path / "models"
    monkeypatch.setattr(place_table, "_table", None)
    monkeypatch.setattr(place_table, "_names", None)


def names(browser: Browser, q: str) -> list[str]:
    return [place["city"] for place in browser.get(f"/api/places/towns?q={q}").json()["places"]]


@pytest.mark.usefixtures("towns")
def test_towns_are_found_by_the_beginning_of_their_name(as_alice: Browser) -> None:
    assert names(as_alice, "wi") == ["Wien"]
    assert names(as_alice, "oludeniz") == ["Ölüdeniz"]
    assert names(as_alice, "k") == ["Klosterneuburg", "Kittsee"]  # more people first
    assert names(as_alice, "suva, fiji") == ["Suva"]
    assert names(as_alice, "suva, austria") == []
    assert names(as_alice, "") == names(as_alice, "%20,") == names(as_alice, "xyz") == []


@pytest.mark.usefixtures("towns")
def test_the_map_names_the_largest_towns_of_a_box_also_over_the_date_line(as_alice: Browser) -> None:
    def named(south: float, west: float, north: float, east: float) -> list[str]:
        box = f"south={south}&west={west}&north={north}&east={east}"
        return [town["name"] for town in as_alice.get(f"/api/map/towns?{box}").json()["towns"]]

    assert named(48.15, 16, 49, 17) == ["Wien", "Neubau", "Klosterneuburg"]
    assert named(-20, 178, -15, -179) == ["Suva", "Waiyevo"]
    assert named(-20, 178, -15, 179) == ["Suva"]
    assert as_alice.get("/api/map/towns?south=0&west=0&north=91&east=0").status_code == 422


@pytest.mark.usefixtures("towns")
def test_two_numbers_are_a_position(as_alice: Browser) -> None:
    (found,) = as_alice.get("/api/places/towns?q=48.2085,%2016.3731").json()["places"]
    assert (found["city"], found["latitude"], found["longitude"]) == ("Wien", 48.2085, 16.3731)
    assert names(as_alice, "95,%2016") == []


@pytest.mark.usefixtures("towns")
def test_a_town_picked_by_name_is_that_town(as_alice: Browser, alice: User) -> None:
    (found,) = as_alice.get("/api/places/towns?q=neubau").json()["places"]
    asset = make_asset(alice)
    body = {"ids": [str(asset.id)], "place": {"latitude": found["latitude"], "longitude": found["longitude"]}}
    assert as_alice.post("/api/assets/corrections", body).json()["changed"] == 1
    assert as_alice.get(f"/api/assets/{asset.id}").json()["place"]["city"] == "Neubau"


def test_without_a_table_no_town_is_known(as_alice: Browser, settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.PHOTONEST_MODELS = tmp_path
    monkeypatch.setattr(place_table, "_table", None)
    assert names(as_alice, "wien") == []


@pytest.mark.usefixtures("quiet_ai")
def test_a_search_of_the_area_in_sight_finds_what_the_map_shows_there(as_alice: Browser, alice: User) -> None:
    here = make_asset(alice, latitude=38.7167, longitude=-9.1333)
    fiji = make_asset(alice, latitude=-17.0, longitude=-179.5)
    make_asset(alice, latitude=48.2, longitude=16.4)
    for area, found in (("38.1234,-10,39,-8.5", here), ("-20,178,-15,-179", fiji)):
        hits = as_alice.get(f"/api/search?q=area:{area}").json()["hits"]
        assert [hit["id"] for hit in hits] == [str(found.id)]
