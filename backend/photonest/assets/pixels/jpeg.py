"""The fast path: ordinary JPEGs, decoded at the smallest scale that keeps what previews and faces need."""

from __future__ import annotations

from typing import Any

import numpy as np
import simplejpeg

from photonest.assets.errors import CorruptImage
from photonest.assets.pixels import colour
from photonest.assets.pixels.jpeg_header import read_jpeg_header
from photonest.assets.pixels.picture import MIN_LONG_SIDE_PX, Pixels, Rgb, check_size, reduced, upright, upright_size

MOST_OF_THE_PICTURE = 0.5
"""A file that was cut off is kept if at least this share of its rows was decoded."""

WORTH_SCALING_PX = 3072
"""From here on a scale of 5/8 or less does; libjpeg's scales between 5/8 and 1 cost more than decoding everything."""

MANY_METADATA_BYTES = 16 * 1024 * 1024

CUT_OFF = "The file is cut off: a part of the picture is missing."
DAMAGED = "The file is damaged: parts of the picture may look wrong."

_FILLED_IN = 128
"""The grey that libjpeg puts where the data ended."""


def read_jpeg(data: Any, *, least_px: int = MIN_LONG_SIDE_PX) -> Pixels | None:
    """Decode a JPEG from a buffer; ``None`` when it is of a kind that only the general reader handles (CMYK, 12 bit).

    `least_px`: the long side comes out at least so long, if the picture is. Raises `CorruptImage`, `TooLarge`.
    """
    header = read_jpeg_header(data)
    check_size(header.width_px, header.height_px)
    profile = colour.profile_of(header.icc)
    if not header.is_ordinary or header.components not in (1, 3) or (header.components == 1 and profile is not None):
        return None
    wide = header.width_px >= header.height_px
    long_side = max(header.width_px, header.height_px)
    least = {"min_width" if wide else "min_height": least_px} if long_side >= WORTH_SCALING_PX else {}
    warnings: tuple[str, ...] = ()
    try:
        rgb: Rgb = simplejpeg.decode_jpeg(data, "RGB", **least)
    except ValueError as error:
        try:
            rgb = simplejpeg.decode_jpeg(data, "RGB", strict=False, **least)
        except ValueError:
            raise CorruptImage from error
        warnings = (_judge_damage(rgb, str(error)),)
    if header.metadata_bytes > MANY_METADATA_BYTES:
        warnings += (f"The file carries {header.metadata_bytes / 1e6:.0f} MB of data besides the picture.",)
    rgb = reduced(rgb)
    if profile is not None:
        rgb = profile.to_srgb(rgb)
    elif header.is_adobe_rgb and header.icc is None:
        rgb = colour.adobe_rgb_to_srgb(rgb)
    width, height = upright_size(header.width_px, header.height_px, header.orientation)
    return Pixels(
        upright(rgb, header.orientation),
        width,
        height,
        icc_name=colour.name_of(header.icc),
        warnings=warnings,
    )


def _judge_damage(rgb: Rgb, message: str) -> str:
    """The warning for a damaged JPEG. Raises `CorruptImage` when less than `MOST_OF_THE_PICTURE` was decoded."""
    rows = np.flatnonzero((rgb != _FILLED_IN).any(axis=(1, 2)))
    decoded = (int(rows[-1]) + 1) / rgb.shape[0] if rows.size else 0.0
    if decoded < MOST_OF_THE_PICTURE:
        raise CorruptImage(f"The file is cut off: only {decoded:.0%} of the picture is there.")
    return CUT_OFF if decoded < 1.0 or "premature end of jpeg file" in message.lower() else DAMAGED
