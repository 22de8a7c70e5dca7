"""The colour space that a HEIC or AVIF names by code points (`colr` box of kind `nclx`) instead of a profile."""

from __future__ import annotations

import io
from typing import Any

from photonest.assets.bmff import boxes, find_box
from photonest.assets.bounded_reader import BoundedReader, ReadBudgetSpent


def colour_code_points(data: Any) -> tuple[int, int] | None:
    """Primaries and transfer of the first `nclx` (ITU-T H.273 code points); None when the file has none."""
    file = BoundedReader(io.BytesIO(data), len(data)).window()
    try:
        properties = find_box(file, b"meta")
        properties = find_box(properties.window(4), b"iprp", b"ipco") if properties is not None else None
        for box in boxes(properties) if properties is not None else ():
            body = box.body.read(0, 8) if box.kind == b"colr" else b""
            if body[:4] == b"nclx" and len(body) == 8:
                return int.from_bytes(body[4:6], "big"), int.from_bytes(body[6:8], "big")
    except ReadBudgetSpent:
        return None
    return None
