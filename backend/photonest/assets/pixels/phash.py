"""Perceptual hashes of 64 bit: two copies of one picture differ in few bits, whatever their size and quality."""

from __future__ import annotations

import cv2
import numpy as np

from photonest.assets.pixels.picture import Rgb

HASH_SIDE_PX = 32
"""`phash` wants a square of this side, the picture squeezed into it whatever its shape."""


def dhash(rgb: Rgb) -> int:
    """64 bit, unsigned: is each of 9 x 8 cells brighter than its right neighbour (Krawetz 2013). Any size."""
    grey = cv2.resize(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (9, 8), interpolation=cv2.INTER_AREA)
    return _bits(grey[:, 1:] > grey[:, :-1])


def phash(square: Rgb) -> int:
    """64 bit, unsigned: signs of the 8 x 8 lowest cosine terms around their median (Zauner 2010).

    `square`: `HASH_SIDE_PX` x `HASH_SIDE_PX`.
    """
    grey = cv2.cvtColor(square, cv2.COLOR_RGB2GRAY).astype(np.float32)
    low = np.asarray(cv2.dct(grey))[:8, :8]
    return _bits(low > np.sort(low, axis=None)[31:33].mean())


def _bits(flags: object) -> int:
    return int.from_bytes(np.packbits(np.asarray(flags, dtype=bool).reshape(-1)).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """Bits in which two hashes differ, 0 to 64; lower is more alike."""
    return (one ^ other).bit_count()
