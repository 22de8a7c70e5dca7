"""RAW files: the picture that the camera embedded, else a quick half-size development."""

from __future__ import annotations

import io
import multiprocessing  # noqa: F401  rawpy imports it with its first picture, too late behind the fence
from typing import Any

import numpy as np
import rawpy

from photonest.assets.errors import CorruptImage
from photonest.assets.pixels.jpeg import read_jpeg
from photonest.assets.pixels.picture import Pixels, Rgb, check_size, reduced, upright
from photonest.assets.pixels.pillow import read_with_pillow

LEAST_PREVIEW_PX = 1000
"""An embedded picture with a shorter long side is only a thumbnail: develop instead."""

_ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
"""LibRaw's `flip` (3: 180 degrees, 5: 90 counter-clockwise, 6: 90 clockwise) -> EXIF orientation."""


def read_raw(data: Any) -> Pixels:
    """Decode a RAW file from a buffer. Raises `CorruptImage`, `TooLarge`."""
    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            sizes = raw.sizes
            check_size(sizes.raw_width, sizes.raw_height)
            orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, 1)
            shown = (sizes.iwidth, sizes.iheight)
            # LibRaw gives width and height as the sensor lies.
            width, height = shown[::-1] if orientation in (6, 8) else shown
            embedded = _embedded(raw, orientation)
            if embedded is None:
                rgb: Rgb = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
                embedded = Pixels(reduced(rgb), width, height)
    except rawpy.LibRawError as error:
        raise CorruptImage("The RAW file is damaged or of a camera that is not known yet.") from error
    return Pixels(embedded.rgb, width, height, icc_name=embedded.icc_name, warnings=embedded.warnings)


def _embedded(raw: Any, orientation: int) -> Pixels | None:
    """The embedded preview, upright; None when there is none, a small one, or a damaged one."""
    try:
        thumb = raw.extract_thumb()
    except rawpy.LibRawError:
        return None
    try:
        if thumb.format == rawpy.ThumbFormat.JPEG:
            found = read_jpeg(thumb.data) or read_with_pillow(thumb.data, "jpeg")
            turned = found.rgb.shape[0] > found.rgb.shape[1]
            wanted = orientation in (6, 8)
            # Some cameras mark the preview too, some only the RAW: turn it unless it was turned already.
            rgb = found.rgb if turned == wanted and orientation != 3 else upright(found.rgb, orientation)
            found = Pixels(rgb, found.original_width_px, found.original_height_px, 1, found.icc_name, found.warnings)
        elif thumb.format == rawpy.ThumbFormat.BITMAP:
            bitmap: Rgb = np.ascontiguousarray(thumb.data)
            found = Pixels(reduced(upright(bitmap, orientation)), bitmap.shape[1], bitmap.shape[0])
        else:
            return None
    except (CorruptImage, OSError, ValueError):
        return None
    return found if max(found.rgb.shape) >= LEAST_PREVIEW_PX else None
