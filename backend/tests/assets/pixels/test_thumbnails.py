"""Previews and tiles: their sizes, and that cheap shrinking looks like expensive shrinking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage.metrics import structural_similarity
from tests.assets.picture_files import texture

from photonest.assets.pixels.thumbnails import encode_jpeg, preview_size, shrink, tile_size


@pytest.mark.parametrize(
    ("size", "preview", "tile"),
    [
        ((4032, 3024), (1440, 1080), (333, 250)),
        ((3024, 4032), (1080, 1440), (250, 333)),
        ((1000, 1000), (1000, 1000), (250, 250)),
        ((12_000, 1_000), (1440, 120), (1000, 83)),
        ((200, 100), (200, 100), (200, 100)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_sizes(size: tuple[int, int], preview: tuple[int, int], tile: tuple[int, int]) -> None:
    assert preview_size(*size) == preview
    assert tile_size(*size) == tile


@given(st.integers(1, 65_535), st.integers(1, 65_535))
def test_nothing_is_ever_enlarged_or_empty(width: int, height: int) -> None:
    for sized in (preview_size(width, height), tile_size(width, height)):
        assert 1 <= sized[0] <= width
        assert 1 <= sized[1] <= height


@pytest.mark.parametrize("long_side", [672, 667, 853, 1280, 500, 481])
def test_shrinking_is_as_good_as_lanczos(long_side: int) -> None:
    """The ratios of the walk (2016, 2000, 2559, 3839, 1500, 1443 -> 1440) at a third of the size."""
    source = texture(long_side, long_side * 3 // 4, seed=1)
    wanted = np.asarray(source.resize((480, 360), Image.Resampling.LANCZOS).convert("L"))
    got = Image.fromarray(shrink(np.asarray(source), 480, 360)).convert("L")
    assert structural_similarity(wanted, np.asarray(got)) >= 0.985


def test_fine_stripes_do_not_alias() -> None:
    """Stripes finer than the target can show become even grey, not false coarse stripes."""
    stripes = np.zeros((600, 2000, 3), np.uint8)
    stripes[:, ::2] = 255
    assert shrink(stripes, 1440, 432)[50:-50, 50:-50].std() < 20


def test_shrinking_keeps_the_mean_colour() -> None:
    source = np.asarray(texture(2016, 1512, seed=2))
    assert np.abs(shrink(source, 333, 250).mean(axis=(0, 1)) - source.mean(axis=(0, 1))).max() < 1.0


def test_a_picture_of_one_row_shrinks() -> None:
    assert shrink(np.zeros((1, 300, 3), np.uint8), 250, 1).shape == (1, 250, 3)


def test_jpegs_carry_no_metadata() -> None:
    content = encode_jpeg(np.asarray(texture(64, 48)))
    assert content[:3] == b"\xff\xd8\xff"
    assert b"Exif" not in content
    assert b"ICC_PROFILE" not in content
