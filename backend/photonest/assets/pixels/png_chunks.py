"""The chunks of a PNG: what Pillow passes over, the check sums of the pixels and the colour space named by number."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

_MAX_CHUNKS = 100_000


def chunks(data: Any) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of the content of each chunk, as far as they lie inside `data`."""
    at = 8
    for _ in range(_MAX_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        if len(kind) < 4 or at + 12 + length > len(data):
            return
        yield kind, at + 8, at + 8 + length
        at += 12 + length


def pixels_are_intact(data: Any) -> bool:
    """Whether the check sum of every IDAT chunk is right; Pillow looks at those of other chunks only."""
    return all(
        zlib.crc32(data[begin - 4 : end]) == int.from_bytes(data[end : end + 4], "big")
        for kind, begin, end in chunks(data)
        if kind == b"IDAT"
    )


def code_points(data: Any) -> tuple[int, int] | None:
    """Primaries and transfer of the `cICP` chunk (PNG third edition, 11.3.2.6), which stands before the pixels."""
    for kind, begin, end in chunks(data):
        if kind == b"cICP" and end - begin == 4:
            return data[begin], data[begin + 1]
        if kind == b"IDAT":
            break
    return None
