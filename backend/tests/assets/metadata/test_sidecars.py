"""Which sidecar belongs to which photo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.metadata.sidecars import files_of_sidecar, is_sidecar, sidecar_for


@pytest.mark.parametrize(
    ("filename", "siblings", "expected"),
    [
        ("IMG.jpg", ["IMG.xmp", "IMG.jpg.xmp"], "IMG.jpg.xmp"),
        ("IMG.jpg", ["IMG.xmp"], "IMG.xmp"),
        ("IMG.CR2", ["IMG.xmp", "IMG.jpg.xmp"], "IMG.xmp"),
        ("IMG.jpg", ["img.XMP"], "img.XMP"),
        ("IMG.jpg", ["img.xmp", "IMG.xmp"], "IMG.xmp"),
        ("IMG.jpg", ["img.JPG.xmp", "IMG.xmp"], "img.JPG.xmp"),
        ("IMG_1.jpg", ["IMG_10.xmp", "IMG.xmp", "IMG_1.jpg"], None),
        ("cafe\u0301.jpg", ["caf\u00e9.jpg.xmp"], "caf\u00e9.jpg.xmp"),
        ("a.b.jpg", ["a.xmp", "a.b.xmp"], "a.b.xmp"),
        ("IMG.jpg", ["IMG.jpg"], None),
        ("IMG.xmp", ["IMG.xmp"], None),
        ("IMG.jpg", [".xmp"], None),
        ("IMG", ["IMG.xmp"], "IMG.xmp"),
    ],
)
def test_the_nearest_name_wins(filename: str, siblings: list[str], expected: str | None) -> None:
    assert sidecar_for(filename, siblings) == expected
    assert sidecar_for(filename, siblings[::-1]) == expected


def test_a_sidecar_finds_its_files_whichever_came_first() -> None:
    folder = ["IMG.jpg", "IMG.cr2", "IMG.jpg.xmp", "IMG_2.jpg"]
    assert files_of_sidecar("IMG.xmp", folder) == ["IMG.cr2"]
    assert files_of_sidecar("IMG.jpg.xmp", folder) == ["IMG.jpg"]
    assert files_of_sidecar("IMG.xmp", ["IMG.jpg", "IMG.cr2"]) == ["IMG.jpg", "IMG.cr2"]


def test_sidecars_are_known_by_their_ending() -> None:
    assert is_sidecar("a.xmp")
    assert is_sidecar("a.jpg.XMP")
    assert not is_sidecar(".xmp")
    assert not is_sidecar("a.xmp.jpg")


_names = st.sampled_from(["A.jpg", "a.JPG", "A.cr2", "B.jpg", "A.xmp", "a.xmp", "A.jpg.xmp", "B.xmp", "b.JPG.XMP"])


@given(st.lists(_names, max_size=8, unique=True))
def test_both_directions_agree(folder: list[str]) -> None:
    for sidecar in filter(is_sidecar, folder):
        for filename in folder:
            assert (sidecar_for(filename, folder) == sidecar) == (filename in files_of_sidecar(sidecar, folder))
