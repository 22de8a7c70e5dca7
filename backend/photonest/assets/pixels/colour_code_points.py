"""The colour space that a picture names by code points (`nclx` of HEIC and AVIF, `cICP` of PNG), not by a profile."""

from __future__ import annotations

import io
from typing import Any

from photonest.assets.metadata.bmff import boxes, find_box
from photonest.assets.metadata.bounded_reader import BoundedReader, ReadBudgetSpent, Window
from photonest.assets.pixels import png_chunks


def colour_code_points(data: Any, format_name: str) -> tuple[int, int] | None:
    """Primaries and transfer characteristics (ITU-T H.273 code points); None when the file names none."""
    try:
        if format_name in ("heic", "avif"):
            return _of_heif(BoundedReader(io.BytesIO(data), len(data)).window())
        if format_name == "png":
            return png_chunks.code_points(data)
    except ReadBudgetSpent:
        pass
    return None


def _of_heif(file: Window) -> tuple[int, int] | None:
    """The first `colr` box of kind `nclx` (ISO/IEC 14496-12, 12.1.5)."""
    meta = find_box(file, b"meta")
    properties = find_box(meta.window(4), b"iprp", b"ipco") if meta is not None else None
    for box in boxes(properties) if properties is not None else ():
        body = box.body.read(0, 8) if box.kind == b"colr" else b""
        if body[:4] == b"nclx" and len(body) == 8:
            return int.from_bytes(body[4:6], "big"), int.from_bytes(body[6:8], "big")
    return None
