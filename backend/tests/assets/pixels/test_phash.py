"""Perceptual hashes stay near for copies and go far for other pictures."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.assets.picture_files import encoded, texture

from photonest.assets.pixels.phash import HASH_SIDE_PX, dhash, distance, phash
from photonest.assets.pixels.picture import Rgb


def hashes(image: Image.Image) -> tuple[int, int]:
    rgb: Rgb = np.asarray(image)
    square = cv2.resize(rgb, (HASH_SIDE_PX, HASH_SIDE_PX), interpolation=cv2.INTER_AREA)
    return dhash(rgb), phash(np.asarray(square, dtype=np.uint8))


@pytest.mark.parametrize("seed", range(6))
def test_a_smaller_and_recompressed_copy_is_near_and_another_picture_is_far(seed: int) -> None:
    original = texture(640, 480, seed=seed)
    copy = Image.open(io.BytesIO(encoded(original.resize((320, 240)), "JPEG", quality=40))).convert("RGB")
    other = texture(640, 480, seed=seed + 100)
    for one, near, far in zip(hashes(original), hashes(copy), hashes(other), strict=True):
        assert distance(one, near) <= 6
        assert distance(one, far) >= 14


def test_hashes_are_unsigned_64_bit() -> None:
    for seed in range(20):
        for value in hashes(texture(64, 64, seed=seed)):
            assert 0 <= value < 2**64


def test_dhash_tells_which_of_two_neighbours_is_brighter() -> None:
    ramp = np.tile(np.linspace(0, 255, 90, dtype=np.uint8), (80, 1))
    rising = np.repeat(ramp[..., None], 3, axis=2)
    assert dhash(rising) == 2**64 - 1
    assert dhash(np.ascontiguousarray(rising[:, ::-1])) == 0
