"""The preview and the tile of a photo: sizes, the antialiased reduction, JPEG encoding."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

from photonest.assets.pixels import Rgb

PREVIEW_LONG_SIDE_PX = 1440
TILE_SHORT_SIDE_PX = 250
TILE_LONGEST_SIDE_PX = 1000
"""Panoramas: a tile is never longer than four rows of the timeline are high."""

JPEG_QUALITY = 80

SHARP_ENOUGH = 1.1
"""Shrinks below this need no antialiasing (QUALITY 1.2)."""

HALVE_FROM = 3.0
"""Halving is cheap but soft: the last step before the target stays below this."""


def preview_size(width_px: int, height_px: int) -> tuple[int, int]:
    """The picture inside a square of `PREVIEW_LONG_SIDE_PX`, never enlarged."""
    return _scaled(width_px, height_px, PREVIEW_LONG_SIDE_PX / max(width_px, height_px))


def tile_size(width_px: int, height_px: int) -> tuple[int, int]:
    """The short side becomes `TILE_SHORT_SIDE_PX`: rows of a timeline have one height. Never enlarged."""
    scale = TILE_SHORT_SIDE_PX / min(width_px, height_px)
    return _scaled(width_px, height_px, min(scale, TILE_LONGEST_SIDE_PX / max(width_px, height_px)))


def _scaled(width_px: int, height_px: int, scale: float) -> tuple[int, int]:
    scale = min(scale, 1.0)
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def encode_jpeg(rgb: Rgb) -> bytes:
    """Baseline JPEG, 4:2:0, without metadata and profile: the pixels are sRGB already."""
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(rgb), JPEG_QUALITY, "RGB", "420"))


def shrink(rgb: Rgb, width_px: int, height_px: int) -> Rgb:
    """Reduce to exactly this size without aliasing; several times cheaper than a Lanczos filter of equal quality.

    Halvings first (box average, the fast path of OpenCV). What is left, a factor below `HALVE_FROM`, is done by a
    short low-pass filter at the source's resolution followed by cubic interpolation, which together come near to
    Lanczos-3 (see `_low_pass`). What else was tried: bench/README.md, "renditions".
    """
    while rgb.shape[1] >= HALVE_FROM * width_px and rgb.shape[0] >= HALVE_FROM * height_px:
        rgb = np.asarray(
            cv2.resize(rgb, (rgb.shape[1] // 2, rgb.shape[0] // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    if rgb.shape[:2] == (height_px, width_px):
        return rgb
    ratio = max(rgb.shape[1] / width_px, rgb.shape[0] / height_px)
    if ratio > SHARP_ENOUGH:
        taps = _low_pass(min(round(ratio, 2), HALVE_FROM))
        rgb = np.asarray(cv2.sepFilter2D(rgb, -1, taps, taps), dtype=np.uint8)
    return np.asarray(cv2.resize(rgb, (width_px, height_px), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


@lru_cache(maxsize=64)
def _low_pass(ratio: float) -> npt.NDArray[np.float32]:
    """Symmetric taps whose convolution with OpenCV's cubic kernel is nearest to Lanczos-3 at this `ratio`.

    Least squares over the support; the taps sum to 1. 9 taps below a ratio of 1.9, 13 below 3: more bring nothing
    (SSIM to Lanczos 0.998 and better on noise). Below 2 the kernel is 4 % narrower, because pictures come from a
    scaled JPEG decoding there, which has softened them already. Lanczos: Duchon 1979; cubic: Keys 1981 with
    a = -0.75.
    """
    one_side = 4 if ratio < 1.9 else 5 if ratio < 2.3 else 6
    stretch = ratio * 0.96 if ratio < 2 else ratio
    x = np.linspace(-10.0, 10.0, 2001)
    wanted = np.where(np.abs(x) < 3 * stretch, np.sinc(x / stretch) * np.sinc(x / (3 * stretch)), 0.0) / stretch
    basis = [_cubic(x), *(_cubic(x - shift) + _cubic(x + shift) for shift in range(1, one_side + 1))]
    half = np.linalg.lstsq(np.stack(basis, axis=1), wanted, rcond=None)[0]
    taps = np.concatenate([half[:0:-1], half])
    return np.asarray(taps / taps.sum(), dtype=np.float32)


def _cubic(x: npt.NDArray[np.float64], a: float = -0.75) -> npt.NDArray[np.float64]:
    x = np.abs(x)
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = ((x - 5) * x + 8) * a * x - 4 * a
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))
