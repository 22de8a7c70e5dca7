"""What a picture must be before it may leave this machine; the last gate, whoever asked."""

from __future__ import annotations

import io

from photonest_ai.errors import BadPixels

LONG_SIDE_PX = 1024


def require_bare(picture: bytes) -> tuple[int, int]:
    """Size of a JPEG that may leave: at most 1,024 px long and with no metadata. Raises `BadPixels` for any other."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture), formats=["JPEG"]) as image:
            size = image.size
            extra = {"exif", "xmp", "comment", "photoshop", "icc_profile", "mp"} & set(image.info)
            segments = [name for name, _ in getattr(image, "applist", []) if name not in {"APP0", "APP14"}]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadPixels(f"This preview is no JPEG; it was not sent: {error}") from error
    if max(size) > LONG_SIDE_PX:
        raise BadPixels(f"This preview is {size[0]}×{size[1]}; more than {LONG_SIDE_PX} px are never sent.")
    if extra or segments:
        raise BadPixels(f"This preview carries metadata ({', '.join(sorted({*extra, *segments}))}); it was not sent.")
    return size
