"""What belongs on one stack: two formats of one shot, bursts by name, bursts by clock and likeness."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from photonest.assets.burst_names import burst_name
from photonest.assets.models import StackKind
from photonest.assets.stack_rules import Group, Shot, groups

NOON = datetime(2023, 7, 15, 12, tzinfo=UTC)
LOOK, OTHER_LOOK = 0x0F0F_3C3C_AAAA_1234, 0x71E2_8D93_4B15_CC60


def shot(number: int, name: str = "", *, folder: str = "2023", **fields: object) -> Shot:
    facts = {"format": "jpeg", "at": NOON, "camera": "Maker One", "dhash": LOOK, "phash": LOOK} | fields
    return Shot(id=UUID(int=number), names=((folder, name or f"IMG_{number}.JPG"),), **facts)  # type: ignore[arg-type]


RAW, JPEG = shot(1, "IMG_1.CR2", format="cr2", phash=None, dhash=None), shot(2, "IMG_1.JPG")
HEIC = shot(3, "IMG_1.heic", format="heic")
FAR = {"at": NOON + timedelta(hours=1)}


def numbers(found: list[Group]) -> list[tuple[StackKind, tuple[int, ...], int]]:
    return [(group.kind, tuple(sorted(one.int for one in group.members)), group.cover.int) for group in found]


@pytest.mark.parametrize("order", list(permutations([0, 1])))
def test_raw_and_jpeg_of_one_name_are_one_shot_in_either_order(order: tuple[int, ...]) -> None:
    found = groups([(RAW, JPEG)[at] for at in order])
    assert numbers(found) == [(StackKind.RAW_JPEG, (1, 2), 2)]


def test_heic_with_its_jpeg_is_one_shot_with_the_original_in_front() -> None:
    assert numbers(groups([JPEG, HEIC])) == [(StackKind.RAW_JPEG, (2, 3), 3)]


@pytest.mark.parametrize(
    "other",
    [
        replace(RAW, names=(("2024", "IMG_1.CR2"),)),
        replace(RAW, names=(("2023", "IMG_11.CR2"),)),
        replace(RAW, at=NOON + timedelta(minutes=2)),
        replace(RAW, at=None),
        shot(1, "IMG_1.png", format="png", camera=""),
    ],
)
def test_another_folder_name_or_moment_is_another_shot(other: Shot) -> None:
    assert not groups([JPEG, other])


def test_without_a_clock_the_picture_decides() -> None:
    export = replace(JPEG, at=None, camera="")
    assert len(groups([HEIC, export])) == 1
    assert not groups([HEIC, replace(export, phash=OTHER_LOOK, dhash=~LOOK)])


@pytest.mark.parametrize(
    ("names", "cover"),
    [
        (("20190715_143025_001.jpg", "20190715_143025_002.jpg"), None),
        (("00000IMG_00000_BURST20190715143025123_COVER.jpg", "00001IMG_00001_BURST20190715143025123.jpg"), 0),
        (("DSC_0007_BURST20190715143025123.JPG", "DSC_0008_BURST20190715143025123_COVER.JPG"), 1),
        (("IMG_20190715_143025_BURST001_COVER.jpg", "IMG_20190715_143025_BURST002.jpg"), 0),
        (("IMG_20190715_143025_BURST1.jpg", "IMG_20190715_143025_BURST12.jpg"), None),
        (("IMG_20190715_143025_BURST000_COVER_TOP.jpg", "IMG_20190715_143025_BURST001.jpg"), 0),
        (("PXL_20230715_143025123.BURST-01.jpg", "PXL_20230715_143025123.BURST-02.COVER.jpg"), 1),
        (("PXL_20230715_143025123.PORTRAIT-01.COVER.jpg", "PXL_20230715_143025123.PORTRAIT-02.ORIGINAL.jpg"), 0),
    ],
)
def test_names_of_one_burst(names: tuple[str, str], cover: int | None) -> None:
    # Even if they do not look alike and lie seconds apart: the phone says that they are one.
    shots = [shot(1, names[0]), shot(2, names[1], at=NOON + timedelta(seconds=5), phash=OTHER_LOOK, dhash=~LOOK)]
    ((kind, members, chosen),) = numbers(groups(shots))
    assert (kind, members) == (StackKind.BURST, (1, 2))
    assert cover is None or chosen == cover + 1


@pytest.mark.parametrize(
    "name",
    ["IMG_0001.jpg", "20190715_143025.jpg", "20190715_143025_HDR.jpg", "burst pipe.jpg", "PXL_20230715_143025.MP.jpg",
     "IMG-20190715-WA0001.jpg", "sunburst_12.jpg"],
)  # fmt: skip
def test_other_names_are_no_burst(name: str) -> None:
    assert burst_name(name) is None


def test_a_burst_name_that_comes_again_years_later_is_another_burst() -> None:
    first, again = shot(1, "X_BURST001.jpg"), shot(2, "X_BURST002.jpg", at=NOON + timedelta(days=900))
    assert not groups([first, again])


def test_apples_identifier_ties_a_burst_together() -> None:
    one = shot(1, burst_identifier="A", phash=OTHER_LOOK)
    other = shot(2, burst_identifier="A", is_burst_cover=True, at=NOON + timedelta(seconds=3), dhash=~LOOK)
    assert numbers(groups([one, other])) == [(StackKind.BURST, (1, 2), 2)]
    assert not groups([one, replace(other, burst_identifier="B")])


def test_quick_shots_that_look_alike_are_a_burst_with_the_sharpest_in_front() -> None:
    series = [shot(n, at=NOON + timedelta(seconds=0.8 * n), sharpness=0.9 if n == 3 else 0.5) for n in range(1, 6)]
    assert numbers(groups(series)) == [(StackKind.BURST, (1, 2, 3, 4, 5), 3)]
    assert numbers(groups(series[::-1])) == numbers(groups(series))


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOON + timedelta(seconds=1.0)},
        {"camera": "Maker Two"},
        {"camera": ""},
        {"at": None},
        {"dhash": OTHER_LOOK, "phash": ~LOOK},
        {"dhash": None},
    ],
)
def test_shots_further_apart_of_another_camera_or_another_look_are_no_burst(change: dict[str, object]) -> None:
    later = {"at": NOON + timedelta(seconds=0.5)}
    assert groups([shot(1), shot(2, **later)])
    assert not groups([shot(1), shot(2, **(later | change))])


def test_raw_and_jpeg_of_a_burst_are_one_stack() -> None:
    second = {"at": NOON + timedelta(seconds=0.4)}
    shots = [
        RAW,
        JPEG,
        shot(4, "IMG_2.JPG", **second),
        replace(RAW, id=UUID(int=5), names=(("2023", "IMG_2.CR2"),), **second),
    ]
    ((kind, members, cover),) = numbers(groups(shots))
    assert (kind, members) == (StackKind.BURST, (1, 2, 4, 5))
    assert cover == 2


def test_a_hash_with_the_highest_bit_is_compared_as_stored() -> None:
    one, other = shot(1, dhash=-1, phash=-1), shot(2, dhash=-2, phash=-4, at=NOON + timedelta(seconds=0.2))
    assert groups([one, other])
