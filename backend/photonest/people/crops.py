"""A face cut out of a picture, with air around it; pure Pillow, nothing is stored."""

from __future__ import annotations

import io
from typing import BinaryIO

from photonest.people.boxes import Box

AIR = 0.35
"""Of the longer side of the box, on each side."""
SIDE_PX = 224


def cut_face(picture: BinaryIO, box: Box) -> bytes:
    """A square JPEG of at most `SIDE_PX`: the box with air, moved into the picture where it would leave it."""
    from PIL import Image

    with Image.open(picture) as whole:
        width, height = whole.size
        side = max(box[2] * width, box[3] * height) * (1 + 2 * AIR)
        side = max(1.0, min(side, width, height))
        left = min(max((box[0] + box[2] / 2) * width - side / 2, 0.0), width - side)
        top = min(max((box[1] + box[3] / 2) * height - side / 2, 0.0), height - side)
        target = max(1, min(SIDE_PX, round(side)))
        part = whole.convert("RGB").resize(
            (target, target), Image.Resampling.LANCZOS, box=(left, top, left + side, top + side)
        )
    content = io.BytesIO()
    part.save(content, "JPEG", quality=85, optimize=True)
    return content.getvalue()
