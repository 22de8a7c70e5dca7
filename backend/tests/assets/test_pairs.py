"""Which photo and which video are one Live or Motion photo (FEATURES.md IN4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from photonest.assets.pairs import PairPart, is_live_pair, pair_key

NOON = datetime(2023, 7, 15, 12, tzinfo=UTC)
PHOTO = PairPart("2023/07", "IMG_0001.HEIC", "heic", NOON)
VIDEO = PairPart("2023/07", "IMG_0001.MOV", "mov", NOON - timedelta(seconds=1.5), 2.9)


@pytest.mark.parametrize(
    ("photo", "video"),
    [
        ("IMG_0001.HEIC", "IMG_0001.MOV"),
        ("IMG_0001.JPG", "IMG_0001.mov"),
        ("IMG_0001(1).HEIC", "IMG_0001(1).MOV"),
        ("IMG_0001.HEIC", "IMG_0001_HEVC.MOV"),
        ("IMG_E0001.HEIC", "IMG_E0001.MOV"),
        ("20230715_143025.jpg", "20230715_143025.mp4"),
        ("MVIMG_20190715_143025.jpg", "MVIMG_20190715_143025.mp4"),
        ("MVIMG_20190715_143025.jpg", "MVIMG_20190715_143025"),
        ("PXL_20230715_143025123.MP.jpg", "PXL_20230715_143025123.MP"),
        ("PXL_20230715_143025123.MP.jpg", "PXL_20230715_143025123.MP.MP4"),
        ("PXL_20230715_143025123.MP.jpg", "PXL_20230715_143025123.MP~2"),
        ("PXL_20230715_143025123.MP.jpg", "PXL_20230715_143025123.mp4"),
        ("cafe\u0301.jpg", "CAFÉ.MP4"),
    ],
)
def test_both_parts_of_a_pair_have_one_key(photo: str, video: str) -> None:
    assert pair_key("a/b", photo) == pair_key("a/b/", video) != ""
    assert is_live_pair(replace(PHOTO, filename=photo), replace(VIDEO, filename=video))


@pytest.mark.parametrize(
    ("photo", "video"),
    [
        ("IMG_1.HEIC", "IMG_10.MOV"),
        ("IMG_1.HEIC", "IMG_1(1).MOV"),
        ("IMG_1.HEIC", "IMG_1-edited.MOV"),
        (".jpg", ".mp4"),
    ],
)
def test_other_names_are_no_pair(photo: str, video: str) -> None:
    assert not is_live_pair(replace(PHOTO, filename=photo), replace(VIDEO, filename=video))


def test_another_folder_is_no_pair() -> None:
    assert not is_live_pair(PHOTO, replace(VIDEO, folder="2023/08"))


def test_a_long_film_of_the_same_name_is_no_pair() -> None:
    assert is_live_pair(PHOTO, VIDEO)
    assert not is_live_pair(PHOTO, replace(VIDEO, duration_s=60.0))


def test_two_moments_under_one_recycled_number_are_no_pair() -> None:
    assert not is_live_pair(PHOTO, replace(VIDEO, taken_at=NOON + timedelta(minutes=7)))
    assert not is_live_pair(PHOTO, replace(VIDEO, taken_at=NOON + timedelta(days=400)))


@pytest.mark.parametrize("minutes", [-120, 60, 330, 345, 720])
def test_clocks_that_differ_by_a_zone_are_a_pair(minutes: int) -> None:
    assert is_live_pair(PHOTO, replace(VIDEO, taken_at=NOON + timedelta(minutes=minutes, seconds=2)))


def test_without_a_clock_the_name_decides() -> None:
    assert is_live_pair(replace(PHOTO, taken_at=None), VIDEO)
    assert is_live_pair(PHOTO, replace(VIDEO, taken_at=None, duration_s=None))


def test_apples_identifier_decides_where_both_have_one() -> None:
    one, two = replace(PHOTO, content_identifier="A"), replace(VIDEO, content_identifier="A", filename="other.mov")
    assert is_live_pair(one, two)
    assert not is_live_pair(one, replace(VIDEO, content_identifier="B"))
    assert is_live_pair(one, VIDEO)


@pytest.mark.parametrize(("photo", "video"), [("png", "mov"), ("heic", "webm"), ("mov", "mov"), ("heic", "heic")])
def test_other_kinds_of_files_are_no_pair(photo: str, video: str) -> None:
    assert not is_live_pair(replace(PHOTO, format=photo), replace(VIDEO, format=video))
