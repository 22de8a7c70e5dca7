"""What every reader of pictures gives back, the caps it keeps, and the reduction to a buffer of useful size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from photonest.assets.errors import TooLarge

Rgb = npt.NDArray[np.uint8]
"""Height x width x 3, 8 bit RGB."""

MAX_PIXELS = 256_000_000
MAX_SIDE_PX = 65_535
MAX_RATIO = 200
"""QUALITY 2.1 principle 8: phones make 200 megapixels; beyond these, somebody means harm."""

MIN_LONG_SIDE_PX = 1920
"""Readers that can decode at a fraction keep at least this where faces are looked for; they profit from more pixels
than the preview's 1440."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture: `rgb` upright and sRGB, its original upright size, and what was noticed on the way."""

    rgb: Rgb
    original_width_px: int
    original_height_px: int
    frames: int = 1
    icc_name: str | None = None
    warnings: tuple[str, ...] = ()

    def warned(self, *sentences: str) -> Pixels:
        return replace(self, warnings=(*self.warnings, *sentences))


def check_size(width_px: int, height_px: int) -> None:
    """Raises `TooLarge` unless a picture of this size, read from its header, may be decoded."""
    if width_px <= 0 or height_px <= 0:
        raise TooLarge(f"The file says that the picture is {width_px} x {height_px} pixels, which cannot be.")
    if max(width_px, height_px) > MAX_SIDE_PX:
        raise TooLarge(f"A side of {max(width_px, height_px):,} pixels is more than the {MAX_SIDE_PX:,} allowed.")
    if width_px * height_px > MAX_PIXELS:
        raise TooLarge(
            f"{width_px:,} x {height_px:,} pixels are {width_px * height_px / 1e6:,.0f} megapixels; "
            f"at most {MAX_PIXELS / 1e6:.0f} can be decoded safely."
        )
    if max(width_px, height_px) > MAX_RATIO * min(width_px, height_px):
        raise TooLarge(f"{width_px:,} x {height_px:,} pixels is narrower than 1:{MAX_RATIO}, no photo has that shape.")


def whole_reduction(width_px: int, height_px: int) -> int:
    """The largest whole number by which both sides can be divided with the long one >= `MIN_LONG_SIDE_PX`."""
    return max(1, max(width_px, height_px) // MIN_LONG_SIDE_PX)


def reduced(rgb: Rgb) -> Rgb:
    """Shrink by a whole factor (box average, antialiased) so that the long side lies under twice the minimum."""
    factor = whole_reduction(rgb.shape[1], rgb.shape[0])
    if factor == 1:
        return rgb
    height, width = max(1, rgb.shape[0] // factor), max(1, rgb.shape[1] // factor)
    # Cropping to a multiple keeps OpenCV on its fast path; at most factor - 1 rows of thousands are lost.
    whole = rgb[: height * factor or 1, : width * factor or 1]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def upright(rgb: Rgb, orientation: int) -> Rgb:
    """Apply an EXIF orientation (1 to 8, EXIF 2.32 tag 0x0112); anything else means upright already."""
    if orientation in (2, 3, 4):
        flip = {2: 1, 3: -1, 4: 0}[orientation]
        return np.asarray(cv2.flip(rgb, flip), dtype=np.uint8)
    if orientation == 5:
        return np.asarray(cv2.transpose(rgb), dtype=np.uint8)
    if orientation == 6:
        return np.asarray(cv2.rotate(rgb, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8)
    if orientation == 7:
        return np.asarray(cv2.flip(cv2.transpose(rgb), -1), dtype=np.uint8)
    if orientation == 8:
        return np.asarray(cv2.rotate(rgb, cv2.ROTATE_90_COUNTERCLOCKWISE), dtype=np.uint8)
    return rgb


def upright_size(width_px: int, height_px: int, orientation: int) -> tuple[int, int]:
    return (height_px, width_px) if orientation in (5, 6, 7, 8) else (width_px, height_px)
