"""Everything that is made of one decoding: the shared buffer, preview, tile, hashes, mean colour. Runs in the child."""

from __future__ import annotations

import os
from typing import Any

import cv2
import numpy as np

from photonest.assets.errors import CorruptImage
from photonest.assets.formats import FORMATS, Kind
from photonest.assets.pixels import pillow
from photonest.assets.pixels.jpeg import read_jpeg
from photonest.assets.pixels.phash import HASH_SIDE_PX, dhash, phash
from photonest.assets.pixels.picture import MIN_LONG_SIDE_PX, Pixels, Rgb
from photonest.assets.pixels.pillow import read_with_pillow
from photonest.assets.pixels.raw import read_raw
from photonest.assets.pixels.thumbhash import thumbhash
from photonest.assets.pixels.thumbnails import PREVIEW_LONG_SIDE_PX, encode_jpeg, preview_size, shrink, tile_size
from photonest.core.errors import StorageFull

_HASH_PICTURE_PX = 64
"""Long side of the picture that hashes are made of; ThumbHash keeps 7 cosine terms a side, so 100 add nothing."""


def preload() -> None:
    """Prepare the libraries: nothing is imported or opened after this, because then it could not be any more.

    Libraries import parts of themselves when they are first used, so one small picture goes the whole way.
    """
    cv2.setNumThreads(1)
    pillow.preload()
    make_products(encode_jpeg(np.zeros((300, 400, 3), np.uint8)), "jpeg", None)


def read_pixels(data: Any, format_name: str, *, least_px: int = MIN_LONG_SIDE_PX) -> Pixels:
    """Decode a buffer of a known format; `least_px` as in `read_jpeg`, other readers keep more.

    Raises the errors of `photonest.assets.errors` and those of the libraries.
    """
    if len(data) == 0:
        raise CorruptImage("The file is empty.")
    if FORMATS[format_name].kind is Kind.RAW:
        return read_raw(data)
    if format_name == "jpeg":
        return read_jpeg(data, least_px=least_px) or read_with_pillow(data, "jpeg")
    return read_with_pillow(data, format_name)


def make_products(
    data: Any, format_name: str, buffer: int | None, least_px: int = MIN_LONG_SIDE_PX
) -> tuple[dict[str, Any], list[bytes]]:
    """Decode, write the RGB buffer into the open file `buffer`; returns facts and [preview, tile, thumbhash].

    `least_px`: the buffer's long side comes out at least so long, if the picture is.
    Raises `StorageFull` besides what `read_pixels` raises.
    """
    # A preview alone is best made of the 1500 px that a JPEG of 12 megapixels gives at 3/8: no filter is needed then.
    pixels = read_pixels(data, format_name, least_px=PREVIEW_LONG_SIDE_PX if buffer is None else least_px)
    rgb = pixels.rgb
    height, width = rgb.shape[:2]
    if buffer is not None:
        _write(rgb, buffer)
    preview = shrink(rgb, *preview_size(width, height))
    tile = shrink(preview, *tile_size(width, height))
    small = shrink(tile, *_small_size(tile))
    square = np.asarray(cv2.resize(small, (HASH_SIDE_PX, HASH_SIDE_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    facts = {
        "width_px": width,
        "height_px": height,
        "original_width_px": pixels.original_width_px,
        "original_height_px": pixels.original_height_px,
        "preview_width_px": preview.shape[1],
        "preview_height_px": preview.shape[0],
        "dhash": dhash(small),
        "phash": phash(square),
        "mean_rgb": [round(float(value)) for value in small.reshape(-1, 3).mean(axis=0)],
        "frames": pixels.frames,
        "icc_name": pixels.icc_name,
        "warnings": list(pixels.warnings),
    }
    return facts, [encode_jpeg(preview), encode_jpeg(tile), thumbhash(small)]


def _small_size(tile: Rgb) -> tuple[int, int]:
    height, width = tile.shape[:2]
    scale = min(1.0, _HASH_PICTURE_PX / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _write(rgb: Rgb, buffer: int) -> None:
    """Copy the pixels into the file. Half the processor time of mapping it: no page is cleared before it is filled."""
    content = np.ascontiguousarray(rgb).data.cast("B")
    at = 0
    try:
        while at < len(content):
            at += os.pwrite(buffer, content[at:], at)
    except OSError as error:
        raise StorageFull("There is no room in the shared memory for a decoded picture.") from error
