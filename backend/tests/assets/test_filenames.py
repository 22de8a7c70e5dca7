"""Names of strangers' files: what is left of them, and which of them can belong together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.assets.filenames import MAX_FOLDER_BYTES, clean_folder, stem_key
from photonest.assets.metadata.sidecars import sidecar_for
from photonest.assets.pairs import pair_key

NAMES = st.lists(
    st.sampled_from(
        ["IMG_1", "PXL", "é", "É", "MVIMG", "a b", ".jpg", ".JPG", ".MP", ".mp~2", ".MOV", "_HEVC", ".edit", "."]
    ),
    min_size=1,
    max_size=4,
).map("".join)


@pytest.mark.parametrize(
    "together",
    [
        ["IMG_1.jpg", "img_1.JPG", "IMG_1.jpg.xmp", "IMG_1.xmp", "IMG_1.MOV", "IMG_1_HEVC.MOV"],
        ["PXL_1.MP.jpg", "PXL_1.MP", "PXL_1.MP~2", "PXL_1.MP.MP4", "PXL_1.MP.jpg.xmp"],
        ["e\u0301te.jpg", "\u00e9te.xmp"],
        ["Trip.edited.jpg", "Trip.edited.xmp"],
    ],
)
def test_what_can_belong_together_has_one_key(together: list[str]) -> None:
    assert len({stem_key(name) for name in together}) == 1


@pytest.mark.parametrize("apart", [["IMG_1.jpg", "IMG_12.jpg"], ["2024.01.05.jpg", "2024.01.06.jpg"], [".jpg", ".png"]])
def test_what_cannot_has_another(apart: list[str]) -> None:
    assert len({stem_key(name) for name in apart}) == len(apart)


@given(NAMES, NAMES)
def test_no_pair_is_missed_by_looking_only_at_equal_keys(one: str, other: str) -> None:
    if sidecar_for(one, [other + ".xmp"]) or (pair_key("", one) and pair_key("", one) == pair_key("", other)):
        assert stem_key(one) == stem_key(other), (one, other)


@given(st.text(max_size=1500))
def test_a_folder_fits_into_an_index_in_any_language(folder: str) -> None:
    assert len(clean_folder(folder).encode()) <= MAX_FOLDER_BYTES


def test_a_folder_is_cut_between_characters() -> None:
    assert clean_folder("\U0001f3d6" * 300) == "\U0001f3d6" * 250
