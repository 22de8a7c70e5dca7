"""A copy of a preview that may leave this machine: small, and with nothing in it but pixels."""

from __future__ import annotations

import io

from photonest.assets.errors import CorruptImage

LONG_SIDE_PX = 1024
QUALITY = 85


def bare_copy(preview: bytes, *, long_side_px: int = LONG_SIDE_PX) -> bytes:
    """A JPEG of at most `long_side_px`, drawn anew from pixels, so that no metadata can come along. Raises
    `CorruptImage`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(preview), formats=["JPEG"]) as opened:
            opened.draft("RGB", (long_side_px, long_side_px))  # decodes at a fraction where that is enough
            pixels = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise CorruptImage("The stored preview cannot be read; it is made anew when the photo is.") from problem
    pixels.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
    # A new picture of the same pixels: whatever hung on the old one (profiles, comments) stays behind.
    fresh = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    target = io.BytesIO()
    fresh.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
