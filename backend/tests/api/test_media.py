"""Pictures and videos: ranges, conditions, caching, and headers that hostile names cannot break."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.cast import Browser
from tests.factories import make_asset, make_stored_asset

from photonest.accounts.models import User
from photonest.api.download_names import disposition
from photonest.assets.models import Asset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]

CONTENT = bytes(range(256)) * 40  # 10,240 bytes


@pytest.fixture
def asset(alice: User) -> Asset:
    return make_stored_asset(alice, CONTENT, filename="photo.jpg")


@pytest.fixture
def film(alice: User) -> Asset:
    return make_stored_asset(alice, CONTENT[::-1], kind="video", mime="video/mp4", filename="film.mp4")


def test_an_original_is_byte_for_byte_what_came_in(as_alice: Browser, asset: Asset) -> None:
    answer = as_alice.get(f"/media/{asset.id}/original")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).digest() == bytes(asset.sha256)
    assert answer["Content-Length"] == "10240"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("what", ["original", "tile", "preview"])
def test_bytes_of_strangers_are_fenced(as_alice: Browser, asset: Asset, what: str) -> None:
    answer = as_alice.get(f"/media/{asset.id}/{what}")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_an_original_never_comes_as_something_that_runs(as_alice: Browser, asset: Asset, mime: str) -> None:
    Asset.objects.filter(pk=asset.pk).update(mime=mime)
    answer = as_alice.get(f"/media/{asset.id}/original")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0), ("bytes=0-99", 0, 99), ("bytes=10000-", 10000, 10239), ("bytes=-1", 10239, 10239),
        ("bytes=-500", 9740, 10239), ("bytes=-99999", 0, 10239), ("bytes=10239-999999", 10239, 10239),
        ("BYTES = 5 - 6", 5, 6),
    ],
)  # fmt: skip
def test_a_range_is_answered_with_exactly_its_bytes(
    as_alice: Browser, film: Asset, asked: str, first: int, last: int
) -> None:
    answer = as_alice.get(f"/media/{film.id}/video", Range=asked)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/10240"
    assert answer["Content-Length"] == str(last - first + 1)
    assert answer.content == CONTENT[::-1][first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_outside_the_file_is_416(as_alice: Browser, film: Asset, asked: str) -> None:
    answer = as_alice.get(f"/media/{film.id}/video", Range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.parametrize(
    "asked", ["bytes=5-4", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "items=0-1", "bytes=٠-١", "bytes=" + "9" * 30 + "-"]
)
def test_a_range_nobody_understands_is_answered_with_the_whole(as_alice: Browser, film: Asset, asked: str) -> None:
    answer = as_alice.get(f"/media/{film.id}/video", Range=asked)
    assert (answer.status_code, len(answer.content)) == (200, 10240)


def test_a_range_of_a_version_that_changed_is_answered_with_the_whole(as_alice: Browser, film: Asset) -> None:
    etag = as_alice.head(f"/media/{film.id}/video")["ETag"]
    assert as_alice.get(f"/media/{film.id}/video", Range="bytes=0-1", If_Range=etag).status_code == 206
    assert as_alice.get(f"/media/{film.id}/video", Range="bytes=0-1", If_Range='"other"').status_code == 200
    assert as_alice.get(f"/media/{film.id}/video", Range="bytes=0-1", If_Range=f"W/{etag}").status_code == 200


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.integers(0, 12_000), length=st.integers(1, 12_000))
def test_any_two_ranges_put_together_are_the_file(as_alice: Browser, film: Asset, first: int, length: int) -> None:
    answer = as_alice.get(f"/media/{film.id}/video", Range=f"bytes={first}-{first + length - 1}")
    if first >= 10240:
        assert answer.status_code == 416
    else:
        assert answer.content == CONTENT[::-1][first : first + length]


def test_head_says_the_size_and_sends_nothing(as_alice: Browser, film: Asset) -> None:
    answer = as_alice.head(f"/media/{film.id}/video")
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, "10240", b"")


@pytest.mark.parametrize("what", ["original", "tile", "preview"])
def test_what_the_browser_has_is_not_sent_again(as_alice: Browser, asset: Asset, what: str) -> None:
    first = as_alice.get(f"/media/{asset.id}/{what}")
    again = as_alice.get(f"/media/{asset.id}/{what}", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_pinned_tile_is_kept_for_ever_and_privately(as_alice: Browser, asset: Asset) -> None:
    pinned = as_alice.get(f"/media/{asset.id}/tile?v=1")
    assert pinned.content == b"a tile"
    assert pinned["Cache-Control"] == "private, max-age=31536000, immutable"
    for other in ("", "?v=2"):
        assert as_alice.get(f"/media/{asset.id}/tile{other}")["Cache-Control"] == "private, no-cache"


def test_a_photo_without_renditions_says_so(as_alice: Browser, alice: User) -> None:
    answer = as_alice.get(f"/media/{make_asset(alice, renditions_version=0).id}/tile")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_picture_yet")
    assert answer["Cache-Control"] == "no-store"


def test_a_lost_file_is_an_error_with_a_name(as_alice: Browser, asset: Asset, own_media: Path) -> None:
    for file in own_media.rglob("*"):
        if file.is_file():
            file.unlink()
    for what in ("original", "tile"):
        answer = as_alice.get(f"/media/{asset.id}/{what}")
        assert (answer.status_code, answer.json()["code"]) == (404, "file_missing")


def test_the_video_inside_a_motion_photo_is_a_part_of_its_file(as_alice: Browser, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(motion_offset=10_000, motion_length=200)
    answer = as_alice.get(f"/media/{asset.id}/motion")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "video/mp4", CONTENT[10_000:10_200])
    part = as_alice.get(f"/media/{asset.id}/motion", Range="bytes=100-150")
    assert (part["Content-Range"], part.content) == ("bytes 100-150/200", CONTENT[10_100:10_151])
    assert as_alice.get(f"/api/assets/{asset.id}").json()["motion_url"] == f"/media/{asset.id}/motion"


def test_a_motion_part_never_reaches_beyond_its_file(as_alice: Browser, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(motion_offset=10_000, motion_length=10**12)
    assert len(as_alice.get(f"/media/{asset.id}/motion").content) == 240
    Asset.objects.filter(pk=asset.pk).update(motion_offset=10**12, motion_length=5)
    assert as_alice.get(f"/media/{asset.id}/motion").content == b""


def test_the_film_of_a_live_photo_is_reached_through_its_picture(
    as_alice: Browser, as_bob: Browser, asset: Asset, film: Asset
) -> None:
    Asset.objects.filter(pk=film.pk).update(motion_of=asset)
    assert as_alice.get(f"/media/{asset.id}/motion").content == CONTENT[::-1]
    assert as_bob.get(f"/media/{asset.id}/motion").status_code == 404


@pytest.mark.parametrize("what", ["video", "motion"])
def test_a_still_has_no_video(as_alice: Browser, asset: Asset, what: str) -> None:
    answer = as_alice.get(f"/media/{asset.id}/{what}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_video")


def test_pictures_cannot_be_changed_through_their_address(as_alice: Browser, asset: Asset) -> None:
    assert as_alice.post(f"/media/{asset.id}/original").status_code == 405


# --- names ----------------------------------------------------------------------------------------

HOSTILE = [
    "a\r\nSet-Cookie: x=y.jpg", 'q"uo;te\\s.jpg', "\u202egpj.exe", "🏖️ Strand äöü.jpg", "ä" * 300 + ".jpg",
    "../../etc/passwd", "\0.jpg", ".", "", "'; rm -rf.jpg", "%0d%0a.jpg", "名前.heic", "CON", "a/b\\c.jpg",
    "\u2028.jpg", "é" + "\u0301" * 50,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_leaves_one_harmless_header(as_alice: Browser, asset: Asset, name: str) -> None:
    Asset.objects.filter(pk=asset.pk).update(filename=name.replace("\0", "")[:255])
    answer = as_alice.get(f"/media/{asset.id}/original")
    header = answer["Content-Disposition"]
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not set(header) & {"\r", "\n", "\0"}
    found = header.split("filename*=UTF-8''")[1]
    shown = unquote(found)
    assert shown
    assert not set(shown) & set("\r\n\0/\\\u202e")


@given(name=st.text(max_size=400))
@example(name="\ud800.jpg")
def test_no_name_at_all_breaks_the_header(name: str) -> None:
    header = disposition("attachment", name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    plain, _, encoded = header.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert plain
    assert unquote(encoded, errors="strict")


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert disposition("attachment", "IMG 0001 (1).jpg") == (
        "attachment; filename=\"IMG 0001 (1).jpg\"; filename*=UTF-8''IMG%200001%20%281%29.jpg"
    )
