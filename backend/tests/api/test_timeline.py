"""The timeline as the web app reads it."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.cast import Browser
from tests.factories import build_asset, make_asset

from photonest.accounts.models import User
from photonest.assets.models import Asset

pytestmark = pytest.mark.django_db

LETTERS = {"i", "v", "m", "a"}


def index(browser: Browser, view: str = "library") -> dict[str, Any]:
    return browser.get(f"/api/timeline?view={view}").json()


def segment(browser: Browser, key: str, view: str = "library") -> dict[str, Any]:
    answer = browser.get(f"/api/timeline/segments/{key}?view={view}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def all_ids(browser: Browser, view: str = "library") -> list[str]:
    return [
        asset_id for part in index(browser, view)["segments"] for asset_id in segment(browser, part["key"], view)["ids"]
    ]


def test_an_empty_library_is_an_empty_index(as_alice: Browser) -> None:
    assert index(as_alice)["total"] == 0
    assert index(as_alice)["segments"] == []


def test_days_carry_count_ratio_sum_and_the_city_most_photos_name(as_alice: Browser, alice: User) -> None:
    at = datetime(2024, 7, 4, 12, tzinfo=UTC)
    for city in ("Lisbon", "Lisbon", "Sintra", "", "", ""):
        make_asset(alice, at=at, city=city, ratio=1.5)
    make_asset(alice, at=at - timedelta(days=1), ratio=0.75)
    found = index(as_alice)
    assert found["total"] == 7
    assert found["segments"][0]["days"] == [["2024-07-04", 6, 9.0, "Lisbon"], ["2024-07-03", 1, 0.75, None]]
    assert (found["segments"][0]["first_day"], found["segments"][0]["last_day"]) == ("2024-07-04", "2024-07-03")


def test_a_segment_is_columnar_newest_first(as_alice: Browser, alice: User) -> None:
    day = datetime(2024, 7, 4, 12, tzinfo=UTC)
    older = make_asset(
        alice, at=day, colour_rgb=0x0A0B0C, filename="a.jpg", is_favourite=True, state="failed", renditions_version=0
    )
    newer = make_asset(alice, at=day + timedelta(seconds=1), kind="video", duration_s=12.5, ratio=1.7777)
    moving = make_asset(alice, at=day - timedelta(hours=1), frame_count=8)
    live = make_asset(alice, at=day - timedelta(hours=2), state="processing")  # but its tile is there
    make_asset(alice, at=day - timedelta(hours=2), kind="video", motion_of=live)
    motion = make_asset(alice, at=day - timedelta(hours=3), motion_offset=10, motion_length=5)
    (part,) = index(as_alice)["segments"]
    found = segment(as_alice, part["key"])
    assert found["ids"] == [str(asset.id) for asset in (newer, older, moving, live, motion)]
    assert found["local_at"][:2] == ["2024-07-04T12:00:01", "2024-07-04T12:00:00"]
    assert found["ratios"][0] == 1.778
    assert found["colours"][1] == "#0a0b0c"
    assert found["kinds"] == "viamm"
    assert found["favourites"] == [1]
    assert found["durations"] == {"0": 12.5}
    assert found["states"] == {"1": "failed"}
    assert found["filenames"][1] == "a.jpg"


def test_thumbhashes_come_in_the_order_of_the_segment(as_alice: Browser, alice: User) -> None:
    make_asset(alice, thumbhash=b"\x01\x02")
    make_asset(alice, at=datetime(2024, 7, 3, tzinfo=UTC))
    key = index(as_alice)["segments"][0]["key"]
    assert as_alice.get(f"/api/timeline/segments/{key}/thumbhashes").json() == {"thumbhashes": ["AQI=", None]}


def test_every_view_shows_what_it_says(as_alice: Browser, alice: User) -> None:
    plain = make_asset(alice, added_at=datetime(2025, 1, 3, tzinfo=UTC), at=datetime(2020, 1, 1, tzinfo=UTC))
    loved = make_asset(alice, is_favourite=True, added_at=datetime(2025, 1, 2, tzinfo=UTC))
    film = make_asset(alice, kind="video", at=datetime(2024, 8, 1, tzinfo=UTC))
    gone = make_asset(alice, is_favourite=True, trashed_at=datetime(2025, 1, 1, tzinfo=UTC))
    gone_first = make_asset(alice, kind="video", trashed_at=datetime(2024, 1, 1, tzinfo=UTC))

    def ids(*assets: Asset) -> list[str]:
        return [str(asset.id) for asset in assets]

    assert all_ids(as_alice) == ids(film, loved, plain)
    assert all_ids(as_alice, "favourites") == ids(loved)
    assert all_ids(as_alice, "videos") == ids(film)
    assert all_ids(as_alice, "recent") == ids(plain, loved, film)
    assert all_ids(as_alice, "trash") == ids(gone, gone_first)


@pytest.fixture
def crowded(alice: User) -> list[str]:
    """3,700 photos: 2,500 of one day (many of one moment), the rest spread over two years. Ids newest first."""
    crowd = datetime(2024, 12, 31, 12, tzinfo=UTC)
    assets = [build_asset(alice, at=crowd + timedelta(seconds=number // 700)) for number in range(2500)]
    assets += [build_asset(alice, at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n)) for n in range(1200)]
    Asset.objects.bulk_create(assets)
    assets.sort(key=lambda asset: (asset.local_at, asset.id), reverse=True)
    return [str(asset.id) for asset in assets]


def test_no_segment_is_larger_than_1000_and_together_they_are_everything_in_order(
    as_alice: Browser, crowded: list[str]
) -> None:
    parts = index(as_alice)["segments"]
    assert max(part["count"] for part in parts) <= 1000
    for part in parts:
        assert part["count"] == sum(day[1] for day in part["days"]) == len(segment(as_alice, part["key"])["ids"])
    assert all(before["last_day"] >= after["first_day"] for before, after in pairwise(parts))
    assert all_ids(as_alice) == crowded


def test_segments_are_few(as_alice: Browser, crowded: list[str]) -> None:
    # Full ones would be 4; a year's end and a crowded day may each leave one that is not full.
    assert len(index(as_alice)["segments"]) <= 7


def test_a_photo_of_today_changes_no_older_segment(as_alice: Browser, alice: User, crowded: list[str]) -> None:
    before = index(as_alice)
    etags = {part["key"]: as_alice.get(f"/api/timeline/segments/{part['key']}")["ETag"] for part in before["segments"]}
    make_asset(alice, at=datetime(2026, 3, 1, tzinfo=UTC))
    after = index(as_alice)
    assert after["version"] != before["version"]
    assert [part["key"] for part in after["segments"]][1:] == [part["key"] for part in before["segments"]]
    for key, etag in etags.items():
        assert as_alice.get(f"/api/timeline/segments/{key}", If_None_Match=etag).status_code == 304


@pytest.mark.parametrize(
    "change",
    [{"is_favourite": True}, {"state": "failed"}, {"colour_rgb": 5}, {"thumbhash": b"x"}, {"filename": "other.jpg"}],
)
def test_the_version_changes_with_anything_a_segment_shows(
    as_alice: Browser, alice: User, change: dict[str, Any]
) -> None:
    asset = make_asset(alice)
    make_asset(alice)
    answer = as_alice.get("/api/timeline")
    assert as_alice.get("/api/timeline", If_None_Match=answer["ETag"]).status_code == 304
    # Within one test transaction every row carries the same transaction id, so the change must come from another one.
    _in_another_transaction(asset, change)
    assert index(as_alice)["version"] != answer.json()["version"]


def _in_another_transaction(asset: Asset, change: dict[str, Any]) -> None:
    from django.db import transaction

    with transaction.atomic():  # a savepoint is a subtransaction with an id of its own
        Asset.objects.filter(pk=asset.pk).update(**change)


def test_the_same_timeline_is_sent_once(as_alice: Browser, alice: User) -> None:
    make_asset(alice)
    first = as_alice.get("/api/timeline")
    second = as_alice.get("/api/timeline", If_None_Match=first["ETag"])
    assert (second.status_code, second.content) == (304, b"")
    assert second["Cache-Control"] == "private, no-cache"


def test_large_answers_are_compressed_for_those_who_can_read_it(as_alice: Browser, crowded: list[str]) -> None:
    key = index(as_alice)["segments"][0]["key"]
    plain = as_alice.get(f"/api/timeline/segments/{key}")
    packed = as_alice.get(f"/api/timeline/segments/{key}", Accept_Encoding="br, gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize(
    "key",
    [
        "x", "d20240101", "d20241301-20240101", "d20240101-20240230", "r20240101-1-zz", "d99999999-00000000", "%00",
        "r20240101-999999999999999999-" + "0" * 32, "r00010101--999999999999999999-" + "0" * 32, "d٢٠٢٤٠١٠١-20240101",
    ],
)  # fmt: skip
def test_a_key_that_no_index_gave_is_404_or_empty(as_alice: Browser, key: str) -> None:
    answer = as_alice.get(f"/api/timeline/segments/{key}")
    assert answer.status_code in {404, 400}, answer.content


def test_the_first_and_the_last_day_of_the_calendar_have_a_place(as_alice: Browser, alice: User) -> None:
    ends = [make_asset(alice, at=datetime(year, *rest, tzinfo=UTC)) for year, *rest in ((9999, 12, 31), (1, 1, 1))]
    assert all_ids(as_alice) == [str(asset.id) for asset in ends]
    assert index(as_alice)["segments"][-1]["days"][0][0] == date(1, 1, 1).isoformat()


def test_an_unknown_view_is_refused(as_alice: Browser) -> None:
    answer = as_alice.get("/api/timeline?view=everyone")
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")
    assert answer.json()["details"]["fields"][0]["field"] == "view"


def test_kinds_are_letters_the_web_app_knows(as_alice: Browser, crowded: list[str]) -> None:
    found = segment(as_alice, index(as_alice)["segments"][0]["key"])
    assert set(found["kinds"]) <= LETTERS
    assert {len(found[name]) for name in ("ids", "local_at", "ratios", "colours", "kinds", "filenames")} == {
        len(found["ids"])
    }
