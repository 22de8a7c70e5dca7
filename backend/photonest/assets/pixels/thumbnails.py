"""The preview and the tile of a photo: sizes, the antialiased reduction, JPEG encoding."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

from photonest.assets.pixels.picture import Rgb

Taps = npt.NDArray[np.float32]

PREVIEW_LONG_SIDE_PX = 1440
TILE_SHORT_SIDE_PX = 250
TILE_LONGEST_SIDE_PX = 1000
"""Panoramas: a tile is never longer than four rows of the timeline are high."""

JPEG_QUALITY = 80

SHARP_ENOUGH = 1.1
"""Shrinks below this need no antialiasing (QUALITY 1.2)."""

SHORT_FILTERS_FROM, SHORT_FILTERS_TO = 1.3, 1.9
"""Where three taps suffice: previews of large photos. Above they cannot hold back what aliases, below they blur."""

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
    """Reduce to exactly this size without aliasing, for a fraction of what a Lanczos filter costs.

    Halvings first (box average, the fast path of OpenCV), then filters before or after OpenCV's cubic
    interpolation, which by itself aliases. What else was tried: bench/README.md, "renditions".
    """
    while rgb.shape[1] >= HALVE_FROM * width_px and rgb.shape[0] >= HALVE_FROM * height_px:
        rgb = np.asarray(
            cv2.resize(rgb, (rgb.shape[1] // 2, rgb.shape[0] // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    if rgb.shape[:2] == (height_px, width_px):
        return rgb
    ratio = max(rgb.shape[1] / width_px, rgb.shape[0] / height_px)
    before: Taps | None = None
    after: Taps | None = None
    if SHORT_FILTERS_FROM <= ratio < SHORT_FILTERS_TO:
        before, after = _soften(ratio), _sharpen(ratio)
    elif ratio > SHARP_ENOUGH:
        before = _low_pass(min(round(ratio, 2), HALVE_FROM))
    if before is not None:
        rgb = np.asarray(cv2.sepFilter2D(rgb, -1, before, before), dtype=np.uint8)
    rgb = np.asarray(cv2.resize(rgb, (width_px, height_px), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    if after is not None:
        rgb = np.asarray(cv2.sepFilter2D(rgb, -1, after, after), dtype=np.uint8)
    return rgb


def _soften(ratio: float) -> Taps:
    """Three taps that take out what would alias; positive, so OpenCV filters in whole numbers.

    This and `_sharpen` were fitted together at ratios of 1.39, 1.65 and 1.8: least loss of SSIM against
    Pillow's Lanczos of the full picture, over three made and three real pictures decoded at half size; then moved
    to the softer side of equally good pairs, so that stripes of one pixel keep at most a sixth of their contrast.
    """
    side = min(0.25, 0.22 + 0.18 * (ratio - 1.39))
    return np.array([side, 1 - 2 * side, side], dtype=np.float32)


def _sharpen(ratio: float) -> Taps:
    """Three taps that give back, at the smaller size where it is cheap, what `_soften` took too much."""
    side = 0.195 - 0.22 * max(0.0, ratio - 1.39)
    return np.array([-side, 1 + 2 * side, -side], dtype=np.float32)


@lru_cache(maxsize=64)
def _low_pass(ratio: float) -> Taps:
    """Symmetric taps whose convolution with OpenCV's cubic kernel is nearest to Lanczos-3 at this `ratio`.

    Least squares over the support; the taps sum to 1. 9 taps below 1.9, 11 below 2.3, 13 below 3: more bring nothing
    (SSIM to Lanczos 0.998 and better on noise). Lanczos: Duchon 1979; cubic: Keys 1981 with a = -0.75.
    """
    one_side = 4 if ratio < 1.9 else 5 if ratio < 2.3 else 6
    x = np.linspace(-10.0, 10.0, 2001)
    wanted = np.where(np.abs(x) < 3 * ratio, np.sinc(x / ratio) * np.sinc(x / (3 * ratio)), 0.0) / ratio
    basis = [_cubic(x), *(_cubic(x - shift) + _cubic(x + shift) for shift in range(1, one_side + 1))]
    half = np.linalg.lstsq(np.stack(basis, axis=1), wanted, rcond=None)[0]
    taps = np.concatenate([half[:0:-1], half])
    return np.asarray(taps / taps.sum(), dtype=np.float32)


def _cubic(x: npt.NDArray[np.float64], a: float = -0.75) -> npt.NDArray[np.float64]:
    x = np.abs(x)
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = ((x - 5) * x + 8) * a * x - 4 * a
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))
